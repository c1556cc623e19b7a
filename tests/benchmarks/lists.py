"""Bringing a list in, against the plainest way to write the same rows: ``python -m tests.benchmarks.lists [ROWS]``.

On SQLite that is one ``executemany`` a table in one transaction, by CPU time; on PostgreSQL ``COPY`` into a table
beside each and one upsert from there, by the wall's, for the server works too.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from syndicate.audience.imports.files import open_list
from syndicate.audience.imports.importing import Tell, import_list
from syndicate.audience.imports.request import ImportRequest
from syndicate.storage import open_database
from syndicate.storage.schema import upgrade

if TYPE_CHECKING:
    from syndicate.storage import Database

ROWS = 20_000
PAIRS = 3
SQLITE_GOAL, POSTGRES_GOAL, MEMORY_GOAL_MB = 6.0, 2.0, 150
#: What an import writes to, each before what refers to it.
TABLES = ("choices", "subscribers", "subscriptions", "consents")
_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

Rows = dict[str, tuple[str, list[Any]]]


def main(count: int = ROWS) -> int:
    """Measure both databases; how many goals were missed."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "readers.csv"
        _write(path, count)
        sqlite = [_sqlite_pair(Path(folder), path) for _ in range(PAIRS)]
        missed = _tell(f"{count:,} rows of CSV into SQLite", sqlite, SQLITE_GOAL, "raw executemany")
        if address := os.environ.get("TEST_POSTGRES_URL"):
            postgres = [_postgres_pair(address, path) for _ in range(PAIRS)]
            missed += _tell(f"{count:,} rows of CSV into PostgreSQL", postgres, POSTGRES_GOAL, "bare COPY and upsert")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  memory, with all rows of the other side held: {most:.0f} MB")
    return missed


def _tell(name: str, ratios: list[float], goal: float, against: str) -> int:
    median = statistics.median(ratios)
    print(f"{name:<46} {median:8.2f} {min(ratios):7.2f} {max(ratios):7.2f}  {goal:6.2f}  {against}")
    return int(median > goal)


def _write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("email,name,time_zone,language\n")
        for number in range(count):
            who = number * 7919 % count  # in no order
            zone, language = "Europe/Berlin" if number % 3 else "", "de" if number % 2 else ""
            file.write(f"reader{who:07d}@mail{number % 97}.example.org,Reader Number {number},{zone},{language}\n")


def bring(database: Database, path: Path) -> None:
    """Import the list with a ground for each of its people."""
    request = ImportRequest(
        newsletters=["morning"], default_newsletter="morning", now=_NOON, consent="a form on our site"
    )
    with open_list(path) as file:
        import_list(file, database, request, Tell(refused=print, kept=print))


def _sqlite_pair(folder: Path, path: Path) -> float:
    with _sqlite(folder / "ours.db") as database:
        ours = _seconds(lambda: bring(database, path), time.process_time)
        with database.read() as connection:
            rows = _rows(connection.exec_driver_sql)
    with _sqlite(folder / "plain.db") as database:
        return ours / _seconds(lambda: _write_plainly(database, rows), time.process_time)


@contextmanager
def _sqlite(path: Path) -> Iterator[Database]:
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink() if part.is_file() else None
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    try:
        yield database
    finally:
        database.close()


def _rows(execute: Callable[[str], Any]) -> Rows:
    found = {}
    for table in TABLES:
        result = execute(f"SELECT * FROM {table}")
        columns = ", ".join(f'"{name}"' for name in result.keys())  # noqa: SIM118 - it is no mapping
        found[table] = (columns, list(map(tuple, result.fetchall())))
    return found


def _write_plainly(database: Database, rows: Rows) -> None:
    with database.write() as connection:
        for table, (columns, values) in rows.items():
            marks = ", ".join("?" * (columns.count(",") + 1))
            connection.exec_driver_sql(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)


def _postgres_pair(address: str, path: Path) -> float:
    with _postgres(address) as database:
        ours = _seconds(lambda: bring(database, path), time.perf_counter)
        columns = {}
        copies = {}
        with database.read() as connection:
            for table in TABLES:
                result = connection.exec_driver_sql(f"SELECT * FROM {table} LIMIT 0")
                columns[table] = ", ".join(f'"{name}"' for name in result.keys())  # noqa: SIM118
                with connection.connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:
                    copies[table] = b"".join(map(bytes, copy))
        with database.write() as connection:
            connection.execute(text(f"TRUNCATE {', '.join(TABLES)} CASCADE"))
        return ours / _seconds(lambda: _copy_plainly(database, columns, copies), time.perf_counter)


@contextmanager
def _postgres(address: str) -> Iterator[Database]:
    name = f"lists_{os.getpid()}"
    admin = open_database(address)
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    database = open_database(address.rpartition("/")[0] + f"/{name}")
    upgrade(database)
    try:
        yield database
    finally:
        database.close()
        with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE {name}"))
        admin.close()


def _copy_plainly(database: Database, columns: dict[str, str], copies: dict[str, bytes]) -> None:
    with database.write() as connection:
        for table, content in copies.items():
            connection.exec_driver_sql(f"CREATE TEMPORARY TABLE plain_{table} ON COMMIT DROP AS TABLE {table}")
            with connection.connection.cursor().copy(f"COPY plain_{table} FROM STDIN") as copy:
                copy.write(content)
            source = f"SELECT {columns[table]} FROM plain_{table} ON CONFLICT DO NOTHING"
            connection.exec_driver_sql(f"INSERT INTO {table} ({columns[table]}) {source}")


def _seconds(act: Callable[[], object], clock: Callable[[], float]) -> float:
    began = clock()
    act()
    return clock() - began


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
