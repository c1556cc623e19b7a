"""Where articles come from. A source hands out raw documents; it decides nothing about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from syndicate.articles.model import RawDocument


class Source(Protocol):
    """A place that articles come from."""

    name: str
    language: str
    zone: ZoneInfo

    @property
    def postponed(self) -> Sequence[str]:
        """External ids that the last walk left for the next one, because they were still being written."""

    def documents(self) -> Iterator[RawDocument]:
        """Every document there is now, one at a time, in a stable order.

        Raises:
            StorageError: the source cannot be reached at all.
        """

    def check_picture(self, path: str) -> None:
        """Refuse a relative picture path that must never be read; one that is not there yet may pass.

        Raises:
            BadDataError: the path leaves the source, is a link, or the source has no pictures of its own.
        """

    def picture(self, path: str, max_bytes: int) -> bytes:
        """The bytes of a picture, at most so many, by its path relative to the source.

        Raises:
            BadDataError: as for `check_picture`, or it is missing, or too large.
        """
