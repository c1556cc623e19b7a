"""Newsletters, their occurrences, and the editions that are made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from syndicate.articles.model import Article
from syndicate.storage.states import EditionState as EditionState
from syndicate.storage.states import GroupOutcome as GroupOutcome
from syndicate.storage.states import SlotOutcome as SlotOutcome
from syndicate.storage.states import Tier as Tier

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
    """One instance of a cadence, daily or weekly: ``slot`` names it for ever, ``due_at`` is its instant."""

    cadence: str
    slot: str
    on: date
    due_at: datetime


class Overflow(StrEnum):
    """What becomes of the articles that exceed ``max_articles``: bare headlines, or nothing."""

    HEADLINES = "headlines"
    DROP = "drop"


class DedupeAcross(StrEnum):
    """How near another newsletter of the site must have mailed an article for this one to leave it out."""

    DAY = "24h"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, kw_only=True, slots=True)
class Newsletter:
    """A standing series. ``sections`` empty means all; a slot missed by more than ``max_lateness`` is skipped.

    What came to us more than ``max_age`` after its own date is no news, and is not mailed.
    """

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
    max_age: timedelta = timedelta(days=7)
    overflow: Overflow = Overflow.HEADLINES
    dedupe_across: DedupeAcross = DedupeAcross.NEVER  # until the configuration asks


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """An article's place in an edition, and why it has it."""

    article: Article
    tier: Tier
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Exclusion:
    """An article that stays out of an edition, and why; a final one is passed over for good."""

    article_id: str
    reason: str
    is_final: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What an edition takes, in reading order, and what it leaves."""

    places: tuple[Place, ...]
    exclusions: tuple[Exclusion, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """One number of a newsletter, without its bodies.

    What it says is fixed in its renderings; ``revision`` is the one in force, and ``language``,
    ``subject``, ``preheader``, ``size`` (bytes of its HTML), ``content_hash`` and ``findings`` (plain
    mappings with severity, code, message and quote) are that one's. Until ``opened_at`` it has neither
    recipients nor number, and takes neither slot nor articles; until ``first_claimed_at`` nobody has it. Its
    next mail was to leave at ``planned_at``. An edition ``instead_of`` another is for those whom that one did
    not reach. Mails of one with a higher ``priority`` leave first. ``mails`` are to leave; ``started`` counts claims,
    and ``submitted``, ``bounced`` and ``complained`` what became of them. ``tried``, ``refused`` and ``unmade`` are
    counted since a person last let it go on.
    """

    id: str
    newsletter: str
    cadence: str
    number: int | None
    slot: str
    state: EditionState
    held_because: str | None
    revision: int
    due_at: datetime
    frozen_at: datetime
    opened_at: datetime | None
    first_claimed_at: datetime | None
    planned_at: datetime | None
    closed_at: datetime | None
    instead_of: str | None
    cut: int | None = None
    min_articles: int
    sender: str
    reply_to: str | None
    language: str
    subject: str
    preheader: str
    size: int
    content_hash: str
    findings: tuple[dict[str, str], ...]
    priority: int = 0
    mails: int | None = None
    trial_ended_at: datetime | None = None
    started: int = 0
    submitted: int = 0
    bounced: int = 0
    complained: int = 0
    tried: int = 0
    refused: int = 0
    unmade: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class FrozenRendering:
    """What an edition says in one revision; never changed.

    ``html`` and ``text`` hold ``{{slots}}`` for what differs by recipient. ``content`` is what they were
    rendered from, so that a later revision leaves the other stories as they were; ``None`` in editions that
    were frozen before it was kept. ``reason`` says why there is a later revision.
    """

    edition_id: str
    revision: int
    reason: str | None
    made_at: datetime
    language: str
    subject: str
    preheader: str
    html: str
    text: str
    size: int
    content: dict[str, Any] | None
    content_hash: str
    findings: tuple[dict[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionArticle:
    """An article's place in a rendering, and the revision of it that was frozen."""

    position: int
    article_id: str
    tier: Tier
    revision: int
