"""Marks: the places of templates, written into what they render so that it can be told where each part of it stands.

A mark behind the name of a tag, behind ``<!--``, a bare ``<`` or ``&`` names the place where that begins; any other
names its own place. A place is ``file:line:column``, both from 1, the column in characters. Content cannot forge a
mark: cleaning takes controls out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from syndicate.mail.markup.mistakes import refuse

#: Stands on both sides of a place.
MARK = "\x02"

_PLACE = re.compile(r"[^\x00-\x1f]+:[0-9]+:[0-9]+")
_CUT = "Filters such as truncate and reverse are for values and not for tags; the character U+0002 stands nowhere."
_MOST_KNOWN = 20_000
#: Places that were seen to be some: templates have only so many.
_KNOWN: set[str] = set()
_BEGINNING = re.compile(r"<!--|</?(?:[A-Za-z][^\s<>/=\"']*)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """A text without its marks, and the places of its parts: each from its offset on, until the next."""

    text: str
    offsets: tuple[int, ...]
    places: tuple[str, ...]

    def place(self, offset: int) -> str:
        """Where the character at the offset stands, as ``file:line:column``; empty: nobody knows."""
        number = bisect_right(self.offsets, offset) - 1
        return _advanced(self.places[number], self.text[self.offsets[number] : offset]) if number >= 0 else ""

    def place_of_line(self, line: int, column: int) -> str:
        """The same for a line and a column of the text, both from 1."""
        return self.place(offset_of(self.text, line, column))

    def where(self, offset: int) -> str:
        """The same, or else its ``line:column`` in the text: to be told to a reader."""
        return self.place(offset) or f"{self.text.count(chr(10), 0, offset) + 1}:{column_of(self.text, offset)}"

    def is_marked(self, offset: int) -> bool:
        """Whether what begins at the offset was written in a template, as content is not."""
        number = bisect_left(self.offsets, offset)
        return number < len(self.offsets) and self.offsets[number] == offset

    def part(self, start: int, end: int) -> Marked:
        """A part of the text with its places."""
        first, last = bisect_right(self.offsets, start), bisect_left(self.offsets, end)
        offsets, places = [offset - start for offset in self.offsets[first:last]], list(self.places[first:last])
        if place := self.place(start):
            offsets, places = [0, *offsets], [place, *places]
        return Marked(text=self.text[start:end], offsets=tuple(offsets), places=tuple(places))


@lru_cache(maxsize=8)
def read_marks(source: str) -> Marked:
    """A marked source as the compiler wants it, with the places that were marked in it.

    Raises:
        BadDataError: a template cut marks, or wrote some itself.
    """
    parts = source.split(MARK)
    _check(parts[1::2], is_whole=len(parts) % 2 == 1)
    texts, offsets, length = parts[::2], [], 0
    for text in texts[:-1]:
        length += len(text)
        offsets.append(length - _begun(text))
    return Marked(text="".join(texts), offsets=tuple(offsets), places=tuple(parts[1::2]))


def _check(places: list[str], *, is_whole: bool) -> None:
    if is_whole and _KNOWN.issuperset(places):
        return
    good = list(takewhile(_PLACE.fullmatch, places))
    if not is_whole or len(good) < len(places):
        refuse("behind this, a filter cut a tag, or a control character stands", good[-1] if good else "", _CUT)
    if len(_KNOWN) > _MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN.update(places)


def _begun(text: str) -> int:
    """How many characters at the end of a text belong to what the mark behind it names."""
    start = text.rfind("<")
    if start >= 0 and _BEGINNING.fullmatch(text, start):
        return len(text) - start
    return int(text.endswith("&"))


def offset_of(text: str, line: int, column: int) -> int:
    """The offset of a line and a column, both from 1."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1


def column_of(text: str, offset: int) -> int:
    """The column at which the character at the offset stands in its line, from 1."""
    return offset - text.rfind("\n", 0, offset)


def _advanced(place: str, text: str) -> str:
    """The place behind a text that begins at a place."""
    file, line, column = place.rsplit(":", 2)
    lines = text.count("\n")
    return f"{file}:{int(line) + lines}:{column_of(text, len(text)) if lines else int(column) + len(text)}"
