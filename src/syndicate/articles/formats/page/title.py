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
    sites = {folded(site) for site in (site or "", *seen.sites)} - {""}
    shown = [
        heading
        for heading in seen.main[:_SEEN]
        if len(heading.text) <= _LONGEST and folded(heading.text) not in {"", *sites}
    ]
    claims = [line for claim in claimed if claim and (line := one_line(claim)) and len(line) <= _LONGEST]
    known = [*(heading.text for heading in shown), *claims]
    claimed_titles = _bare(claims, known, seen.lesser, sites)
    tab = _bare([window[:_LONGEST]], known, seen.lesser, sites)
    named = [heading.text for heading in shown if heading.is_named]
    marked = _bare([line for line in (seen.marked, *named[: len(named) == 1]) if line], known, (), sites)
    every = [*claimed_titles, *tab, *marked]
    return (
        next((title for claim in every if (title := _confirmed(claim, shown))), None)
        or next((main.text for claim in every for main in shown if _is_alike(main.text, claim)), None)
        or next(
            (claim for claim in (*claimed_titles, *tab) if len(words(claim)) > 1 and _stands_in(claim, seen.lesser)),
            None,
        )
        or _lone(shown)
        or next(iter([*claimed_titles, *marked] if shown else every), None)
    )


def _bare(titles: Sequence[str], known: Sequence[str], lesser: Sequence[str], sites: set[str]) -> list[str]:
    without = (_without_site(title, known, lesser, sites) for title in titles if len(title) <= _LONGEST)
    return [title for title in without if folded(title) not in {"", *sites}]


def _stands_in(claim: str, lines: Sequence[str]) -> bool:
    return any(_is_same(line, claim) for line in lines)


def _lone(shown: Sequence[Heading]) -> str | None:
    texts = {heading.text for heading in shown}
    return next((text for text in texts if len(texts) == 1 and len(words(text)) > 1), None)


def _confirmed(claim: str, shown: Sequence[Heading]) -> str | None:
    """The headline with these words, or the larger part of one: beside it stand a kicker, a label, the site's name."""
    for heading in shown:
        if _is_same(heading.text, claim):
            return claim if heading.is_joined else heading.text
    return next(
        (
            claim
            for heading in shown
            for part in heading.parts
            if _is_same(part, claim) and 2 * len(part) > len(heading.text)
        ),
        None,
    )


def _is_same(title: str, other: str) -> bool:
    return folded(title) == folded(other) != ""


def _is_alike(title: str, other: str) -> bool:
    """Whether most words are the same, or one is the start of the other, as where it was cut."""
    mine, others = set(words(title)), set(words(other))
    if not mine or not others:
        return False
    is_long = min(len(mine), len(others)) > 2  # noqa: PLR2004 - two words begin many headlines
    if is_long and (folded(title).startswith(folded(other)) or folded(other).startswith(folded(title))):
        return True
    return len(mine & others) >= _ALIKE * max(len(mine), len(others))


def _without_site(text: str, known: Sequence[str], lesser: Sequence[str], sites: set[str]) -> str:
    """A title without the name of the site: what is left stands elsewhere on the page, or the rest is that name.

    ``known`` are headlines that are shown or claimed; ``lesser`` are other headings, asked where those say nothing.
    """
    line = one_line(text)
    divisions = list(_divisions(line))
    for others in (known, [line for line in lesser if len(words(line)) > 1]):
        elsewhere = {folded(line) for line in others} - {""}
        for side in (0, 1):
            for parts in divisions:
                if folded(parts[side]) in elsewhere:
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
