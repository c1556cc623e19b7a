"""When an edition is due: exactly one occurrence for each local date of a schedule.

The rule iterates over local *dates* and places the wall-clock time on each; a time that the
clocks skip moves forward by the gap, a time that comes twice counts the first time (PEP 495,
``fold=0``). Iterating over instants instead loses whole days around clock changes.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from syndicate.errors import NotFoundError
from syndicate.storage.states import CadenceKind

ALL_WEEK = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
_DAY = timedelta(days=1)
#: So many days either way hold an occurrence of any schedule, unless a publisher takes a year off.
_HORIZON_DAYS = 400
_SHORTEST_MONTH = 28
#: The farthest that an occurrence is moved off the days on which nothing is mailed.
_FARTHEST = 31
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: The days that somebody may ask for. Beyond the calendar's own ends no other zone has a date.
EARLIEST, LATEST = date(1970, 1, 1), date(2999, 12, 31)
#: The wave of a slot that comes to everybody at once.
ONE_WAVE = 1


class BlackoutRule(StrEnum):
    """What becomes of a weekly or monthly edition whose day is left out; a daily one is always skipped.

    It is skipped as well if the free day before or after is that of another, or too far off.
    """

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


def see_in_reach(day: date) -> None:
    """Refuse a day for which no schedule can be asked; for what a person wrote.

    Raises:
        NotFoundError: it is before `EARLIEST` or after `LATEST`.
    """
    if not EARLIEST <= day <= LATEST:
        message, hint = f"nothing comes on {day}", f"Give a day from {EARLIEST} to {LATEST}."
        raise NotFoundError(message, code="day-out-of-reach", hint=hint)


def latest(schedule: Schedule, now: datetime) -> Occurrence | None:
    """The newest occurrence that is due at ``now`` (``due_at <= now``); ``None``: for a year there was none."""
    # Clocks that are set back past midnight bring yesterday again when today's may be due already.
    days = _days(now.astimezone(schedule.zone).date() + _DAY, -_HORIZON_DAYS)
    return next((_occurrence(schedule, *due) for due in _due(schedule, days) if due[-1] <= now), None)


def following(schedule: Schedule, now: datetime) -> Occurrence | None:
    """The first occurrence that is not due yet at ``now`` (``due_at > now``); ``None``: for a year there is none."""
    days = _days(_yesterday(schedule, now), _HORIZON_DAYS)
    return next((_occurrence(schedule, *due) for due in _due(schedule, days) if due[-1] > now), None)


def occurrence_on(schedule: Schedule, day: date) -> Occurrence | None:
    """The occurrence that is sent on that local date, if the schedule has one."""
    return next((_occurrence(schedule, *due) for due in _due(schedule, [day])), None)


def between(schedule: Schedule, after: datetime, before: datetime) -> list[Occurrence]:
    """The occurrences that fall due between the two instants, neither included, the earliest first."""
    if before <= after:
        return []
    days = _days(_yesterday(schedule, after), (before - after).days + 4)
    return [_occurrence(schedule, *due) for due in _due(schedule, days) if after < due[-1] < before]


def _yesterday(schedule: Schedule, now: datetime) -> date:
    """The earliest date whose occurrence may be due after ``now``: a gap moves one past midnight."""
    return now.astimezone(schedule.zone).date() - _DAY


def _days(first: date, number: int) -> Iterator[date]:
    """So many days from the first on; with a negative number backwards."""
    step = _DAY if number > 0 else -_DAY
    return (first + step * ahead for ahead in range(abs(number)))


def _due(schedule: Schedule, days: Iterable[date]) -> Iterator[tuple[date, date, datetime]]:
    """Of each of these dates that has an occurrence: the date, the day of the schedule that it is for, the instant."""
    meant_on = _meant_on(schedule)
    for day in days:
        meant = meant_on(day)
        if meant is not None:
            yield day, meant, due_at(day, schedule.at, schedule.zone)


def _occurrence(schedule: Schedule, day: date, meant: date, instant: datetime) -> Occurrence:
    return Occurrence(
        cadence=schedule.kind,
        slot=day.isoformat(),
        on=day,
        due_at=instant,
        period=period_of(schedule.kind, meant),
    )


def longest_gap(weekdays: Collection[int]) -> timedelta:
    """The most that lies between two of those days, from one week to the next; of a single one, or of none, a week."""
    days = sorted(weekdays) or [0]
    return max(_DAY * ((later - day - 1) % 7 + 1) for day, later in zip(days, [*days[1:], days[0]], strict=True))


@lru_cache(maxsize=4096)
def due_at(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which a local date has that time; a gap moves it forward, of two it is the first."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def minute_of(instant: datetime) -> int:
    """The number of a wave on readers' clocks: its minute since 1970."""
    return int((instant - _EPOCH) / timedelta(minutes=1))


def period_of(kind: str, day: date) -> str | None:
    """The week (ISO 8601) or the month that an edition of that date stands for; ``None``: the date itself."""
    if kind == CadenceKind.WEEKLY:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return f"{day:%Y-%m}" if kind == CadenceKind.MONTHLY else None


def _meant_on(schedule: Schedule) -> Callable[[date], date | None]:
    """Which day of the schedule is sent on a date: itself, or one that is left out and moved there."""
    is_day, blackouts = _is_day_of(schedule), schedule.blackouts
    moves = blackouts.rule is not BlackoutRule.SKIP and schedule.kind in {CadenceKind.WEEKLY, CadenceKind.MONTHLY}

    def meant_on(day: date) -> date | None:
        if blackouts.cover(day):
            return None
        if is_day(day):
            return day
        return _moved_to(day, is_day, blackouts) if moves else None

    return meant_on


def _moved_to(day: date, is_day: Callable[[date], bool], blackouts: Blackouts) -> date | None:
    """The day among those that are left out next to it, on the side from which it would be moved here."""
    step = _DAY if blackouts.rule is BlackoutRule.BEFORE else -_DAY
    moved = day + step
    for _ in range(_FARTHEST):
        if not blackouts.cover(moved):
            return None
        if is_day(moved):
            return moved
        moved += step
    return None


def _is_day_of(schedule: Schedule) -> Callable[[date], bool]:
    match schedule.kind:
        case CadenceKind.MONTHLY:
            return lambda day: _is_day_of_month(day, schedule.day)
        case CadenceKind.INSTANT:
            return lambda _: False
        case CadenceKind.WEEKDAYS:
            weekdays = schedule.weekdays & WORKING_DAYS
        case _:
            weekdays = schedule.weekdays
    return lambda day: day.weekday() in weekdays


def _is_day_of_month(day: date, wanted: int) -> bool:
    if day.day < _SHORTEST_MONTH:  # which is most days: no calendar is asked
        return day.day == wanted
    return day.day == min(wanted, monthrange(day.year, day.month)[1])
