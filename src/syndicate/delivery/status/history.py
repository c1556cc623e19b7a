"""What was sent lately for one subscription, or to one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from syndicate.storage.tables import deliveries, editions, events, renderings, subscribers, subscriptions, variants

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

#: Editions of a newsletter that are looked at, of one subscription.
RECENT = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class PastEvent:
    """What a provider told about a mail, and when it happened."""

    kind: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PastDelivery:
    """One edition on its way to one recipient, as it stands; ``fate`` is what the world made of it, if it was told.

    Without a ``subject`` there is no mail of it: it was decided that this reader gets none.
    """

    edition_id: str
    newsletter: str
    slot: str
    subject: str | None
    state: str
    settled_at: datetime | None
    reason: str | None
    fate: str | None
    events: tuple[PastEvent, ...] = ()


def last_deliveries(connection: Connection, subscription_id: str, newsletter: str) -> list[PastDelivery]:
    """The mails of the newsletter's last editions for that subscription, the newest first."""
    recent = (
        select(editions.c.key)
        .where(editions.c.newsletter == newsletter)
        .order_by(editions.c.frozen_at.desc())
        .limit(RECENT)
        .scalar_subquery()
    )
    these = (deliveries.c.edition_key.in_(recent), subscriptions.c.id == subscription_id)
    return _read(connection, _newest().where(*these, deliveries.c.variant_key.is_not(None)))


def deliveries_to(connection: Connection, subscriber_id: str, limit: int) -> list[PastDelivery]:
    """The newest editions of all newsletters that were decided for a person, also where there was no mail for them."""
    theirs = _newest().join(subscribers, subscribers.c.key == subscriptions.c.subscriber_key)
    return _read(connection, theirs.where(subscribers.c.id == subscriber_id).limit(limit))


def _newest() -> Select[Any]:
    in_force = and_(renderings.c.variant_key == variants.c.key, renderings.c.revision == variants.c.revision)
    found = (editions.c.id.label("edition_id"), editions.c.newsletter, editions.c.slot, renderings.c.subject)
    names = ("key", "state", "settled_at", "reason", "fate")
    return (
        select(*found, *(deliveries.c[name] for name in names))
        .join_from(deliveries, editions, editions.c.key == deliveries.c.edition_key)
        .join(subscriptions, subscriptions.c.key == deliveries.c.subscription_key)
        .outerjoin(variants, variants.c.key == deliveries.c.variant_key)
        .outerjoin(renderings, in_force)
        .order_by(editions.c.frozen_at.desc(), deliveries.c.key.desc())
    )


def _read(connection: Connection, statement: Select[Any]) -> list[PastDelivery]:
    found = {row["key"]: dict(row) for row in connection.execute(statement).mappings()}
    heard: dict[int, tuple[PastEvent, ...]] = {}
    told = select(events.c.delivery_key, events.c.kind, events.c.at).where(events.c.delivery_key.in_(found))
    for row in connection.execute(told.order_by(events.c.at)) if found else ():
        heard[row.delivery_key] = (*heard.get(row.delivery_key, ()), PastEvent(kind=row.kind, at=row.at))
    return [
        PastDelivery(**{name: value for name, value in row.items() if name != "key"}, events=heard.get(key, ()))
        for key, row in found.items()
    ]
