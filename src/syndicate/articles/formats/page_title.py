"""The headline of a page: what readers saw as the headline, confirmed by what the page says to machines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from syndicate.articles.formats.page_blocks import folded, words
from syndicate.text.plain import one_line

_LONGEST = 400
#: Headlines that are looked at, and parts of a title.
_SEEN, _PARTS = 20, 8
# The name of the site behind the headline, or before it.
_BETWEEN = re.compile(r"\s+[|·•»«–—-]\s+|\s*\|\s*|\s+::\s+|\s*[｜»]\s*")
_ALIKE = 0.6


def headline(seen: Sequence[str], claimed: Iterable[str | None], window: str, site: str | None) -> str | None:
    """The headline, or ``None``.

    ``seen`` are the page's ``h1`` in order, ``claimed`` what JSON-LD and Open Graph say, the surest first, ``window``
    the title of the window, and ``site`` the site's name.
    """
    claims = [line for one in claimed if one and (line := one_line(one)) and len(line) <= _LONGEST]
    name = folded(site or "")
    lines = [line for text in seen[:_SEEN] if (line := one_line(text)) and len(line) <= _LONGEST]
    shown = [line for line in lines if folded(line) not in {"", name}]
    bare = [_without_site(one, [*shown, *claims], name) for one in claims]
    tab = _without_site(window[:_LONGEST], [*shown, *claims], name)
    for claim in (*bare, tab):
        confirmed = next((one for one in shown if _is_same(one, claim)), None)
        if confirmed:
            return confirmed
    for claim in (*bare, tab):
        confirmed = next((one for one in shown if _is_alike(one, claim)), None)
        if confirmed:
            return confirmed
    if len(set(shown)) == 1 and len(words(shown[0])) > 1:
        return shown[0]
    return next((one for one in (*bare, *([tab] if not shown else [])) if folded(one) not in {"", name}), None)


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


def _without_site(text: str, others: Sequence[str], site: str) -> str:
    """A title without the name of the site: what is left stands elsewhere on the page, or the rest is that name."""
    line = one_line(text)
    for head, tail in _divisions(line):
        if any(_is_same(head, one) for one in others) or (site and folded(tail) == site):
            return head
    for head, tail in _divisions(line):
        if any(_is_same(tail, one) for one in others) or (site and folded(head) == site):
            return tail
    # The last part alone, if it is as short as names are.
    return next((head for head, tail in _divisions(line) if len(words(tail)) <= 3 < len(words(head))), line)  # noqa: PLR2004


def _divisions(line: str) -> Iterator[tuple[str, str]]:
    """What stands before and after each sign, from the last to the first."""
    for match in list(_BETWEEN.finditer(line))[: -_PARTS - 1 : -1]:
        head, tail = line[: match.start()], line[match.end() :]
        if head and tail:
            yield head, tail
