"""``syndicate db``: the database's schema."""

from __future__ import annotations

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command
from syndicate.errors import StorageError


@command("upgrade", example="syndicate db upgrade")
def upgrade(session: Session) -> None:
    """Bring the schema to what this program needs, in one transaction."""
    from syndicate.storage import open_database, schema

    database = open_database(session.config().database.url.get_secret_value())
    before, after = schema.upgrade(database)
    database.close()
    line = f"already at {after}" if before == after else f"upgraded from {before or 'nothing'} to {after}"
    session.give({"before": before, "after": after}, [line])


@command("compact", example="syndicate db compact")
def compact(session: Session) -> None:
    """Make an SQLite file anew without what was deleted, and empty its log; others wait as long as it takes."""
    from syndicate.clock import SystemClock
    from syndicate.storage import open_database, schema

    clock = SystemClock()
    database = open_database(session.config().database.url.get_secret_value())
    try:
        schema.ensure(database)
        if not database.is_sqlite:
            raise _by_its_server()
        began = clock.monotonic()
        with session.busy("the file is made anew …"):
            database.compact()
        is_log_empty = database.empty_log()
        seconds = clock.monotonic() - began
    finally:
        database.close()
    session.give({"seconds": round(seconds, 1), "is_log_empty": is_log_empty}, [f"compacted in {seconds:.1f} s"])
    if not is_log_empty:
        session.warn("the log could not be emptied, since somebody reads in it: run it again later")
        session.exit_code = Exit.TRY_LATER


def _by_its_server() -> StorageError:
    message = "this is for SQLite; PostgreSQL makes room by itself, and VACUUM FULL does it at once"
    hint = "How long its log (WAL) and its backups are kept is set with its server: see docs/subscribers.md, Erase."
    return StorageError(message, code="not-sqlite", hint=hint)


commands = (compact, upgrade)
