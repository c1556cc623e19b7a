"""A database by URL, with the pragmas and transactions that the promises stand on."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

from syndicate.clock import SystemClock
from syndicate.errors import StorageError
from syndicate.private import make_folder, open_file
from syndicate.storage.address import SQLITE, read
from syndicate.storage.failures import failure
from syndicate.storage.locks import FileLock, Lock, ServerLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.engine import URL, Connection, Engine

#: How long a writer waits for another writer before it gives up.
BUSY_TIMEOUT_MS = 15_000
#: SQLite queues no writers: each looks now and then whether it may, ever more rarely. Begun anew after so long, its
#: pauses stay below a thirtieth of a second, so that a writer of many slices lets others in between two of them.
LOOK_ANEW_MS = 125
#: How long a server may take to let a connection in, unless its address says otherwise (``?connect_timeout=…``).
CONNECT_TIMEOUT_SECONDS = 10
#: How long emptying SQLite's log waits for those who read in it.
LOG_PATIENCE_SECONDS = 5.0
_LOG_PAUSE_SECONDS = 0.05
_clock = SystemClock()


class Database:
    """An open database: read, write, lock. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        """Wrap an engine made by `open_database`."""
        self.engine = engine

    @property
    def is_sqlite(self) -> bool:
        """Whether this is one file on this machine."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view; what is written through it is thrown away."""
        with self._connect(read_only=True) as connection:
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def write(self, *, is_steady: bool = False) -> Iterator[Connection]:
        """A transaction, committed durably at the end unless an error leaves the block.

        On SQLite it takes the writer's place at once (``BEGIN IMMEDIATE``), so that no
        decision is made on rows that another writer is about to change. On PostgreSQL each
        statement sees what others have committed; with ``is_steady`` all of them see one state,
        and a row that somebody changed since is not changed by us.

        Raises:
            TryLaterError: by ``is_steady``, another writer was at the same rows; its code is `CONFLICT`.
        """
        with self._connect(read_only=False, is_steady=is_steady) as connection, connection.begin():
            yield connection

    @contextmanager
    def rebuild(self) -> Iterator[Connection]:
        """A transaction in which tables may be made anew under the rows that refer to them.

        SQLite makes a changed table by copying it, and would take the old one's end for the end of
        its rows; so references are checked once, before the commit.

        Raises:
            StorageError: a row would be left that refers to nothing.
        """
        if not self.is_sqlite:
            with self.write() as connection:
                yield connection
            return
        with self._connect(read_only=False) as connection:
            _pragma(connection, "foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
                    _check_references(connection)
            finally:
                _pragma(connection, "foreign_keys=ON")

    def lock(self, name: str) -> Lock:
        """The lock of that name, shared by all processes on this database; not yet taken."""
        if self.is_sqlite:
            return FileLock(name, Path(f"{self.engine.url.database}.locks", name))
        return ServerLock(name, self.engine)

    def server_now(self) -> datetime | None:
        """The time by the database server's own clock; ``None`` for SQLite, which has this machine's."""
        if self.is_sqlite:
            return None
        with self.read() as connection:
            told: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return told

    def empty_log(self, patience_seconds: float = LOG_PATIENCE_SECONDS) -> bool:
        """Move all of SQLite's write-ahead log into the file and make the log empty; whether it is now.

        It is not while somebody reads in it, for whom it waits so long. PostgreSQL's ends by its server's settings.
        """
        if not self.is_sqlite:
            return True
        end = _clock.monotonic() + patience_seconds
        while not self._truncated_log():
            if _clock.monotonic() >= end:
                return False
            _clock.sleep(_LOG_PAUSE_SECONDS)
        return True

    def compact(self) -> None:
        """Make the SQLite file anew without what was deleted, in one transaction; its log is not emptied."""
        with self._autocommit() as connection:
            connection.execute("VACUUM")

    def _truncated_log(self) -> bool:
        with self._autocommit() as connection:
            connection.execute("PRAGMA busy_timeout=0")  # it is tried again, and nobody else is kept waiting for it
            try:
                is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        return not is_busy

    @contextmanager
    def _autocommit(self) -> Iterator[sqlite3.Connection]:
        """The driver's own connection, outside of any transaction."""
        try:
            with self._connected() as connection:
                yield connection.connection.dbapi_connection  # type: ignore[misc]
        except sqlite3.OperationalError as error:
            raise failure(self.engine.url, OperationalError("", {}, error)) from error

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextmanager
    def _connect(self, *, read_only: bool, is_steady: bool = False) -> Iterator[Connection]:
        try:
            with self._connected() as connection:
                yield connection.execution_options(**self._options(read_only=read_only, is_steady=is_steady))
        except OperationalError as error:
            raise failure(self.engine.url, error) from error

    def _connected(self) -> Connection:
        try:
            return self.engine.connect()
        except DBAPIError as error:  # of any kind: before a connection stands, no statement of ours can be at fault
            raise failure(self.engine.url, error) from error

    def _options(self, *, read_only: bool, is_steady: bool) -> dict[str, Any]:
        # SQLite shows one state by itself; PostgreSQL has to be asked for it.
        is_asked = (read_only or is_steady) and not self.is_sqlite
        level = {"isolation_level": "REPEATABLE READ"} if is_asked else {}
        return {"read_only": read_only, **level}


def open_database(address: str) -> Database:
    """Open ``sqlite:///path`` or ``postgresql://…``; makes the SQLite file and its folder.

    Raises:
        StorageError: the address names no database that we know, or its driver is missing.
    """
    url = read(address)
    return Database(_open_sqlite(url) if url.get_backend_name() == SQLITE else _open_postgresql(url))


def _open_sqlite(url: URL) -> Engine:
    _make_private(Path(str(url.database)))
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(path: Path) -> None:
    """Make the file that addresses will lie in, for its owner alone; SQLite gives its side files the same mode."""
    try:
        make_folder(path.parent)
        os.close(open_file(path, os.O_RDWR))
    except OSError as error:
        message = f"the database file cannot be opened: {error.strerror}"
        raise StorageError(message, code="database-open", where=str(path)) from error


def _prepare_sqlite(dbapi: Any, record: object) -> None:
    del record
    dbapi.isolation_level = None  # we say BEGIN ourselves, below
    # FULL, not NORMAL: after a power cut a lost claim would be a mail sent twice.
    try:
        # What is deleted is overwritten: an address that was forgotten is in no free part of the file.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            dbapi.execute(f"PRAGMA {pragma}")
    except sqlite3.OperationalError:
        raise  # locked, read-only, full: told by whoever asked for the connection
    except sqlite3.DatabaseError as error:
        message = f"the database file cannot be used: {error}"
        hint = "Put the file back from a backup, or move it away to start anew."
        raise StorageError(message, code="database-open", hint=hint) from error


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("read_only", False):
        connection.exec_driver_sql("BEGIN")
        return
    _pragma(connection, f"busy_timeout={LOOK_ANEW_MS}")
    try:
        _take_the_writers_place(connection, BUSY_TIMEOUT_MS // LOOK_ANEW_MS)
    finally:
        _pragma(connection, f"busy_timeout={BUSY_TIMEOUT_MS}")


def _take_the_writers_place(connection: Connection, attempts: int) -> None:
    for left in range(attempts, 0, -1):
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if left == 1 or getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
                raise
        else:
            return


def _pragma(connection: Connection, setting: str) -> None:
    """Change a setting of SQLite for this connection, outside of a transaction."""
    assert connection.connection.dbapi_connection is not None  # noqa: S101 - for the type checker
    connection.connection.dbapi_connection.cursor().execute(f"PRAGMA {setting}")


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        message = f"a row of {broken[0]} refers to a row of {broken[2]} that is not there"
        raise StorageError(message, code="database-open", hint="Put the file back from a backup.")


def _open_postgresql(url: URL) -> Engine:
    patience = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
    return create_engine(url, connect_args=patience, pool_pre_ping=True, hide_parameters=True)
