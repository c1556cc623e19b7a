"""Who subscribes people and who forgets them take turns, so that nobody comes back by a list that was read before.

SQLite has one writer at a time anyway. On PostgreSQL whoever subscribes somebody says so before they look who was
forgotten, and share that; whoever forgets somebody waits for all of them and keeps new ones waiting until the commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

_COMING = text("LOCK TABLE subscribers IN ROW EXCLUSIVE MODE")
_NOBODY_COMES = text("LOCK TABLE subscribers IN SHARE ROW EXCLUSIVE MODE")


def begin_subscribing(connection: Connection) -> None:
    """Wait until nobody is being forgotten; until this transaction ends nobody is."""
    if connection.dialect.name != "sqlite":
        connection.execute(_COMING)


def begin_forgetting(connection: Connection) -> None:
    """Wait for whoever is subscribing people; until this transaction ends nobody does."""
    if connection.dialect.name != "sqlite":
        connection.execute(_NOBODY_COMES)
