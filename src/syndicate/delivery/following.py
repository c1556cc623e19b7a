"""How many deliveries of an edition follow a page of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from syndicate.storage.tables import deliveries

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.storage.states import DeliveryState


def deliveries_behind(connection: Connection, delivery_id: str, state: DeliveryState | None) -> int:
    """How many deliveries of the same edition come behind that one, in the order of the freeze; of one state, or all.

    A delivery that is not known has none behind it.
    """
    last = select(deliveries.c.edition_key, deliveries.c.key).where(deliveries.c.id == delivery_id).subquery()
    query = select(func.count()).select_from(deliveries.join(last, last.c.edition_key == deliveries.c.edition_key))
    query = query.where(deliveries.c.key > last.c.key)
    if state is not None:
        query = query.where(deliveries.c.state == state)
    count: int = connection.execute(query).scalar_one()
    return count
