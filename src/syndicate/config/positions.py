"""Where each key and value of a TOML text stands; `tomllib` keeps no positions."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: From the root: names of keys, and for entries of arrays their index from 0.
KeyPath = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]+")
# In this order: three quotes always open a long text, and one may end in up to five of them.
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Position:
    """Line and column, both from 1; a column is a character."""

    line: int
    column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Where a key is written, and where its value begins.

    For ``[table]`` the value begins at the bracket, for an entry of an array both are the entry.
    """

    key: Position
    value: Position


def scan(text: str) -> Mapping[KeyPath, Span]:
    """The span of every key, table and array entry in a text that ``tomllib.loads`` accepts.

    For any other text the answer is undefined. A line ends where TOML says: at LF or CR LF.
    """
    return _Scanner(text.replace("\r\n", "\n")).spans


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.spans: dict[KeyPath, Span] = {}
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._entries: dict[KeyPath, int] = {}  # of each array of tables, how many so far
        self._document()

    def _document(self) -> None:
        table: KeyPath = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self) -> KeyPath:
        start = self.at
        is_entry = self.text.startswith("[[", start)
        self.at += 2 if is_entry else 1
        *outer, (name, key) = self._dotted_key()
        self.at += 2 if is_entry else 1
        path: KeyPath = ()
        for outer_name, outer_key in outer:
            path = self._innermost((*path, outer_name))
            self._note(path, outer_key, start)
        path = (*path, name)
        if is_entry:
            self._note(path, key, start)
            return self._new_entry(path, start)
        self.spans[path] = Span(key=self._position(key), value=self._position(start))
        return path

    def _new_entry(self, array: KeyPath, start: int) -> KeyPath:
        index = self._entries.get(array, 0)
        self._entries[array] = index + 1
        self._note((*array, index), start, start)
        return (*array, index)

    def _innermost(self, path: KeyPath) -> KeyPath:
        """A header that names an array means its last entry so far."""
        return (*path, self._entries[path] - 1) if path in self._entries else path

    def _pair(self, table: KeyPath) -> None:
        path = table
        parts = list(self._dotted_key())
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        for name, key in parts:
            path = (*path, name)
            self._note(path, key, self.at)
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        mark = self.text[self.at]
        if mark in "\"'":
            self._skip(_STRING)
        elif mark == "[":
            self._array(path)
        elif mark == "{":
            self._inline_table(path)
        else:
            self._skip(_SCALAR)

    def _array(self, path: KeyPath) -> None:
        for index in self._members("]"):
            self._note((*path, index), self.at, self.at)
            self._value((*path, index))

    def _inline_table(self, path: KeyPath) -> None:
        for _ in self._members("}"):
            self._pair(path)

    def _members(self, closing: str) -> Iterator[int]:
        """Stand at each member in turn; the caller reads it. Ends behind the closing bracket."""
        index = 0
        self.at += 1
        self._skip(_BLANK)
        while self.text[self.at] != closing:
            yield index
            index += 1
            self._skip(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
                self._skip(_BLANK)
        self.at += 1

    def _dotted_key(self) -> list[tuple[str, int]]:
        """The parts of a key, each with its offset; ends behind it and the spaces that follow."""
        parts = []
        while True:
            self._skip(_SPACE)
            start = self.at
            quoted = self.text[start] in "\"'"
            self._skip(_STRING if quoted else _BARE_KEY)
            raw = self.text[start : self.at]
            parts.append((_unquoted(raw) if quoted else raw, start))
            self._skip(_SPACE)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if match := pattern.match(self.text, self.at):
            self.at = match.end()

    def _note(self, path: KeyPath, key: int, value: int) -> None:
        """Keep the first mention: a table may be named again by a dotted key or a sub-table."""
        self.spans.setdefault(path, Span(key=self._position(key), value=self._position(value)))

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset)
        return Position(line=line, column=offset - self._starts[line - 1] + 1)


def _unquoted(raw: str) -> str:
    """The key that a quoted spelling means."""
    return str(tomllib.loads(f"text = {raw}")["text"])
