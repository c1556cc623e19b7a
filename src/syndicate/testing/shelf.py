"""A shelf in memory; passes the same contract suite as the real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.clock import SystemClock
from syndicate.shelf import Stored, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.clock import Clock


class MemoryShelf:
    """Files that live as long as the object; ``modified_at`` comes from the clock."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._files: dict[str, Stored] = {}

    def write(self, name: str, content: bytes) -> bool:
        """Put the file there; ``False`` when the same bytes were there."""
        known = self._files.get(names.check(name))
        if known is not None and known.content == content:
            return False
        self._files[name] = Stored(content=bytes(content), modified_at=self._clock.now())
        return True

    def read(self, name: str) -> Stored | None:
        """The file, or ``None``."""
        return self._files.get(names.check(name))

    def size(self, name: str) -> int | None:
        """How many bytes the file has, or ``None``."""
        content = self._files.get(names.check(name))
        return len(content.content) if content else None

    def place(self, name: str) -> str:
        """A name of its own: nobody else can look there."""
        return f"memory:{names.check(name)}"

    def remove(self, name: str) -> bool:
        """Take the file away; ``False`` when there was none."""
        return self._files.pop(names.check(name), None) is not None

    def names(self, prefix: str = "") -> Iterator[str]:
        """Every name that begins with ``prefix``, sorted by code point."""
        yield from sorted(name for name in self._files if name.startswith(prefix))
