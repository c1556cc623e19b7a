"""A machine that was off for three days makes up for what it missed as the newsletter asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from syndicate.storage.tables import occurrences
from tests.integration.slot_parts import Press

if TYPE_CHECKING:
    from syndicate.storage import Database
    from tests.newsroom import Newsroom

ANN, BO = "ann@example.org", "bo@example.net"
MONDAY = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
THURSDAY = MONDAY + timedelta(days=3)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def press(desk: Newsroom, database: Database) -> Press:
    return Press(desk=desk, database=database)


def laid_out(catch_up: str, max_lateness: str = "96h") -> str:
    return f'cadence = "daily"\nat = "07:00"\ncatch_up = "{catch_up}"\nmax_lateness = "{max_lateness}"'


def off_for_three_days(press: Press, catch_up: str, **further: str) -> None:
    """Monday's edition leaves; stories come in day by day, but nobody composes; on Thursday the machine is on."""
    press.newsletter = laid_out(catch_up, **further)
    press.start(MONDAY, "monday")
    press.collect(MONDAY + DAY - HOUR, "tuesday")
    press.collect(MONDAY + 2 * DAY - HOUR, "wednesday")
    press.collect(MONDAY + 3 * DAY - HOUR, "thursday")
    press.start(THURSDAY + HOUR)


def test_the_latest_carries_what_all_would_have(press: Press) -> None:
    off_for_three_days(press, "latest")
    for reader in (ANN, BO):
        assert press.mails(reader) == [("2026-11-23", ["monday"]), ("2026-11-26", ["thursday", "tuesday", "wednesday"])]


def test_all_of_them_come_oldest_first_each_with_what_had_come_by_then(press: Press) -> None:
    off_for_three_days(press, "all")
    for reader in (ANN, BO):
        assert press.mails(reader) == [
            ("2026-11-23", ["monday"]),
            ("2026-11-24", ["tuesday"]),
            ("2026-11-25", ["wednesday"]),
            ("2026-11-26", ["thursday"]),
        ]
    with press.database.read() as connection:
        cuts = connection.execute(select(occurrences.c.cut).order_by(occurrences.c.key)).scalars().all()
    assert cuts == [1, 2, 3, 4]
    press.start(THURSDAY + 2 * HOUR)
    assert len(press.outcomes()) == 4


def test_none_is_made_up_for_and_what_they_would_have_carried_comes_with_the_next(press: Press) -> None:
    off_for_three_days(press, "skip")
    assert press.mails(ANN) == [("2026-11-23", ["monday"])]
    assert press.outcomes() == [
        ("2026-11-23", "edition"),
        ("2026-11-24", "skipped"),
        ("2026-11-25", "skipped"),
        ("2026-11-26", "skipped"),
    ]
    press.start(THURSDAY + DAY, "friday")
    assert press.mails(ANN)[1:] == [("2026-11-27", ["friday", "thursday", "tuesday", "wednesday"])]


def test_what_is_too_late_is_not_made_up_for_and_its_stories_come_with_what_is_not(press: Press) -> None:
    off_for_three_days(press, "all", max_lateness="30h")
    assert press.outcomes() == [
        ("2026-11-23", "edition"),
        ("2026-11-24", "late"),
        ("2026-11-25", "edition"),
        ("2026-11-26", "edition"),
    ]
    assert press.mails(ANN)[1:] == [("2026-11-25", ["tuesday", "wednesday"]), ("2026-11-26", ["thursday"])]


def test_stories_that_were_all_found_on_the_return_come_with_the_newest(press: Press) -> None:
    press.newsletter = laid_out("all")
    press.start(MONDAY, "monday")
    press.start(THURSDAY + HOUR, "tuesday", "wednesday")
    assert press.mails(ANN)[1:] == [("2026-11-26", ["tuesday", "wednesday"])]
    assert [outcome for _, outcome in press.outcomes()] == ["edition", "empty", "empty", "edition"]


def test_on_readers_clocks_all_come_one_after_the_other(press: Press) -> None:
    press.newsletter = laid_out("all") + '\nclock = "reader"'
    press.start(MONDAY, "monday")
    press.collect(MONDAY + DAY - HOUR, "tuesday")
    press.collect(MONDAY + 2 * DAY - HOUR, "wednesday")
    press.start(MONDAY + 2 * DAY + HOUR)
    assert press.mails(ANN) == [
        ("2026-11-23", ["monday"]),
        ("2026-11-24", ["tuesday"]),
        ("2026-11-25", ["wednesday"]),
    ]
