"""The publisher changes a default: who left it to the newsletter is moved, who chose stays, nobody is mailed twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from syndicate.audience.model import Wishes
from syndicate.publishing.moving import coming_moves
from syndicate.publishing.newsletters import newsletters_of
from tests.integration.slot_parts import Press

if TYPE_CHECKING:
    from syndicate.storage import Database
    from tests.newsroom import Newsroom

ANN, BO = "ann@example.org", "bo@example.net"
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
DAILY = 'cadence = "daily"\nat = "07:00"'
WEEKLY = 'cadence = "weekly"\nweekdays = ["{}"]\nat = "07:00"'
AND_DAILY = '\n[[newsletters.cadences]]\nkind = "daily"\nat = "07:00"\n'


@pytest.fixture
def press(desk: Newsroom, database: Database) -> Press:
    return Press(desk=desk, database=database)


def test_who_did_not_choose_is_moved_and_who_chose_gets_what_they_chose(press: Press) -> None:
    press.start(MONDAY, "monday")
    press.choose(BO, Wishes(cadence="daily"), MONDAY)
    press.newsletter = WEEKLY.format("wed") + AND_DAILY
    press.start(MONDAY + DAY, "tuesday")
    press.start(MONDAY + 2 * DAY, "wednesday")
    assert press.mails(BO) == [("2026-11-23", ["monday"]), ("2026-11-24", ["tuesday"]), ("2026-11-25", ["wednesday"])]
    assert press.mails(ANN) == [("2026-11-23", ["monday"]), ("2026-11-25", ["tuesday", "wednesday"])]


def test_it_is_told_before_it_happens_and_only_until_then(press: Press) -> None:
    press.start(MONDAY, "monday")
    press.choose(BO, Wishes(cadence="daily"), MONDAY)
    press.newsletter = WEEKLY.format("wed") + AND_DAILY
    newsletters = newsletters_of(press.config())
    [move] = coming_moves(press.database, newsletters)
    assert str(move) == (
        "daily: its default goes from daily 07:00 UTC to weekly (wed) 07:00 UTC: moves 1 reader who did not choose; "
        "1 keeps their own choice"
    )
    press.start(MONDAY + HOUR)
    assert coming_moves(press.database, newsletters) == []


def test_of_a_database_that_did_not_keep_its_defaults_nothing_is_told(press: Press) -> None:
    press.collect(MONDAY, "monday")
    press.newsletter = WEEKLY.format("wed")
    assert coming_moves(press.database, newsletters_of(press.config())) == []


def once_a_date(press: Press) -> list[str]:
    slots = [slot for slot, _ in press.mails(ANN)]
    assert len(set(slots)) == len(slots)
    return slots


def test_an_hour_that_is_moved_after_the_mail_of_the_day_brings_no_second_one(press: Press) -> None:
    press.start(MONDAY, "monday")
    press.newsletter = DAILY.replace("07:00", "09:00")
    press.start(MONDAY + 2 * HOUR, "late")
    assert once_a_date(press) == ["2026-11-23"]
    press.start(MONDAY + DAY + 2 * HOUR)
    assert press.mails(ANN)[1:] == [("2026-11-24", ["late"])]


@pytest.mark.parametrize(("zone", "dates"), [("Asia/Tokyo", ["2026-11-24"]), ("America/Los_Angeles", ["2026-11-24"])])
def test_a_zone_that_is_moved_brings_no_second_mail_of_a_date(press: Press, zone: str, dates: list[str]) -> None:
    press.start(MONDAY, "monday")
    press.newsletter = f'{DAILY}\ntime_zone = "{zone}"'
    for hours in range(4, 36, 4):
        press.start(MONDAY + hours * HOUR, f"story {hours}")
    assert once_a_date(press) == ["2026-11-23", *dates]


def test_a_weekday_that_is_moved_within_the_week_brings_no_second_mail_of_the_week(press: Press) -> None:
    press.newsletter = WEEKLY.format("mon")
    press.start(MONDAY, "monday")
    press.newsletter = WEEKLY.format("wed")
    press.start(MONDAY + 2 * DAY, "wednesday")
    assert once_a_date(press) == ["2026-11-23"]
    press.start(MONDAY + 9 * DAY, "next")
    assert press.mails(ANN)[1:] == [("2026-12-02", ["next", "wednesday"])]


def test_from_daily_to_weekly_and_back_nobody_gets_two_of_a_date_or_a_story_twice(press: Press) -> None:
    press.start(MONDAY, "monday")
    press.newsletter = WEEKLY.format("mon")
    press.start(MONDAY + HOUR, "later")
    press.newsletter = DAILY
    press.start(MONDAY + 2 * HOUR, "later still")
    press.start(MONDAY + DAY, "tuesday")
    assert once_a_date(press) == ["2026-11-23", "2026-11-24"]
    assert press.mails(ANN)[1:] == [("2026-11-24", ["later", "later still", "tuesday"])]
