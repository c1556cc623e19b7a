"""Whose turn it is: the subscriptions that an occurrence decides for, named by a condition and never one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, bindparam, case, or_, select, true

from syndicate.audience.mailable import is_mailable
from syndicate.storage.key_lists import KeyList, is_among
from syndicate.storage.states import CadenceKind, DeliveryState, SubscriptionState
from syndicate.storage.tables import choices, deliveries, editions, subscriptions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Column, ColumnElement, Connection

#: What begins the slot of an edition that takes no date: it was made by hand, beside the cadence.
BY_HAND = "manual:"
#: What begins the slot of one that follows a story.
INSTANT = "instant:"
#: What begins the slot of a special edition.
SPECIAL = "special:"
#: The states of deliveries by which their reader certainly got nothing.
MISSED = (DeliveryState.STOPPED, DeliveryState.REFUSED, DeliveryState.EXCLUDED)
#: Where a subscription holds the newest period that was its own, by the kind of cadence.
_PERIODS: dict[str, Column[Any]] = {
    CadenceKind.WEEKLY: subscriptions.c.last_week,
    CadenceKind.MONTHLY: subscriptions.c.last_month,
    CadenceKind.INSTANT: subscriptions.c.last_instant,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """Whose turn an occurrence is: readers of a newsletter with those choices who had neither its slot nor its period.

    ``choice_ids`` of ``None`` are all. ``period`` is the week or the month of the slot; of one that follows a story the
    day and the most that a reader gets on it, see `instant_period`. An edition ``instead_of`` another, by its id, is
    for those whom that one did not reach; it takes no slot, and nor does a special one.
    """

    newsletter: str
    cadence: str
    slot: str
    period: str | None = None
    choice_ids: tuple[int, ...] | None = None
    instead_of: str | None = None

    @property
    def takes_slot(self) -> bool:
        """Whether it is the one edition of a local date."""
        return not self.slot.startswith((BY_HAND, INSTANT, SPECIAL))

    @property
    def is_special(self) -> bool:
        """Whether a person chose its very articles."""
        return self.slot.startswith(SPECIAL)

    @property
    def moves_watermarks(self) -> bool:
        """Whether everything up to its cut is decided for its readers."""
        return self.instead_of is None and not self.is_special

    def is_theirs(self) -> ColumnElement[bool]:
        """The condition on ``subscriptions`` joined with ``subscribers``."""
        everybody = and_(
            subscriptions.c.newsletter == self.newsletter,
            is_mailable(),
            subscriptions.c.joins_at.is_(None),
            self._chose(),
        )
        if self.instead_of is not None:
            return and_(everybody, _is_missed_by(self.instead_of))
        return and_(everybody, self._is_open())

    def taken(self, is_mailed: ColumnElement[bool]) -> dict[str, Any]:
        """What a subscription holds once it has had this turn; of those that follow a story, mails alone count."""
        slot = {"last_slot": self.slot} if self.takes_slot else {}
        if self.period is None:
            return slot
        column = _PERIODS[self.cadence]
        if self.cadence != CadenceKind.INSTANT:
            return slot | {column.name: self.period}
        return {column.name: case((is_mailed, _counted_up(column, self.period)), else_=column)}

    def _chose(self) -> ColumnElement[bool]:
        return true() if self.choice_ids is None else subscriptions.c.choice_id.in_(self.choice_ids)

    def _is_open(self) -> ColumnElement[bool]:
        conditions: list[ColumnElement[bool]] = []
        if self.takes_slot:
            conditions.append(or_(subscriptions.c.last_slot.is_(None), subscriptions.c.last_slot < self.slot))
        if self.period is not None:
            last = _PERIODS[self.cadence]
            conditions.append(or_(last.is_(None), last < self.period))
        return and_(true(), *conditions)


def instant_period(day: date, most: int) -> str:
    """The period of an edition that follows a story: nobody gets more than so many on that day."""
    return f"{day}#{most:02}"


def _counted_up(column: Column[Any], period: str) -> ColumnElement[Any]:
    """The next of the day, after the one that the column holds."""
    day, _, most = period.partition("#")
    counts = [(column == f"{day}#{number:02}", f"{day}#{number + 1:02}") for number in range(1, int(most))]
    return case(*counts, else_=f"{day}#01") if counts else case((true(), f"{day}#01"))


def next_slice(
    connection: Connection, choice_ids: Sequence[int], after: tuple[int, int], size: int
) -> list[tuple[int, int]]:
    """The next subscriptions with those choices that may be mailed, as (choice, key) in that order; at most ``size``.

    Both statements are read in the order of an index, and end with the last row that is wanted.
    """
    choice_id, key = after
    found = _readers(connection, [choice_id], key, size)
    later = [other for other in choice_ids if other > choice_id]
    return found if len(found) == size or not later else [*found, *_readers(connection, later, 0, size - len(found))]


def _readers(connection: Connection, choice_ids: Sequence[int], after: int, most: int) -> list[tuple[int, int]]:
    rows = connection.execute(_READERS, {"choice_ids": choice_ids, "after": after, "most": most}).all()
    return [(choice_id, key) for choice_id, key in rows]


_READERS = (
    select(subscriptions.c.choice_id, subscriptions.c.key)
    .where(
        is_among(subscriptions.c.choice_id, bindparam("choice_ids", type_=KeyList)),
        subscriptions.c.state == SubscriptionState.CONFIRMED,
        subscriptions.c.key > bindparam("after"),
    )
    .order_by(subscriptions.c.choice_id, subscriptions.c.key)
    .limit(bindparam("most", type_=Integer))
)


def choices_of(connection: Connection, newsletter: str) -> tuple[int, ...]:
    """Every choice of readers of the newsletter, by its id, in their order."""
    query = select(choices.c.id).where(choices.c.newsletter == newsletter).order_by(choices.c.id)
    return tuple(connection.execute(query).scalars())


def _is_missed_by(edition_id: str) -> ColumnElement[bool]:
    missed = (
        select(deliveries.c.key)
        .join(editions, editions.c.key == deliveries.c.edition_key)
        .where(deliveries.c.subscription_key == subscriptions.c.key)
        .where(editions.c.id == edition_id, deliveries.c.state.in_(MISSED))
    )
    return missed.exists()
