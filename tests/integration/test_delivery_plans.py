"""Whatever is asked before a mail leaves is answered by an index, however many mails the ledger holds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from syndicate.delivery.lanes.batch_store import BatchStore
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState
from syndicate.delivery.status.store import StatusSettings, StatusStore
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.storage import Database, open_database
from syndicate.storage.tables import batches, deliveries, editions
from tests.emptying import empty
from tests.integration.delivery_parts import EDITION, NOON, an_edition
from tests.integration.plan_parts import analyse, is_scan, is_sorted, plans

MANY = 50_000
#: Every second mail has left, of those that wait one in ten not before later, and some are in doubt.
LARGE = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {many})
INSERT INTO deliveries (id, edition_key, variant_key, address, state, batch_key, attempts, not_before, settled_at)
SELECT 'd' || n, {edition}, {variant}, 'many' || n || '@example.com',
 CASE WHEN n % 2 = 0 THEN 'submitted' WHEN n % 999 = 0 THEN 'uncertain' ELSE 'pending' END,
 CASE WHEN n % 2 = 0 THEN (SELECT max(key) FROM batches) END, 0,
 CASE WHEN n % 10 = 1 THEN {later} END, CASE WHEN n % 2 = 0 THEN {now} END FROM numbers
"""
BATCHES = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {many})
INSERT INTO batches (edition_key, carrier, claimed_by, claimed_at, lease_until, ended_at)
SELECT {edition}, 'memory', 'x', {now}, {now}, CASE WHEN n % 5000 <> 0 THEN {now} END FROM numbers
"""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def ledger(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path
) -> Iterator[Database]:
    """A ledger of fifty thousand mails, of as many batches; what is asked of it leaves it as it is."""
    if request.param == "sqlite":
        path = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("ledger") / "syndicate.db")
        database = open_database(f"sqlite:///{path}")
    else:
        database = open_database(request.getfixturevalue("postgres_url"))
        with database.write() as connection:
            empty(connection)
    fill(database)
    yield database
    database.close()


def fill(database: Database) -> None:
    an_edition(database, 10)
    an_edition(database, 10, "edition-2")
    now, later = (f"'{at:%Y-%m-%d %H:%M:%S}.000000{'' if database.is_sqlite else '+00'}'" for at in (NOON, LATER))
    cast = "" if database.is_sqlite else "::timestamptz"
    places = {"many": MANY, "now": now + cast, "later": later + cast}
    with database.write() as connection:
        places["edition"] = connection.execute(select(editions.c.key).where(editions.c.id == EDITION)).scalar_one()
        of_edition = deliveries.c.edition_key == places["edition"]
        places["variant"] = connection.execute(select(deliveries.c.variant_key).where(of_edition).limit(1)).scalar_one()
        for statement in (BATCHES, LARGE):
            connection.execute(text(statement.format(**places)))
    analyse(database)


LATER = NOON + timedelta(hours=1)


def key_of(connection: Connection) -> int:
    key: int = connection.execute(select(editions.c.key).where(editions.c.id == EDITION)).scalar_one()
    return key


def open_batches(connection: Connection) -> object:
    of_edition = (batches.c.edition_key == key_of(connection), batches.c.ended_at.is_(None))
    return connection.execute(select(batches.c.key).where(*of_edition)).all()


def claim(connection: Connection) -> object:
    batch = Ledger(connection).claim(EDITION, NOON, 50, carrier="memory", lease_until=NOON + timedelta(minutes=1))
    assert batch is not None
    assert len(batch.claims) == 50
    return batch


def status(connection: Connection) -> object:
    connection.execute(editions.update().values(mails=MANY))
    return StatusStore(connection, StatusSettings(carrier="memory")).under_way(NOON)


ASKED: dict[str, Callable[[Connection], object]] = {
    "a claim": claim,
    "when the next is due": lambda connection: Ledger(connection).next_due(EDITION, NOON),
    "what is unfinished": lambda connection: Ledger(connection).unfinished(EditionState.SENDING, EditionState.HELD),
    "editions under way": lambda connection: EditionStore(connection).under_way(),
    "a page of uncertain ones": lambda connection: Ledger(connection).of(EDITION, state=DeliveryState.UNCERTAIN),
    "how editions fare": status,
}


@pytest.mark.parametrize("name", ASKED)
def test_no_question_goes_through_the_whole_ledger(ledger: Database, name: str) -> None:
    asked = plans(ledger, ASKED[name], "deliveries")
    assert [plan for plan in asked if is_scan(plan, "deliveries")] == []
    assert asked or name == "editions under way"


def test_a_claim_reads_the_next_ones_in_place(ledger: Database) -> None:
    _, taking = (plan for plan in plans(ledger, claim, "deliveries") if "ix_deliveries_queue" in plan)
    assert not is_sorted(taking)


def test_open_batches_are_found_among_those_that_have_ended(ledger: Database) -> None:
    (plan,) = plans(ledger, open_batches, "batches")
    assert "ix_batches_open" in plan


def test_batches_under_way_are_found_before_a_database_knows_how_large_its_tables_are(
    sqlite_database: Database,
) -> None:
    (plan,) = plans(sqlite_database, lambda connection: BatchStore(connection).open(), "batches")
    assert "ix_batches_open" in plan


def test_a_scan_would_be_seen(ledger: Database) -> None:
    unindexed = select(deliveries.c.key).where(deliveries.c.address == "x")
    (plan,) = plans(ledger, lambda connection: connection.execute(unindexed).all(), "deliveries")
    assert is_scan(plan, "deliveries")
