"""A look at a database from outside: does it answer, and what is in it? Nothing is made, nothing upgraded."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from syndicate.errors import StorageError
from syndicate.storage.address import SQLITE, read
from syndicate.storage.database import open_database
from syndicate.storage.schema import HEAD, revision_in

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

#: Seconds that a server may take to let us in, unless its address says otherwise.
KNOCK_SECONDS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class DatabaseState:
    """What answered: ``SQLite`` or ``PostgreSQL``, its version, and the schema in it; ``None`` for an empty one."""

    kind: str
    version: str
    schema: str | None
    needs: str = HEAD

    @property
    def is_older(self) -> bool:
        """Whether its schema is of an older program."""
        return self.schema is not None and self.schema < self.needs

    @property
    def is_newer(self) -> bool:
        """Whether its schema is of a newer program, or of none that we know."""
        return self.schema is not None and self.schema > self.needs


def knock(address: str) -> DatabaseState:
    """Ask the database at that address how it is; a SQLite file that is not there is an empty one.

    Raises:
        UnavailableError: the server does not answer, or refuses us (code `failures.REFUSED`).
        StorageError: the address or the file cannot be used.
    """
    url = read(address)
    return _knock_at_file(Path(str(url.database))) if url.get_backend_name() == SQLITE else _knock_at_server(url)


def _knock_at_server(url: URL) -> DatabaseState:
    if "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": str(KNOCK_SECONDS)})
    database = open_database(url.render_as_string(hide_password=False))
    try:
        with database.read() as connection:
            version = str(connection.exec_driver_sql("SHOW server_version").scalar_one())
            return DatabaseState(kind="PostgreSQL", version=version, schema=revision_in(connection))
    finally:
        database.close()


def _knock_at_file(file: Path) -> DatabaseState:
    try:
        schema = _schema_of(file) if file.exists() else None
    except sqlite3.DatabaseError as error:
        message = f"cannot be used: {error}"
        hint = "put the file back from a backup, or move it away to start anew"
        raise StorageError(message, code="database-open", where=str(file), hint=hint) from error
    return DatabaseState(kind="SQLite", version=sqlite3.sqlite_version, schema=schema)


def _has_journal(file: Path) -> bool:
    try:
        return file.with_name(f"{file.name}-wal").stat().st_size > 0
    except OSError:
        return False


def _schema_of(file: Path) -> str | None:
    # Without a journal the file is whole by itself; asked as that, SQLite makes and removes no file beside it.
    mode = "mode=ro" if _has_journal(file) else "mode=ro&immutable=1"
    with closing(sqlite3.connect(f"file:{quote(str(file))}?{mode}", uri=True)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None
