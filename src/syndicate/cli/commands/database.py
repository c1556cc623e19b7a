"""``syndicate db``: the database's schema."""

from __future__ import annotations

from syndicate.cli.session import Session, command


@command("upgrade", example="syndicate db upgrade")
def upgrade(session: Session) -> None:
    """Bring the schema to what this program needs, in one transaction."""
    from syndicate.storage import open_database, schema

    database = open_database(session.config().database.url.get_secret_value())
    before, after = schema.upgrade(database)
    database.close()
    line = f"already at {after}" if before == after else f"upgraded from {before or 'nothing'} to {after}"
    session.give({"before": before, "after": after}, [line])


commands = (upgrade,)
