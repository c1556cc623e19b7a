"""How many tests left in this hour of the clock: one row, so that every process counts the same."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from sqlalchemy import delete

from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import counters

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_KIND = "tests:"


class TryOutLimit:
    """Counts tests within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def take(self, now: datetime) -> int:
        """Count one more; how many it are in this hour, that one among them. Earlier hours are forgotten."""
        name = f"{_KIND}{now.astimezone(UTC):%Y-%m-%dT%H}"
        earlier = delete(counters).where(counters.c.name.startswith(_KIND, autoescape=True), counters.c.name != name)
        self._connection.execute(earlier)
        first = insert_into(self._connection, counters).values(name=name, value=1)
        counted = first.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
        count: int = self._connection.execute(counted.returning(counters.c.value)).scalar_one()
        return count
