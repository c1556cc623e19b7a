"""A PostgreSQL database that a test process keeps, emptied between two tests.

``TRUNCATE`` makes every file of every table and index anew, which costs more than most tests; rows are deleted instead,
as long as they are few and the planner has learnt nothing of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from syndicate.storage.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

NAMES = [table.name for table in reversed(metadata.sorted_tables)]  # what refers to others comes before them
_LISTED = ", ".join(NAMES)
#: A table is as good as new below this size, if it was never analysed.
SMALL_BYTES = 65_536

_WORN = text(
    "SELECT EXISTS (SELECT FROM pg_class WHERE oid = ANY (CAST(:names AS regclass[]))"
    " AND (reltuples >= 0 OR pg_relation_size(oid) > :small))"
)
#: Whoever still writes is waited for, as ``TRUNCATE`` would.
_DELETE = f"LOCK TABLE {_LISTED}; " + "; ".join(f"DELETE FROM {name}" for name in NAMES)
_COUNT_ANEW = text(
    "SELECT setval(seqrelid, seqstart, false) FROM pg_sequence JOIN pg_class ON pg_class.oid = seqrelid"
    " WHERE relnamespace = CAST('public' AS regnamespace)"
)


def empty(connection: Connection) -> None:
    """Leave the tables as the newest schema makes them: no rows, numbers from one, no statistics."""
    if connection.execute(_WORN, {"names": NAMES, "small": SMALL_BYTES}).scalar_one():
        connection.execute(text(f"TRUNCATE {_LISTED} RESTART IDENTITY CASCADE"))
    else:
        connection.exec_driver_sql(_DELETE)
        connection.execute(_COUNT_ANEW)
    connection.execute(text("INSERT INTO counters (name, value) VALUES ('releases', 0), ('consents', 0)"))
