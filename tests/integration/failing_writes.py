"""Databases whose n-th write fails, by the errors of their own drivers, at the seam where these are raised."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.storage import Database


class Failure(StrEnum):
    """How a write fails. ``UNKNOWN``: it was committed, and the connection was lost before we heard so."""

    LOCKED = "locked"
    FULL = "full"
    CUT = "cut"
    UNKNOWN = "unknown"


#: SQLite's own words.
LOCKED, FULL = "database is locked", "database or disk is full"
#: The failures that a kind of database knows.
OF_SQLITE = (Failure.LOCKED, Failure.FULL)
OF_POSTGRESQL = (Failure.CUT, Failure.UNKNOWN)


@dataclass(kw_only=True)
class FailingWrites:
    """Counts the writes of a database, statements and commits alike, and lets the n-th fail, or all from there on."""

    database: Database
    failure: Failure
    at: int
    is_lasting: bool = False
    seen: int = 0
    failed: int = 0

    @contextmanager
    def armed(self) -> Iterator[None]:
        """While it may fail."""
        dialect: Any = self.database.engine.dialect
        commit, execute = dialect.do_commit, dialect.do_execute
        dialect.do_commit = lambda connection: self._write(connection, lambda: commit(connection), is_commit=True)
        dialect.do_execute = lambda cursor, statement, *rest: (
            execute(cursor, statement, *rest)
            if _is_reading(statement)
            else self._write(cursor.connection, lambda: execute(cursor, statement, *rest), is_commit=False)
        )
        try:
            yield
        finally:
            del dialect.do_commit, dialect.do_execute

    def _write(self, connection: Any, act: Any, *, is_commit: bool) -> None:
        if self.failure is Failure.UNKNOWN and not is_commit:
            act()
            return
        self.seen += 1
        if self.seen != self.at and not (self.is_lasting and self.seen > self.at):
            act()
            return
        self.failed += 1
        # A commit is given what the pool has, with the driver's own connection in it.
        self._fail(getattr(connection, "dbapi_connection", connection), act)

    def _fail(self, connection: Any, act: Any) -> None:
        match self.failure:
            case Failure.LOCKED:
                raise sqlite3.OperationalError(LOCKED)
            case Failure.FULL:
                raise sqlite3.OperationalError(FULL)
            case Failure.CUT:
                self._end_backend(connection)
                act()
            case Failure.UNKNOWN:
                act()
                self._end_backend(connection)
                connection.execute("SELECT 1")

    def _end_backend(self, connection: Any) -> None:
        """As when the server, or the way to it, goes: the driver itself finds out."""
        pid = connection.info.backend_pid
        url = self.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


def _is_reading(statement: str) -> bool:
    return statement == "BEGIN" or statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "SET ", "SHOW"))
