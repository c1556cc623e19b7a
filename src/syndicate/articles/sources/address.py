"""What the sources share that are asked over the network: how they are asked, and what an answer that fails means."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.sources import SourceError
from syndicate.articles.sources.pictureless import PicturelessSource
from syndicate.net.model import FetchError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syndicate.net.model import Fetched, Validators
    from syndicate.net.polite import PoliteFetcher

_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_REFUSING = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


class AddressSource(PicturelessSource):
    """A source at an address."""

    def __init__(
        self, *, name: str, address: str, language: str, zone: ZoneInfo, max_bytes: int, fetcher: PoliteFetcher
    ) -> None:
        """``max_bytes`` is how much of one answer is read."""
        self.name = name
        self.language = language
        self.zone = zone
        self._address = address
        self._max_bytes = max_bytes
        self._fetcher = fetcher

    def _get(self, url: str, *, accept: str, known: Validators | None = None, is_page: bool = False) -> Fetched:
        """An answer that can be used, or that the copy we have is unchanged.

        Raises:
            SourceError: there is none.
        """
        try:
            return self._fetcher.get(url, max_bytes=self._max_bytes, accept=accept, known=known, is_page=is_page)
        except FetchError as error:
            raise source_error(error, asked=urlsplit(url).hostname or "") from error


def source_error(error: FetchError, *, asked: str = "") -> SourceError:
    """What a fetch that failed says of the source; ``asked`` is its host, which redirects may have left."""
    wait = None if error.retry_after is None else timedelta(seconds=error.retry_after)
    if asked and asked not in error.message:
        # Whatever another host says, it does not say it of this one.
        return SourceError(f"{asked} leads elsewhere: {error.message}", code="source-down", hint=error.hint, wait=wait)
    if error.status == HTTPStatus.GONE:
        hint = "It is not asked any more. Correct its address, or take the source out of the configuration."
        return SourceError(f"{error.message}: it is gone for good", code="source-gone", hint=hint)
    if error.status in _BUSY:
        return SourceError(error.message, code="source-busy", wait=wait)
    if error.status in _REFUSING:
        return SourceError(error.message, code="source-refused", hint="Is there a key, and is it the right one?")
    code = "source-answer" if error.code in {"fetch-too-large", "fetch-encoding"} else "source-down"
    return SourceError(error.message, code=code, hint=error.hint, wait=wait)
