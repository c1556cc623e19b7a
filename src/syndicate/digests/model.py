"""Newsletters, their occurrences, and the editions that are made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from syndicate.articles.model import Article

ALL_WEEK = frozenset(range(7))


@dataclass(frozen=True, kw_only=True, slots=True)
class Cadence:
    """On which weekdays (Monday is 0), at which time on whose clock.

    A daily one that leaves out days, such as the weekend, is ``is_weekly=False``; without it the days tell.
    """

    at: time
    zone: ZoneInfo
    weekdays: frozenset[int] = ALL_WEEK
    is_weekly: bool | None = None

    @property
    def is_daily(self) -> bool:
        """Whether it falls on every day of the week."""
        return self.weekdays == ALL_WEEK

    @property
    def word(self) -> str:
        """``daily`` or ``weekly``: what readers are told, and asked for when they subscribe."""
        is_weekly = not self.is_daily if self.is_weekly is None else self.is_weekly
        return "weekly" if is_weekly else "daily"


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """One instance of a cadence: ``slot`` names it for ever, ``due_at`` is its instant."""

    slot: str
    on: date
    due_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Newsletter:
    """A standing series. ``sections`` empty means all; a slot missed by more than ``max_lateness`` is skipped."""

    name: str
    title: str
    sender_name: str
    sender_address: str
    reply_to: str | None
    cadence: Cadence
    max_lateness: timedelta
    language: str
    sections: frozenset[str]
    min_articles: int
    max_articles: int
    subject: str | None = None  # a fixed subject; None: the lead's headline


class Tier(StrEnum):
    """How large an article stands in a digest."""

    LEAD = "lead"
    SECONDARY = "secondary"
    MORE = "more"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """An article's place in an edition, and why it has it."""

    article: Article
    tier: Tier
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Exclusion:
    """An article that stays out of an edition, and why."""

    article_id: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What an edition takes, in reading order, and what it leaves."""

    places: tuple[Place, ...]
    exclusions: tuple[Exclusion, ...]


class EditionState(StrEnum):
    """``SENDING``: frozen, deliveries under way. ``CLOSED``: every delivery has its end."""

    SENDING = "sending"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """One number of a newsletter: frozen, never changed but for its state.

    ``html`` and ``text`` hold ``{{slots}}`` for what differs by recipient; ``findings`` are
    plain mappings with severity, code, message and quote.
    """

    id: str
    newsletter: str
    number: int
    slot: str
    state: EditionState
    due_at: datetime
    frozen_at: datetime
    closed_at: datetime | None
    language: str
    sender: str
    reply_to: str | None
    subject: str
    preheader: str
    html: str
    text: str
    content_hash: str
    findings: tuple[dict[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionArticle:
    """An article's place in a stored edition, and the revision that was frozen."""

    position: int
    article_id: str
    tier: Tier
    revision: int


class Outcome(StrEnum):
    """What became of an occurrence: an edition, nothing to say, or too late to say it."""

    EDITION = "edition"
    EMPTY = "empty"
    LATE = "late"
