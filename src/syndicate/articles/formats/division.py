"""A document with several articles, taken apart: what each is called, and what was not taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking
from syndicate.articles.formats.settings.values import NAME
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from syndicate.articles.model import Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class DivisionLimits:
    """How many articles a document may have, and how many characters all of them together.

    Each carries along what it needs of the document's head.
    """

    items: int
    text: int


#: What lies in a folder, or at an address.
ONE_DOCUMENT = DivisionLimits(items=10_000, text=20_000_000)
#: What an operator brings once, by a command.
WHOLE_ARCHIVE = DivisionLimits(items=200_000, text=1_000_000_000)
#: Faulty items that a finding names.
_NAMED = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Division:
    """The articles of a document: the id that it gives each, and its text; and what is wrong with the rest.

    ``rivals`` are the later ones that have an id which another has: only one article can stand under it. What is no
    article by its kind, such as the pages and comments of an export, is ``passed_over``, counted by kind.
    """

    items: Sequence[tuple[str, str]]
    fault: Finding | None = None
    rivals: Sequence[tuple[str, str]] = ()
    passed_over: Mapping[str, int] = field(default_factory=dict)


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


def divided(
    parts: Sequence[Part],
    *,
    code: str,
    whole: str,
    passed_over: Mapping[str, int] | None = None,
    most: DivisionLimits = ONE_DOCUMENT,
) -> Division:
    """The parts that have an id, because a place in a list says nothing tomorrow; of several with one id the first.

    Those that have none are left out, and so are the later ones, which are told. The fault has that code, and calls
    the document ``whole``, such as ``list``. One of which all was ``passed_over`` has no fault.
    """
    if len(parts) > most.items:
        message = f"The {whole} has {len(parts):,} articles; at most {most.items:,} are read. Divide it."
        return Division(items=(), fault=blocking(code, message))
    if not parts:
        fault = None if passed_over else blocking(code, f"The {whole} has no articles.")
        return Division(items=(), fault=fault, passed_over=passed_over or {})
    firsts: dict[str, Part] = {}
    items: list[tuple[str, str]] = []
    rivals: list[tuple[str, str]] = []
    size = 0
    for part in parts:
        if part.name is not None:
            is_first = firsts.setdefault(part.name, part) is part
            (items if is_first else rivals).append((part.name, part.text()))
            size += len((items if is_first else rivals)[-1][1])
        if size > most.text:
            message = (
                f"The articles of the {whole}, each with what it needs of its head, have more than {most.text:,} "
                "characters. Shorten its head, or divide it."
            )
            return Division(items=(), fault=blocking(code, message))
    bad = [part for part in parts if part.name is None or firsts[part.name] is not part]
    fault = _fault(bad, firsts, len(parts), code, whole) if bad else None
    return Division(items=items, fault=fault, rivals=rivals, passed_over=passed_over or {})


def _fault(bad: Sequence[Part], firsts: Mapping[str, Part], count: int, code: str, whole: str) -> Finding:
    named = "; ".join(f"{part.place()} {_why_not(part, firsts)}" for part in bad[:_NAMED])
    more = f"; and {len(bad) - _NAMED:,} more" if len(bad) > _NAMED else ""
    return blocking(code, f"{len(bad):,} of {count:,} articles in the {whole} were not read: {named}{more}.")


def lasting_name(identifier: str) -> str | None:
    """What an item is called for ever by what its feed calls it; ``None`` for nothing.

    One that is too long for a name is cut so that no two become one.
    """
    name = one_line(identifier)
    return (
        name or None if len(name) <= NAME else f"{name[: NAME // 2]}~{hashlib.sha256(name.encode()).hexdigest()[:32]}"
    )


def _why_not(part: Part, firsts: Mapping[str, Part]) -> str:
    if part.name is None:
        return part.flaw
    return (
        f"has the id “{part.name}”, which {firsts[part.name].place()} has as well, so one of them alone is the article"
    )
