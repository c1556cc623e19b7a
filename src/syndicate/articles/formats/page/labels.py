"""Under which heads a page's article stands, and its deck."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.articles.formats.claims.decks import _is_deck, deck_among
from syndicate.articles.formats.claims.labels import SECTIONS, TAGS, labels
from syndicate.articles.formats.claims.words import words
from syndicate.articles.formats.page.text.headings import is_headline

if TYPE_CHECKING:
    from syndicate.articles.formats.page.metadata.head import PageHead
    from syndicate.articles.formats.page.metadata.json_ld import Described
    from syndicate.articles.formats.page.text.blocks import Block
    from syndicate.articles.formats.page.text.main import MainText

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


def without_deck(main: MainText, title: str) -> MainText:
    """The text with its first paragraph put to the head where the page marks that, and not the next, as the deck."""
    marked = [_is_marked(block) for block in main.blocks[:2]]
    if marked != [True, False] or not _is_deck(main.blocks[0].text, title):
        return main
    return replace(main, blocks=main.blocks[1:], head=(*main.head, main.blocks[0]))


def deck_of(head: PageHead, about: Described | None, main: MainText, *, title: str, body: str) -> str | None:
    """The deck: a line that the page marks as one, or else a description that is of this text and no cut of it."""
    used = {word for block in main.blocks for word in block.words} | set(words(title))
    offered = (*_marked(main, title), *(line for line in _descriptions(head, about) if _is_of(line, used)))
    return deck_among(offered, title=title, body=body)


def _is_of(text: str, used: set[str]) -> bool:
    longer = [word for word in words(text) if len(word) >= _LONGER]
    return sum(word in used for word in longer) >= _SHARED * len(longer)


def _marked(main: MainText, title: str) -> Iterator[str]:
    """The lines that are marked as decks, below the headline; what stands above it belongs to the page."""
    places = [place for place, block in enumerate(main.head) if title and is_headline(block, title)]
    below = main.head[places[-1] + 1 :] if places else main.head
    yield from (block.text for block in below if _is_marked(block))


def _is_marked(block: Block) -> bool:
    named = (f"{element.get('class') or ''} {element.get('itemprop') or ''}" for element in block.above[:3])
    return any(map(_DECK.search, named))


def _descriptions(head: PageHead, about: Described | None) -> Iterator[str]:
    named = (
        head.first("og:description"),
        about.deck if about else None,
        head.first("description", "twitter:description"),
    )
    yield from (name for name in named if name)
