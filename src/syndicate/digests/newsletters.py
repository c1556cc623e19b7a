"""Newsletters as their publisher lays them out: what they take, how often they come, and what readers may choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from syndicate.audience.reader_filter import EVERYBODY, ReaderFilter
from syndicate.digests.blocks import PlannedBlock
from syndicate.digests.schedule import ALL_WEEK, WORKING_DAYS, Blackouts, Schedule, longest_gap
from syndicate.mail.model import Layout
from syndicate.storage.states import Breaking, CadenceKind, MailFormat

_DAY = timedelta(days=1)
#: So much longer than it must be known who had what, it is.
_BESIDES = 31 * _DAY


class Welcome(StrEnum):
    """What follows a confirmed subscription.

    ``EDITION``: the newest edition of the last days that is for its reader, or else the text. ``TEXT``: a mail that
    says what was subscribed to and when it comes. ``NONE``: nothing.
    """

    EDITION = "edition"
    TEXT = "text"
    NONE = "none"


class Overflow(StrEnum):
    """What becomes of the articles that exceed ``max_articles``: bare headlines, or nothing."""

    HEADLINES = "headlines"
    DROP = "drop"


class DedupeAcross(StrEnum):
    """How near another newsletter of the site must have mailed an article for this one to leave it out."""

    DAY = "24h"
    ALWAYS = "always"
    NEVER = "never"


class ClockOwner(StrEnum):
    """Whose clock an hour is on: the newsletter's, for all readers at once, or each reader's own."""

    NEWSLETTER = "newsletter"
    READER = "reader"


class CatchUp(StrEnum):
    """What becomes of slots that nobody looked at in time.

    ``LATEST``: the newest is made up for, with all that the others would have carried. ``ALL``: each of them, one
    after the other. ``SKIP``: none; what they would have carried comes with the next.
    """

    LATEST = "latest"
    ALL = "all"
    SKIP = "skip"


class LateStories(StrEnum):
    """Whether what comes after an edition's first wave, or its approval, joins the later waves."""

    JOIN = "join"
    WAIT = "wait"


class OnSilence(StrEnum):
    """What becomes of an edition that wants an approval and has none when its first wave is due."""

    SEND = "send"
    HOLD = "hold"
    SKIP = "skip"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What a newsletter takes: an article has to answer every list that is not empty, by one of its words."""

    sections: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Ordering:
    """What stands first: a story weighs what its section does, half of that after each ``half_life``.

    ``picture`` is what a picture makes of the weight. Without weights the newest is first.
    """

    sections: Mapping[str, float] = field(default_factory=dict)
    half_life: timedelta = timedelta(hours=12)
    picture: float = 1.0

    @property
    def is_by_date(self) -> bool:
        """Whether nothing but the date counts."""
        return not self.sections and self.picture == 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class QuietHours:
    """Hours in which no story follows at once, on the clock by which the newsletter comes; they may pass midnight."""

    start: time
    end: time

    def cover(self, at: time) -> bool:
        """Whether that time of day is quiet; the end is not."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """A newsletter's editions want an editor's approval, asked for so long before their first wave."""

    on_silence: OnSilence
    lead: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Cadence:
    """One of the ways in which a newsletter comes, with the hour and the limits that it has so.

    ``weekdays`` and ``day`` are as in `Schedule`. A story that waits longer than ``max_wait`` is passed over, but that
    it goes below ``min_articles`` before. ``settle`` is how long a story rests before it follows at once, and
    ``daily_cap`` the most such mails on one day of the newsletter's.
    """

    kind: CadenceKind
    at: time
    weekdays: frozenset[int] = ALL_WEEK
    day: int = 1
    min_articles: int = 1
    max_articles: int = 12
    overflow: Overflow = Overflow.HEADLINES
    subject: str | None = None  # a pattern; None: the lead's headline
    preheader: str | None = None  # a pattern; None: the other headlines
    max_wait: timedelta | None = None
    settle: timedelta = timedelta(minutes=10)
    daily_cap: int = 5
    layout: Layout = Layout.LEAD_AND_LIST

    @property
    def period(self) -> timedelta:
        """The longest that lies between two editions, on days that are not left out."""
        match self.kind:
            case CadenceKind.MONTHLY:
                return 31 * _DAY
            case CadenceKind.INSTANT:
                return _DAY
            case CadenceKind.WEEKDAYS:
                return longest_gap(self.weekdays & WORKING_DAYS)
        return longest_gap(self.weekdays)

    @property
    def patience(self) -> timedelta:
        """How long a story may wait: ``max_wait``, or two periods."""
        return self.max_wait if self.max_wait is not None else 2 * self.period


@dataclass(frozen=True, kw_only=True, slots=True)
class Newsletter:
    """A standing series. A slot missed by more than ``max_lateness`` is skipped.

    The first of its ``cadences`` is the one of who did not choose. What came to us more than ``max_age`` after its own
    date is no news, and is not mailed. Beyond ``max_variants`` renderings of one wave, choices are merged.
    """

    name: str
    title: str
    sender_name: str
    sender_address: str
    reply_to: str | None
    zone: ZoneInfo
    language: str
    cadences: tuple[Cadence, ...]
    max_lateness: timedelta
    clock: ClockOwner = ClockOwner.NEWSLETTER
    filters: Filters = field(default_factory=Filters)
    readers: ReaderFilter = EVERYBODY
    ordering: Ordering = field(default_factory=Ordering)
    blackouts: Blackouts = field(default_factory=Blackouts)
    quiet: QuietHours | None = None
    max_age: timedelta = timedelta(days=7)
    dedupe_across: DedupeAcross = DedupeAcross.DAY
    catch_up: CatchUp = CatchUp.LATEST
    late_stories: LateStories = LateStories.JOIN
    max_variants: int = 200
    approval: Approval | None = None
    requires_ai_record: bool = False
    welcome: Welcome = Welcome.TEXT
    blocks: tuple[PlannedBlock, ...] = ()
    utm: Mapping[str, str] = field(default_factory=dict)  # patterns of source, medium, campaign; empty: links stay

    @property
    def default(self) -> Cadence:
        """The cadence of who did not choose."""
        return self.cadences[0]

    def cadence(self, kind: str | None) -> Cadence:
        """The cadence of that kind; the default one if it is not offered."""
        return next((cadence for cadence in self.cadences if cadence.kind == kind), self.default)

    def schedule(self, cadence: Cadence, at: time | None = None, zone: ZoneInfo | None = None) -> Schedule:
        """When that cadence comes, at another time or on another clock if the newsletter leaves that to readers."""
        is_own = self.clock is ClockOwner.READER
        return Schedule(
            kind=cadence.kind,
            at=at if is_own and at is not None else cadence.at,
            zone=zone if is_own and zone is not None else self.zone,
            weekdays=cadence.weekdays,
            day=cadence.day,
            blackouts=self.blackouts,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ReaderChoice:
    """What some readers of a newsletter get and when, their own wishes over the newsletter's defaults.

    ``id`` is that of the row that they share; ``None`` where nobody chose anything. Who wants nothing but breaking
    news has no ``cadence``. Empty ``sections`` are all of the newsletter's.
    """

    id: int | None
    cadence: Cadence | None
    schedule: Schedule | None
    sections: frozenset[str]
    language: str
    format: MailFormat = MailFormat.HTML
    breaking: Breaking = Breaking.NO

    @property
    def is_plain(self) -> bool:
        """Whether it asks for no selection or form of its own: what the public sees is made for it."""
        return not self.sections and self.format is MailFormat.HTML


def default_choice(newsletter: Newsletter, cadence: Cadence) -> ReaderChoice:
    """The choice of who chose nothing, were that cadence the default."""
    return ReaderChoice(
        id=None,
        cadence=cadence,
        schedule=newsletter.schedule(cadence),
        sections=frozenset(),
        language=newsletter.language,
    )


def history_kept(newsletters: Iterable[Newsletter]) -> timedelta:
    """How long it has to be known who had what: as long as any story may come late and wait, and more."""
    newsletters = list(newsletters)
    cadences = [cadence for newsletter in newsletters for cadence in newsletter.cadences]
    return kept_for([newsletter.max_age for newsletter in newsletters], cadences)


def kept_for(ages: Iterable[timedelta], cadences: Sequence[Cadence]) -> timedelta:
    """`history_kept`, by the ``max_age`` of each newsletter and all cadences that any of them offers."""
    longest_age = max(ages, default=timedelta())
    longest_wait = max((cadence.patience for cadence in cadences), default=timedelta())
    longest_period = max((cadence.period for cadence in cadences), default=timedelta())
    return longest_age + longest_wait + longest_period + _BESIDES
