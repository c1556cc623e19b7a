from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.digests.newsletters import Cadence
from syndicate.digests.schedule import ALL_WEEK, following, latest

ZONES = sorted(available_timezones() - {"localtime"})
BERLIN = ZoneInfo("Europe/Berlin")


def daily(at: str, zone: str = "Europe/Berlin") -> Cadence:
    return Cadence(at=time.fromisoformat(at), zone=ZoneInfo(zone))


def due_times(cadence: Cadence, start: datetime, days: int) -> list[datetime]:
    """Every occurrence from ``start`` on, as a scheduler would meet them."""
    found, now = [], start
    while now < start + timedelta(days=days):
        now = following(cadence, now).due_at
        found.append(now)
    return found


@given(
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 24 * 60 - 1),
    start=st.dates(date(2024, 1, 1), date(2029, 1, 1)),
)
def test_every_local_date_has_exactly_one_occurrence_in_every_zone(zone: str, minutes: int, start: date) -> None:
    cadence = Cadence(at=time(minutes // 60, minutes % 60), zone=ZoneInfo(zone))
    now = datetime.combine(start, time(12), UTC)
    slots = []
    for _ in range(40):
        occurrence = following(cadence, now)
        assert occurrence.due_at > now
        slots.append(occurrence.on)
        now = occurrence.due_at
    assert slots == [slots[0] + timedelta(days=number) for number in range(40)]


@given(
    zone=st.sampled_from(ZONES),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    minutes=st.integers(0, 24 * 60 - 1),
    now=st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1)),  # noqa: DTZ001 - made aware below
)
def test_the_latest_occurrence_is_due_and_the_following_one_is_the_next(
    zone: str, weekdays: frozenset[int], minutes: int, now: datetime
) -> None:
    cadence = Cadence(at=time(minutes // 60, minutes % 60), zone=ZoneInfo(zone), weekdays=weekdays)
    at = now.replace(tzinfo=UTC)
    before, after = latest(cadence, at), following(cadence, at)
    assert before.due_at <= at < after.due_at
    assert before.on.weekday() in weekdays
    assert latest(cadence, after.due_at) == after
    assert following(cadence, before.due_at) == after


@pytest.mark.parametrize(
    ("at", "on", "due"),
    [
        ("02:30", date(2026, 3, 29), "2026-03-29T01:30+00:00"),  # skipped by the clocks: an hour later by the wall
        ("02:30", date(2026, 10, 25), "2026-10-25T00:30+00:00"),  # comes twice: the first
        ("07:00", date(2026, 3, 29), "2026-03-29T05:00+00:00"),
        ("07:00", date(2026, 10, 25), "2026-10-25T06:00+00:00"),
    ],
)
def test_a_clock_change_moves_an_occurrence_as_the_rule_says(at: str, on: date, due: str) -> None:
    noon = datetime.combine(on, time(12), BERLIN)
    assert latest(daily(at), noon).due_at == datetime.fromisoformat(due)


def test_midnight_in_a_zone_whose_clocks_skip_midnight_still_comes_every_day() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    found = due_times(daily("00:00", "Asia/Beirut"), start, 40)
    gaps = {later - earlier for earlier, later in pairwise(found)}
    assert gaps <= {timedelta(hours=23), timedelta(hours=24), timedelta(hours=25)}


def test_a_weekly_cadence_falls_on_its_weekday_alone() -> None:
    monday = Cadence(at=time(8), zone=BERLIN, weekdays=frozenset({0}))
    now = datetime(2026, 11, 22, 6, tzinfo=UTC)  # a Sunday
    assert following(monday, now).slot == "2026-11-23"
    assert latest(monday, now).slot == "2026-11-16"
    assert monday.word == "weekly"
    assert Cadence(at=time(8), zone=BERLIN, weekdays=ALL_WEEK).word == "daily"


def test_a_daily_cadence_that_leaves_out_the_weekend_is_still_daily() -> None:
    working_days = frozenset(range(5))
    assert Cadence(at=time(8), zone=BERLIN, weekdays=working_days, is_weekly=False).word == "daily"
    assert Cadence(at=time(8), zone=BERLIN, weekdays=frozenset({4}), is_weekly=True).word == "weekly"
