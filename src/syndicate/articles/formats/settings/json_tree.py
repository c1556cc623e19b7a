"""JSON (RFC 8259) as a tree of settings: every value with its place, and nothing that readers differ about.

Python's own reader takes ``NaN``, lets the last of two equal keys win, and says no places.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking
from syndicate.articles.formats.settings.tree import DEEPEST, BrokenSettingsError, Node, NodeKind, line_and_column

if TYPE_CHECKING:
    from syndicate.articles.model import Finding

#: Values in one document beyond which it is refused.
MOST_VALUES = 500_000

_SPACE = re.compile(r"[ \t\r\n]*+")
_SCALAR = re.compile(
    r'(?P<text>"(?:[^"\\\x00-\x1f]++|\\[^\x00-\x1f])*+")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)|(?P<switch>true|false)|(?P<nothing>null)"
)
_KINDS = {"text": NodeKind.TEXT, "number": NodeKind.NUMBER, "switch": NodeKind.SWITCH, "nothing": NodeKind.NOTHING}


def parse(text: str) -> Node:
    """The whole text as one value.

    Raises:
        BrokenSettingsError: it is no JSON, has a key twice, or too much in it.
    """
    value = parse_start(text)
    end = _after_space(text, value.end)
    if end < len(text):
        message = "The JSON ends here, but something follows."
        raise BrokenSettingsError(message, end)
    return value


def parse_start(text: str) -> Node:
    """The value at the start of the text; it goes on behind the value's ``end``.

    Raises:
        BrokenSettingsError: as for `parse`.
    """
    return _Reader(text).value(_after_space(text, 0), DEEPEST)


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


class _Reader:
    """Goes through the text once, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._count = 0

    def value(self, start: int, depth: int) -> Node:
        self._count += 1
        if self._count > MOST_VALUES:
            message = f"There are more than {MOST_VALUES:,} values. Divide the document."
            raise BrokenSettingsError(message, start)
        if not depth:
            message = f"More than {DEEPEST} lists and objects lie in one another here."
            raise BrokenSettingsError(message, start)
        sign = self._text[start : start + 1]
        if sign == "{":
            return self._table(start, depth - 1)
        if sign == "[":
            return self._list(start, depth - 1)
        return self._scalar(start)

    def _scalar(self, start: int) -> Node:
        match = _SCALAR.match(self._text, start)
        if match is None or match.lastgroup is None:
            raise BrokenSettingsError(_explained(self._text, start), start)
        written = match[0]
        if match.lastgroup == "text":
            written = self._unquoted(written, start)
        return Node(kind=_KINDS[match.lastgroup], start=start, end=match.end(), text=written)

    def _unquoted(self, written: str, start: int) -> str:
        if "\\" not in written:
            return written[1:-1]
        try:
            unquoted: str = json.loads(written)
        except ValueError as error:
            message = "There is an escape in this text that JSON does not know."
            raise BrokenSettingsError(message, start) from error
        return unquoted

    def _list(self, start: int, depth: int) -> Node:
        items: list[Node] = []
        position = _after_space(self._text, start + 1)
        is_over = self._text.startswith("]", position)
        while not is_over:
            items.append(self.value(position, depth))
            position, is_over = self._next(items[-1].end, "]", "list", start)
        return Node(kind=NodeKind.LIST, start=start, end=position + 1, items=tuple(items))

    def _table(self, start: int, depth: int) -> Node:
        entries: dict[str, Node] = {}
        position = _after_space(self._text, start + 1)
        is_over = self._text.startswith("}", position)
        while not is_over:
            name = self._name(position)
            if name.text in entries:
                message = f"“{name.text[:80]}” stands here for the second time."
                raise BrokenSettingsError(message, position)
            entries[name.text] = self.value(_after_space(self._text, name.end), depth)
            position, is_over = self._next(entries[name.text].end, "}", "object", start)
        return Node(kind=NodeKind.TABLE, start=start, end=position + 1, entries=entries)

    def _name(self, start: int) -> Node:
        """A key in quotation marks; its ``end`` is behind the colon."""
        if not self._text.startswith('"', start):
            message = "The name of a key is missing here, in double quotation marks; or there is a comma too many."
            raise BrokenSettingsError(message, start)
        name = self._scalar(start)
        colon = _after_space(self._text, name.end)
        if not self._text.startswith(":", colon):
            message = "A colon is missing here, between a key and its value."
            raise BrokenSettingsError(message, colon)
        return Node(kind=NodeKind.TEXT, start=start, end=colon + 1, text=name.text)

    def _next(self, end: int, closing: str, what: str, start: int) -> tuple[int, bool]:
        """Where the next value starts, or the closing bracket stands; and whether it is the latter."""
        position = _after_space(self._text, end)
        sign = self._text[position : position + 1]
        if sign == closing:
            return position, True
        if not sign:
            message = f"The {what} that begins here is never closed with “{closing}”."
            raise BrokenSettingsError(message, start)
        if sign != ",":
            message = f"A comma or “{closing}” is missing here."
            raise BrokenSettingsError(message, position)
        return _after_space(self._text, position + 1), False


def _explained(text: str, start: int) -> str:
    if text.startswith('"', start):
        return "This text is never closed, or has a line end or a control character in it: write \\n instead."
    if not text[start : start + 1]:
        return "The document ends here, where a value was to come."
    if text[start] in "]},":
        return "A value is missing here; perhaps there is a comma too many."
    return "This is no JSON value; texts stand in double quotation marks."


def broken_json(error: BrokenSettingsError, text: str) -> Finding:
    """What holds a document that is no JSON, with the place."""
    message = f"The JSON cannot be read ({line_and_column(text, error.start)}): {error.message}"
    return blocking("json-broken", message, text[max(0, error.start - 30) : error.start + 60])
