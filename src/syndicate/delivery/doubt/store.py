"""The SQL of doubt: the deliveries in it, the mails around them, and the ways out."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, exists, func, or_, select, tuple_, union_all, update

from syndicate.delivery.doubt.verdicts import (
    LONGEST_CALL,
    MOST_WITNESSES,
    NEAR,
    REMEMBERED,
    SOON_AFTER,
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
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import BindParameter, ColumnElement, Connection

    from syndicate.digests.model import Edition

_WAITS = deliveries.c.state == DeliveryState.PENDING
#: Rows that are read at once.
_PAGE = 1_000
_IS_IN_DOUBT = deliveries.c.state == DeliveryState.UNCERTAIN
#: Accepted by an answer: those that an event alone told of have a reason, and would bear witness for themselves.
_IS_WITNESS = and_(deliveries.c.state == DeliveryState.SUBMITTED, deliveries.c.reason.is_(None))
_PLACE = (deliveries.c.settled_at, deliveries.c.key)
_OF_CARRIER: BindParameter[Any] = bindparam("carrier")
_OVER_AT: BindParameter[Any] = bindparam("over_at")


class DoubtStore:
    """Deliveries in doubt, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def page(
        self, after: Doubtful | None, limit: int, edition_id: str | None = None, since: datetime | None = None
    ) -> list[Doubtful]:
        """The next deliveries in doubt of editions that nobody ended, by the time at which they were given up.

        With ``since`` only those that were given up from then on.
        """
        query = (
            select(
                deliveries.c.key,
                deliveries.c.edition_key,
                editions.c.id.label("edition_id"),
                editions.c.newsletter,
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
        if since is not None:
            query = query.where(deliveries.c.settled_at >= since)
        if edition_id is not None:
            query = query.where(editions.c.id == edition_id)
        return [
            Doubtful(**{**row, "is_remembered": bool(row["is_remembered"])})
            for row in self._connection.execute(query).mappings()
        ]

    def evidence(self, doubt: Doubt, ready_by: datetime) -> Evidence:
        """What events say of the mails around it that had been accepted by then."""
        end = doubt.last_at + LONGEST_CALL
        around = {"edition": doubt.edition_key, "carrier": doubt.carrier, "since": doubt.first_at, "until": end}
        near = {"from": doubt.first_at - NEAR, "ready_by": min(end + NEAR, ready_by)}
        witnesses, known, announced = self._connection.execute(_AROUND, {**around, **near}).one()
        gaps = self._connection.execute(_GAPS, {**around, "until": min(end, ready_by)}).scalar_one()
        # Whatever was claimed after it left after it.
        later = {"carrier": doubt.carrier, "over_at": min(doubt.given_up_at, end)}
        soon = {**later, "ready_by": min(end + SOON_AFTER, ready_by)}
        return Evidence(
            witnesses=witnesses,
            unheard=max(witnesses - known, gaps),
            unannounced=witnesses - announced if announced else 0,
            is_later_heard=self._connection.execute(_LATER, later).first() is not None,
            is_later_unheard=self._connection.execute(_UNHEARD, soon).first() is not None,
        )

    def had_elsewhere(self, found: Iterable[Doubt]) -> frozenset[int]:
        """Those in them whose readers have had an article of their edition by another one."""
        keys: dict[tuple[int, str], list[int]] = defaultdict(list)
        for doubt in found:
            keys[doubt.edition_key, doubt.newsletter] += doubt.keys
        return frozenset(chain.from_iterable(self._had_elsewhere(*edition, of_it) for edition, of_it in keys.items()))

    def _had_elsewhere(self, edition_key: int, newsletter: str, keys: Sequence[int]) -> frozenset[int]:
        lacking = lack(self._connection, newsletter, edition_key)
        if not lacking:
            return frozenset()
        may_get_it = select(deliveries.c.key).where(of_keys(keys), *lacking)
        return frozenset(keys) - frozenset(self._connection.execute(may_get_it).scalars())

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


def of_keys(keys: Sequence[int]) -> ColumnElement[bool]:
    """The condition on ``deliveries`` that they are among those."""
    return deliveries.c.key.in_(keys)


# --- evidence: asked of each doubt, so its statements are made once -------------------


def _batch(*further: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the delivery's batch is the carrier's, and as said further."""
    this = select(batches.c.key).where(batches.c.key == deliveries.c.batch_key, batches.c.carrier == _OF_CARRIER)
    return this.where(*further).correlate(deliveries).exists()


def _around() -> Any:
    """How many witnesses there are around a doubt, how many were heard of, and of how many that they were taken.

    Those nearest in time on both sides of its beginning and of its end.
    """
    at = deliveries.c.settled_at
    since: BindParameter[Any] = bindparam("since")
    until: BindParameter[Any] = bindparam("until")
    near = at.between(bindparam("from"), bindparam("ready_by"))
    ours = select(deliveries.c.key, deliveries.c.heard_at).where(*_WITNESSES, near)
    sides = (
        ours.where(at < since).order_by(at.desc(), deliveries.c.key.desc()),
        ours.where(at.between(since, until)).order_by(at, deliveries.c.key),
        ours.where(at > until).order_by(at, deliveries.c.key),
    )
    around = union_all(*(select(side.limit(MOST_WITNESSES).subquery()) for side in sides)).subquery("around")
    sent = exists().where(events.c.delivery_key == around.c.key, events.c.kind == EventKind.SENT)
    announced = func.coalesce(func.sum(case((sent, 1), else_=0)), 0)
    return select(func.count(), func.count(around.c.heard_at), announced).select_from(around)


def _gaps() -> Any:
    """How many witnesses were never heard of between the doubt's beginning and its end."""
    between = deliveries.c.settled_at.between(bindparam("since"), bindparam("until"))
    return select(func.count()).where(*_WITNESSES, between, deliveries.c.heard_at.is_(None))


def _later(*further: ColumnElement[bool]) -> Any:
    """An edition with a mail that left after the doubt, by the same carrier, and as said further.

    One whose call was under way beside it may have been taken just before the stream of events broke off, whenever its
    answer came.
    """
    later = (
        select(deliveries.c.key)
        .where(
            deliveries.c.edition_key == editions.c.key,
            deliveries.c.state == DeliveryState.SUBMITTED,
            deliveries.c.settled_at > _OVER_AT,
            *further,
            _batch(batches.c.claimed_at > _OVER_AT),
        )
        .correlate(editions)
    )
    open_then = or_(editions.c.closed_at.is_(None), editions.c.closed_at > _OVER_AT)
    return select(editions.c.key).where(open_then, editions.c.opened_at.is_not(None), later.exists()).limit(1)


_WITNESSES = (deliveries.c.edition_key == bindparam("edition"), _IS_WITNESS, _batch())
_AROUND, _GAPS = _around(), _gaps()
_LATER = _later(deliveries.c.heard_at > _OVER_AT)
_UNHEARD = _later(
    deliveries.c.heard_at.is_(None), deliveries.c.reason.is_(None), deliveries.c.settled_at <= bindparam("ready_by")
)
