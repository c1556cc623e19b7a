"""Locks between processes on one database: a file lock beside SQLite, an advisory lock on PostgreSQL.

Both end with the process that holds them, however it ends. They save work and order
steps; that no mail goes out twice is held by unique rows and claims, never by a lock.
"""

from __future__ import annotations

import fcntl
import os
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol, Self

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from syndicate.errors import StorageError, TryLaterError
from syndicate.ids import stable_id
from syndicate.private import make_folder, open_file
from syndicate.storage.failures import failure

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy.engine import Connection, Engine


class Lock(Protocol):
    """Held inside a ``with`` block; entering raises `TryLaterError` when another process holds it."""

    def acquire(self) -> bool:
        """Take it if it is free, at once; whether that worked."""

    def is_held(self) -> bool:
        """Whether this process still has it; a server may have gone away with it."""

    def release(self) -> None:
        """Give it back; harmless when not held."""

    def __enter__(self) -> Self:
        """Take it or raise."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give it back."""


class _Lock(ABC):
    name: str

    @abstractmethod
    def acquire(self) -> bool:
        """Take it if it is free, at once; whether that worked."""

    @abstractmethod
    def release(self) -> None:
        """Give it back; harmless when not held."""

    def __enter__(self) -> Self:
        if not self.acquire():
            message = f"another process holds the {self.name} lock of this database"
            raise TryLaterError(message, code="lock-held", hint="Wait until it has finished, or stop it.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class FileLock(_Lock):
    """``flock`` on a file beside the database. Not for network file systems."""

    def __init__(self, name: str, path: Path) -> None:
        """Name a lock file; it is made when the lock is taken and removed when it is given back."""
        self.name = name
        self._path = path
        self._file: int | None = None

    def acquire(self) -> bool:
        """Take it if it is free, at once; whether that worked."""
        while True:
            file = self._opened()
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
                return False
            if self._is_in_place(file):
                self._file = file
                return True
            os.close(file)  # whoever held it gave it back, and the file away, after we had opened it

    def _opened(self) -> int:
        try:
            make_folder(self._path.parent)
            return open_file(self._path, os.O_RDWR)
        except OSError as error:
            message = f"the lock file cannot be opened: {error.strerror}"
            hint = "It belongs to whoever runs syndicate: check its owner and its folder's."
            raise StorageError(message, code="lock-file", where=str(self._path), hint=hint) from error

    def _is_in_place(self, file: int) -> bool:
        """Whether the file that was opened is the one that the next process will open."""
        try:
            return os.path.samestat(os.fstat(file), self._path.stat())
        except FileNotFoundError:
            return False

    def is_held(self) -> bool:
        """Whether this process still has it."""
        return self._file is not None

    def release(self) -> None:
        """Give it back; harmless when not held."""
        if self._file is not None:
            self._path.unlink(missing_ok=True)  # while it is ours: an edition's lock would lie about for ever
            os.close(self._file)
            self._file = None


class ServerLock(_Lock):
    """A PostgreSQL advisory lock of a session of its own (not through a transaction pooler)."""

    def __init__(self, name: str, engine: Engine) -> None:
        """Name a lock of the database that ``engine`` reaches."""
        self.name = name
        self._engine = engine
        self._key = int.from_bytes(stable_id("syndicate", name).encode()[:7])
        self._connection: Connection | None = None

    def acquire(self) -> bool:
        """Take it if it is free, at once; whether that worked."""
        try:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            is_ours = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}).scalar_one()
        except OperationalError as error:
            raise failure(self._engine.url, error) from error
        if is_ours:
            self._connection = connection
            return True
        connection.close()
        return False

    def is_held(self) -> bool:
        """Whether the session that holds it is still there."""
        return self._ask("SELECT 1")

    def release(self) -> None:
        """Give it back; harmless when not held, or when the session is gone and the lock with it."""
        if self._ask(f"SELECT pg_advisory_unlock({self._key})") and self._connection is not None:
            self._connection.close()
        self._connection = None

    def _ask(self, question: str) -> bool:
        """Ask the session that holds the lock; ``False`` when there is none, or none any more."""
        if self._connection is None:
            return False
        try:
            self._connection.exec_driver_sql(question)
        except OperationalError:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
            return False
        return True
