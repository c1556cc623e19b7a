"""Where the bytes of a picture come from: beside its article, or through the guarded fetcher."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from syndicate.errors import BadDataError
from syndicate.images.headers import ENOUGH_BYTES
from syndicate.net.model import FetchError, Validators

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syndicate.images.model import Original
    from syndicate.net.fetch import Fetcher

_ACCEPT = "image/avif,image/webp,image/png,image/jpeg,image/gif;q=0.9"


class PictureReader(Protocol):
    """A source that keeps pictures beside its articles."""

    def picture(self, path: str, max_bytes: int) -> bytes:
        """The file's bytes; raises ``BadDataError`` when it cannot be had or is larger."""


class OwnPictureError(BadDataError):
    """A picture beside its article cannot be read now; the file may be put right without the page changing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A file as it came; ``content`` is ``None`` where the server says that the copy we know is still good."""

    content: bytes | None
    etag: str | None = None
    modified: str | None = None


class Loader:
    """Gets files of pictures, whole or their beginnings. Safe to share between threads."""

    def __init__(self, *, fetcher: Fetcher, pictures: Mapping[str, PictureReader], max_bytes: int) -> None:
        """Take the ways; ``pictures`` are by the source's name."""
        self._fetcher = fetcher
        self._pictures = pictures
        self._max_bytes = max_bytes

    def load(self, address: str, source: str, known: Original | None) -> Loaded:
        """The whole file behind an absolute address, or at a path of that source.

        ``known`` is what it was when it was loaded before: one conditional request then.

        Raises:
            BadDataError, FetchError: it cannot be had, or is too large.
        """
        if "://" not in address:
            return Loaded(content=self._beside(address, source))
        validators = Validators(etag=known.etag, modified=known.modified) if known else None
        fetched = self._fetcher.get(address, max_bytes=self._max_bytes, accept=_ACCEPT, known=validators)
        content = None if fetched.is_unchanged else fetched.content
        return Loaded(content=content, etag=fetched.etag, modified=fetched.modified)

    def start(self, address: str, source: str) -> bytes:
        """The beginning of the file, with its header; empty where a server does not give beginnings.

        Raises:
            BadDataError, FetchError: it cannot be had.
        """
        if "://" not in address:
            return self._beside(address, source)[:ENOUGH_BYTES]
        try:
            return self._fetcher.get_start(address, length=ENOUGH_BYTES, accept=_ACCEPT).content
        except FetchError as error:
            if error.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                return b""
            raise

    def _beside(self, path: str, source: str) -> bytes:
        if source not in self._pictures:
            message = f"the picture lies beside its article, and the source {source!r} is not configured any more"
            raise OwnPictureError(message, code="picture-source")
        try:
            return self._pictures[source].picture(path, self._max_bytes)
        except BadDataError as error:
            raise OwnPictureError(error.message, code=error.code, hint=error.hint) from error
