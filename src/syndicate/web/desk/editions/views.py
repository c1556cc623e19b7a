"""What the desk says of an edition, in plain values and whole sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.headlines import UNTITLED
from syndicate.web import dates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from syndicate.articles.model import Article
    from syndicate.digests.model import Edition, EditionArticle

#: A mail's HTML part is never sent above this many bytes: Gmail clips what is longer.
CLIP_BYTES = 100_000

_LANGUAGE = "en-GB"

# In the order in which a delivery goes through them, said of one and of several; what needs an eye stands out.
_STATES = {
    "pending": ("waits", "wait"),
    "claimed": ("is leaving", "are leaving"),
    "submitted": ("has left", "have left"),
    "uncertain": ("may have left", "may have left"),
    "refused": ("was refused", "were refused"),
    "excluded": ("does not get it", "do not get it"),
    "stopped": ("will never leave", "will never leave"),
}
_ALARMING = frozenset({"uncertain", "refused"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many deliveries are in a state, and the words that follow that number."""

    words: str
    number: int
    is_alarming: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionLine:
    """An edition in a list or at the head of its page."""

    id: str
    title: str
    subject: str
    preheader: str
    state: str
    when: str
    counts: tuple[Count, ...]
    size: str
    is_oversized: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedLine:
    """An article within an edition; ``changed`` says what happened since it was frozen, or is empty."""

    id: str
    headline: str
    tier: str
    changed: str


def edition_title(edition: Edition, titles: Mapping[str, str]) -> str:
    """Its newsletter and number."""
    title = titles.get(edition.newsletter, edition.newsletter)
    return f"{title}, no. {edition.number}" if edition.number else f"{title}, not sent"


def edition_line(edition: Edition, counts: Mapping[str, int], titles: Mapping[str, str], zone: ZoneInfo) -> EditionLine:
    """An edition with its deliveries by state and its size."""
    size = edition.size
    return EditionLine(
        id=edition.id,
        title=edition_title(edition, titles),
        subject=edition.subject,
        preheader=edition.preheader,
        state=edition.state,
        when=dates.at_desk(edition.due_at, zone, _LANGUAGE),
        counts=tuple(
            Count(words=words[counts[state] != 1], number=counts[state], is_alarming=state in _ALARMING)
            for state, words in _STATES.items()
            if counts.get(state)
        ),
        size=f"{size:,} of {CLIP_BYTES:,} bytes",
        is_oversized=size > CLIP_BYTES,
    )


def placed_line(placed: EditionArticle, article: Article | None) -> PlacedLine:
    """An article of an edition, and whether what readers got is still what stands."""
    if article is None:
        return PlacedLine(id=placed.article_id, headline=UNTITLED, tier=placed.tier, changed="no longer stored")
    revised = article.revision - placed.revision
    changed = f"revised {revised} times since" if revised > 1 else "revised since" if revised else ""
    return PlacedLine(id=article.id, headline=article.name or UNTITLED, tier=placed.tier, changed=changed)
