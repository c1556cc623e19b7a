"""Settings that stand in a document: values as they were written, each with its place.

YAML, TOML and JSON all become this one tree, so that one reader decides what the values mean. Nothing is
converted: ``title: No`` is the text "No", and a date keeps its raw spelling.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

#: Tables and lists in one another beyond which no settings are read.
DEEPEST = 16


class NodeKind(StrEnum):
    """What a value was written as; the values are for editors."""

    TEXT = "a text"
    NUMBER = "a number"
    SWITCH = "true or false"
    NOTHING = "nothing"
    LIST = "a list"
    TABLE = "a table"
    #: A value without quotation marks, in a language that leaves open what it is: what is asked for decides.
    PLAIN = "a plain value"


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A value: ``text`` of a scalar, ``items`` of a list, or ``entries`` of a table.

    ``start`` and ``end`` are its offsets in the document's text; ``end`` is 0 where nobody needs it.
    """

    kind: NodeKind
    start: int
    end: int = 0
    text: str = ""
    items: tuple[Node, ...] = ()
    entries: dict[str, Node] = field(default_factory=dict)


class BrokenSettingsError(ValueError):
    """Settings that cannot be read at all: why, as a sentence for an editor, and the offset where it shows."""

    def __init__(self, message: str, start: int) -> None:
        """Keep both."""
        super().__init__(message)
        self.message = message
        self.start = start


def line_and_column(text: str, offset: int) -> str:
    """The place in words, counted from one: ``line 3, column 8``."""
    line_start = text.rfind("\n", 0, offset) + 1
    return f"line {text.count(chr(10), 0, offset) + 1:,}, column {offset - line_start + 1:,}"
