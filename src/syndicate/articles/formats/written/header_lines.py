"""Settings as ``Key: value`` lines above a text, without fences.

Pelican and MultiMarkdown have them, and exports of notes have them below their heading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from syndicate.articles.formats.settings.tree import Node, NodeKind
from syndicate.articles.formats.written.front_matter import FrontMatter
from syndicate.articles.withholding import folded, meaning_of

_LINE = re.compile(r"(?P<key>[^\W\d_][\w .-]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>[^\n]*))?(?:\n|\Z)")
_FURTHER = re.compile(r"[ \t]+(?P<value>\S[^\n]*)(?:\n|\Z)")
_HEADING = re.compile(r"# [^\n]{1,300}\n(?:[ \t]*\n)*")
#: Lines above a text that are looked at.
_MOST = 40
#: What Pelican and MultiMarkdown call what we call otherwise.
_MEANT = {
    "modified": "updated",
    "category": "section",
    "categories": "sections",
    "keywords": "tags",
    "summary": "deck",
    "subtitle": "deck",
    "description": "deck",
    "language": "lang",
    "url": "canonical",
}
#: Keys of which one begins such lines. A headline may have a colon, too: “Title: The sequel” needs no second line,
#: since nobody writes it so.
_FIRST = frozenset({"title", "date", "author", "authors", "category", "tags", "slug", "status", "draft", "published"})
_LISTS = frozenset({"authors", "tags", "sections"})


def begins(text: str) -> bool:
    """Whether a text begins with such lines: one is the title, or the first two are keys of an article."""
    keys = [_folded(match) for match, _ in _lines(text, 0)]
    return bool(keys) and keys[0] in _FIRST and ("title" in keys or len([key for key in keys if key in _FIRST]) > 1)


def divide(text: str) -> FrontMatter:
    """The settings, and the text below them."""
    lines = _lines(text, 0)
    return FrontMatter(settings=_table(lines), body=text[_end(lines, 0) :])


def below_heading(text: str) -> Node:
    """The settings that stand below the first heading, as notes are exported; only those of withholding."""
    heading = _HEADING.match(text)
    lines = _lines(text, heading.end()) if heading else []
    table = _table(lines)
    entries = {name: node for name, node in table.entries.items() if meaning_of(name) is not None}
    return Node(kind=NodeKind.TABLE, start=0, entries=entries)


def _lines(text: str, start: int) -> list[tuple[re.Match[str], str]]:
    """The lines with their values, up to the first blank one; none where another line stands among them."""
    lines: list[tuple[re.Match[str], str]] = []
    position = start
    while position < len(text) and not text.startswith("\n", position) and len(lines) < _MOST:
        further = _FURTHER.match(text, position) if lines else None
        match = further or _LINE.match(text, position)
        if match is None:
            return []
        if further:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {further['value']}".strip())
        else:
            lines.append((match, (match["value"] or "").strip()))
        position = match.end()
    return lines


def _end(lines: list[tuple[re.Match[str], str]], start: int) -> int:
    if not lines:
        return start
    last = lines[-1][0]
    end = last.end()
    while further := _FURTHER.match(last.string, end):
        end = further.end()
    return end


def _folded(match: re.Match[str]) -> str:
    return "".join(folded(match["key"]))


def _table(lines: list[tuple[re.Match[str], str]]) -> Node:
    entries: dict[str, Node] = {}
    for match, value in lines:
        name = _MEANT.get(_folded(match), match["key"].strip())
        entries.setdefault(name, _value(name.lower(), value, match.start("key")))
    return Node(kind=NodeKind.TABLE, start=0, entries=entries)


def _value(name: str, value: str, start: int) -> Node:
    if name in _LISTS:
        parts = [part.strip() for part in re.split(r";" if ";" in value else r",", value) if part.strip()]
        return Node(
            kind=NodeKind.LIST,
            start=start,
            items=tuple(Node(kind=NodeKind.PLAIN, start=start, text=part) for part in parts),
        )
    return Node(kind=NodeKind.PLAIN, start=start, text=value)


#: Of a document with such lines the status is Pelican's.
STATUS: Mapping[str, frozenset[str]] = {"status": frozenset({"published"})}
