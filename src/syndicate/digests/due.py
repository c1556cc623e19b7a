"""Whose turn it is: the subscriptions that an occurrence decides for, named by a condition and never one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, true

from syndicate.audience.mailable import is_mailable
from syndicate.storage.states import DeliveryState, SubscriptionState
from syndicate.storage.tables import deliveries, editions, subscriptions

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

#: What begins the slot of an edition that takes no date: it was made by hand, beside the cadence.
BY_HAND = "manual:"
#: The states of deliveries by which their reader certainly got nothing.
MISSED = (DeliveryState.STOPPED, DeliveryState.REFUSED, DeliveryState.EXCLUDED)
_WEEKLY = "weekly"


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """Whose turn an occurrence is: all readers of a newsletter who have not had its slot, nor its week.

    ``cadence`` is a word: daily, weekly. An edition ``instead_of`` another, by its id, is for those whom that one
    did not reach; it takes no slot.
    """

    newsletter: str
    cadence: str
    slot: str
    instead_of: str | None = None

    @property
    def takes_slot(self) -> bool:
        """Whether it is the one edition of a local date."""
        return not self.slot.startswith(BY_HAND)

    @property
    def period(self) -> str | None:
        """The week that it is the one edition of (ISO 8601), of a weekly cadence."""
        if self.cadence != _WEEKLY or not self.takes_slot:
            return None
        year, week, _ = date.fromisoformat(self.slot).isocalendar()
        return f"{year}-W{week:02}"

    def is_theirs(self) -> ColumnElement[bool]:
        """The condition on ``subscriptions`` joined with ``subscribers``."""
        everybody = and_(subscriptions.c.newsletter == self.newsletter, is_mailable())
        if self.instead_of is not None:
            return and_(everybody, _is_missed_by(self.instead_of))
        return and_(everybody, self._is_open())

    def taken(self) -> dict[str, Any]:
        """What a subscription holds once it has had this turn."""
        if not self.takes_slot:
            return {}
        return {"last_slot": self.slot} | ({"last_periods": {self.cadence: self.period}} if self.period else {})

    def _is_open(self) -> ColumnElement[bool]:
        if not self.takes_slot:
            return true()
        later = or_(subscriptions.c.last_slot.is_(None), subscriptions.c.last_slot < self.slot)
        if self.period is None:
            return later
        last = subscriptions.c.last_periods[self.cadence].as_string()
        return and_(later, or_(last.is_(None), last < self.period))


def next_slice(connection: Connection, newsletter: str, after: int, size: int) -> tuple[int, int]:
    """How many of the next ``size`` mailed subscriptions there are, and the key of the last; ``after`` if none is."""
    keys = select(subscriptions.c.key).where(
        subscriptions.c.newsletter == newsletter,
        subscriptions.c.state == SubscriptionState.CONFIRMED,
        subscriptions.c.key > after,
    )
    some = keys.order_by(subscriptions.c.key).limit(size).subquery()
    query = select(func.count(), func.coalesce(func.max(some.c.key), after)).select_from(some)
    count, last = connection.execute(query).one()
    return count, last


def _is_missed_by(edition_id: str) -> ColumnElement[bool]:
    missed = (
        select(deliveries.c.key)
        .join(editions, editions.c.key == deliveries.c.edition_key)
        .where(deliveries.c.subscription_key == subscriptions.c.key)
        .where(editions.c.id == edition_id, deliveries.c.state.in_(MISSED))
    )
    return missed.exists()
