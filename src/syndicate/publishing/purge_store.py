"""The SQL of what caches have to be told: addresses wait in rows until they stand in the operator's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import purges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

# Below the number of parameters that any SQLite build takes in one statement.
_MOST_PARAMETERS = 500


class PurgeStore:
    """The waiting addresses in one transaction; nothing here commits."""

    def __init__(self, connection: Connection) -> None:
        """Work on that connection."""
        self._connection = connection

    def note(self, addresses: Iterable[str], now: datetime) -> None:
        """Let these wait; those that wait already are not noted twice."""
        insert = insert_into(self._connection, purges).on_conflict_do_nothing()
        for some in _batched(sorted(set(addresses))):
            rows = [{"address": address, "noted_at": now} for address in some]
            self._connection.execute(insert, rows)

    def waiting(self) -> list[str]:
        """Every address that waits, sorted."""
        return list(self._connection.execute(select(purges.c.address).order_by(purges.c.address)).scalars())

    def forget(self, addresses: Iterable[str]) -> None:
        """These stand in the list now."""
        for some in _batched(sorted(addresses)):
            self._connection.execute(delete(purges).where(purges.c.address.in_(some)))


def _batched(addresses: Sequence[str]) -> Iterator[Sequence[str]]:
    return (addresses[start : start + _MOST_PARAMETERS] for start in range(0, len(addresses), _MOST_PARAMETERS))
