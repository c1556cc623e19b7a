"""Keys of the file that once stood elsewhere: read there still, as the ones that they are now, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.config.messages import named
from syndicate.config.model import MOVED
from syndicate.config.origins import Mistake, descend, dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.config.origins import Origins
    from syndicate.config.positions import KeyPath


def carry_over(origins: Origins, tree: dict[str, object]) -> Iterator[Mistake]:
    """Put what the file has under an old name where it belongs, and note it; yield a mistake where both stand."""
    for old, new in MOVED.items():
        if (value := descend(tree, old)) is None:
            continue
        mistake = Mistake(place=origins.of_key(old), message=f"{named(old, origins)} is now {named(new, origins)}")
        _drop(tree, old)
        if descend(tree, new) is None:
            _put(origins, tree, old, new, value)
            origins.moved.append(mistake.adding("; move it there"))
        else:
            yield mistake.adding(", which stands there too; remove the old one")


def _drop(tree: dict[str, object], path: KeyPath) -> None:
    """Take the value away, and its table with the last one."""
    table = descend(tree, path[:-1])
    if isinstance(table, dict):
        del table[path[-1]]
        if not table:
            tree.pop(dotted(path[:-1]), None)


def _put(origins: Origins, tree: dict[str, object], old: KeyPath, new: KeyPath, value: object) -> None:
    table = tree.setdefault(str(new[0]), {})
    if isinstance(table, dict):  # else the section is no table, which is complained about
        table[new[-1]] = value
        origins.rename(old, new)
