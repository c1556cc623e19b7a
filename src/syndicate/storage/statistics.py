"""What the planner of a database knows of its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Table

    from syndicate.storage.database import Database

_UNKNOWN = text("SELECT relname FROM pg_class WHERE oid = to_regclass(:name) AND reltuples < 0")


def look_at_unknown(database: Database, *tables: Table) -> None:
    """Let PostgreSQL count tables that nobody ever counted: filled a moment ago, it would take them for empty.

    Its own daemon does so a minute after they are filled; until then it may read all of a list for each slice of it.
    SQLite goes by the indexes as they are.
    """
    if database.is_sqlite:
        return
    with database.read() as connection:
        unknown = [table for table in tables if connection.execute(_UNKNOWN, {"name": table.name}).first()]
    for table in unknown:
        with database.write() as connection:
            connection.execute(text(f"ANALYZE {table.name}"))
