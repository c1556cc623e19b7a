"""Which of the things that a page describes in JSON-LD is its article: related stories are described as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from syndicate.articles.formats.claims.words import folded
from syndicate.articles.formats.page.metadata.head import same_address

if TYPE_CHECKING:
    from syndicate.articles.formats.page.metadata.json_ld import Described


def article_of(described: Sequence[Described], addresses: Sequence[str], titles: Iterable[str]) -> Described | None:
    """The article of the page: by its address, or its headline, or else the only one that nothing speaks against."""
    return _choice([thing for thing in described if not thing.is_page], addresses, {folded(title) for title in titles})


def page_of(described: Sequence[Described], addresses: Sequence[str], titles: Iterable[str]) -> Described | None:
    """The description of the page itself."""
    return _choice([thing for thing in described if thing.is_page], addresses, {folded(title) for title in titles})


def _choice(things: list[Described], addresses: Sequence[str], titles: set[str]) -> Described | None:
    named = [thing for thing in things if folded(thing.headline or "") in titles - {""}]
    placed = [thing for thing in things if _is_at(thing, addresses)]
    best = [thing for thing in placed if thing in named] or placed or named
    if best:
        return max(best, key=_weight)
    if len(things) == 1 and not (things[0].addresses and addresses and _is_elsewhere(things[0])):
        return things[0]
    return None


def _is_at(thing: Described, addresses: Sequence[str]) -> bool:
    return any(same_address(mine, other) for mine in thing.addresses for other in addresses)


def _is_elsewhere(thing: Described) -> bool:
    """Whether it names an absolute address; that none is the page's is known."""
    return any(
        address.startswith(("http://", "https://")) and "/" in address[8:].rstrip("/") for address in thing.addresses
    )


def _weight(thing: Described) -> int:
    """How much it says; of equal ones the first is taken."""
    return sum(map(bool, (thing.headline, thing.published, thing.authors, thing.pictures, thing.body)))
