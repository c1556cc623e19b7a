"""Looking into the JSON of strangers: what is not there, or is something else than thought, is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.formats.settings.tree import NodeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.articles.formats.settings.tree import Node


def at(node: Node | None, *names: str) -> Node | None:
    """The value at the end of that way through objects; ``None`` where the way ends before, or at ``null``."""
    for name in names:
        node = node.entries.get(name) if node is not None else None
    return None if node is None or node.kind is NodeKind.NOTHING else node


def items(node: Node | None) -> Sequence[Node]:
    """The items of a list; none of anything else."""
    return node.items if node is not None else ()


def text(node: Node | None) -> str:
    """A text or a number as it is written; empty for anything else."""
    return node.text if node is not None and node.kind in {NodeKind.TEXT, NodeKind.NUMBER} else ""
