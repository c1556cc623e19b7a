"""Writes marks into the source of a template, before Jinja reads it."""

from __future__ import annotations

import re
from bisect import bisect_right

from syndicate.mail.markup.marks import MARK
from syndicate.mail.markup.vocabulary import HOLDS_HTML

_STRING = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
#: Jinja's own is stepped over: a mark would change its values.
JINJA = (
    r"\{#.*?#\}"
    rf"|\{{%(?:[^\"'%]|{_STRING}|%(?!\}}))*%\}}"
    rf"|\{{\{{(?:[^\"'}}]|{_STRING}|\}}(?!\}}))*\}}\}}"
)
_PART = re.compile(
    rf"(?P<jinja>{JINJA})(?P<space>\s*)(?P<more>\{{[%#{{])?"
    r"|(?P<tag></?[A-Za-z][\w:.-]*)|(?P<built></?(?=\{\{))|(?P<comment><!--)|(?P<end>>)"
    r"|(?P<bare><|&(?!#[0-9]+;|#[xX][0-9A-Fa-f]+;|[A-Za-z][A-Za-z0-9]*;))"
    r"|(?P<line>\n[ \t]*(?!\s|\{[%#{]|\Z))",
    re.DOTALL,
)
_SHEETS = frozenset({"<mj-style", "<style"})


def mark(source: str, name: str) -> str:
    """The source of the template ``name`` with marks behind the names of its tags and the beginnings of its comments.

    Inside a tag there is one behind each of Jinja's expressions, in a style sheet before each line, too: from a mark
    on, what is rendered is what is written. No mark touches white space that Jinja takes out.
    """
    return _Marking(source, name).run()


class _Marking:
    def __init__(self, source: str, name: str) -> None:
        self._source = source
        self._name = name
        self._line_starts = [0, *(newline.end() for newline in re.finditer("\n", source))]
        self._is_in_tag = False
        self._is_in_sheet = name.endswith((".css", ".css.j2"))
        # Where text is a mistake, so that no value is changed by marking it.
        self._is_between_tags = False
        # Where a tag begins whose name Jinja writes: its mark has to stand behind that.
        self._built: int | None = None

    def run(self) -> str:
        parts, start, at = [], 0, 0
        while match := _PART.search(self._source, at):
            at, marks = self._read(match)
            parts += [self._source[start:at], marks]
            start = at
        return "".join([*parts, self._source[start:]])

    def _read(self, match: re.Match[str]) -> tuple[int, str]:
        """Up to where the source has been read, and what is to be written there."""
        if match["jinja"]:
            return self._behind_jinja(match)
        if match["tag"] or match["built"] or match["end"]:
            self._is_in_tag = not match["end"]
        if match["tag"]:
            self._enter(match["tag"])
        self._built = match.start() if match["built"] else None
        if match["line"]:
            return match.end(), self._mark(match.end()) if self._is_in_sheet else ""
        is_place = match["tag"] or match["comment"] or match["bare"]
        return match.end(), self._mark(match.start()) if is_place else ""

    def _behind_jinja(self, match: re.Match[str]) -> tuple[int, str]:
        built, self._built = self._built, None
        if built is not None:
            return match.end("jinja"), self._mark(built) + self._mark(match.end("jinja"))
        end = match.end("space")
        is_literal_next = not match["more"] and end < len(self._source)
        is_told = self._is_in_tag or self._is_in_sheet or (self._is_between_tags and self._source[end : end + 1] != "<")
        return end, self._mark(end) if is_literal_next and is_told else ""

    def _enter(self, tag: str) -> None:
        self._is_in_sheet = tag in _SHEETS
        if tag.startswith(("<mj", "</mj")):
            self._is_between_tags = tag.startswith("</") or tag[1:] not in HOLDS_HTML

    def _mark(self, offset: int) -> str:
        line = bisect_right(self._line_starts, offset)
        return f"{MARK}{self._name}:{line}:{offset - self._line_starts[line - 1] + 1}{MARK}"
