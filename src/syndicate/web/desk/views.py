"""What the desk says, in plain values and whole sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from syndicate.articles.model import Severity
from syndicate.audience.reader_filter import EVERYBODY, ReaderFilter
from syndicate.web import dates
from syndicate.web.desk.pictures import next_try
from syndicate.web.headlines import UNTITLED, headline_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syndicate.articles.model import Article, ForeignTime
    from syndicate.digests.model import Edition, EditionArticle
    from syndicate.images.model import Hero

#: A mail's HTML part is never sent above this many bytes: Gmail clips what is longer.
CLIP_BYTES = 100_000

_LANGUAGE = "en-GB"

# In the order in which a delivery goes through them; what needs an eye stands out.
_STATES = ("pending", "claimed", "submitted", "uncertain", "refused", "excluded")
_ALARMING = frozenset({"uncertain", "refused"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Upcoming:
    """An edition to come: its newsletter's title, its instant, and the clock that it is due on.

    ``newsletter`` is the newsletter's name; when it is given, the desk counts its ``readers``.
    """

    title: str
    due_at: datetime
    zone: ZoneInfo
    newsletter: str = ""
    readers: ReaderFilter = EVERYBODY


@dataclass(frozen=True, kw_only=True, slots=True)
class UpcomingLine:
    """`Upcoming`, in words."""

    title: str
    due: str
    distance: str
    readers: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many deliveries are in a state."""

    state: str
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
class WaitingLine:
    """An edition that waits for a person, and why."""

    id: str
    title: str
    subject: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedLine:
    """An article within an edition; ``changed`` says what happened since it was frozen, or is empty."""

    id: str
    headline: str
    tier: str
    changed: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleLine:
    """An article that wants an eye, and why."""

    id: str
    headline: str
    source: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureLine:
    """A hero image that could not be had."""

    article_id: str
    headline: str
    reason: str
    next_try: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeLine:
    """A foreign time as it was written and as it was read; ``note`` warns when it may be off."""

    label: str
    raw: str
    read_as: str
    utc: str
    note: str


def upcoming_line(upcoming: Upcoming, readers: int | None, now: datetime) -> UpcomingLine:
    """An edition to come, with its distance and its readers."""
    return UpcomingLine(
        title=upcoming.title,
        due=dates.at_desk(upcoming.due_at, upcoming.zone, _LANGUAGE),
        distance=dates.in_words(upcoming.due_at - now),
        readers="" if readers is None else f"goes to {readers:,} {'reader' if readers == 1 else 'readers'}",
    )


def _edition_title(edition: Edition, titles: Mapping[str, str]) -> str:
    title = titles.get(edition.newsletter, edition.newsletter)
    return f"{title}, no. {edition.number}" if edition.number else f"{title}, not sent"


def edition_line(edition: Edition, counts: Mapping[str, int], titles: Mapping[str, str], zone: ZoneInfo) -> EditionLine:
    """An edition with its deliveries by state and its size."""
    size = edition.size
    return EditionLine(
        id=edition.id,
        title=_edition_title(edition, titles),
        subject=edition.subject,
        preheader=edition.preheader,
        state=edition.state,
        when=dates.at_desk(edition.due_at, zone, _LANGUAGE),
        counts=tuple(
            Count(state=state, number=counts[state], is_alarming=state in _ALARMING)
            for state in _STATES
            if counts.get(state)
        ),
        size=f"{size:,} of {CLIP_BYTES:,} bytes",
        is_oversized=size > CLIP_BYTES,
    )


def waiting_line(edition: Edition, titles: Mapping[str, str]) -> WaitingLine:
    """An edition that nobody gets until a person lets it go."""
    return WaitingLine(
        id=edition.id,
        title=_edition_title(edition, titles),
        subject=edition.subject,
        reason=edition.held_because or "no reason was recorded",
    )


def placed_line(placed: EditionArticle, article: Article | None) -> PlacedLine:
    """An article of an edition, and whether what readers got is still what stands."""
    if article is None:
        return PlacedLine(id=placed.article_id, headline=UNTITLED, tier=placed.tier, changed="no longer stored")
    revised = article.revision - placed.revision
    changed = f"revised {revised} times since" if revised > 1 else "revised since" if revised else ""
    return PlacedLine(id=article.id, headline=headline_of(article), tier=placed.tier, changed=changed)


def held_line(article: Article) -> ArticleLine:
    """An article on hold, with the findings that hold it."""
    blocking = [finding for finding in article.findings if finding.severity is Severity.BLOCK]
    return _article_line(article, [finding.message for finding in blocking or article.findings])


def embargoed_line(article: Article, zone: ZoneInfo, now: datetime) -> ArticleLine:
    """An article under embargo, with the hour at which that ends."""
    until = article.embargo_until
    if until is None:
        return _article_line(article, [])
    return _article_line(article, [f"until {dates.at_desk(until, zone, _LANGUAGE)} ({dates.in_words(until - now)})"])


def picture_line(article: Article, hero: Hero, now: datetime) -> PictureLine:
    """A failed picture: why, and whether it is tried again."""
    return PictureLine(
        article_id=article.id,
        headline=headline_of(article),
        reason=hero.reason or "no reason was recorded",
        next_try=next_try(hero, now),
    )


def time_lines(article: Article, zone: ZoneInfo) -> list[TimeLine]:
    """The times that the document carries: raw, read, and in UTC."""
    named: Sequence[tuple[str, ForeignTime | None]] = (("Published", article.published), ("Updated", article.updated))
    return [
        TimeLine(
            label=label,
            raw=time.raw,
            read_as=dates.at_desk(time.at, zone, _LANGUAGE),
            utc=time.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            note="The zone's name is often written carelessly: this may be an hour off." if time.is_ambiguous else "",
        )
        for label, time in named
        if time is not None
    ]


def _article_line(article: Article, reasons: Sequence[str]) -> ArticleLine:
    return ArticleLine(
        id=article.id,
        headline=headline_of(article),
        source=f"{article.source} · {article.external_id}",
        reasons=tuple(reasons),
    )
