"""How long it takes to see when a thousand different choices were last due."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo, available_timezones

from syndicate.digests.schedule import Schedule, due_at, latest
from syndicate.storage.states import CadenceKind

COUNT = 1_000
_NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


def seconds() -> float:
    """Of CPU, with nothing known from a look before; a monthly choice costs most."""
    schedules = _schedules()
    due_at.cache_clear()
    start = time.process_time()
    for schedule in schedules:
        latest(schedule, _NOW)
    return time.process_time() - start


def _schedules() -> list[Schedule]:
    zones = [ZoneInfo(zone) for zone in sorted(available_timezones())]
    kinds = cycle([CadenceKind.DAILY, CadenceKind.WEEKLY, CadenceKind.MONTHLY])
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    return [
        Schedule(
            kind=next(kinds),
            at=(noon + timedelta(minutes=number)).time(),
            zone=zones[number % len(zones)],
            weekdays=frozenset({number % 7}),
            day=number % 31 + 1,
        )
        for number in range(COUNT)
    ]
