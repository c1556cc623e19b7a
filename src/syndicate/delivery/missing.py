"""Who of an edition's frozen audience has not got it, as far as is known, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Text, and_, case, cast, func, literal, or_, select

from syndicate.delivery.model import DeliveryState, Fate
from syndicate.storage.states import EventKind
from syndicate.storage.tables import deliveries, editions, events

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

#: Fates of a mail that was taken and did not arrive.
LOST_FATES = (Fate.UNSENT, Fate.RETURNED, Fate.SUPPRESSED, Fate.BOUNCED)


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingCount:
    """How many have not got it for one reason."""

    state: DeliveryState
    why: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingReader:
    """One of them; ``address`` is empty when the person was forgotten since."""

    delivery_id: str
    address: str
    state: DeliveryState
    why: str


class MissingStore:
    """The missing of an edition, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def counts(self, edition_id: str) -> list[MissingCount]:
        """How many, by state and reason; the most first."""
        why = _why().label("why")
        query = select(deliveries.c.state, why, func.count().label("count")).where(*_is_missing(edition_id))
        rows = self._connection.execute(query.group_by(deliveries.c.state, why))
        found = [MissingCount(state=DeliveryState(row[0]), why=row[1], count=row[2]) for row in rows]
        return sorted(found, key=lambda count: (-count.count, count.state, count.why))

    def readers(self, edition_id: str, limit: int) -> list[MissingReader]:
        """Up to so many of them, in the order of the freeze."""
        query = select(deliveries.c.id, deliveries.c.address, deliveries.c.state, _why())
        query = query.where(*_is_missing(edition_id)).order_by(deliveries.c.key).limit(limit)
        return [
            MissingReader(delivery_id=row[0], address=row[1] or "", state=DeliveryState(row[2]), why=row[3])
            for row in self._connection.execute(query)
        ]


def _is_missing(edition_id: str) -> tuple[ColumnElement[bool], ...]:
    key = select(editions.c.key).where(editions.c.id == edition_id).scalar_subquery()
    is_lost = and_(deliveries.c.state == DeliveryState.SUBMITTED, deliveries.c.fate.in_(LOST_FATES))
    return deliveries.c.edition_key == key, or_(deliveries.c.state != DeliveryState.SUBMITTED, is_lost)


def _why() -> ColumnElement[str]:
    """What became of a mail that was taken, with the class of its return; else the row's own reason, or its state."""
    of_delivery = and_(events.c.delivery_key == deliveries.c.key, events.c.kind == EventKind.BOUNCED)
    returned = select(func.min(events.c.detail["class"].as_string())).where(of_delivery).scalar_subquery()
    came_back = cast(deliveries.c.fate, Text).concat(func.coalesce(literal(": ").concat(returned), ""))
    is_taken = deliveries.c.state == DeliveryState.SUBMITTED
    return case((is_taken, came_back), else_=func.coalesce(deliveries.c.reason, deliveries.c.state))
