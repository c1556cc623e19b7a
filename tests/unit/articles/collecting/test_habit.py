"""Silence is told against a source's own habit, and nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from syndicate.articles.collecting.habit import silent_since

LAST = datetime(2030, 3, 1, 9, tzinfo=UTC)


def arrivals(*hours_before: float) -> Sequence[str]:
    return [(LAST - timedelta(hours=hours)).isoformat() for hours in hours_before]


HOURLY = arrivals(5, 4, 3, 2, 1, 0)
WORKDAYS = arrivals(*range(24 * 11, 24 * 6, -24), *range(24 * 4, -1, -24))  # with a week-end between
WEEKLY = arrivals(*range(24 * 7 * 5, -1, -24 * 7))


@pytest.mark.parametrize(
    ("known", "hours", "is_silent"),
    [
        (HOURLY, 11, False),
        (HOURLY, 13, True),
        (WORKDAYS, 3 * 72 - 1, False),
        (WORKDAYS, 3 * 72 + 1, True),
        (WEEKLY, 20 * 24, False),
        (WEEKLY, 22 * 24, True),
        (HOURLY[-4:], 10_000, False),
        ((), 10_000, False),
    ],
)
def test_a_source_is_silent_by_its_own_measure(known: Sequence[str], hours: float, is_silent: bool) -> None:  # noqa: FBT001 - a column
    assert silent_since(known, LAST + timedelta(hours=hours)) == (LAST if is_silent else None)
