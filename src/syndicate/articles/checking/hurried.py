"""Manners towards a server, for somebody who waits for the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.net.model import FetchError
from syndicate.net.polite import PoliteFetcher

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.net.fetch import Fetcher
    from syndicate.net.model import Fetched, Validators


class HurriedFetcher(PoliteFetcher):
    """Asks for nothing more once its time is over. ``forbidden`` are the pages that a host keeps from robots."""

    def __init__(self, fetcher: Fetcher, clock: Clock, user_agent: str, *, seconds: float) -> None:
        """The time begins now; a request that was sent in time may outlast it."""
        super().__init__(fetcher, clock, user_agent)
        self._ends_at = clock.monotonic() + seconds
        self.forbidden: list[str] = []

    @property
    def is_late(self) -> bool:
        """Whether the time is over."""
        return self._clock.monotonic() >= self._ends_at

    def get(
        self, url: str, *, max_bytes: int, accept: str, known: Validators | None = None, is_page: bool = False
    ) -> Fetched:
        """What `PoliteFetcher.get` gives.

        Raises:
            FetchError: as there, or ``fetch-late``: the time is over.
        """
        if self.is_late:
            message = f"{urlsplit(url).hostname} was not asked any more: the time for this look is over"
            raise FetchError(message, code="fetch-late")
        try:
            return super().get(url, max_bytes=max_bytes, accept=accept, known=known, is_page=is_page)
        except FetchError as error:
            if error.code == "fetch-robots":
                self.forbidden.append(url)
            raise
