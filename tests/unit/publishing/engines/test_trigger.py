from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from syndicate.digests.schedule import Schedule
from syndicate.publishing.engines.trigger import LocalTrigger
from syndicate.storage.states import CadenceKind

TRIGGER = LocalTrigger(Schedule(kind=CadenceKind.DAILY, at=time(7), zone=ZoneInfo("Europe/Berlin")))


def test_it_fires_first_at_the_next_occurrence() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert TRIGGER.get_next_fire_time(None, now) == datetime(2026, 11, 23, 6, tzinfo=UTC)


def test_it_fires_next_after_the_firing_before_even_across_a_clock_change() -> None:
    before = datetime(2026, 10, 24, 5, tzinfo=UTC)
    assert TRIGGER.get_next_fire_time(before, before) == datetime(2026, 10, 25, 6, tzinfo=UTC)


def test_it_names_its_time_days_and_zone() -> None:
    assert str(TRIGGER) == "local[daily 07:00 Europe/Berlin]"
