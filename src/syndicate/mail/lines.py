"""Lines of the text part: wrapped at words, and between the characters of scripts that set no spaces."""

from __future__ import annotations

import re
import unicodedata

from syndicate.text.plain import one_line

#: Columns of a line in the text part; the CRLF and a quoting ``> `` still fit 78 (RFC 5322 §2.1.1).
TEXT_WIDTH = 74

_ADDRESS = re.compile(r"(?:https?|mailto):")


def wrap(text: str, indent: str = "", width: int = TEXT_WIDTH) -> str:
    """The text in lines of at most ``width`` columns, all but the first behind ``indent``.

    Paragraphs (a blank line between) stay apart. A word or an address that is longer stands
    whole on a line of its own.
    """
    paragraphs = (one_line(paragraph) for paragraph in re.split(r"\n\s*\n", text))
    return "\n\n".join(_wrap_paragraph(line, indent, width) for line in paragraphs if line)


def columns(text: str) -> int:
    """How wide the text stands in a fixed-pitch font: wide characters count two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _wrap_paragraph(line: str, indent: str, width: int) -> str:
    lines: list[str] = []
    current, used = "", 0
    for gap, piece in _pieces(line):
        room = columns(piece)
        if current and used + len(gap) + room > width:
            lines.append(current)
            current, used, gap = indent, len(indent), ""  # noqa: PLW2901 - a line begins without its gap
        current += gap + piece
        used += len(gap) + room
    return "\n".join([*lines, current])


def _pieces(line: str) -> list[tuple[str, str]]:
    """The parts between which a line may break, each with the space before it."""
    pieces: list[tuple[str, str]] = []
    for number, word in enumerate(line.split(" ")):
        gap = " " if number else ""
        parts = [word] if _ADDRESS.match(word) else _break_wide(word)
        pieces += [(gap, parts[0]), *(("", part) for part in parts[1:])]
    return pieces


def _break_wide(word: str) -> list[str]:
    """The word cut before each wide character that is no closing mark (a rough UAX 14)."""
    if word.isascii():
        return [word]
    parts = [""]
    for character in word:
        is_wide = unicodedata.east_asian_width(character) == "W" and unicodedata.category(character)[0] == "L"
        if is_wide and parts[-1] and unicodedata.category(parts[-1][-1]) not in {"Ps", "Pi"}:
            parts.append("")
        parts[-1] += character
    return parts
