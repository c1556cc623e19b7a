"""Front matter: settings above a text, as YAML between ``---``, as TOML between ``+++``, or as a JSON object."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from syndicate.articles.formats.settings import json_tree
from syndicate.articles.formats.settings.tree import BrokenSettingsError, Node, NodeKind
from syndicate.articles.formats.written import yaml_subset

#: Characters between the fences beyond which it is no front matter.
LONGEST = 10_000

_CLOSED = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
}
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontMatter:
    """The settings, and the text below them."""

    settings: Node
    body: str


def divide(text: str) -> FrontMatter:
    """Settings and text of a document that begins with front matter; none is an empty table.

    Raises:
        BrokenSettingsError: it is not closed, too long, or not what its fence says.
    """
    if text.startswith("{"):
        settings = json_tree.parse_start(text[:LONGEST])
        return FrontMatter(settings=settings, body=text[settings.end :])
    fence = text[:3]
    if fence not in _CLOSED:
        return FrontMatter(settings=Node(kind=NodeKind.TABLE, start=0), body=text)
    start = text.index("\n") + 1 if "\n" in text else len(text)
    closing = _CLOSED[fence].search(text, start, start + LONGEST + 10)
    if closing is None:
        message = (
            f"There is no second line “{fence}” that closes the front matter, or only after {LONGEST:,} characters."
        )
        raise BrokenSettingsError(message, 0)
    head = text[start : closing.start()]
    try:
        settings = yaml_subset.parse(head) if fence == "---" else _toml(head)
    except BrokenSettingsError as error:
        raise BrokenSettingsError(error.message, start + error.start) from error
    return FrontMatter(settings=_moved(settings, start), body=text[closing.end() :])


def _moved(node: Node, by: int) -> Node:
    """The same settings, their places counted from the document's start."""
    return Node(
        kind=node.kind,
        start=node.start + by,
        text=node.text,
        items=tuple(_moved(item, by) for item in node.items),
        entries={name: _moved(entry, by) for name, entry in node.entries.items()},
    )


# --- TOML ---------------------------------------------------------------------------


def _toml(text: str) -> Node:
    try:
        return _converted(tomllib.loads(text), text, 0)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        start = _toml_offset(text, place)
        reason = _TOML_PLACE.sub("", str(error))
        message = f"This is no TOML ({reason}). Texts stand in quotation marks, and no key stands there twice."
        raise BrokenSettingsError(message, start) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; arrays in arrays
        message = "This is no TOML that can be read: a number is too long, or too much is nested."
        raise BrokenSettingsError(message, 0) from error


def _toml_offset(text: str, place: re.Match[str] | None) -> int:
    if place is None or place[1] is None:
        return len(text) if place else 0
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: int(place[1]) - 1]) + int(place[2]) - 1


def _converted(value: Any, text: str, start: int) -> Node:
    if isinstance(value, dict):
        entries = {name: _converted(entry, text, _key_start(name, text, start)) for name, entry in value.items()}
        return Node(kind=NodeKind.TABLE, start=start, entries=entries)
    if isinstance(value, list):
        return Node(kind=NodeKind.LIST, start=start, items=tuple(_converted(item, text, start) for item in value))
    if isinstance(value, str):
        return Node(kind=NodeKind.TEXT, start=start, text=value)
    if isinstance(value, bool):
        return Node(kind=NodeKind.PLAIN, start=start, text=str(value).lower())
    return Node(kind=NodeKind.PLAIN, start=start, text=_spelt(value))


def _spelt(value: datetime | date | time | float) -> str:
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def _key_start(name: str, text: str, start: int) -> int:
    # The library keeps no places; the first line with the key is nearly always right.
    match = re.compile(rf"^[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*=", re.MULTILINE).search(text, start)
    return match.start() if match else start
