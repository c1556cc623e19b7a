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
    return _choice([one for one in described if not one.is_page], addresses, {folded(one) for one in titles})


def page_of(described: Sequence[Described], addresses: Sequence[str], titles: Iterable[str]) -> Described | None:
    """The description of the page itself."""
    return _choice([one for one in described if one.is_page], addresses, {folded(one) for one in titles})


def _choice(some: list[Described], addresses: Sequence[str], titles: set[str]) -> Described | None:
    named = [one for one in some if folded(one.headline or "") in titles - {""}]
    placed = [one for one in some if _is_at(one, addresses)]
    best = [one for one in placed if one in named] or placed or named
    if best:
        return max(best, key=_weight)
    if len(some) == 1 and not (some[0].addresses and addresses and _is_elsewhere(some[0])):
        return some[0]
    return None


def _is_at(one: Described, addresses: Sequence[str]) -> bool:
    return any(same_address(mine, other) for mine in one.addresses for other in addresses)


def _is_elsewhere(one: Described) -> bool:
    """Whether it names an absolute address; that none is the page's is known."""
    return any(
        address.startswith(("http://", "https://")) and "/" in address[8:].rstrip("/") for address in one.addresses
    )


def _weight(one: Described) -> int:
    """How much it says; of equal ones the first is taken."""
    return sum(map(bool, (one.headline, one.published, one.authors, one.pictures, one.body)))
