"""The settings of a document as the vocabulary of withholding takes them: the keys of its own level, and no deeper."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from syndicate.articles.formats.settings.tree import NodeKind, line_and_column
from syndicate.articles.withholding import Stated, folded, meaning_of

if TYPE_CHECKING:
    from syndicate.articles.formats.settings.tree import Node

_SCALARS = frozenset({NodeKind.TEXT, NodeKind.PLAIN, NodeKind.NUMBER, NodeKind.SWITCH})
#: Where a value lies in a table that stands for it.
_VALUES = ("value", "name", "label", "$date", "date", "iso", "slug", "current")
#: Hugo's options of a page are its own, though they stand in a table.
_OF_BUILD = {"render": "render", "list": "listed"}
_NOT_BUILT = frozenset({"never", "false", "no", "link", "local"})
#: Keys that only Ghost's posts have, and what their status must then be.
_GHOST = frozenset({"mobiledoc", "lexical", "feature_image", "comment_id", "codeinjection_head"})
GHOST_STATUS: Mapping[str, Collection[str]] = {"status": frozenset({"published"})}


def own_status(table: Node) -> Mapping[str, Collection[str]]:
    """The status that the system owns from which the document comes, if its keys tell which that is."""
    return {} if _GHOST.isdisjoint(table.entries) else GHOST_STATUS


def stated_in(table: Node, text: str, *, without: Collection[str] = (), has_pointers: bool = False) -> Iterator[Stated]:
    """What a table says of withholding. ``without`` are keys that the format reads by itself."""
    for name, value in table.entries.items():
        if name in without:
            continue
        if name in {"_id", "id"} and value.text.startswith("drafts."):  # Sanity's
            yield Stated(key="draft", values=("yes",), place=_place(value, text))
        elif "".join(folded(name)) == "build":
            yield from _build(value, text)
        elif meaning_of(name) is not None:
            shown = f"/{name}" if has_pointers else name
            values = tuple(_texts(value))
            yield Stated(key=name, shown=shown, values=values, is_null=_is_null(value), place=_place(value, text))


def _build(value: Node, text: str) -> Iterator[Stated]:
    for name, key in _OF_BUILD.items():
        node = value.entries.get(name)
        if node is not None and node.text.strip().lower() in _NOT_BUILT:
            yield Stated(key=key, values=("no",), place=_place(node, text))


def _place(value: Node, text: str) -> str:
    return f"({line_and_column(text, value.start)})"


def _is_null(value: Node) -> bool:
    return value.kind is NodeKind.NOTHING and bool(value.text)


def _texts(value: Node) -> Iterator[str]:
    if value.kind in _SCALARS or value.kind is NodeKind.NOTHING:
        yield value.text
    elif value.kind is NodeKind.LIST:
        for item in value.items:
            yield from () if item.kind is NodeKind.LIST else filter(str.strip, _texts(item))
    else:
        named = (value.entries[name] for name in _VALUES if name in value.entries)
        yield from (entry.text for entry in named if entry.kind in _SCALARS and entry.text.strip())
