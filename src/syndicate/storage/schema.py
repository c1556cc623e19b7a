"""The schema's history, by Alembic: which revision a database is at, and how it gets to ours."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, Table, Text, inspect, select

from syndicate.clock import SystemClock
from syndicate.errors import SchemaError, TryLaterError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.engine import Connection

    from syndicate.storage.database import Database
    from syndicate.storage.locks import Lock

log = logging.getLogger(__name__)

#: The revision that this program was written for: the newest file in ``migrations/versions``.
HEAD = "0028"

#: From this revision on, what is deleted from an SQLite file is overwritten.
_OVERWRITES = "0016"

#: Seconds that a start waits while another one sets the database up.
PATIENCE = 60.0

_version = Table("alembic_version", MetaData(), Column("version_num", Text))


def revision_of(database: Database) -> str | None:
    """The revision the database is at; ``None`` for an empty one."""
    with database.read() as connection:
        return revision_in(connection)


def revision_in(connection: Connection) -> str | None:
    """The revision of the database behind an open connection; ``None`` for an empty one."""
    if not inspect(connection).has_table(_version.name):
        return None
    return connection.execute(select(_version.c.version_num)).scalar_one_or_none()


def ensure(database: Database) -> None:
    """Make the database ready for this program.

    An empty database is set up. An older SQLite file is upgraded in place; an older PostgreSQL
    database is left alone, because other processes may be using it.

    Raises:
        SchemaError: the schema is older (PostgreSQL) or was made by a newer program.
    """
    found = revision_of(database)
    if found == HEAD:
        return
    if found is None or database.is_sqlite:
        upgrade(database)
        return
    message = f"the database has schema {found}, this program needs {HEAD}"
    raise SchemaError(message, code="schema-old", hint="Stop the other processes, then run: syndicate db upgrade")


def upgrade(database: Database) -> tuple[str | None, str]:
    """Bring the schema to `HEAD` in one transaction; gives the revisions before and after.

    Raises:
        SchemaError: the database was made by a newer program.
        TryLaterError: another process is upgrading it.
    """
    lock = database.lock("schema")
    _take(lock)
    try:
        before = revision_of(database)
        if before != HEAD:
            with database.rebuild() as connection:
                _migrate(connection, before)
            if before is not None and before < _OVERWRITES and database.is_sqlite:
                _compact(database)
        return before, HEAD
    finally:
        lock.release()


def _compact(database: Database) -> None:
    """Make the file anew, once: what was deleted before is in free parts of it."""
    clock = SystemClock()
    began = clock.monotonic()
    log.warning("the database file is made anew, once, so that nothing that was deleted stays in it …")
    database.compact()
    database.empty_log()
    log.warning("… it was, in %.1f seconds", clock.monotonic() - began)


def _take(lock: Lock) -> None:
    """Wait for another start that is setting the same database up."""
    clock = SystemClock()
    end = clock.monotonic() + PATIENCE
    while clock.monotonic() < end:
        if lock.acquire():
            return
        clock.sleep(0.1)
    message = "another process has been upgrading this database for a minute"
    raise TryLaterError(message, code="lock-held", hint="Wait until it has finished, or stop it.")


def _migrate(connection: Connection, before: str | None) -> None:
    from alembic import command
    from alembic.util.exc import CommandError

    try:
        command.upgrade(alembic_config(connection), HEAD)
    except CommandError as error:
        message = f"the database has schema {before}, which this program does not know"
        raise SchemaError(message, code="schema-new", hint="Install the newer syndicate that made it.") from error


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for working on that open connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "syndicate.storage:migrations")
    config.attributes["connection"] = connection
    return config
