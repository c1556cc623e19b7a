from __future__ import annotations

from datetime import time, timedelta

import pytest

from syndicate.digests.newsletters import Cadence, QuietHours, kept_for
from syndicate.storage.states import CadenceKind

DAY = timedelta(days=1)


def cadence(kind: CadenceKind, *weekdays: int, max_wait: timedelta | None = None) -> Cadence:
    return Cadence(kind=kind, at=time(7), weekdays=frozenset(weekdays or range(7)), max_wait=max_wait)


@pytest.mark.parametrize(
    ("offered", "days"),
    [
        (cadence(CadenceKind.DAILY), 1),
        (cadence(CadenceKind.DAILY, 0, 1, 2, 3, 4), 3),
        (cadence(CadenceKind.DAILY, 0, 3), 4),
        (cadence(CadenceKind.WEEKDAYS), 3),
        (cadence(CadenceKind.WEEKDAYS, 1, 3, 5), 5),
        (cadence(CadenceKind.WEEKLY, 4), 7),
        (cadence(CadenceKind.MONTHLY), 31),
        (cadence(CadenceKind.INSTANT), 1),
    ],
)
def test_a_story_may_wait_for_twice_the_longest_time_between_two_editions(offered: Cadence, days: int) -> None:
    assert offered.period == days * DAY
    assert offered.patience == 2 * days * DAY


def test_a_story_may_wait_as_long_as_the_newsletter_says() -> None:
    assert cadence(CadenceKind.DAILY, max_wait=9 * DAY).patience == 9 * DAY


def test_who_had_what_is_known_for_as_long_as_a_story_can_come_late_and_wait() -> None:
    offered = [cadence(CadenceKind.DAILY, max_wait=20 * DAY), cadence(CadenceKind.WEEKLY, 4)]
    assert kept_for([2 * DAY, 5 * DAY], offered) == (5 + 20 + 7 + 31) * DAY


@pytest.mark.parametrize(
    ("at", "is_quiet"), [("21:59", False), ("22:00", True), ("00:00", True), ("06:59", True), ("07:00", False)]
)
def test_quiet_hours_may_pass_midnight_and_end_on_the_minute(at: str, is_quiet: bool) -> None:  # noqa: FBT001 - a case
    assert QuietHours(start=time(22), end=time(7)).cover(time.fromisoformat(at)) is is_quiet


def test_quiet_hours_may_lie_in_the_day() -> None:
    noon = QuietHours(start=time(12), end=time(14))
    assert [noon.cover(time(hour)) for hour in (11, 12, 13, 14)] == [False, True, True, False]
