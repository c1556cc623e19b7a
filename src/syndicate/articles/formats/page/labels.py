"""Under which heads a page's article stands, and its deck."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.articles.formats.claims import bylines
from syndicate.articles.formats.claims.values import text_of
from syndicate.articles.formats.page.text.blocks import folded, words
from syndicate.articles.formats.page.text.headings import is_headline

if TYPE_CHECKING:
    from syndicate.articles.formats.page.metadata.head import PageHead
    from syndicate.articles.formats.page.metadata.json_ld import Described
    from syndicate.articles.formats.page.text.blocks import Block
    from syndicate.articles.formats.page.text.main import MainText

#: Sections and tags that an article keeps.
SECTIONS, TAGS = 5, 30
_LABEL = 80
_LONGEST_DECK = 400
#: Words of a deck's start that make it a cut of the text if they stand there.
_CUT = 12
#: The share of a description's longer words that the article uses as well, or it describes the site.
_SHARED, _LONGER = 0.2, 4
_DECK = re.compile(
    r"(?:^|[^a-z])(?:dek|deck|standfirst|sub-?title|sub-?head(?:line)?|stand-?first|article-?summary|article__summary|strapline"
    r"|alternativeheadline)(?![a-z])",
    re.IGNORECASE,
)


def sections_of(head: PageHead, about: Described | None) -> tuple[str, ...]:
    """The sections, the widest first; the first witness that names any is believed."""
    meta = [value for name in ("article:section", "og:section", "parsely-section") for value in head.meta.get(name, ())]
    return labels((about.sections if about else ()) or meta)[:SECTIONS]


def tags_of(head: PageHead, about: Described | None) -> tuple[str, ...]:
    """The tags; ``keywords`` of the head are for search engines and count for nothing."""
    meta = head.meta.get("article:tag") or (about.tags if about else ())
    listed = meta or [
        part for name in ("news_keywords", "parsely-tags") for part in (head.first(name) or "").split(",")
    ]
    return labels(listed)[:TAGS]


def labels(values: Iterable[str]) -> tuple[str, ...]:
    """Names of sections or tags in plain words, each once; what systems use for themselves goes."""
    found = {folded(label): label for value in values if (label := text_of(value)) and _is_label(label)}
    return tuple(found.values())


def _is_label(text: str) -> bool:
    is_internal = "_" in text or "://" in text
    return len(text) <= _LABEL and not is_internal and any(char.isalnum() for char in text)


def without_deck(main: MainText, title: str) -> MainText:
    """The text with its first paragraph put to the head where the page marks that, and not the next, as the deck."""
    marked = [_is_marked(one) for one in main.blocks[:2]]
    if marked != [True, False] or not _is_deck(main.blocks[0].text, title):
        return main
    return replace(main, blocks=main.blocks[1:], head=(*main.head, main.blocks[0]))


def deck_of(head: PageHead, about: Described | None, main: MainText, *, title: str, body: str) -> str | None:
    """The deck: a line that the page marks as one, or else a description that is of this text and no cut of it."""
    used = {word for one in main.blocks for word in one.words} | set(words(title))
    said = (*_marked(main, title), *(one for one in _descriptions(head, about) if _is_of(one, used)))
    return deck_among(said, title=title, body=body)


def deck_among(said: Iterable[str], *, title: str, body: str) -> str | None:
    """The first of these that can be the deck: whole, longer than a label, neither headline nor start of the text."""
    fit = [one for one in said if _is_deck(one, title)]
    start = folded(body[: 4 * _LONGEST_DECK]) if fit else ""
    return next((one for one in fit if not _is_cut(one, start)), None)


def _is_cut(text: str, start: str) -> bool:
    """Whether its beginning stands in the text's; of one that begins with a byline, its end."""
    own = words(text)
    return " ".join(own[:_CUT]) in start or (bylines.begins(text) and " ".join(own[-_CUT:]) in start)


def _is_of(text: str, used: set[str]) -> bool:
    longer = [word for word in words(text) if len(word) >= _LONGER]
    return sum(word in used for word in longer) >= _SHARED * len(longer)


def _marked(main: MainText, title: str) -> Iterator[str]:
    """The lines that are marked as decks, below the headline; what stands above it belongs to the page."""
    places = [place for place, one in enumerate(main.head) if title and is_headline(one, title)]
    below = main.head[places[-1] + 1 :] if places else main.head
    yield from (one.text for one in below if _is_marked(one))


def _is_marked(one: Block) -> bool:
    named = (f"{element.get('class') or ''} {element.get('itemprop') or ''}" for element in one.above[:3])
    return any(map(_DECK.search, named))


def _descriptions(head: PageHead, about: Described | None) -> Iterator[str]:
    named = (
        head.first("og:description"),
        about.deck if about else None,
        head.first("description", "twitter:description"),
    )
    yield from (one for one in named if one)


def _is_deck(text: str, title: str) -> bool:
    is_whole = len(text) <= _LONGEST_DECK and not text.rstrip("])").endswith(("…", "..."))
    is_label = len(words(text)) <= 3  # noqa: PLR2004
    return is_whole and not is_label and folded(text) != folded(title) and not bylines.authors(text)
