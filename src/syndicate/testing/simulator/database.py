"""The real database, with a point before and after every transaction, and transactions that fail."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from syndicate.storage import Database
from syndicate.storage.failures import failure
from syndicate.testing.simulator.faults import WriteFault
from syndicate.testing.simulator.machines import instant
from syndicate.testing.simulator.points import COMMITTED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.engine import Connection, Engine

    from syndicate.errors import SyndicateError
    from syndicate.storage import Lock
    from syndicate.testing.simulator.faults import Random
    from syndicate.testing.simulator.points import Points

_WORDS = {
    WriteFault.LOCKED: "database is locked",
    WriteFault.FULL: "database or disk is full",
    WriteFault.UNKNOWN: "the connection was lost at commit",
}


class SimulatedDatabase(Database):
    """The database as one process sees it."""

    def __init__(self, engine: Engine, points: Points) -> None:
        """Share the engine with the other processes: what they see of each other is in the rows."""
        super().__init__(engine)
        self._points = points

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """As ever, a moment later."""
        self._points.pass_by("read")
        with super().read() as connection:
            yield connection

    @contextmanager
    def write(self, *, is_steady: bool = False) -> Iterator[Connection]:
        """As ever, or it fails: before it begins, at its commit, or after it without a word."""
        self._points.pass_by("begin")
        fault = self._points.faults.of_write()
        if fault is WriteFault.LOCKED:
            raise self._failure(fault)
        task = self._points.scheduler.current
        task.is_writing = True
        try:
            with super().write(is_steady=is_steady) as connection:
                yield connection
                self._points.pass_by("commit")
                if fault is WriteFault.FULL:
                    raise _error(fault)
        finally:
            task.is_writing = False
        if fault is WriteFault.UNKNOWN:
            self._points.note(task.name, "committed, and was told that it failed")
            raise self._failure(fault)
        self._points.pass_by(COMMITTED)

    def lock(self, name: str) -> Lock:
        """The real lock on a file, which goes with the process that holds it."""
        self._points.pass_by(f"lock {name}")
        return super().lock(name)

    def server_now(self) -> datetime:
        """The true time: the machines stand for such as share a server, whose clock they ask."""
        return instant(self._points.scheduler.now)

    def _failure(self, fault: WriteFault) -> SyndicateError:
        return failure(self.engine.url, _error(fault))


def _error(fault: WriteFault) -> OperationalError:
    return OperationalError("COMMIT", {}, sqlite3.OperationalError(_WORDS[fault]))


def hasten(engine: Engine, random: Random) -> None:
    """Let commits skip the disk, and ids of the database's own making follow the seed."""

    def prepare(dbapi: Any, record: object) -> None:
        del record
        dbapi.execute("PRAGMA synchronous=OFF")
        dbapi.execute("PRAGMA cache_size=-65536")
        dbapi.create_function("randomblob", 1, random.randbytes)

    event.listen(engine, "connect", prepare)
