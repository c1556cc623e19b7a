"""Two days of a newsroom in the database of the program that claimed one delivery at a time go on as they stood.

``tests/samples/README.md`` tells what is in ``schema-0011.sql``, and how it was made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from syndicate.config import load
from syndicate.delivery.guard.fence import Fence
from syndicate.delivery.status.store import StatusSettings, StatusStore
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage import Database
from syndicate.storage.schema import HEAD, upgrade
from syndicate.storage.tables import metadata
from syndicate.testing.clock import ManualClock
from tests.integration.earlier_databases import MOVED_TO, columns_of, copy_to_postgres, on_sqlite, open_dump
from tests.integration.upgrade_parts import readers, rows_of, the_edition, told
from tests.newsroom import CONFIG, Newsroom

#: Half an hour after the database was left.
LATER = datetime(2026, 11, 21, 7, 40, tzinfo=UTC)
#: Columns of a delivery that are told by its batch now.
MOVED = {"carrier", "claimed_by", "claimed_at", "last_periods"}
_BATCHED = "FROM deliveries LEFT JOIN batches ON batches.key = batch_key ORDER BY deliveries.key"


@pytest.fixture
def dump(tmp_path: Path) -> sqlite3.Connection:
    return open_dump("0011", tmp_path / "old.db")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def earlier(request: pytest.FixtureRequest, dump: sqlite3.Connection, tmp_path: Path) -> Iterator[Database]:
    """The database as it was left, on each kind, not upgraded yet."""
    if request.param == "sqlite":
        with on_sqlite(tmp_path / "old.db") as database:
            yield database
        return
    database = request.getfixturevalue("postgres_database")
    copy_to_postgres(dump, "0011", database)
    yield database


@pytest.fixture
def parts(earlier: Database, tmp_path: Path) -> Iterator[Parts]:
    """The upgraded database with the newsletter that it was made for, half an hour later."""
    upgrade(earlier)
    room = Newsroom(tmp_path / "room")
    room.configure(CONFIG.replace('at = "00:00"\nmax_lateness = "36h"', 'at = "07:00"\nmax_lateness = "6h"'))
    (room.folder / "articles").mkdir()
    url = earlier.engine.url.set(drivername=earlier.engine.dialect.name).render_as_string(hide_password=False)
    environ = {"SYNDICATE_DATABASE__URL": url, "SYNDICATE_WEB__SECRET": "s" * 64}
    with open_parts(load(room.folder / "config.toml", environ=environ), ManualClock(LATER)) as opened:
        yield opened


def test_every_column_of_every_row_is_as_it_was(earlier: Database, dump: sqlite3.Connection) -> None:
    tables = [name for (name,) in dump.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = {name: columns(dump, name) for name in tables if name not in {"alembic_version", "sqlite_sequence"}}
    before = {name: told(earlier, f"SELECT {names} FROM {name}") for name, names in kept.items()}
    assert upgrade(earlier) == ("0011", HEAD)
    for name, names in kept.items():
        assert told(earlier, f"SELECT {names} FROM {MOVED_TO.get(name, name)}") == before[name], name


def test_the_tables_are_those_of_a_new_database(earlier: Database) -> None:
    upgrade(earlier)
    with earlier.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_what_each_process_claimed_is_one_batch_and_no_claim_is_lost(
    earlier: Database, dump: sqlite3.Connection
) -> None:
    claims = "SELECT id, carrier, claimed_by FROM deliveries ORDER BY key"
    before = [tuple(row) for row in dump.execute(claims)]
    upgrade(earlier)
    assert rows_of(earlier, f"SELECT deliveries.id, batches.carrier, batches.claimed_by {_BATCHED}") == before
    found = "SELECT edition_key, carrier, ended_at IS NULL FROM batches ORDER BY edition_key, carrier"
    assert [(key, carrier, bool(is_open)) for key, carrier, is_open in rows_of(earlier, found)] == [
        (1, "outbox", False),
        (2, "ses", False),
        (3, "outbox", False),
        (3, "ses", True),
    ]


def test_leases_of_before_have_run_out(earlier: Database, dump: sqlite3.Connection) -> None:
    (newest,) = dump.execute("SELECT max(claimed_at) FROM deliveries").fetchone()
    upgrade(earlier)
    assert rows_of(earlier, f"SELECT count(*) FROM batches WHERE lease_until > '{newest}'") == [(0,)]
    assert rows_of(earlier, "SELECT count(*) FROM batches WHERE lease_until < claimed_at") == [(0,)]


def test_the_sums_of_an_edition_are_those_of_its_deliveries(earlier: Database) -> None:
    upgrade(earlier)
    sums = "SELECT number, mails, submitted, bounced, complained, priority FROM editions ORDER BY number"
    assert rows_of(earlier, sums) == [(1, 11, 10, 0, 0, 0), (2, 10, 1, 0, 0, 0), (3, 10, 3, 0, 0, 0)]
    with earlier.read() as connection:
        store = StatusStore(connection, StatusSettings(carrier="ses"))
        looks = {look.number: look.counts for look in store.under_way(LATER)}
    for number, counts in looks.items():
        found = readers(earlier, "daily", number or 0)
        assert {word: counts[word] for word in found} == {word: len(people) for word, people in found.items()}
    assert set(looks) == {2, 3}


def test_an_edition_goes_on_to_whom_it_has_not_reached_and_a_lost_claim_is_in_doubt(parts: Parts) -> None:
    before = readers(parts.database, "daily", 3)
    parts.publisher.deliver(Event())
    after = readers(parts.database, "daily", 3)
    assert after["submitted"] == before["submitted"] | before["pending"] - {"jo@example.org"}
    assert after["excluded"] == {"jo@example.org"}
    assert after["uncertain"] == before["uncertain"] | before["claimed"]
    assert the_edition(parts.database, "daily", 3).state == "closed"
    assert the_edition(parts.database, "daily", 2).state == "held"


def test_who_mailed_before_says_once_that_this_machine_goes_on(earlier: Database, tmp_path: Path) -> None:
    upgrade(earlier)
    fence = Fence(earlier, ManualClock(LATER), tmp_path / "state")
    assert fence.admit() is not None
    fence.adopt()
    assert fence.admit() is None


def columns(dump: sqlite3.Connection, table: str) -> str:
    names = [name for name in columns_of(dump, table) if name not in MOVED]
    return ", ".join(f'"{name}"' for name in names)
