"""Weeks and leavers: sums of days, and to which edition an end belongs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from syndicate.delivery.reporting.model import WEEKS, EditionReport, leavers, mondays

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_year_of_weeks_ends_with_the_current_one() -> None:
    for today in (date(2026, 11, 23), date(2026, 11, 29)):
        weeks = mondays(today)
        assert len(weeks) == WEEKS
        assert (weeks[0], weeks[-1]) == (date(2025, 11, 24), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (-DAY, [0, 0]),
        (timedelta(), [1, 0]),
        (2 * DAY, [1, 0]),
        (3 * DAY, [0, 1]),
        (9 * DAY, [0, 1]),
        (10 * DAY, [0, 0]),
    ],
)
def test_who_left_belongs_to_the_newest_edition_of_the_last_seven_days(after: timedelta, expected: list[int]) -> None:
    assert leavers([NOON, NOON + 3 * DAY], [(NOON + after, 1)]) == expected


def test_there_is_no_share_of_nothing_and_none_above_all() -> None:
    edition = EditionReport(
        id="e",
        number=1,
        subject="Boats",
        state="closed",
        came_out_at=NOON,
        recipients=2,
        submitted=0,
        is_heard=False,
        delivered=0,
        bounced=1,
        returned=0,
        complained=0,
        refused=2,
        uncertain=0,
        left=0,
    )
    assert edition.share(edition.bounced) is None
