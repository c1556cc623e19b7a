"""When an edition is due: exactly one occurrence for each local date of a cadence.

The rule iterates over local *dates* and places the wall-clock time on each; a time that the
clocks skip moves forward by the gap, a time that comes twice counts the first time (PEP 495,
``fold=0``). Iterating over instants instead loses whole days around clock changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from syndicate.digests.model import Cadence, Occurrence

_DAY = timedelta(days=1)
# A week and a day either way always holds an occurrence of a weekly cadence.
_HORIZON_DAYS = 9


def latest(cadence: Cadence, now: datetime) -> Occurrence:
    """The newest occurrence that is due at ``now`` (``due_at <= now``)."""
    today = now.astimezone(cadence.zone).date()
    days = (today + _DAY * (1 - back) for back in range(_HORIZON_DAYS + 1))
    return next(occurrence for occurrence in _occurrences(cadence, days) if occurrence.due_at <= now)


def following(cadence: Cadence, now: datetime) -> Occurrence:
    """The first occurrence that is not due yet at ``now`` (``due_at > now``)."""
    today = now.astimezone(cadence.zone).date()
    days = (today + _DAY * (ahead - 1) for ahead in range(_HORIZON_DAYS + 1))
    return next(occurrence for occurrence in _occurrences(cadence, days) if occurrence.due_at > now)


def _occurrences(cadence: Cadence, days: Iterable[date]) -> Iterator[Occurrence]:
    for day in days:
        if day.weekday() in cadence.weekdays:
            due_at = datetime.combine(day, cadence.at, cadence.zone).astimezone(UTC)
            yield Occurrence(cadence=cadence.word, slot=day.isoformat(), on=day, due_at=due_at)


def occurrence_on(cadence: Cadence, day: date) -> Occurrence | None:
    """The occurrence of that local date, if the cadence has one."""
    return next(iter(_occurrences(cadence, [day])), None)


def between(cadence: Cadence, after: datetime, before: datetime) -> int:
    """How many occurrences fall due between the two instants, neither included."""
    if before <= after:
        return 0
    first = after.astimezone(cadence.zone).date()
    days = (first + _DAY * number for number in range((before - after).days + 3))
    return sum(after < occurrence.due_at < before for occurrence in _occurrences(cadence, days))
