"""Who is forgotten while something else is written about them leaves no trace of that either."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from syndicate.audience.consents import ConsentLedger
from syndicate.audience.erasing import erase_address, erase_person
from syndicate.audience.joins.confirming import Offer, confirm
from syndicate.audience.joins.store import JoinStore
from syndicate.audience.model import EndedBy, Ending, Ground
from syndicate.audience.retention import AudienceRetention
from syndicate.audience.store import AudienceStore
from syndicate.storage.states import JoinKind, SubscriptionState
from syndicate.storage.tables import consents, subscribers, subscriptions
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.integration.joining_parts import DAY, DIGESTS, NOON, a_confirmation, subscribe
from tests.integration.list_parts import a_list, bring, states
from tests.integration.test_erasing import everything

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from sqlalchemy import Connection

    from syndicate.storage import Database

ANN = read_mailbox("ann@example.org")
OFFERS = {name: Offer(welcomes=True, language="en", has_readers_clock=False) for name in ("morning", "evening")}
NETWORK = "198.51.100.0/24"
GROUND = Ground(kind="page", wording="I, ann, agree", recorded_at=NOON, network=NETWORK, page="/")
#: Seconds after which whoever has not gone on is waiting.
SOON = 0.3


def confirm_a_wish(connection: Connection) -> None:
    newest = connection.execute(text("SELECT id FROM joins ORDER BY key DESC")).scalar_one()
    join = JoinStore(connection).lock(newest)
    assert join is not None
    confirm(connection, join, DIGESTS, OFFERS, NOON, NETWORK)


def subscribe_by_hand(connection: Connection) -> None:
    AudienceStore(connection).subscribe(ANN, "evening", now=NOON, grounds=[GROUND])


def confirm_by_a_list(connection: Connection) -> None:
    AudienceStore(connection).subscribe(ANN, "noon", now=NOON, grounds=[GROUND])


def join_on_their_page(connection: Connection) -> None:
    store = AudienceStore(connection, DIGESTS)
    [morning] = store.of_address(ANN.key, "morning")
    assert store.lock(morning.id) is not None
    time.sleep(SOON)  # whoever forgets them has come by now
    store.subscribe(ANN, "evening", now=NOON, grounds=[GROUND])


def leave(connection: Connection) -> None:
    store = AudienceStore(connection)
    [morning] = store.of_address(ANN.key, "morning")
    store.end(morning.id, Ending(at=NOON, by=EndedBy.ONE_CLICK, page="unsubscribe", network=NETWORK))


def wait_until_it_waits(database: Database, other: Future[None]) -> None:
    """Until PostgreSQL says that a transaction waits for another, or for a moment."""
    limit = time.monotonic() + SOON
    waits = text("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
    while time.monotonic() < limit and not other.done():
        if not database.is_sqlite:
            with database.read() as connection:
                if connection.execute(waits).first():
                    return
        time.sleep(0.01)


def while_uncommitted(database: Database, write: Callable[[Connection], object], then: Callable[[], None]) -> None:
    """Do the one thing in another thread before the other is committed."""
    with ThreadPoolExecutor(1) as pool:
        with database.write() as connection:
            write(connection)
            other = pool.submit(then)
            wait_until_it_waits(database, other)
        other.result(timeout=30)


def _run(retention: AudienceRetention) -> None:
    retention.run(threading.Event())


def forget_ann(database: Database) -> None:
    with database.write() as connection:
        erase_address(connection, ANN, DIGESTS, NOON)


@pytest.mark.parametrize("write", [confirm_a_wish, subscribe_by_hand, confirm_by_a_list, leave])
def test_what_is_committed_while_its_reader_is_forgotten_is_forgotten_with_them(
    database: Database, write: Callable[[Connection], None]
) -> None:
    subscribe(database, ANN.shown, "morning", grounds=[GROUND])
    subscribe(database, ANN.shown, "noon", state=SubscriptionState.UNCONFIRMED)
    if write is confirm_a_wish:
        a_confirmation(database, ANN.shown)
    while_uncommitted(database, write, lambda: forget_ann(database))
    said = everything(database)
    assert "ann" not in said.casefold()
    assert NETWORK not in said
    with database.read() as connection:
        assert connection.execute(select(consents.c.salt)).scalars().all().count(None) >= 1
        assert ConsentLedger(connection).audit().broken == ()


def test_who_joins_on_their_page_while_they_are_forgotten_keeps_nobody_waiting_for_good(database: Database) -> None:
    subscribe(database, ANN.shown, "morning", grounds=[GROUND])

    def join_there() -> None:
        with database.write() as connection:
            join_on_their_page(connection)

    with ThreadPoolExecutor(2) as pool:
        joining = pool.submit(join_there)
        time.sleep(SOON / 2)
        forgetting = pool.submit(forget_ann, database)
        joining.result(timeout=30)
        forgetting.result(timeout=30)
    assert "ann@" not in everything(database)


def test_who_confirms_for_the_first_time_while_they_are_forgotten_is_forgotten_as_well(database: Database) -> None:
    a_confirmation(database, ANN.shown)
    while_uncommitted(database, confirm_a_wish, lambda: forget_ann(database))
    assert "ann@" not in everything(database)
    assert NETWORK not in everything(database)


def test_a_list_that_is_read_while_its_reader_is_forgotten_does_not_bring_them_back(
    database: Database, tmp_path: Path
) -> None:
    path = a_list(tmp_path, f"email\n{ANN.shown}\nbo@example.org\n")

    def bring_list() -> None:
        bring(database, path, consent="asked", digests=DIGESTS)

    def forget(connection: Connection) -> None:
        erase_address(connection, ANN, DIGESTS, NOON)

    while_uncommitted(database, forget, bring_list)
    assert states(database) == {"bo@example.org": "confirmed"}


def test_who_comes_by_a_list_for_the_first_time_while_they_are_forgotten_is_forgotten_as_well(
    database: Database,
) -> None:
    def join_first(connection: Connection) -> None:
        AudienceStore(connection, DIGESTS).subscribe(ANN, "evening", now=NOON, grounds=[GROUND])

    while_uncommitted(database, join_first, lambda: forget_ann(database))
    assert "ann@" not in everything(database)
    assert NETWORK not in everything(database)


def test_who_moves_while_they_are_forgotten_is_forgotten_at_the_new_address(database: Database) -> None:
    ann = subscribe(database, ANN.shown, grounds=[GROUND])
    a_confirmation(database, "ann@new.example", kind=JoinKind.MOVE, subscription_id=ann)
    with database.read() as connection:
        key = connection.execute(select(subscribers.c.key)).scalar_one()

    def forget_her() -> None:
        with database.write() as connection:
            erase_person(connection, key, DIGESTS, NOON)

    while_uncommitted(database, confirm_a_wish, forget_her)
    assert "ann@" not in everything(database)


def test_who_confirms_while_the_unconfirmed_are_let_go_of_stays(database: Database) -> None:
    subscribe(database, ANN.shown, "noon", state=SubscriptionState.UNCONFIRMED)
    retention = AudienceRetention(
        database=database,
        clock=ManualClock(NOON + 30 * DAY),
        digests=DIGESTS,
        unconfirmed=timedelta(days=14),
        ended=None,
        networks=timedelta(days=90),
    )
    while_uncommitted(database, confirm_by_a_list, lambda: _run(retention))
    with database.read() as connection:
        assert connection.execute(select(subscriptions.c.state)).scalars().all() == ["confirmed"]
        assert ConsentLedger(connection).ungrounded() == (0, [])
