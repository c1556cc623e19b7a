"""What all migrations make of an empty SQLite file: asked of them once a process, and made from there for its tests.

They themselves are run where a test asks for `every_migration`, in a program that is watched write by write, and always
for PostgreSQL and on a database that has something in it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cached_property
from typing import TYPE_CHECKING

from syndicate.storage import open_database, schema

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Connection

by_every_step = schema._migrate  # noqa: SLF001 - where the shorter way is put in


class FirstSchema:
    """A SQLite file at the newest schema, and the statements that make another like it."""

    def __init__(self, path: Path) -> None:
        """Take where the file will lie."""
        self._path = path

    @cached_property
    def path(self) -> Path:
        """The file, to be copied; the migrations make it when it is first asked for."""
        database = open_database(f"sqlite:///{self._path}")
        with database.rebuild() as connection:
            by_every_step(connection, None)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        return self._path

    @cached_property
    def statements(self) -> list[str]:
        """What makes the same in an empty file, within a transaction."""
        with closing(sqlite3.connect(self.path)) as file:
            return list(file.iterdump())[1:-1]  # without BEGIN and COMMIT

    def migrate(self, connection: Connection, before: str | None) -> None:
        """Stand in for ``schema._migrate``."""
        if before is not None or connection.dialect.name != "sqlite":
            by_every_step(connection, before)
            return
        for statement in self.statements:
            connection.exec_driver_sql(statement)
