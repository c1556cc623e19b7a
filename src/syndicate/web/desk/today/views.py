"""What the desk says of this day, in plain values and whole sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.text.plain import counted
from syndicate.web import dates
from syndicate.web.desk.articles.pictures import next_try
from syndicate.web.desk.editions.views import edition_title
from syndicate.web.headlines import headline_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from syndicate.articles.model import Article
    from syndicate.digests.model import Edition
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.schedule import Occurrence
    from syndicate.images.model import Hero

_LANGUAGE = "en-GB"


@dataclass(frozen=True, kw_only=True, slots=True)
class UpcomingLine:
    """An edition to come, in words; ``cadence`` and ``slot`` lead to it."""

    newsletter: str
    cadence: str
    slot: str

    title: str
    due: str
    distance: str
    readers: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingLine:
    """An edition that waits for a person, and why."""

    id: str
    title: str
    subject: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureLine:
    """A hero image that could not be had."""

    article_id: str
    headline: str
    reason: str
    next_try: str


def upcoming_line(newsletter: Newsletter, occurrence: Occurrence, readers: int, now: datetime) -> UpcomingLine:
    """An edition to come, with its distance and its readers."""
    return UpcomingLine(
        newsletter=newsletter.name,
        cadence=occurrence.cadence,
        slot=occurrence.slot,
        title=newsletter.title,
        due=dates.at_desk(occurrence.due_at, newsletter.zone, _LANGUAGE),
        distance=dates.in_words(occurrence.due_at - now),
        readers=f"goes to {counted(readers, 'reader')}",
    )


def waiting_line(edition: Edition, titles: Mapping[str, str]) -> WaitingLine:
    """An edition that nobody gets until a person lets it go."""
    return WaitingLine(
        id=edition.id,
        title=edition_title(edition, titles),
        subject=edition.subject,
        reason=edition.held_because or "no reason was recorded",
    )


def picture_line(article: Article, hero: Hero, now: datetime) -> PictureLine:
    """A failed picture: why, and whether it is tried again."""
    return PictureLine(
        article_id=article.id,
        headline=headline_of(article),
        reason=hero.reason or "no reason was recorded",
        next_try=next_try(hero, now),
    )
