"""The part of YAML that front matter needs, as a tree of settings.

Only the parser's events are taken: no value is ever converted (``No`` stays "No"), no object is made, and
what could blow a few lines up to gigabytes (anchors and aliases) or name a program's types (tags) is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any, NoReturn

import yaml

from syndicate.articles.formats.settings.tree import DEEPEST, BrokenSettingsError, Node, NodeKind

# The same language, ten times as fast, wherever PyYAML was built with libyaml.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def parse(text: str) -> Node:
    """The table that the text is; an empty text is an empty one.

    Raises:
        BrokenSettingsError: it is no YAML, no table, or uses what is refused.
    """
    lines = [0]
    for line in text.split("\n"):
        lines.append(lines[-1] + len(line) + 1)
    try:
        events = _Events(yaml.parse(text, Loader=_LOADER), lines)
        root = events.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        start = _offset(lines, mark) if mark else 0
        raise BrokenSettingsError(_explained(error.problem or "", text, start), start) from error
    except yaml.YAMLError as error:
        message = "This is no YAML."
        raise BrokenSettingsError(message, 0) from error
    if root.kind is not NodeKind.TABLE:
        message = "Front matter is a list of keys with a colon behind each, such as “title: …”."
        raise BrokenSettingsError(message, root.start)
    return root


def _offset(lines: list[int], mark: Any) -> int:
    line: int = lines[min(mark.line, len(lines) - 1)]
    return min(line + int(mark.column), lines[-1] - 1)


class _Events:
    """Makes the tree out of the parser's events, without recursion into what is too deep."""

    def __init__(self, events: Iterator[Any], lines: list[int]) -> None:
        self._events = events
        self._lines = lines

    def document(self) -> Node:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._refuse("A second document begins here; front matter is one.", event)
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, DEEPEST)
        return root or Node(kind=NodeKind.TABLE, start=0)

    def _node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._refuse("References (& and *) are not read. Put the text in quotation marks.", event)
        if event.tag:
            self._refuse("Types (!…) are not read. Put the text in quotation marks.", event)
        if not depth:
            self._refuse(f"More than {DEEPEST} lists and tables lie in one another here.", event)
        start = _offset(self._lines, event.start_mark)
        if isinstance(event, yaml.SequenceStartEvent):
            inner = takewhile(lambda item: not isinstance(item, yaml.SequenceEndEvent), self._events)
            return Node(kind=NodeKind.LIST, start=start, items=tuple(self._node(item, depth - 1) for item in inner))
        if isinstance(event, yaml.MappingStartEvent):
            return Node(kind=NodeKind.TABLE, start=start, entries=self._entries(depth - 1))
        if not event.implicit[0]:  # in quotation marks, or a block
            return Node(kind=NodeKind.TEXT, start=start, text=event.value)
        kind = NodeKind.NOTHING if event.value in _NOTHING else NodeKind.PLAIN
        return Node(kind=kind, start=start, text=event.value)

    def _entries(self, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse("The name of a key is one word here.", event)
            name = self._node(event, depth).text
            if name in entries:
                self._refuse(f"“{name[:80]}” stands here for the second time.", event)
            entries[name] = self._node(next(self._events), depth)
        return entries

    def _refuse(self, message: str, event: Any) -> NoReturn:
        raise BrokenSettingsError(message, _offset(self._lines, event.start_mark))


def _explained(problem: str, text: str, start: int) -> str:
    if "mapping values are not allowed" in problem:
        return "A colon with a space behind it begins a new value. Put the whole value in quotation marks."
    if text[start : start + 1] == "\t" or "tab" in problem:
        return "A tab stands here where only spaces may. Use spaces."
    if "cannot start any token" in problem:
        return f"A value cannot begin with “{text[start : start + 1]}”. Put it in quotation marks."
    if "quoted scalar" in problem or "end of stream" in problem:
        return "A quotation mark or bracket was opened and is not closed."
    return f"This is no YAML ({problem}). Perhaps quotation marks around the value help."
