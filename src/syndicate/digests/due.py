"""Whose turn it is: the subscriptions that an occurrence decides for, named by a condition and never one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, bindparam, case, func, or_, select, true

from syndicate.audience.mailable import is_mailable
from syndicate.audience.reader_filter import EVERYBODY, ReaderFilter
from syndicate.storage.key_lists import KeyList, is_among
from syndicate.storage.states import CadenceKind, DeliveryState, SubscriptionState
from syndicate.storage.tables import choices, deliveries, editions, subscriptions

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import Column, ColumnElement, Connection, Select

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
    for those whom that one did not reach; it takes no slot, and nor does a special one. Who is not among the
    ``readers`` of the newsletter has no turn, and keeps slot, period and watermark.
    """

    newsletter: str
    cadence: str
    slot: str
    period: str | None = None
    choice_ids: tuple[int, ...] | None = None
    instead_of: str | None = None
    readers: ReaderFilter = EVERYBODY

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
            is_mailable(self.readers),
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Slice:
    """The next subscriptions that may be mailed, by their keys, up to which (choice, key) that is, and whether it ends.

    A choice of 0: all choices are gone through together.
    """

    keys: list[int]
    through: tuple[int, int]
    is_last: bool


def next_slice(
    connection: Connection, turn: Turn, choice_ids: Sequence[int], after: tuple[int, int], size: int, *, is_wide: bool
) -> Slice:
    """The next slice of at most so many readers with those choices.

    Choice by choice, so that nobody else is looked at; but rows lie by their keys, so where most readers are meant and
    nothing was done yet, ``is_wide`` has all choices gone through together. What was begun goes on as it was begun.
    """
    choice_id, key = after
    is_by_key = choice_id == 0 and (key > 0 or is_wide)
    if is_by_key:
        rows = _read(connection, _BY_KEY, key, size, newsletter=turn.newsletter)
    else:
        rows = _by_choice(connection, choice_ids, after, size)
    chosen = set(choice_ids)
    last_choice, last_key = rows[-1] if rows else after
    return Slice(
        keys=[key for choice_id, key in rows if choice_id in chosen],
        through=(0 if is_by_key else last_choice, last_key),
        is_last=len(rows) < size,
    )


def is_wide(connection: Connection, newsletter: str, choice_ids: Collection[int]) -> bool:
    """Whether most readers of the newsletter have one of those choices; no more are counted than tell that."""
    others = set(choices_of(connection, newsletter)).difference(choice_ids)
    meant, left = (_count(connection, list(ids)) for ids in (choice_ids, others))
    return meant > left


def _count(connection: Connection, choice_ids: Sequence[int]) -> int:
    some = select(subscriptions.c.key).where(is_among(subscriptions.c.choice_id, choice_ids)).limit(_ENOUGH).subquery()
    count: int = connection.execute(select(func.count()).select_from(some)).scalar_one()
    return count


def _by_choice(
    connection: Connection, choice_ids: Sequence[int], after: tuple[int, int], size: int
) -> list[tuple[int, int]]:
    """Both statements are read in the order of an index, and end with the last row that is wanted."""
    choice_id, key = after
    found = _read(connection, _BY_CHOICE, key, size, choice_ids=[choice_id])
    later = [other for other in choice_ids if other > choice_id]
    if len(found) == size or not later:
        return found
    return [*found, *_read(connection, _BY_CHOICE, 0, size - len(found), choice_ids=later)]


def _read(connection: Connection, query: Select[Any], after: int, most: int, **known: Any) -> list[tuple[int, int]]:
    rows = connection.execute(query, {"after": after, "most": most, **known}).all()
    return [(choice_id, key) for choice_id, key in rows]


#: So many readers are many.
_ENOUGH = 20_000
_READERS = (
    select(subscriptions.c.choice_id, subscriptions.c.key)
    .where(subscriptions.c.state == SubscriptionState.CONFIRMED, subscriptions.c.key > bindparam("after"))
    .limit(bindparam("most", type_=Integer))
)
_BY_KEY = _READERS.where(subscriptions.c.newsletter == bindparam("newsletter")).order_by(subscriptions.c.key)
_BY_CHOICE = _READERS.where(is_among(subscriptions.c.choice_id, bindparam("choice_ids", type_=KeyList))).order_by(
    subscriptions.c.choice_id, subscriptions.c.key
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
