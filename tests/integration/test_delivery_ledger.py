from __future__ import annotations

import re
import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from syndicate.delivery.freezing import freeze
from syndicate.delivery.lanes.batch_store import BatchStore
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import Delivery, DeliveryState
from syndicate.delivery.outcome import NextState
from syndicate.storage import Database
from syndicate.storage.tables import deliveries, subscribers, subscriptions
from tests.editions import freeze_again, the_edition
from tests.integration.delivery_parts import EDITION, LEASE, NOON, HandClock, an_edition, counts, rows, unsubscribe

SUBMITTED = NextState(state=DeliveryState.SUBMITTED, attempts=1, message_id="m-1")
UNCERTAIN = NextState(state=DeliveryState.UNCERTAIN, attempts=1, reason="lost")
REFUSED = NextState(state=DeliveryState.REFUSED, attempts=1, reason="no")


def _claim(database: Database, limit: int = 1, at: datetime = NOON) -> list[Delivery]:
    with database.write() as connection:
        batch = Ledger(connection).claim(EDITION, at, limit, carrier="memory", lease_until=at + LEASE)
    return list(batch.claims) if batch else []


def _record(database: Database, claim: Delivery, outcome: NextState) -> bool:
    with database.write() as connection:
        recorded = Ledger(connection).record([(claim, outcome)], NOON)
    return recorded.submitted + recorded.others > 0


def test_a_planned_delivery_is_pending_with_the_address_of_the_freeze(database: Database) -> None:
    an_edition(database, 2)
    first, second = rows(database)
    assert (first.address, first.name, first.state, first.attempts) == ("r0@example.com", None, "pending", 0)
    assert second.name == "Reader 1"
    assert first.batch_key is None


def test_the_ids_of_planned_deliveries_are_random_and_fit_a_file_name_and_a_tag(database: Database) -> None:
    an_edition(database, 50)
    ids = {row.id for row in rows(database)}
    assert len(ids) == 50
    assert all(re.fullmatch("[a-z0-9]{26,64}", one) for one in ids)
    assert len({one[:8] for one in ids}) == 50


def test_freezing_again_adds_nobody_twice(database: Database) -> None:
    an_edition(database, 3)
    before = rows(database)
    with database.write() as connection:
        connection.execute(update(subscribers).values(mailbox="changed@example.com"))
    assert freeze(database, HandClock(), EDITION) == 0
    assert rows(database) == before


@pytest.mark.parametrize("state", ["unconfirmed", "paused", "ended"])
def test_only_confirmed_subscriptions_to_the_newsletter_are_planned(database: Database, state: str) -> None:
    an_edition(database, 3)
    an_edition(database, 2, "edition-2")
    with database.write() as connection:
        gone = subscriptions.c.id == f"{EDITION}-s1"
        connection.execute(update(subscriptions).where(gone).values(state=state))
        edition = the_edition(connection, EDITION)
    assert freeze_again(database, edition) == 2
    assert [row.address for row in rows(database)] == ["r0@example.com", "r2@example.com"]
    assert counts(database, "edition-2") == {"pending": 2}


def test_a_claim_takes_at_most_the_limit_and_nothing_twice(database: Database) -> None:
    an_edition(database, 5)
    first = _claim(database, 2)
    second = _claim(database, 10)
    assert [len(first), len(second)] == [2, 3]
    assert len({claim.id for claim in first + second}) == 5
    assert _claim(database) == []
    assert {(claim.state, claim.attempts) for claim in first} == {("claimed", 1)}
    assert len({claim.batch_key for claim in first}) == 1


def test_a_claim_that_is_not_committed_is_not_made(database: Database) -> None:
    an_edition(database, 1)
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        Ledger(connection).claim(EDITION, NOON, 1, carrier="memory", lease_until=NOON + LEASE)
        raise ZeroDivisionError
    assert counts(database) == {"pending": 1}


def test_a_delivery_is_not_claimed_before_its_time(database: Database) -> None:
    an_edition(database, 1)
    later = NOON + timedelta(seconds=30)
    waiting = NextState(state=DeliveryState.PENDING, attempts=1, not_before=later, reason="busy")
    assert _record(database, _claim(database)[0], waiting)
    assert _claim(database, at=later - timedelta(microseconds=1)) == []
    with database.read() as connection:
        assert Ledger(connection).next_due(EDITION, NOON) == later
    assert _claim(database, at=later)[0].attempts == 2


@pytest.mark.parametrize("ahead", [timedelta(minutes=10), timedelta(days=400)])
def test_a_wait_that_a_clock_wrote_which_was_ahead_is_none(database: Database, ahead: timedelta) -> None:
    an_edition(database, 2)
    first, second = _claim(database, 2)
    soon = NOON + timedelta(seconds=30)
    _record(database, first, NextState(state=DeliveryState.PENDING, attempts=1, not_before=soon, reason="busy"))
    by_that_clock = NOON + ahead + timedelta(seconds=1)
    _record(database, second, NextState(state=DeliveryState.PENDING, attempts=1, not_before=by_that_clock))
    with database.read() as connection:
        assert Ledger(connection).next_due(EDITION, NOON) == NOON
    assert [claim.id for claim in _claim(database, 2)] == [second.id]


def test_what_is_due_now_is_due_now(database: Database) -> None:
    an_edition(database, 2)
    with database.read() as connection:
        assert Ledger(connection).next_due(EDITION, NOON) == NOON
        assert Ledger(connection).next_due("another", NOON) is None


def test_an_overdue_delivery_is_due_now_and_not_in_the_past(database: Database) -> None:
    an_edition(database, 1)
    _record(database, _claim(database)[0], NextState(state=DeliveryState.PENDING, attempts=1, not_before=NOON))
    hour_later = NOON + timedelta(hours=1)
    with database.read() as connection:
        assert Ledger(connection).next_due(EDITION, hour_later) == hour_later


def test_a_result_is_written_once(database: Database) -> None:
    an_edition(database, 1)
    [claim] = _claim(database)
    assert _record(database, claim, SUBMITTED)
    assert not _record(database, claim, REFUSED)
    [row] = rows(database)
    assert (row.state, row.message_id, row.settled_at) == ("submitted", "m-1", NOON)


def test_a_late_yes_settles_what_was_called_uncertain_but_a_late_no_does_not(database: Database) -> None:
    an_edition(database, 1)
    [claim] = _claim(database)
    assert _record(database, claim, UNCERTAIN)
    assert not _record(database, claim, REFUSED)
    assert not _record(database, claim, NextState(state=DeliveryState.PENDING, attempts=1))
    assert _record(database, claim, SUBMITTED)
    assert counts(database) == {"submitted": 1}


def test_a_stale_claim_cannot_write_over_a_newer_one(database: Database) -> None:
    an_edition(database, 1)
    [stale] = _claim(database)
    _record(database, stale, NextState(state=DeliveryState.PENDING, attempts=0))
    assert _claim(database)
    assert not _record(database, stale, NextState(state=DeliveryState.PENDING, attempts=0))
    with database.write() as connection:
        assert not Ledger(connection).release([stale])
    assert counts(database) == {"claimed": 1}


def test_a_released_claim_was_no_try(database: Database) -> None:
    an_edition(database, 1)
    [claim] = _claim(database)
    with database.write() as connection:
        assert Ledger(connection).release([claim])
    assert [(row.state, row.attempts) for row in rows(database)] == [("pending", 0)]


def test_claims_are_left_out_whose_readers_may_not_be_mailed_any_more(database: Database) -> None:
    an_edition(database, 3)
    with database.write() as connection:
        batch = Ledger(connection).claim(EDITION, NOON, 3, carrier="memory", lease_until=NOON + LEASE)
    assert batch is not None
    sent, stays, left = batch.claims
    _record(database, sent, SUBMITTED)
    numbers = [int(claim.subscription_id.rpartition("-s")[2]) for claim in (sent, left)]
    unsubscribe(database, *numbers)
    with database.write() as connection:
        rest = Ledger(connection).exclude_unmailable(batch, "unsubscribed", NOON)
    assert rest.claims == (sent, stays)
    assert counts(database) == {"submitted": 1, "claimed": 1, "excluded": 1}


def test_the_counts_name_every_state_and_add_up_to_the_audience(database: Database) -> None:
    an_edition(database, 6)
    claims = _claim(database, 4)
    for claim, outcome in zip(claims, (SUBMITTED, UNCERTAIN, REFUSED), strict=False):
        _record(database, claim, outcome)
    with database.read() as connection:
        found = Ledger(connection).counts(EDITION)
    assert set(found) == set(DeliveryState)
    assert sum(found.values()) == 6


def test_an_edition_whose_last_claim_is_outstanding_still_has_work(database: Database) -> None:
    an_edition(database, 1)
    [claim] = _claim(database)
    with database.read() as connection:
        assert not Ledger(connection).is_done(EDITION)
        [batch] = BatchStore(connection).open()
        assert BatchStore(connection).claims(batch) == [claim]
        assert Ledger(connection).get(claim.id) == claim
    _record(database, claim, SUBMITTED)
    with database.read() as connection:
        assert Ledger(connection).is_done(EDITION)


def test_refused_deliveries_can_be_put_back_and_start_afresh(database: Database) -> None:
    an_edition(database, 3)
    for claim, outcome in zip(_claim(database, 3), (SUBMITTED, UNCERTAIN, REFUSED), strict=True):
        _record(database, claim, outcome)
    with database.write() as connection:
        assert Ledger(connection).requeue(the_edition(connection, EDITION), DeliveryState.REFUSED) == 1
    assert counts(database) == {"submitted": 1, "uncertain": 1, "pending": 1}
    assert [claim.attempts for claim in _claim(database)] == [1]


def test_what_was_submitted_is_never_put_back(database: Database) -> None:
    an_edition(database, 1)
    with pytest.raises(ValueError, match="not sent again"), database.write() as connection:
        Ledger(connection).requeue(the_edition(connection, EDITION), DeliveryState.SUBMITTED)


def test_a_listing_goes_on_after_the_last_id_and_can_show_one_state(database: Database) -> None:
    an_edition(database, 5)
    _claim(database, 2)
    with database.read() as connection:
        ledger = Ledger(connection)
        first = ledger.of(EDITION, limit=3)
        second = ledger.of(EDITION, after=first[-1].id, limit=3)
        assert len(ledger.of(EDITION, state=DeliveryState.CLAIMED)) == 2
    ids = [row.id for row in first + second]
    assert ids == in_order(database)


def in_order(database: Database) -> list[str]:
    """The ids of an edition's deliveries, in the order of the freeze."""
    with database.read() as connection:
        return list(connection.execute(select(deliveries.c.id).order_by(deliveries.c.key)).scalars())


def test_the_same_address_may_be_in_two_editions(database: Database) -> None:
    an_edition(database, 2)
    an_edition(database, 2, "edition-2")
    assert len(_claim(database, 10)) == 2
    assert counts(database, "edition-2") == {"pending": 2}


def test_eight_at_once_claim_everything_once(database: Database) -> None:
    an_edition(database, 80)
    found: list[str] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        while claims := _claim(database, 3):
            found.extend(claim.id for claim in claims)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(set(found))
    # A row that another transaction was just claiming is passed over, so one may be left for the next.
    assert len(found) + counts(database).get("pending", 0) == 80


def test_who_was_tried_least_is_claimed_first(database: Database) -> None:
    an_edition(database, 3)
    [tried] = _claim(database)
    _record(database, tried, NextState(state=DeliveryState.PENDING, attempts=1, reason="busy"))
    claimed = [_claim(database)[0].id for _ in range(3)]
    assert claimed[2] == tried.id
    assert claimed[:2] == [which for which in in_order(database) if which != tried.id]


def test_a_batch_names_its_carrier_and_its_process_and_has_one_variant(database: Database) -> None:
    an_edition(database, 2)
    with database.write() as connection:
        batch = Ledger(connection).claim(EDITION, NOON, 5, carrier="ses", lease_until=NOON + LEASE, by="host:1")
    assert batch is not None
    with database.read() as connection:
        [row] = BatchStore(connection).open()
    assert (row.key, row.carrier, row.claimed_by, row.lease_until) == (batch.key, "ses", "host:1", NOON + LEASE)
    assert {claim.variant_key for claim in batch.claims} == {batch.variant_key}


def test_deliveries_of_a_person_who_is_gone_are_still_counted(database: Database) -> None:
    an_edition(database, 3)
    with database.write() as connection:
        connection.execute(delete(subscribers).where(subscribers.c.id == f"{EDITION}-p1"))
    assert counts(database) == {"pending": 3}
    with database.read() as connection:
        tied = connection.execute(select(deliveries.c.subscription_key).order_by(deliveries.c.key)).scalars().all()
    assert [key is None for key in tied] == [False, True, False]
