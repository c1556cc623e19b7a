"""Looking into the JSON of strangers: what is not there, or is something else than thought, is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.formats.settings.tree import NodeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.articles.formats.settings.tree import Node


def at(one: Node | None, *names: str) -> Node | None:
    """The value at the end of that way through objects; ``None`` where the way ends before, or at ``null``."""
    for name in names:
        one = one.entries.get(name) if one is not None else None
    return None if one is None or one.kind is NodeKind.NOTHING else one


def items(one: Node | None) -> Sequence[Node]:
    """The items of a list; none of anything else."""
    return one.items if one is not None else ()


def text(one: Node | None) -> str:
    """A text or a number as it is written; empty for anything else."""
    return one.text if one is not None and one.kind in {NodeKind.TEXT, NodeKind.NUMBER} else ""
