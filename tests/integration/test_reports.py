"""Reports: sums that are kept as events come, and what the command tells of them; on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from syndicate.delivery.doubt.missing import MissingStore
from syndicate.delivery.events.ses import read_event
from syndicate.delivery.lanes.run import NeverStop
from syndicate.delivery.reporting.model import NewsletterReport
from syndicate.delivery.reporting.store import ReportStore
from syndicate.delivery.thinning import Thinning
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.storage import Database
from syndicate.storage.tables import editions, subscriptions
from syndicate.testing.clock import ManualClock
from tests.commands import Invoke, given
from tests.integration.event_parts import (
    EDITION,
    NOON,
    a_mailing,
    applying,
    bounce,
    complaint,
    fate_sums,
    left,
    told,
)

DAY = timedelta(days=1)


def hear(database: Database, *bodies: str) -> None:
    applying(database).apply([event for body in bodies if (event := read_event(body))])


def a_report(database: Database, at: datetime = NOON + DAY, **asked: Any) -> NewsletterReport:
    with database.read() as connection:
        store = ReportStore(connection=connection, now=at)
        return store.of(EDITION, "Morning", **({"limit": 10} | asked))


def a_sent_edition(database: Database) -> list[str]:
    """Six mails: four arrive, one of those is called spam, one bounces for good, one comes back otherwise."""
    ids = a_mailing(database, 6, number=1, subject="Boats")
    left(database, ids)
    with database.write() as connection:
        connection.execute(update(editions).values(mails=6))
    delivered = [told("Delivery", id_) for id_ in ids[:4]]
    hear(database, *delivered, complaint(ids[3]), bounce(ids[4]), bounce(ids[5], "Transient", "MailboxFull"))
    return ids


def test_the_fates_of_mails_are_summed_as_they_change(database: Database) -> None:
    ids = a_sent_edition(database)
    kept, counted = fate_sums(database)
    assert kept == counted == {"delivered": 3, "complained": 1, "bounced": 1, "returned": 1}
    hear(database, told("Delivery", ids[0]), bounce(ids[0], at=NOON + timedelta(hours=1)))
    kept, counted = fate_sums(database)
    assert kept == counted == {"delivered": 2, "complained": 1, "bounced": 2, "returned": 1}


def test_what_was_told_of_mails_that_are_sent_again_is_taken_back(database: Database) -> None:
    a_sent_edition(database)
    with database.write() as connection:
        edition = EditionStore(connection).lock(EDITION)
        assert edition is not None
        assert MissingStore(connection).put_back(edition) == 1
    kept, counted = fate_sums(database)
    assert kept == counted == {"delivered": 3, "complained": 1, "bounced": 1}


def test_a_report_is_the_same_before_and_after_an_edition_is_thinned(database: Database) -> None:
    a_sent_edition(database)
    with database.write() as connection:
        EditionStore(connection).end(EDITION, EditionState.CLOSED, NOON + timedelta(hours=1))
    before = a_report(database)
    (edition,) = before.editions
    told_ = (edition.recipients, edition.submitted, edition.delivered, edition.bounced, edition.returned)
    assert told_ == (6, 6, 4, 1, 1)
    assert (edition.complained, edition.is_heard, edition.subject) == (1, True, "Boats")
    later = ManualClock(NOON + 60 * DAY)
    thinning = Thinning(database=database, clock=later, renderings_kept=40 * DAY, people_kept=40 * DAY)
    assert thinning.thin(NeverStop()).people == 1
    assert fate_sums(database)[1] == {}
    assert a_report(database).editions == before.editions


def test_who_left_is_counted_once_by_the_newest_edition_and_only_if_by_themselves(database: Database) -> None:
    a_sent_edition(database)
    second = NOON + 2 * DAY
    with database.write() as connection:
        first = EditionStore(connection).get(EDITION)
        assert first is not None
        connection.execute(update(editions).values(number=1))
    a_mailing(database, 1, "other", number=1)
    with database.write() as connection:
        moved = update(editions).where(editions.c.id == "other")
        connection.execute(moved.values(newsletter=EDITION, number=2, first_claimed_at=second))
        ends = (
            (0, NOON - timedelta(minutes=1), "page"),  # before any
            (1, NOON + DAY, "one-click"),
            (2, second, "page"),
            (3, second + 6 * DAY, "page"),
            (4, second + 7 * DAY, "page"),  # too late
            (5, NOON + DAY, "import"),
        )
        for reader, at, by in ends:
            this = update(subscriptions).where(subscriptions.c.id == f"{EDITION}-s{reader}")
            connection.execute(this.values(state="ended", ended_at=at, ended_by=by))
    report = a_report(database, NOON + 10 * DAY)
    assert [(edition.number, edition.left) for edition in report.editions] == [(2, 2), (1, 1)]
    assert [edition.left for edition in a_report(database, NOON + 10 * DAY, before=2).editions] == [1]
    assert report.readers == 0
    weeks = {week.starts_on: (week.joined, week.left) for week in report.weeks if week.joined or week.left}
    assert weeks == {date(2026, 11, 16): (6, 1), date(2026, 11, 23): (0, 3), date(2026, 11, 30): (0, 2)}


def test_a_long_list_goes_by_numbers(database: Database) -> None:
    a_sent_edition(database)
    row = {"newsletter": EDITION, "cadence": "daily", "state": "closed", "due_at": NOON, "frozen_at": NOON}
    row |= {"min_articles": 1, "sender": "x"}
    with database.write() as connection:
        for number in (2, 3):
            own = {"id": f"e{number}", "slot": f"s{number}", "number": number, "first_claimed_at": NOON}
            connection.execute(insert(editions).values(row | own))
    report = a_report(database, limit=1)
    # Those two say nothing: they have no variant, so nobody can have had them.
    assert [edition.number for edition in report.editions] == [1]
    assert not report.has_earlier
    assert a_report(database, before=1).editions == ()


@pytest.mark.parametrize("at", [datetime(2026, 11, 23, 0, 30, tzinfo=UTC), datetime(2026, 11, 29, 23, 30, tzinfo=UTC)])
def test_a_week_begins_on_monday_in_utc(database: Database, at: datetime) -> None:
    a_mailing(database, 1)
    with database.write() as connection:
        connection.execute(update(subscriptions).values(started_at=at))
    report = a_report(database, datetime(2026, 12, 1, tzinfo=UTC))
    assert [week.starts_on for week in report.weeks if week.joined] == [date(2026, 11, 23)]


def test_the_command_tells_the_same_in_json_and_in_lines(invoke: Invoke) -> None:
    assert invoke("run", "--once")[0] == 0
    told_ = given(invoke, "report", "daily")
    (report,) = told_["newsletters"]
    assert (report["name"], len(report["weeks"])) == ("daily", 53)
    assert report["fuse"]["bounce_warn"] == 0.03
    assert report["weeks"][-1]["net"] == report["readers"]
    code, out, _ = invoke("report")
    assert code == 0
    assert f"(daily): {report['readers']} readers" in out
    assert invoke("report", "nobody")[0] == 2
