"""Where something of a mail stands in its templates: told from the marks that `Templates` writes into the MJML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from syndicate.mail.mjml import MARK

#: Stands around the name of a merge field in a kept source, as no content can.
FIELD_MARK = "\x03"

_MARK = re.compile(f"{MARK}([^{MARK}]*){MARK}")
_SHEET = re.compile(r"<(?P<tag>mj-style|style)\b(?P<attributes>[^>]*)>(?P<css>.*?)</(?P=tag)\s*>", re.DOTALL)
_INLINE = re.compile(r"\binline\s*=\s*[\"']inline[\"']")


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """A text without its marks, and the places of its parts: each from its offset on."""

    text: str
    offsets: tuple[int, ...]
    places: tuple[str, ...]

    def place(self, offset: int) -> str:
        """Where the character at the offset stands, as ``file:line``; empty: nobody knows."""
        number = bisect_right(self.offsets, offset)
        return self.places[number - 1] if number else ""

    def place_of_line(self, line: int, column: int) -> str:
        """The same for a line and a column, both from 1."""
        return self.place(offset_of(self.text, line, column))


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorSheet:
    """A style sheet of the templates: what is copied onto elements (``is_inlined``), or what stays in the head."""

    css: Marked
    is_inlined: bool


def keep_source(source: str, sentinels: Mapping[str, str]) -> str:
    """A marked source whose merge fields are told apart from all content, and that is the same at every rendering."""
    for name, sentinel in sentinels.items():
        source = source.replace(sentinel, field_in_source(name))
    return source


def field_in_source(name: str) -> str:
    """A merge field as it stands in a kept source."""
    return f"{FIELD_MARK}{name}{FIELD_MARK}"


def read_marks(source: str) -> Marked:
    """The text as the compiler wants it, with the places that were marked in it."""
    parts = _MARK.split(source)
    offsets, length = [], 0
    for part in parts[:-1:2]:
        length += len(part)
        offsets.append(length)
    return Marked(text="".join(parts[::2]), offsets=tuple(offsets), places=tuple(parts[1::2]))


def sheets_of(source: str) -> tuple[AuthorSheet, ...]:
    """The style sheets of a marked source in their order, those in comments for Outlook too."""
    return tuple(_sheet(match) for match in _SHEET.finditer(source))


def offset_of(text: str, line: int, column: int) -> int:
    """The offset of a line and a column, both from 1."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1


def place_before(source: str, offset: int) -> str:
    """The last place that is marked before the offset of a marked source."""
    places = _MARK.findall(source[:offset])
    return places[-1] if places else ""


def place_in_sheets(sheets: tuple[AuthorSheet, ...], css: str, line: int, column: int) -> str:
    """Where a line and a column of a compiled style sheet stand in the templates; empty: it is the compiler's own."""
    for sheet in sheets:
        written = sheet.css.text.strip()
        if not written or (start := css.find(written)) < 0:
            continue
        offset = offset_of(css, line, column) - start
        if 0 <= offset < len(written):
            lead = len(sheet.css.text) - len(sheet.css.text.lstrip())
            return sheet.css.place(offset + lead)
    return ""


def _sheet(match: re.Match[str]) -> AuthorSheet:
    tag_places = _MARK.findall(match["attributes"])
    css = read_marks(match["css"])
    if tag_places:
        css = Marked(text=css.text, offsets=(0, *css.offsets), places=(tag_places[0], *css.places))
    return AuthorSheet(css=css, is_inlined=_INLINE.search(match["attributes"]) is not None)
