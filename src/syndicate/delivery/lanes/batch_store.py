"""The rows of batches: which are under way, and whose process is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from syndicate.delivery.ledger import DELIVERY, delivery_of
from syndicate.delivery.model import Delivery, DeliveryState
from syndicate.storage.tables import batches, deliveries, editions

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenBatch:
    """A batch of which an answer is outstanding, by whom it was claimed, and until when it is theirs alone."""

    key: int
    edition_id: str
    carrier: str
    claimed_by: str
    lease_until: datetime


class BatchStore:
    """Batches within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def open(self) -> list[OpenBatch]:
        """Those under way, of all processes, the earliest first; as many as calls are in flight."""
        found = [OpenBatch(**row) for row in self._connection.execute(_OPEN).mappings()]
        return sorted(found, key=lambda batch: batch.key)

    def claims(self, batch: OpenBatch) -> list[Delivery]:
        """The claims of a batch about which nothing is written."""
        edition = select(editions.c.key).where(editions.c.id == batch.edition_id).scalar_subquery()
        query = select(*DELIVERY).where(
            deliveries.c.edition_key == edition,
            deliveries.c.state == DeliveryState.CLAIMED,
            deliveries.c.batch_key == batch.key,
        )
        return list(map(delivery_of, self._connection.execute(query.order_by(deliveries.c.key))))

    def end(self, batch_key: int, now: datetime) -> None:
        """Note that nothing of it is outstanding."""
        self._connection.execute(_ENDED, {"this": batch_key, "at": now})


_OPEN = (
    select(
        editions.c.id.label("edition_id"), batches.c.key, batches.c.carrier, batches.c.claimed_by, batches.c.lease_until
    )
    .join_from(batches, editions, editions.c.key == batches.c.edition_key)
    .where(batches.c.ended_at.is_(None))  # in no order: asked for one, SQLite would go through all that have ended
)
_ENDED = update(batches).where(batches.c.key == bindparam("this")).values(ended_at=bindparam("at"))
