"""Where published files lie: a folder or a bucket of S3, by names that every shelf can hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

__all__ = ["Shelf", "Stored"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """A file on the shelf; ``modified_at`` is when its bytes last changed, in UTC."""

    content: bytes
    modified_at: datetime


class Shelf(Protocol):
    """Whole files by name. A reader sees the old bytes or the new, never a part.

    Every method raises ``BadDataError`` (code ``shelf-name``) for a name that `names.check` refuses,
    and ``StorageError`` when the medium fails (``ShelfUnavailableError`` when it is a store that is not reached).
    """

    def write(self, name: str, content: bytes) -> bool:
        """Put the file there, durably; ``False`` when the same bytes were there and nothing was touched."""

    def read(self, name: str) -> Stored | None:
        """The file, or ``None``."""

    def size(self, name: str) -> int | None:
        """How many bytes the file has, or ``None`` when there is none; cheaper than to read it."""

    def place(self, name: str) -> str:
        """Where the file of that name lies, whether or not it is there, for a person: a path or an address."""

    def remove(self, name: str) -> bool:
        """Take the file away; ``False`` when there was none."""

    def names(self, prefix: str = "") -> Iterator[str]:
        """Every name that begins with ``prefix``, sorted by code point."""
