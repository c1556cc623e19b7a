"""Where something of a mail stands in its templates: told from the marks that `Templates` writes into the MJML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from syndicate.mail.markup.marks import Marked, offset_of, read_marks
from syndicate.mail.markup.tokens import Token, TokenKind, attributes, tokens_of

#: Stands around the name of a merge field in a kept source, as no content can.
FIELD_MARK = "\x03"

_SHEETS = frozenset({"mj-style", "style"})


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorSheet:
    """A style sheet of the templates: what is copied onto elements (``is_inlined``), or what stays in the head.

    ``start`` and ``end`` are where its element stands in the source without marks.
    """

    css: Marked
    is_inlined: bool
    start: int
    end: int


def keep_source(source: str, sentinels: Mapping[str, str]) -> str:
    """A marked source whose merge fields are told apart from all content, and that is the same at every rendering."""
    for name, sentinel in sentinels.items():
        source = source.replace(sentinel, field_in_source(name))
    return source


def field_in_source(name: str) -> str:
    """A merge field as it stands in a kept source."""
    return f"{FIELD_MARK}{name}{FIELD_MARK}"


@lru_cache(maxsize=8)
def sheets_of(source: str) -> tuple[AuthorSheet, ...]:
    """The style sheets of a marked source in their order, those in comments for Outlook too."""
    marked = read_marks(source)
    return tuple(_sheets(marked, 0, len(marked.text)))


def place_before(source: str, text: str) -> str:
    """The place of what was marked last before the text in a marked source; empty: nobody knows."""
    marked = read_marks(source)
    at = marked.text.find(text)
    return marked.place(max((offset for offset in marked.offsets if offset <= at), default=-1)) if at >= 0 else ""


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


def _sheets(marked: Marked, start: int, end: int) -> Iterator[AuthorSheet]:
    text, opened = marked.text[start:end], None
    for token in tokens_of(text):
        if token.kind is TokenKind.COMMENT and "style" in text[token.start : token.end]:
            # Past its opening: what is left is read as markup.
            yield from _sheets(marked, start + token.start + len("<!--"), start + token.end)
        elif token.kind is TokenKind.RAW and opened:
            closing = text.find(">", token.end)
            yield AuthorSheet(
                css=marked.part(start + token.start, start + token.end),
                is_inlined=_is_inlined(text, opened),
                start=start + opened.start,
                end=start + (closing + 1 if closing >= 0 else len(text)),
            )
        opened = token if token.is_opening and token.name in _SHEETS else None


def _is_inlined(text: str, tag: Token) -> bool:
    return any(each.name == "inline" and each.value == "inline" for each in attributes(text, tag))
