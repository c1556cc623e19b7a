"""When an edition is due: one occurrence for each local date, whatever the clocks and the days without mail do."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.digests.schedule import (
    ALL_WEEK,
    BlackoutRule,
    Blackouts,
    Occurrence,
    Schedule,
    between,
    following,
    latest,
    longest_gap,
    occurrence_on,
)
from syndicate.storage.states import CadenceKind

DAY = timedelta(days=1)
ZONES = sorted(available_timezones() - {"localtime"})
BERLIN = ZoneInfo("Europe/Berlin")
START, END = date(2026, 1, 1), date(2027, 12, 31)
TWO_YEARS = [START + DAY * number for number in range((END - START).days + 1)]
FRIDAY = frozenset({4})


def daily(at: str, zone: str = "Europe/Berlin") -> Schedule:
    return Schedule(kind=CadenceKind.DAILY, at=time.fromisoformat(at), zone=ZoneInfo(zone))


def weekly(weekdays: frozenset[int] = FRIDAY, blackouts: Blackouts | None = None) -> Schedule:
    return Schedule(
        kind=CadenceKind.WEEKLY, at=time(8), zone=BERLIN, weekdays=weekdays, blackouts=blackouts or Blackouts()
    )


def monthly(day: int, blackouts: Blackouts | None = None) -> Schedule:
    return Schedule(kind=CadenceKind.MONTHLY, at=time(8), zone=BERLIN, day=day, blackouts=blackouts or Blackouts())


def without(rule: BlackoutRule, *days: str) -> Blackouts:
    return Blackouts(days=frozenset(map(date.fromisoformat, days)), rule=rule)


def sent(schedule: Schedule, first: date, last: date) -> list[Occurrence]:
    """What comes on those dates, both included."""
    days = (first + DAY * number for number in range((last - first).days + 1))
    return [occurrence for day in days if (occurrence := occurrence_on(schedule, day))]


def slots(occurrences: Iterable[Occurrence]) -> list[str]:
    return [occurrence.slot for occurrence in occurrences]


@cache
def one_zone_per_rule_set() -> tuple[str, ...]:
    """Of zones whose clocks say the same all through the two years, and a little longer, one."""
    found: dict[tuple[tuple[datetime, timedelta], ...], str] = {}
    for zone in ZONES:
        found.setdefault(tuple(offsets(ZoneInfo(zone))), zone)
    return tuple(found.values())


def offsets(zone: ZoneInfo) -> Iterable[tuple[datetime, timedelta]]:
    """The offset at the start, and each later one from its first minute on."""
    start = datetime.combine(START, time(), UTC) - 2 * DAY
    offset = _offset(zone, start)
    yield start, offset
    for number in range(len(TWO_YEARS) + 4):
        day = start + DAY * number
        if _offset(zone, day + DAY) != offset:
            offset = _offset(zone, day + DAY)
            yield _first_minute(zone, day, offset), offset


def _first_minute(zone: ZoneInfo, day: datetime, offset: timedelta) -> datetime:
    number = bisect_left(range(24 * 60), 1, key=lambda minute: _offset(zone, day + timedelta(minutes=minute)) == offset)
    return day + timedelta(minutes=number)


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def assert_each_date_comes_once(zone: ZoneInfo, at: time) -> None:
    schedule = Schedule(kind=CadenceKind.DAILY, at=at, zone=zone)
    around = datetime.combine(START, time(), UTC) - 2 * DAY, datetime.combine(END, time(), UTC) + 3 * DAY
    found = [occurrence for occurrence in between(schedule, *around) if START <= occurrence.on <= END]
    assert [occurrence.on for occurrence in found] == TWO_YEARS
    instants = [occurrence.due_at for occurrence in found]
    assert all(20 * DAY / 24 <= later - instant <= 28 * DAY / 24 for instant, later in pairwise(instants))
    for occurrence in found:
        local = occurrence.due_at.astimezone(zone)
        assert local.fold == 0, "of a time that comes twice, the first"
        if local.date() != occurrence.on or local.time() != at:
            assert_is_moved_by_the_gap(zone, occurrence, at)


def assert_is_moved_by_the_gap(zone: ZoneInfo, occurrence: Occurrence, at: time) -> None:
    """The time was skipped, and comes later by as much as the clocks were put forward."""
    local = occurrence.due_at.astimezone(zone).replace(tzinfo=None)
    moved = local - datetime.combine(occurrence.on, at)
    gap = _offset(zone, occurrence.due_at) - _offset(zone, occurrence.due_at - timedelta(hours=3))
    assert timedelta() < moved == gap


@pytest.mark.parametrize("hour", range(24))
def test_each_local_date_comes_once_in_every_set_of_rules(hour: int) -> None:
    for zone in one_zone_per_rule_set():
        assert_each_date_comes_once(ZoneInfo(zone), time(hour))


def test_there_are_as_many_sets_of_rules_as_make_the_sweep_worth_while() -> None:
    assert len(one_zone_per_rule_set()) > 50
    assert any(len(list(offsets(ZoneInfo(zone)))) == 5 for zone in one_zone_per_rule_set())


@pytest.mark.slow
@pytest.mark.parametrize("hour", range(24))
def test_each_local_date_comes_once_in_every_zone(hour: int) -> None:
    for zone in ZONES:
        assert_each_date_comes_once(ZoneInfo(zone), time(hour, 30))


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
    occurrence = occurrence_on(daily(at), on)
    assert occurrence is not None
    assert occurrence.due_at == datetime.fromisoformat(due)
    assert latest(daily(at), datetime.combine(on, time(12), BERLIN)) == occurrence


def test_midnight_comes_also_on_the_day_whose_midnight_the_clocks_skip() -> None:
    found = slots(between(daily("00:00", "Asia/Beirut"), utc("2026-03-26"), utc("2026-03-31")))
    assert found == ["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31"]


def test_a_time_that_the_clocks_move_past_midnight_is_still_that_of_its_date() -> None:
    late = daily("23:30", "America/Nuuk")
    moved = occurrence_on(late, date(2026, 3, 28))
    assert moved is not None
    assert moved.due_at.astimezone(late.zone).isoformat() == "2026-03-29T00:30:00-01:00"
    just_before = moved.due_at - timedelta(minutes=1)  # it is the next day there already
    assert following(late, just_before) == moved
    assert between(late, just_before, moved.due_at + timedelta(minutes=1)) == [moved]


def utc(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def test_a_weekly_edition_falls_on_its_weekday_alone_and_stands_for_its_week() -> None:
    found = sent(weekly(), date(2026, 12, 20), date(2027, 1, 10))
    assert [(occurrence.slot, occurrence.period) for occurrence in found] == [
        ("2026-12-25", "2026-W52"),
        ("2027-01-01", "2026-W53"),
        ("2027-01-08", "2027-W01"),
    ]


def test_an_edition_of_working_days_leaves_out_the_weekend_and_whatever_days_are_not_named() -> None:
    schedule = Schedule(kind=CadenceKind.WEEKDAYS, at=time(8), zone=BERLIN)
    assert slots(sent(schedule, date(2026, 11, 26), date(2026, 12, 1))) == [
        *("2026-11-26", "2026-11-27"),
        *("2026-11-30", "2026-12-01"),
    ]
    some = Schedule(kind=CadenceKind.WEEKDAYS, at=time(8), zone=BERLIN, weekdays=frozenset({3, 5}))
    assert slots(sent(some, date(2026, 11, 26), date(2026, 12, 3))) == ["2026-11-26", "2026-12-03"]


def test_a_daily_edition_stands_for_nothing_but_its_date() -> None:
    (found,) = sent(daily("07:00"), START, START)
    assert (found.slot, found.period, found.wave, found.cadence) == ("2026-01-01", None, 1, "daily")


def test_a_monthly_edition_of_the_31st_comes_on_the_last_day_of_shorter_months() -> None:
    found = sent(monthly(31), date(2027, 1, 1), date(2028, 3, 1))
    assert [(occurrence.slot, occurrence.period) for occurrence in found[:4]] == [
        ("2027-01-31", "2027-01"),
        ("2027-02-28", "2027-02"),
        ("2027-03-31", "2027-03"),
        ("2027-04-30", "2027-04"),
    ]
    assert slots(found)[-2:] == ["2028-01-31", "2028-02-29"]


@pytest.mark.parametrize("day", range(1, 32))
def test_each_month_has_one_edition_whatever_its_day(day: int) -> None:
    found = sent(monthly(day), START, END)
    assert [occurrence.period for occurrence in found] == [
        f"{year}-{month:02}" for year in (2026, 2027) for month in range(1, 13)
    ]


def test_what_follows_stories_has_no_occurrence_of_its_own() -> None:
    schedule = Schedule(kind=CadenceKind.INSTANT, at=time(7), zone=BERLIN)
    assert latest(schedule, utc("2026-11-27")) is None
    assert following(schedule, utc("2026-11-27")) is None


@pytest.mark.parametrize("rule", BlackoutRule)
def test_a_daily_edition_is_left_out_on_days_without_mail_whatever_the_rule(rule: BlackoutRule) -> None:
    schedule = Schedule(
        kind=CadenceKind.DAILY,
        at=time(8),
        zone=BERLIN,
        blackouts=Blackouts(days=frozenset({date(2026, 12, 24)}), yearly=frozenset({(12, 25), (12, 26)}), rule=rule),
    )
    found = slots(sent(schedule, date(2026, 12, 23), date(2026, 12, 27)))
    assert found == ["2026-12-23", "2026-12-27"]
    assert slots(sent(schedule, date(2027, 12, 24), date(2027, 12, 27))) == ["2027-12-24", "2027-12-27"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (BlackoutRule.SKIP, []),
        (BlackoutRule.BEFORE, [("2026-12-31", "2027-01")]),
        (BlackoutRule.AFTER, [("2027-01-02", "2027-01")]),
    ],
)
def test_a_monthly_edition_is_moved_across_the_turn_of_the_year_and_stays_that_of_its_month(
    rule: BlackoutRule, expected: list[tuple[str, str]]
) -> None:
    found = sent(monthly(1, without(rule, "2027-01-01")), date(2026, 12, 2), date(2027, 1, 31))
    assert [(occurrence.slot, occurrence.period) for occurrence in found] == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (BlackoutRule.SKIP, []),
        (BlackoutRule.BEFORE, [("2026-12-17", "2026-W51")]),
        (BlackoutRule.AFTER, [("2026-12-21", "2026-W51")]),
    ],
)
def test_a_weekly_edition_is_moved_past_all_days_without_mail_and_stays_that_of_its_week(
    rule: BlackoutRule, expected: list[tuple[str, str]]
) -> None:
    blackouts = without(rule, "2026-12-18", "2026-12-19", "2026-12-20")
    found = sent(weekly(blackouts=blackouts), date(2026, 12, 12), date(2026, 12, 24))
    assert [(occurrence.slot, occurrence.period) for occurrence in found] == expected


def test_two_weeks_without_mail_have_one_edition_after_them_that_of_the_later_week() -> None:
    days = [str(date(2026, 12, 21) + DAY * number) for number in range(14)]
    found = sent(weekly(blackouts=without(BlackoutRule.AFTER, *days)), date(2026, 12, 19), date(2027, 1, 7))
    assert [(occurrence.slot, occurrence.period) for occurrence in found] == [("2027-01-04", "2026-W53")]


def test_an_edition_is_moved_by_a_month_at_most() -> None:
    days = [str(date(2026, 6, 1) + DAY * number) for number in range(40)]
    after = monthly(1, without(BlackoutRule.AFTER, *days[:31]))
    assert slots(sent(after, date(2026, 5, 2), date(2026, 7, 31))) == ["2026-07-02"]
    assert slots(sent(monthly(1, without(BlackoutRule.AFTER, *days)), date(2026, 5, 2), date(2026, 7, 31))) == [
        "2026-07-11"
    ]


def test_a_moved_edition_is_found_from_before_and_from_after() -> None:
    schedule = weekly(blackouts=without(BlackoutRule.AFTER, "2026-12-25", "2026-12-26"))
    moved = following(schedule, utc("2026-12-25"))
    assert moved is not None
    assert (moved.slot, moved.period) == ("2026-12-27", "2026-W52")
    assert latest(schedule, moved.due_at) == moved
    assert between(schedule, utc("2026-12-19"), utc("2026-12-31")) == [moved]


_KINDS = [CadenceKind.DAILY, CadenceKind.WEEKDAYS, CadenceKind.WEEKLY, CadenceKind.MONTHLY]
_NEAR = st.integers(-45, 45).map(lambda ahead: date(2026, 12, 31) + DAY * ahead)
_STRETCHES = st.tuples(_NEAR, st.integers(1, 12)).map(lambda told: {told[0] + DAY * ahead for ahead in range(told[1])})
_BLACKOUTS = st.builds(
    Blackouts,
    days=st.lists(_STRETCHES, max_size=4).map(lambda stretches: frozenset(day for days in stretches for day in days)),
    yearly=st.frozensets(st.sampled_from([(12, 24), (12, 25), (1, 1), (2, 29)])),
    rule=st.sampled_from(BlackoutRule),
)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    kind = draw(st.sampled_from(_KINDS))
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return Schedule(
        kind=kind,
        at=draw(st.times()).replace(second=0, microsecond=0),
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        weekdays=frozenset({min(weekdays)}) if kind is CadenceKind.WEEKLY else weekdays | {min(weekdays) % 5},
        day=draw(st.integers(1, 31)),
        blackouts=draw(_BLACKOUTS),
    )


@given(schedule=schedules(), minutes=st.integers(0, 90 * 24 * 60))
def test_what_was_newest_what_comes_next_and_what_lies_between_agree(schedule: Schedule, minutes: int) -> None:
    now = utc("2026-11-15") + timedelta(minutes=minutes)
    before, after = latest(schedule, now), following(schedule, now)
    assert before is not None
    assert after is not None
    assert before.due_at <= now < after.due_at
    assert between(schedule, before.due_at, after.due_at) == []
    second = timedelta(seconds=1)
    assert between(schedule, before.due_at - second, after.due_at + second) == [before, after]
    assert (latest(schedule, after.due_at), following(schedule, before.due_at)) == (after, after)
    assert latest(schedule, after.due_at - second) == before
    assert following(schedule, before.due_at - second) == before
    assert (occurrence_on(schedule, before.on), occurrence_on(schedule, after.on)) == (before, after)


@given(schedule=schedules())
def test_no_mail_comes_on_a_day_without_mail_and_no_date_or_period_comes_twice(schedule: Schedule) -> None:
    found = between(schedule, utc("2026-09-01"), utc("2027-06-01"))
    assert not any(schedule.blackouts.cover(occurrence.on) for occurrence in found)
    dates = [occurrence.on for occurrence in found]
    assert dates == sorted(set(dates))
    periods = [occurrence.period for occurrence in found if occurrence.period]
    assert periods == sorted(set(periods))
    assert [occurrence.due_at for occurrence in found] == sorted(occurrence.due_at for occurrence in found)


@given(schedule=schedules().filter(lambda schedule: schedule.kind in {CadenceKind.WEEKLY, CadenceKind.MONTHLY}))
def test_a_day_without_mail_costs_an_edition_only_if_nobody_moves_it_or_there_is_no_free_day(
    schedule: Schedule,
) -> None:
    plain = replace(schedule, blackouts=Blackouts())
    wished = between(plain, utc("2026-09-01"), utc("2027-06-01"))
    kept = {occurrence.period for occurrence in between(schedule, utc("2026-07-01"), utc("2027-08-01"))}
    for lost in (occurrence for occurrence in wished if occurrence.period not in kept):
        assert schedule.blackouts.cover(lost.on)
        rest = _stretch(schedule.blackouts, lost.on)
        own = {occurrence.on for occurrence in wished} & rest
        assert schedule.blackouts.rule is BlackoutRule.SKIP or len(own) > 1 or len(rest) > 31


def _stretch(blackouts: Blackouts, day: date) -> set[date]:
    """The days without mail around that one, and the free day at either end."""
    found = {day}
    for step in (DAY, -DAY):
        beside = day
        while blackouts.cover(beside):
            beside += step
            found.add(beside)
    return found


@pytest.mark.parametrize(
    ("weekdays", "days"),
    [({0, 1, 2, 3, 4}, 3), (ALL_WEEK, 1), ({4}, 7), ({0, 3}, 4), ({5, 6}, 6), (set(), 7)],
)
def test_the_longest_gap_lies_between_two_of_the_days_also_over_a_weekend(weekdays: set[int], days: int) -> None:
    assert longest_gap(weekdays) == DAY * days
