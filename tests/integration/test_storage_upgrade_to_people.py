"""Two days of a newsroom in the database of the program that claimed in batches go on as they stood.

``tests/samples/README.md`` tells what is in ``schema-0012.sql``, and how it was made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from syndicate.digests.content import content_of
from syndicate.storage import Database
from syndicate.storage.schema import HEAD, upgrade
from syndicate.storage.tables import metadata, renderings
from tests.integration.earlier_databases import MOVED_TO, columns_of, copy_to_postgres, on_sqlite, open_dump
from tests.integration.upgrade_parts import rows_of, told

#: What stands elsewhere since.
MOVED = {"last_periods"}


@pytest.fixture
def dump(tmp_path: Path) -> sqlite3.Connection:
    return open_dump("0012", tmp_path / "old.db")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def earlier(request: pytest.FixtureRequest, dump: sqlite3.Connection, tmp_path: Path) -> Iterator[Database]:
    """The database as it was left, on each kind, not upgraded yet."""
    if request.param == "sqlite":
        with on_sqlite(tmp_path / "old.db") as database:
            yield database
        return
    database = request.getfixturevalue("postgres_database")
    copy_to_postgres(dump, "0012", database)
    yield database


def test_every_column_of_every_row_is_as_it_was(earlier: Database, dump: sqlite3.Connection) -> None:
    tables = [name for (name,) in dump.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = {name: columns(dump, name) for name in tables if name not in {"alembic_version", "sqlite_sequence"}}
    before = {name: told(earlier, f"SELECT {names} FROM {name}") for name, names in kept.items()}
    assert upgrade(earlier) == ("0012", HEAD)
    for name, names in kept.items():
        assert told(earlier, f"SELECT {names} FROM {MOVED_TO.get(name, name)}") == before[name], name


def test_the_tables_are_those_of_a_new_database(earlier: Database) -> None:
    upgrade(earlier)
    with earlier.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_what_an_edition_says_is_read_as_it_was_kept(earlier: Database) -> None:
    upgrade(earlier)
    with earlier.read() as connection:
        kept = connection.execute(select(renderings.c.content, renderings.c.preheader)).all()
    assert len(kept) == 2
    for content, preheader in kept:
        assert content_of(content).digest().preheader == preheader


def test_nothing_is_said_of_ai_in_earlier_articles(earlier: Database) -> None:
    upgrade(earlier)
    assert set(rows_of(earlier, "SELECT ai FROM articles")) == {(None,)}


def test_a_word_about_ai_that_is_none_of_ours_is_refused(earlier: Database) -> None:
    upgrade(earlier)
    with earlier.write() as connection:
        connection.execute(text("UPDATE articles SET ai = 'assisted'"))
    with pytest.raises(IntegrityError, match="ck_articles_ai"), earlier.write() as connection:
        connection.execute(text("UPDATE articles SET ai = 'a little'"))


def columns(dump: sqlite3.Connection, table: str) -> str:
    names = [name for name in columns_of(dump, table) if name not in MOVED]
    return ", ".join(f'"{name}"' for name in names)


def test_what_was_heard_of_mails_is_counted_once(dump: sqlite3.Connection, tmp_path: Path) -> None:
    dump.execute("UPDATE deliveries SET fate = 'delivered' WHERE state = 'submitted'")
    dump.commit()
    counted = "SELECT edition_key, fate, count(*) FROM deliveries WHERE fate IS NOT NULL GROUP BY edition_key, fate"
    with on_sqlite(tmp_path / "old.db") as database:
        upgrade(database)
        kept = told(database, "SELECT edition_key, fate, count FROM edition_fates")
        assert kept
        assert kept == told(database, counted)
