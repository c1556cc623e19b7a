"""The headline of a page: what readers saw as the headline, confirmed by what the page says to machines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from syndicate.articles.formats.claims.words import folded, words
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from syndicate.articles.formats.page.text.headings import Heading, Headings

_LONGEST = 400
#: Headlines that are looked at, and parts of a title.
_SEEN, _PARTS = 20, 8
# The name of the site behind the headline, or before it.
_BETWEEN = re.compile(r"\s+[|·•»«›‹–—-]\s+|\s*\|\s*|\s+::\s+|\s*[｜»]\s*")
_ALIKE = 0.6


def headline(seen: Headings, claimed: Iterable[str | None], window: str, site: str | None) -> str | None:
    """The headline, or ``None``.

    ``claimed`` is what JSON-LD and Open Graph say, the surest first, ``window`` the title of the window, and ``site``
    the site's name.
    """
    sites = {folded(one) for one in (site or "", *seen.sites)} - {""}
    shown = [one for one in seen.main[:_SEEN] if len(one.text) <= _LONGEST and folded(one.text) not in {"", *sites}]
    claims = [line for one in claimed if one and (line := one_line(one)) and len(line) <= _LONGEST]
    known = [*(one.text for one in shown), *claims]
    told = _bare(claims, known, seen.lesser, sites)
    tab = _bare([window[:_LONGEST]], known, seen.lesser, sites)
    named = [one.text for one in shown if one.is_named]
    marked = _bare([one for one in (seen.marked, *named[: len(named) == 1]) if one], known, (), sites)
    every = [*told, *tab, *marked]
    return (
        next((found for one in every if (found := _confirmed(one, shown))), None)
        or next((main.text for one in every for main in shown if _is_alike(main.text, one)), None)
        or next((one for one in (*told, *tab) if len(words(one)) > 1 and _stands_in(one, seen.lesser)), None)
        or _lone(shown)
        or next(iter([*told, *marked] if shown else every), None)
    )


def _bare(titles: Sequence[str], known: Sequence[str], lesser: Sequence[str], sites: set[str]) -> list[str]:
    without = (_without_site(one, known, lesser, sites) for one in titles if len(one) <= _LONGEST)
    return [one for one in without if folded(one) not in {"", *sites}]


def _stands_in(claim: str, lines: Sequence[str]) -> bool:
    return any(_is_same(one, claim) for one in lines)


def _lone(shown: Sequence[Heading]) -> str | None:
    texts = {one.text for one in shown}
    return next((one for one in texts if len(texts) == 1 and len(words(one)) > 1), None)


def _confirmed(claim: str, shown: Sequence[Heading]) -> str | None:
    """The headline with these words, or the larger part of one: beside it stand a kicker, a label, the site's name."""
    for one in shown:
        if _is_same(one.text, claim):
            return claim if one.is_joined else one.text
    return next(
        (claim for one in shown for part in one.parts if _is_same(part, claim) and 2 * len(part) > len(one.text)),
        None,
    )


def _is_same(one: str, other: str) -> bool:
    return folded(one) == folded(other) != ""


def _is_alike(one: str, other: str) -> bool:
    """Whether most words are the same, or one is the start of the other, as where it was cut."""
    mine, others = set(words(one)), set(words(other))
    if not mine or not others:
        return False
    is_long = min(len(mine), len(others)) > 2  # noqa: PLR2004 - two words begin many headlines
    if is_long and (folded(one).startswith(folded(other)) or folded(other).startswith(folded(one))):
        return True
    return len(mine & others) >= _ALIKE * max(len(mine), len(others))


def _without_site(text: str, known: Sequence[str], lesser: Sequence[str], sites: set[str]) -> str:
    """A title without the name of the site: what is left stands elsewhere on the page, or the rest is that name.

    ``known`` are headlines that are shown or claimed; ``lesser`` are other headings, asked where those say nothing.
    """
    line = one_line(text)
    divisions = list(_divisions(line))
    for others in (known, [one for one in lesser if len(words(one)) > 1]):
        told = {folded(one) for one in others} - {""}
        for side in (0, 1):
            for parts in divisions:
                if folded(parts[side]) in told:
                    return parts[side]
    for head, tail in divisions:
        if folded(tail) in sites or folded(head) in sites:
            return head if folded(tail) in sites else tail
    name, _, rest = line.partition(": ")
    if rest and folded(name) in sites:
        return rest
    # The last part alone, if it is as short as names are.
    return next((head for head, tail in divisions if len(words(tail)) <= 3 < len(words(head))), line)  # noqa: PLR2004


def _divisions(line: str) -> Iterator[tuple[str, str]]:
    """What stands before and after each sign, from the last to the first."""
    for match in list(_BETWEEN.finditer(line))[: -_PARTS - 1 : -1]:
        head, tail = line[: match.start()], line[match.end() :]
        if head and tail:
            yield head, tail
