"""A document with several articles, taken apart: what each is called, and what was not taken."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking
from syndicate.articles.formats.setting_values import NAME
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from syndicate.articles.model import Finding

#: Articles in one document.
MOST_ITEMS = 10_000
#: Characters of all of them together: each carries along what it needs of the document's head.
MOST_TEXT = 20_000_000
#: Faulty items that a finding names.
_NAMED = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Division:
    """The articles of a document: the id that it gives each, and its text; and what is wrong with the rest."""

    items: Sequence[tuple[str, str]]
    fault: Finding | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """An item as found: its id, or ``None`` and what it has instead.

    ``place`` says where it stands, and ``text`` makes the document that it is alone. Both are asked where they are
    needed only: to count the lines above ten thousand items takes longer than to read them.
    """

    name: str | None
    flaw: str
    place: Callable[[], str]
    text: Callable[[], str]


def divided(parts: Sequence[Part], *, code: str, whole: str) -> Division:
    """The parts that have an id which no other has, because a place in a list says nothing tomorrow.

    Those that have none are left out, and of two with the same id both: nobody could say which of them is meant. The
    fault has that code, and calls the document ``whole``, such as ``list``.
    """
    if len(parts) > MOST_ITEMS:
        message = f"The {whole} has {len(parts):,} articles; at most {MOST_ITEMS:,} are read. Divide it."
        return Division(items=(), fault=blocking(code, message))
    if not parts:
        return Division(items=(), fault=blocking(code, f"The {whole} has no articles."))
    counts = Counter(part.name for part in parts)
    items, size = [], 0
    for part in parts:
        if part.name is not None and counts[part.name] == 1:
            items.append((part.name, part.text()))
            size += len(items[-1][1])
        if size > MOST_TEXT:
            message = (
                f"The articles of the {whole}, each with what it needs of its head, have more than {MOST_TEXT:,} "
                "characters. Shorten its head, or divide it."
            )
            return Division(items=(), fault=blocking(code, message))
    bad = [part for part in parts if part.name is None or counts[part.name] > 1]
    if not bad:
        return Division(items=items)
    named = "; ".join(f"{part.place()} {_why_not(part)}" for part in bad[:_NAMED])
    more = f"; and {len(bad) - _NAMED:,} more" if len(bad) > _NAMED else ""
    message = f"{len(bad):,} of {len(parts):,} articles in the {whole} were not read: {named}{more}."
    return Division(items=items, fault=blocking(code, message))


def lasting_name(said: str) -> str | None:
    """What an item is called for ever by what its feed calls it; ``None`` for nothing.

    One that is too long for a name is cut so that no two become one.
    """
    name = one_line(said)
    return (
        name or None if len(name) <= NAME else f"{name[: NAME // 2]}~{hashlib.sha256(name.encode()).hexdigest()[:32]}"
    )


def _why_not(part: Part) -> str:
    return part.flaw if part.name is None else f"has the id “{part.name}”, as another item has"
