"""Freezing an edition, against one plain statement that writes the same rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from sqlalchemy import insert, literal, select

from syndicate.digests.store import EditionStore
from syndicate.storage import open_database
from syndicate.storage.schema import upgrade
from syndicate.storage.tables import deliveries, subscribers, subscriptions
from tests.editions import an_edition, freeze_again, freeze_for_all, rendering_of
from tests.integration.delivery_parts import no_choice

if TYPE_CHECKING:
    from syndicate.storage import Database

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
_PLAIN = ("id", "edition_key", "subscription_key", "address", "state", "attempts")


def freezing_of(readers: int) -> tuple[Callable[[], object], Callable[[], object]]:
    """A freeze for so many readers, and the plain INSERT … SELECT; both empty the table first."""
    database = open_database(f"sqlite:///{Path(mkdtemp()) / 'benchmark.db'}")
    upgrade(database)
    _subscribe(database, readers)
    edition = an_edition(NOON, id="sliced")
    with database.write() as connection:
        EditionStore(connection).add(edition, rendering_of(edition), [])
    freeze_for_all(database, edition)
    return lambda: freeze_again(database, edition), lambda: _write_plainly(database)


def _write_plainly(database: Database) -> None:
    name = subscriptions.c.id
    rows = select(name, literal(1), subscriptions.c.key, name, literal("pending"), literal(0))
    with database.write() as connection:
        connection.execute(deliveries.delete())
    with database.write() as connection:
        connection.execute(insert(deliveries).from_select(_PLAIN, rows))


def _subscribe(database: Database, readers: int) -> None:
    names = [f"r{number}@example.com" for number in range(readers)]
    with database.write() as connection:
        people = [
            {"key": key, "id": name, "address": name, "address_key": name, "mailbox": name, "created_at": NOON}
            for key, name in enumerate(names, 1)
        ]
        connection.execute(insert(subscribers), people)
        tie = {"newsletter": "morning", "state": "confirmed", "watermark": 0, "started_at": NOON}
        tie["choice_id"] = no_choice(connection, "morning")
        ties = [{"id": name, "subscriber_key": key, **tie} for key, name in enumerate(names, 1)]
        connection.execute(insert(subscriptions), ties)
