"""When an edition is due: exactly one occurrence for each local date of a schedule.

The rule iterates over local *dates* and places the wall-clock time on each; a time that the
clocks skip moves forward by the gap, a time that comes twice counts the first time (PEP 495,
``fold=0``). Iterating over instants instead loses whole days around clock changes.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from syndicate.storage.states import CadenceKind

ALL_WEEK = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
_DAY = timedelta(days=1)
#: So many days either way hold an occurrence of any schedule, unless a publisher takes a year off.
_HORIZON_DAYS = 400
#: The farthest that an occurrence is moved off the days on which nothing is mailed.
_FARTHEST = 31
#: The wave of a slot that comes to everybody at once.
ONE_WAVE = 1


class BlackoutRule(StrEnum):
    """What becomes of a weekly or monthly edition whose day is left out; a daily one is always skipped."""

    SKIP = "skip"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, kw_only=True, slots=True)
class Blackouts:
    """Days on which nothing is mailed: single ones, and those of every year as (month, day)."""

    days: frozenset[date] = frozenset()
    yearly: frozenset[tuple[int, int]] = frozenset()
    rule: BlackoutRule = BlackoutRule.SKIP

    def cover(self, day: date) -> bool:
        """Whether nothing is mailed on that local date."""
        return day in self.days or (day.month, day.day) in self.yearly

    def time_between(self, after: datetime, before: datetime) -> timedelta:
        """How much of the days from one instant to a later one is left out."""
        if not self.days and not self.yearly:
            return timedelta()
        days = (after.date() + _DAY * number for number in range(max(0, (before - after).days + 1)))
        return _DAY * sum(self.cover(day) for day in days)


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """On which days, at which time on whose clock.

    ``weekdays`` (Monday is 0) are those of a daily, a weekday and a weekly schedule; ``day`` is the day of the month
    of a monthly one, in a shorter month its last.
    """

    kind: CadenceKind
    at: time
    zone: ZoneInfo
    weekdays: frozenset[int] = ALL_WEEK
    day: int = 1
    blackouts: Blackouts = field(default_factory=Blackouts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """One instance of a schedule: ``slot``, its local date, names it for ever, ``due_at`` is its instant.

    ``period`` is the week or month that it stands for, also where it was moved out of it. A ``wave`` is what of a slot
    leaves at one instant.
    """

    cadence: str
    slot: str
    on: date
    due_at: datetime
    period: str | None = None
    wave: int = ONE_WAVE


def latest(schedule: Schedule, now: datetime) -> Occurrence | None:
    """The newest occurrence that is due at ``now`` (``due_at <= now``); ``None``: for a year there was none."""
    today = now.astimezone(schedule.zone).date()
    days = (today + _DAY * (1 - back) for back in range(_HORIZON_DAYS))
    return next((occurrence for occurrence in _occurrences(schedule, days) if occurrence.due_at <= now), None)


def following(schedule: Schedule, now: datetime) -> Occurrence | None:
    """The first occurrence that is not due yet at ``now`` (``due_at > now``); ``None``: for a year there is none."""
    today = now.astimezone(schedule.zone).date()
    days = (today + _DAY * (ahead - 1) for ahead in range(_HORIZON_DAYS))
    return next((occurrence for occurrence in _occurrences(schedule, days) if occurrence.due_at > now), None)


def occurrence_on(schedule: Schedule, day: date) -> Occurrence | None:
    """The occurrence that is sent on that local date, if the schedule has one."""
    return next(iter(_occurrences(schedule, [day])), None)


def between(schedule: Schedule, after: datetime, before: datetime) -> list[Occurrence]:
    """The occurrences that fall due between the two instants, neither included, the earliest first."""
    if before <= after:
        return []
    first = after.astimezone(schedule.zone).date()
    days = (first + _DAY * number for number in range((before - after).days + 3))
    return [occurrence for occurrence in _occurrences(schedule, days) if after < occurrence.due_at < before]


def _occurrences(schedule: Schedule, days: Iterable[date]) -> Iterator[Occurrence]:
    for day in days:
        meant = _meant_on(schedule, day)
        if meant is not None:
            yield Occurrence(
                cadence=schedule.kind,
                slot=day.isoformat(),
                on=day,
                due_at=due_at(day, schedule.at, schedule.zone),
                period=period_of(schedule.kind, meant),
            )


@lru_cache(maxsize=4096)
def due_at(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which a local date has that time; a gap moves it forward, of two it is the first."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def period_of(kind: str, day: date) -> str | None:
    """The week (ISO 8601) or the month that an edition of that date stands for; ``None``: the date itself."""
    if kind == CadenceKind.WEEKLY:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return f"{day:%Y-%m}" if kind == CadenceKind.MONTHLY else None


def _meant_on(schedule: Schedule, day: date) -> date | None:
    """Which day of the schedule is sent on that date: itself, or one that is left out and moved there."""
    blackouts = schedule.blackouts
    if blackouts.cover(day):
        return None
    if _is_day_of(schedule, day):
        return day
    if blackouts.rule is BlackoutRule.SKIP or schedule.kind not in {CadenceKind.WEEKLY, CadenceKind.MONTHLY}:
        return None
    # The days that are left out next to it, on the side from which it would be moved here.
    step = _DAY if blackouts.rule is BlackoutRule.BEFORE else -_DAY
    moved = day + step
    for _ in range(_FARTHEST):
        if not blackouts.cover(moved):
            return None
        if _is_day_of(schedule, moved):
            return moved
        moved += step
    return None


def _is_day_of(schedule: Schedule, day: date) -> bool:
    match schedule.kind:
        case CadenceKind.MONTHLY:
            return day.day == min(schedule.day, monthrange(day.year, day.month)[1])
        case CadenceKind.WEEKDAYS:
            return day.weekday() in schedule.weekdays & WORKING_DAYS
        case CadenceKind.INSTANT:
            return False
    return day.weekday() in schedule.weekdays
