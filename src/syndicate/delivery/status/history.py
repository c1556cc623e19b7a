"""What was sent lately for one subscription."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from syndicate.storage.tables import deliveries, editions, renderings, subscriptions, variants

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: Editions that are looked at; without an index of their own, deliveries are found by edition alone.
RECENT = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class PastDelivery:
    """One edition on its way to one recipient, as it stands."""

    edition_id: str
    slot: str
    subject: str
    state: str
    settled_at: datetime | None
    reason: str | None


def last_deliveries(connection: Connection, subscription_id: str, newsletter: str) -> list[PastDelivery]:
    """The deliveries of the newsletter's last editions for that subscription, the newest first."""
    recent = (
        select(editions.c.key)
        .where(editions.c.newsletter == newsletter)
        .order_by(editions.c.frozen_at.desc())
        .limit(RECENT)
        .scalar_subquery()
    )
    in_force = and_(renderings.c.variant_key == variants.c.key, renderings.c.revision == variants.c.revision)
    found = (editions.c.id.label("edition_id"), editions.c.slot, renderings.c.subject)
    how = (deliveries.c.state, deliveries.c.settled_at, deliveries.c.reason)
    statement = (
        select(*found, *how)
        .join_from(deliveries, editions, editions.c.key == deliveries.c.edition_key)
        .join(subscriptions, subscriptions.c.key == deliveries.c.subscription_key)
        .join(variants, variants.c.key == deliveries.c.variant_key)
        .join(renderings, in_force)
        .where(deliveries.c.edition_key.in_(recent), subscriptions.c.id == subscription_id)
        .order_by(editions.c.frozen_at.desc())
    )
    return [PastDelivery(**row) for row in connection.execute(statement).mappings()]
