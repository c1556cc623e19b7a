"""Databases that earlier programs made: dumps in ``tests/samples``, as they are on SQLite, row by row on PostgreSQL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from sqlalchemy import JSON, Boolean, Connection, DateTime, MetaData, Table, delete, insert, text

from syndicate.storage import Database, open_database
from syndicate.storage.schema import alembic_config

if TYPE_CHECKING:
    from sqlalchemy.sql.base import ReadOnlyColumnCollection

SAMPLES = Path(__file__).parents[1] / "samples"
#: Table → where its rows are now, of those that moved as they were. A ground had an id, of what it said.
MOVED_TO = {
    "grounds": "(SELECT * FROM consents WHERE act = 'given') AS grounds",
    "counters": "(SELECT * FROM counters WHERE name = 'releases') AS counters",
}
_NAMES_GONE = {("grounds", "id")}


def open_dump(revision: str, path: Path) -> sqlite3.Connection:
    """The dump of that schema as a database of SQLite, in that file."""
    connection = sqlite3.connect(path)
    connection.executescript((SAMPLES / f"schema-{revision}.sql").read_text(encoding="utf-8"))
    return connection


def columns_of(dump: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table whose values can still be told."""
    names = [name for _, name, *_ in dump.execute(f"PRAGMA table_info({table})")]
    return [name for name in names if (table, name) not in _NAMES_GONE]


@contextmanager
def on_sqlite(path: Path) -> Iterator[Database]:
    """The dump that was opened there, not upgraded yet."""
    database = open_database(f"sqlite:///{path}")
    try:
        yield database
    finally:
        database.close()


def copy_to_postgres(dump: sqlite3.Connection, revision: str, database: Database) -> None:
    """Put the rows of the dump into that database, made anew in their schema; numbers go on behind theirs."""
    with database.write() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        command.upgrade(alembic_config(connection), revision)
        schema = MetaData()
        schema.reflect(connection)
        for table in schema.sorted_tables:
            if table.name != "alembic_version":
                _copy(dump, table, connection)


def _copy(dump: sqlite3.Connection, table: Table, connection: Connection) -> None:
    rows = dump.execute(f'SELECT * FROM "{table.name}"')
    names = [column[0] for column in rows.description]
    values = [_typed(table.c, dict(zip(names, row, strict=True))) for row in rows]
    if not values:
        return
    connection.execute(delete(table))  # what a migration puts into a new database
    connection.execute(insert(table), values)
    counted = table.autoincrement_column
    if counted is not None and counted.identity is None and counted.server_default is not None:
        sequence = f"pg_get_serial_sequence('{table.name}', '{counted.name}')"
        connection.execute(text(f"SELECT setval({sequence}, max({counted.name})) FROM {table.name}"))


def _typed(columns: ReadOnlyColumnCollection[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """SQLite's plain values as the columns want them."""
    for name, value in row.items():
        kind = columns[name].type
        if value is None:
            continue
        if isinstance(kind, JSON):
            row[name] = json.loads(value)
        elif isinstance(kind, Boolean):
            row[name] = bool(value)
        elif isinstance(kind, DateTime):
            row[name] = datetime.fromisoformat(value).replace(tzinfo=UTC)
    return row
