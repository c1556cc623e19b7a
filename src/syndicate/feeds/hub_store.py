"""The SQL of hubs: how each answered, and the documents of whose news it has yet to hear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, delete, func, select

from syndicate.feeds.hub_model import Hub, Ping
from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import hub_pings, hubs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

# Below the number of parameters that any SQLite build takes in one statement.
_MOST_ROWS = 100


class HubStore:
    """The hubs and their pings in one transaction; nothing here commits."""

    def __init__(self, connection: Connection) -> None:
        """Work on that connection."""
        self._connection = connection

    def hubs(self, addresses: Iterable[str]) -> list[Hub]:
        """These hubs, in that order, as they stand."""
        counts = select(hub_pings.c.hub, func.count().label("waiting")).group_by(hub_pings.c.hub)
        waiting = {row.hub: row.waiting for row in self._connection.execute(counts)}
        known = {row.address: row._asdict() for row in self._connection.execute(select(hubs))}
        return [
            Hub(**known.get(address, {"address": address}), waiting=waiting.get(address, 0)) for address in addresses
        ]

    def pings(self, hub: str | None = None) -> list[Ping]:
        """Every ping that waits, or those of one hub; those noted first before all others."""
        query = select(hub_pings.c.hub, hub_pings.c.path, hub_pings.c.content_hash)
        query = query if hub is None else query.where(hub_pings.c.hub == hub)
        rows = self._connection.execute(query.order_by(hub_pings.c.noted_at, hub_pings.c.path))
        return [Ping(**row._asdict()) for row in rows]

    def note(self, addresses: Collection[str], changed: Mapping[str, str], now: datetime) -> None:
        """Let every hub be told of documents: path → hash. One that waits already waits for the newer bytes."""
        rows = [
            {"hub": hub, "path": path, "content_hash": content_hash, "noted_at": now}
            for hub in addresses
            for path, content_hash in changed.items()
        ]
        for start in range(0, len(rows), _MOST_ROWS):
            statement = insert_into(self._connection, hub_pings).values(rows[start : start + _MOST_ROWS])
            newer = {"content_hash": statement.excluded.content_hash}
            self._connection.execute(statement.on_conflict_do_update(index_elements=["hub", "path"], set_=newer))

    def forget(self, pings: Iterable[Ping]) -> None:
        """These need not be sent any more; one that waits for newer bytes by now stays."""
        for ping in pings:
            self._connection.execute(delete(hub_pings).where(_is(ping)))

    def forget_all_but(self, addresses: Collection[str]) -> None:
        """Forget every other hub."""
        self._connection.execute(delete(hub_pings).where(hub_pings.c.hub.not_in(addresses)))
        self._connection.execute(delete(hubs).where(hubs.c.address.not_in(addresses)))

    def put(self, hub: Hub) -> None:
        """Store how a hub stands; its waiting pings are counted, not stored."""
        values: dict[str, Any] = {name: getattr(hub, name) for name in Hub.__dataclass_fields__ if name != "waiting"}
        statement = insert_into(self._connection, hubs).values(values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["address"], set_=values))


def _is(ping: Ping) -> ColumnElement[bool]:
    return and_(
        hub_pings.c.hub == ping.hub, hub_pings.c.path == ping.path, hub_pings.c.content_hash == ping.content_hash
    )
