"""The SQL of doubt: the deliveries in it, the mails around them, and the ways out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, exists, func, or_, select, tuple_, union_all, update

from syndicate.delivery.doubt.verdicts import (
    LONGEST_CALL,
    MOST_WITNESSES,
    REMEMBERED,
    Doubt,
    Doubtful,
    Evidence,
    WaitingMail,
)
from syndicate.digests import site_lock
from syndicate.digests.had import lack
from syndicate.digests.store import ENDED_STATES
from syndicate.storage.states import DeliveryState, EventKind
from syndicate.storage.tables import batches, deliveries, editions, events, occurrences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection

    from syndicate.digests.model import Edition

_WAITS = deliveries.c.state == DeliveryState.PENDING
#: Rows that are read at once.
_PAGE = 1_000
_IS_IN_DOUBT = deliveries.c.state == DeliveryState.UNCERTAIN
#: Accepted by an answer: those that an event alone told of have a reason, and would bear witness for themselves.
_IS_WITNESS = and_(deliveries.c.state == DeliveryState.SUBMITTED, deliveries.c.reason.is_(None))
_PLACE = (deliveries.c.settled_at, deliveries.c.key)


class DoubtStore:
    """Deliveries in doubt, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def page(self, after: Doubtful | None, limit: int, edition_id: str | None = None) -> list[Doubtful]:
        """The next deliveries in doubt of editions that nobody ended, by the time at which they were given up."""
        query = (
            select(
                deliveries.c.key,
                deliveries.c.edition_key,
                batches.c.carrier,
                func.coalesce(batches.c.claimed_at, deliveries.c.settled_at).label("claimed_at"),
                deliveries.c.settled_at,
                func.coalesce(deliveries.c.reason == REMEMBERED, False).label("is_remembered"),
            )
            .join_from(deliveries, editions, editions.c.key == deliveries.c.edition_key)
            .outerjoin(batches, batches.c.key == deliveries.c.batch_key)
            .where(_IS_IN_DOUBT, editions.c.state.not_in(ENDED_STATES), deliveries.c.settled_at.is_not(None))
            .order_by(*_PLACE)
            .limit(limit)
        )
        if after is not None:
            query = query.where(tuple_(*_PLACE) > tuple_(after.settled_at, after.key))
        if edition_id is not None:
            query = query.where(editions.c.id == edition_id)
        return [
            Doubtful(**{**row, "is_remembered": bool(row["is_remembered"])})
            for row in self._connection.execute(query).mappings()
        ]

    def evidence(self, doubt: Doubt, ready_by: datetime) -> Evidence:
        """What events say of the mails around it that had been accepted by then."""
        around, end = self._around(doubt, ready_by), doubt.last_at + LONGEST_CALL
        sent = exists().where(events.c.delivery_key == around.c.key, events.c.kind == EventKind.SENT)
        counts = select(
            func.count(),
            func.count(around.c.heard_at),
            func.coalesce(func.sum(case((sent, 1), else_=0)), 0),
        ).select_from(around)
        witnesses, known, announced = self._connection.execute(counts).one()
        between = deliveries.c.settled_at.between(doubt.first_at, min(end, ready_by))
        gaps = select(func.count()).where(*self._is_witness(doubt), between, deliveries.c.heard_at.is_(None))
        unheard = max(witnesses - known, self._connection.execute(gaps).scalar_one())
        return Evidence(
            witnesses=witnesses,
            unheard=unheard,
            unannounced=witnesses - announced if announced else 0,
            is_later_heard=self._is_later_heard(doubt),
        )

    def _around(self, doubt: Doubt, ready_by: datetime) -> Any:
        """Witnesses on both sides of the doubt's beginning and of its end, those nearest in time."""
        at, end = deliveries.c.settled_at, doubt.last_at + LONGEST_CALL
        ours = select(deliveries.c.key, deliveries.c.heard_at).where(*self._is_witness(doubt), at <= ready_by)
        sides = (
            ours.where(at < doubt.first_at).order_by(at.desc(), deliveries.c.key.desc()),
            ours.where(at.between(doubt.first_at, end)).order_by(at, deliveries.c.key),
            ours.where(at > end).order_by(at, deliveries.c.key),
        )
        nearest = (select(side.limit(MOST_WITNESSES).subquery()) for side in sides)
        return union_all(*nearest).subquery("around")

    def _is_witness(self, doubt: Doubt) -> tuple[ColumnElement[bool], ...]:
        return deliveries.c.edition_key == doubt.edition_key, _IS_WITNESS, _is_by(doubt.carrier)

    def _is_later_heard(self, doubt: Doubt) -> bool:
        """Whether a mail of the same carrier that left after the doubt, of whatever edition, was heard of.

        One whose call was under way beside it may have been taken just before the stream of events broke off.
        """
        over_at = min(doubt.given_up_at, doubt.last_at + LONGEST_CALL)
        later = (
            select(deliveries.c.key)
            .where(
                deliveries.c.edition_key == editions.c.key,
                deliveries.c.state == DeliveryState.SUBMITTED,
                deliveries.c.settled_at > over_at,
                deliveries.c.heard_at > over_at,
                _is_by(doubt.carrier),
            )
            .correlate(editions)
        )
        open_then = or_(editions.c.closed_at.is_(None), editions.c.closed_at > over_at)
        query = select(editions.c.key).where(open_then, editions.c.opened_at.is_not(None), later.exists()).limit(1)
        return self._connection.execute(query).first() is not None

    def had_elsewhere(self, doubt: Doubt, newsletter: str) -> frozenset[int]:
        """Those in it whose readers have had an article of the edition by another one."""
        lacking = lack(self._connection, newsletter, doubt.edition_key)
        if not lacking:
            return frozenset()
        may_get_it = select(deliveries.c.key).where(of_keys(doubt.keys), *lacking)
        return frozenset(doubt.keys) - frozenset(self._connection.execute(may_get_it).scalars())

    # --- the way in that no answer opens --------------------------------------------

    def waiting(self, edition_id: str) -> Iterator[Sequence[WaitingMail]]:
        """Whoever of an edition has an address and waits, some thousand at a time, in one pass."""
        query = select(deliveries.c.key, editions.c.id, deliveries.c.address, deliveries.c.resends)
        query = query.join_from(deliveries, editions, editions.c.key == deliveries.c.edition_key)
        query = query.where(editions.c.id == edition_id, _WAITS, deliveries.c.address.is_not(None))
        rows = self._connection.execution_options(yield_per=_PAGE).execute(query)
        for page in rows.partitions():
            yield [WaitingMail(key=key, edition_id=id_, address=to, resends=resends) for key, id_, to, resends in page]

    def put_in_doubt(self, keys: Sequence[int], reason: str, now: datetime) -> int:
        """Call those that still wait uncertain; how many did."""
        values = {"state": DeliveryState.UNCERTAIN, "reason": reason, "not_before": None, "settled_at": now}
        return self._connection.execute(update(deliveries).where(of_keys(keys), _WAITS).values(**values)).rowcount

    # --- the ways out ----------------------------------------------------------------

    def put_back(self, edition: Edition, which: ColumnElement[bool]) -> int:
        """Put those in doubt back to pending; how many. Who has had an article of it elsewhere stays as they are.

        Raises:
            TryLaterError: an edition is being frozen, so that it is not known who has what.
        """
        query = select(occurrences.c.key, occurrences.c.edition_key)
        query = query.join(editions, editions.c.key == occurrences.c.edition_key).where(editions.c.id == edition.id)
        occurrence_key, edition_key = self._connection.execute(query).one()
        with site_lock.held(self._connection, occurrence_key):
            statement = (
                update(deliveries)
                .where(deliveries.c.edition_key == edition_key, _IS_IN_DOUBT, which)
                .where(*lack(self._connection, edition.newsletter, edition_key))
                .values(
                    state=DeliveryState.PENDING,
                    attempts=0,
                    resends=deliveries.c.resends + 1,
                    not_before=None,
                    settled_at=None,
                )
            )
            return self._connection.execute(statement).rowcount

    def decide(self, which: ColumnElement[bool], state: DeliveryState, reason: str) -> int:
        """Let those in doubt be in that state for good; how many. The editions' sums are kept."""
        statement = update(deliveries).where(_IS_IN_DOUBT, which).values(state=state, reason=reason)
        keys = self._connection.execute(statement.returning(deliveries.c.edition_key)).scalars().all()
        if state is DeliveryState.SUBMITTED:
            for key in sorted(set(keys)):
                more = {"submitted": editions.c.submitted + keys.count(key)}
                self._connection.execute(update(editions).where(editions.c.key == key).values(**more))
        return len(keys)

    def some(self, edition_id: str, after: int, limit: int, delivery_id: str | None = None) -> list[int]:
        """The next keys above ``after`` of its deliveries that are in doubt, or of the one of that id."""
        query = select(deliveries.c.key).join(editions, editions.c.key == deliveries.c.edition_key)
        query = query.where(editions.c.id == edition_id, _IS_IN_DOUBT, deliveries.c.key > after)
        query = query.order_by(deliveries.c.key).limit(limit)
        if delivery_id is not None:
            query = query.where(deliveries.c.id == delivery_id)
        return list(self._connection.execute(query).scalars())

    def names(self, edition_key: int) -> tuple[str, str]:
        """The id and the newsletter of an edition."""
        query = select(editions.c.id, editions.c.newsletter).where(editions.c.key == edition_key)
        edition_id, newsletter = self._connection.execute(query).one()
        return edition_id, newsletter


def of_keys(keys: Sequence[int]) -> ColumnElement[bool]:
    """The condition on ``deliveries`` that they are among those."""
    return deliveries.c.key.in_(keys)


def _is_by(carrier: str | None) -> ColumnElement[bool]:
    of_carrier = select(batches.c.key).where(batches.c.key == deliveries.c.batch_key, batches.c.carrier == carrier)
    return of_carrier.correlate(deliveries).exists()
