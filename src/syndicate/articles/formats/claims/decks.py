"""Which of the lines that are offered as the deck of an article can be it."""

from __future__ import annotations

from collections.abc import Iterable

from syndicate.articles.formats.claims import bylines
from syndicate.articles.formats.claims.words import folded, words

_LONGEST_DECK = 400
#: Words of a deck's start that make it a cut of the text if they stand there.
_CUT = 12


def deck_among(offered: Iterable[str], *, title: str, body: str) -> str | None:
    """The first of these that can be the deck: whole, longer than a label, neither headline nor start of the text."""
    fit = [line for line in offered if _is_deck(line, title)]
    start = folded(body[: 4 * _LONGEST_DECK]) if fit else ""
    return next((line for line in fit if not _is_cut(line, start)), None)


def _is_cut(text: str, start: str) -> bool:
    """Whether its beginning stands in the text's; of one that begins with a byline, its end."""
    own = words(text)
    return " ".join(own[:_CUT]) in start or (bylines.begins(text) and " ".join(own[-_CUT:]) in start)


def _is_deck(text: str, title: str) -> bool:
    is_whole = len(text) <= _LONGEST_DECK and not text.rstrip("])").endswith(("…", "..."))
    is_label = len(words(text)) <= 3  # noqa: PLR2004
    return is_whole and not is_label and folded(text) != folded(title) and not bylines.authors(text)
