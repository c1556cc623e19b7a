"""The ledger: one row for every delivery, moved only by conditional updates.

Whoever moves a row names the state that it must be in; when two try, one of them finds
nothing to move. So a delivery is claimed once, whatever runs beside us.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, exists, func, insert, literal_column, null, or_, select, update

from syndicate.audience.mailable import is_mailable, is_meant
from syndicate.delivery.model import Batch, Delivery, DeliveryState, Fate
from syndicate.delivery.outcome import LONGEST_WAIT
from syndicate.digests import site_lock
from syndicate.digests.had import lack
from syndicate.ids import process_name
from syndicate.storage.tables import (
    batches,
    deliveries,
    delivery_sums,
    editions,
    occurrences,
    subscribers,
    subscriptions,
    variants,
)

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement, Connection, ScalarSelect, Select, Update
    from sqlalchemy.sql.dml import ReturningUpdate

    from syndicate.audience.reader_filter import ReaderFilter
    from syndicate.delivery.outcome import NextState
    from syndicate.digests.model import Edition, EditionState

_FINAL = frozenset({DeliveryState.SUBMITTED, DeliveryState.UNCERTAIN, DeliveryState.REFUSED, DeliveryState.EXCLUDED})
#: No delivery waits for longer; what is to be tried later than that was written by a clock that was ahead. Clocks of
#: two machines may be apart by some minutes.
LONGEST_AHEAD = timedelta(seconds=LONGEST_WAIT) + timedelta(minutes=5)
#: What makes a `Delivery`.
DELIVERY = (
    *(deliveries.c[name] for name in Delivery.__dataclass_fields__ if name not in {"edition_id", "subscription_id"}),
    select(editions.c.id).where(editions.c.key == deliveries.c.edition_key).scalar_subquery().label("edition_id"),
    select(subscriptions.c.id)
    .where(subscriptions.c.key == deliveries.c.subscription_key)
    .scalar_subquery()
    .label("subscription_id"),
)
_NAMES = tuple(column.key for column in DELIVERY)

_IS_CLAIMED = deliveries.c.state == DeliveryState.CLAIMED
#: A claim's own row, as long as nobody has claimed it again.
_THIS = (deliveries.c.key == bindparam("this"), deliveries.c.batch_key == bindparam("batch"))
_WRITTEN = ("state", "attempts", "not_before", "message_id", "reason", "settled_at")


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """Of how many claims it was written that they are submitted, or are something else."""

    submitted: int
    others: int


class Ledger:
    """The deliveries, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def claim(
        self, edition_id: str, now: datetime, limit: int, *, carrier: str, lease_until: datetime, by: str | None = None
    ) -> Batch | None:
        """Take up to ``limit`` due deliveries of one variant for this process; ``None``: none is due.

        The least tried come first; each counts a try, and gets what its variant says now. Commit before anything is
        handed to the ``carrier``. Rows that another transaction is claiming are passed over. After ``lease_until``,
        by the database's clock, somebody else may decide about them.
        """
        edition_key = self._connection.execute(_KEY, {"edition": edition_id}).scalar_one()
        due = {"edition": edition_key, **_times(now)}
        variant = self._connection.execute(_FIRST_DUE_VARIANT, due).scalar()
        if variant is None:
            return None
        row = {"edition_key": edition_key, "carrier": carrier, "claimed_by": by or process_name(), "claimed_at": now}
        batch_key: int = self._connection.execute(_OPEN, {**row, "lease_until": lease_until}).scalar_one()
        rows = self._connection.execute(_TAKE, {**due, "variant": variant, "batch": batch_key, "most": limit})
        claims = tuple(sorted(map(delivery_of, rows), key=lambda claim: claim.key))
        if not claims:  # another process was faster
            self._connection.execute(delete(batches).where(batches.c.key == batch_key))
            return None
        return Batch(key=batch_key, edition_id=edition_id, variant_key=variant, lease_until=lease_until, claims=claims)

    def record(self, results: Sequence[tuple[Delivery, NextState]], now: datetime) -> Recorded:
        """Write what became of claims; of how many the rows were still those claims' to write.

        A mail that was accepted is written even when somebody has called the claim
        uncertain meanwhile: what is known only grows.
        """
        accepted = [
            {"this": claim.key, "batch": claim.batch_key, "id_of_message": state.message_id, "now": now}
            for claim, state in results
            if state.state is DeliveryState.SUBMITTED
        ]
        others = [_row(claim, state, now) for claim, state in results if state.state is not DeliveryState.SUBMITTED]
        submitted = self._connection.execute(_ACCEPTED, accepted).rowcount if accepted else 0
        return Recorded(submitted=submitted, others=self._write(others))

    def release(self, claims: Iterable[Delivery]) -> int:
        """Give back claims of which nothing was handed to a carrier; the try does not count. How many that were."""
        rows = [{"this": claim.key, "batch": claim.batch_key} for claim in claims]
        return self._connection.execute(_RELEASE, rows).rowcount

    def _write(self, rows: list[dict[str, Any]]) -> int:
        return self._connection.execute(_OTHERS, rows).rowcount if rows else 0

    def exclude_unmailable(self, batch: Batch, reason: str, now: datetime) -> Batch:
        """Leave out the claims whose readers may not be mailed any more, with the reason; the batch without them."""
        ours = {"ours": [claim.key for claim in batch.claims], "batch": batch.key, "because": reason, "now": now}
        out = frozenset(self._connection.execute(_EXCLUDE, ours).scalars())
        return _without(batch, out)

    def exclude_unmeant(self, batch: Batch, readers: ReaderFilter, reason: str, now: datetime) -> Batch:
        """Leave out the claims whose readers the newsletter does not go to any more; the batch without them."""
        if not readers or not batch.claims:
            return batch
        meant = select(subscriptions.c.key).where(subscriptions.c.key == deliveries.c.subscription_key)
        ours = {"ours": [claim.key for claim in batch.claims], "batch": batch.key, "because": reason, "now": now}
        out = self._connection.execute(_exclude(meant.where(*is_meant(readers))), ours).scalars()
        return _without(batch, frozenset(out))

    def requeue(self, edition: Edition, state: DeliveryState) -> int:
        """Put every refused, or every uncertain, delivery of an edition back to pending; how many.

        Refused ones were certainly not sent. About uncertain ones a person decides: some of
        their readers may get the mail twice. Who has had an article of it by another edition stays as they are.
        """
        if state not in {DeliveryState.REFUSED, DeliveryState.UNCERTAIN}:
            message = f"a delivery that is {state} is not sent again"
            raise ValueError(message)
        decided = select(occurrences.c.key, occurrences.c.edition_key)
        decided = decided.where(occurrences.c.edition_key == _key_of(edition.id))
        occurrence_key, edition_key = self._connection.execute(decided).one()
        with site_lock.held(self._connection, occurrence_key):
            values = {"state": DeliveryState.PENDING, "attempts": 0, "not_before": None, "settled_at": None}
            values["resends"] = deliveries.c.resends + 1
            statement = update(deliveries).where(_is_of(edition.id), deliveries.c.state == state)
            statement = statement.where(*lack(self._connection, edition.newsletter, edition_key))
            return self._connection.execute(statement.values(**values)).rowcount

    def end_pending(self, edition_id: str, state: DeliveryState, reason: str, now: datetime, *, limit: int) -> int:
        """Bring up to ``limit`` deliveries that wait to an end without a mail; how many that were."""
        some = (
            select(deliveries.c.key).where(_is_of(edition_id), deliveries.c.state == DeliveryState.PENDING).limit(limit)
        )
        statement = (
            update(deliveries)
            .where(deliveries.c.key.in_(some), deliveries.c.state == DeliveryState.PENDING)
            .values(state=state, reason=reason, not_before=None, settled_at=now)
        )
        return self._connection.execute(statement).rowcount

    def unfinished(self, *states: EditionState) -> list[str]:
        """Editions in one of those states of which a delivery still waits or is claimed."""
        waits = exists().where(
            deliveries.c.edition_key == editions.c.key,
            deliveries.c.state.in_([DeliveryState.PENDING, DeliveryState.CLAIMED]),
        )
        query = select(editions.c.id).where(editions.c.state.in_(states), waits).order_by(editions.c.id)
        return list(self._connection.execute(query).scalars())

    def is_done(self, edition_id: str) -> bool:
        """Whether nothing of the edition waits or is being handed over."""
        open_states = (DeliveryState.PENDING, DeliveryState.CLAIMED)
        query = select(deliveries.c.key).where(_is_of(edition_id), deliveries.c.state.in_(open_states)).limit(1)
        return self._connection.execute(query).first() is None

    def counts(self, edition_id: str) -> dict[str, int]:
        """Deliveries of an edition by state, every state named. Their sum is the frozen audience.

        Those are counted whose rows have gone.
        """
        found: Counter[str] = Counter()
        for query in (_COUNTS, _GONE_COUNTS):
            for state, count in self._connection.execute(query, {"edition": edition_id}):
                found[state] += count
        return {state.value: found[state.value] for state in DeliveryState}

    def next_due(self, edition_id: str, now: datetime) -> datetime | None:
        """When the next delivery may be claimed: ``now`` if one is due, ``None`` if none is pending."""
        of_it = {"edition": edition_id}
        if self._connection.execute(_DUE_AT_ONCE, {**of_it, **_times(now)}).first():
            return now
        earliest = self._connection.execute(_EARLIEST, of_it).scalar()
        return earliest and max(now, earliest)

    def get(self, delivery_id: str) -> Delivery | None:
        """The delivery of that id."""
        return next(iter(self._select(deliveries.c.id == delivery_id)), None)

    def of(
        self, edition_id: str, *, after: str = "", limit: int = 100, state: DeliveryState | None = None
    ) -> list[Delivery]:
        """A page of an edition's deliveries, in the order of the freeze, from the one that follows ``after``."""
        earlier = deliveries.alias()
        last = select(earlier.c.key).where(earlier.c.id == after).scalar_subquery()
        wanted = [_is_of(edition_id), deliveries.c.key > func.coalesce(last, 0)]
        if state is not None:
            wanted.append(deliveries.c.state == state)
        return self._select(*wanted, limit=limit)

    def _select(self, *wanted: ColumnElement[bool], limit: int | None = None) -> list[Delivery]:
        query = select(*DELIVERY).where(*wanted).order_by(deliveries.c.key).limit(limit)
        return list(map(delivery_of, self._connection.execute(query)))


def _key_of(edition_id: str | BindParameter[str]) -> ScalarSelect[int]:
    return select(editions.c.key).where(editions.c.id == edition_id).scalar_subquery()


def _is_of(edition_id: str | BindParameter[str]) -> ColumnElement[bool]:
    return deliveries.c.edition_key == _key_of(edition_id)


def _row(claim: Delivery, state: NextState, now: datetime) -> dict[str, Any]:
    written = {name: getattr(state, name, None) for name in _WRITTEN}
    written["settled_at"] = now if state.state in _FINAL else None
    return {"this": claim.key, "batch": claim.batch_key, **{f"new_{name}": value for name, value in written.items()}}


def _times(now: datetime) -> dict[str, datetime]:
    """What `_IS_DUE` asks for."""
    return {"now": now, "ahead": now + LONGEST_AHEAD}


def delivery_of(row: Iterable[Any]) -> Delivery:
    """The delivery of a row with the columns of `DELIVERY`, in their order."""
    values = dict(zip(_NAMES, row, strict=True))
    values["state"] = DeliveryState(values["state"])
    values["subscription_id"] = values["subscription_id"] or ""
    values["address"] = values["address"] or ""
    values["fate"] = Fate(values["fate"]) if values["fate"] else None
    return Delivery(**values)


# --- what is asked for every few mails: statements that are made once ----------------

_EDITION: BindParameter[Any] = bindparam("edition")
_VARIANT: BindParameter[Any] = bindparam("variant")
_BATCH: BindParameter[Any] = bindparam("batch")
_NOW: BindParameter[Any] = bindparam("now")
_WAITS = deliveries.c.state == DeliveryState.PENDING
_IS_DUE = and_(
    _WAITS,
    or_(
        deliveries.c.not_before.is_(None),
        deliveries.c.not_before <= _NOW,
        deliveries.c.not_before > bindparam("ahead"),
    ),
)
_KEY = select(editions.c.key).where(editions.c.id == _EDITION)
_OPEN = insert(batches).returning(batches.c.key)
_FIRST_DUE_VARIANT = (
    select(deliveries.c.variant_key)
    .where(deliveries.c.edition_key == _EDITION, _IS_DUE)
    .order_by(deliveries.c.variant_key)
    .limit(1)
)


def _take() -> ReturningUpdate[Any]:
    due = (
        select(deliveries.c.key)
        .where(deliveries.c.edition_key == _EDITION, deliveries.c.variant_key == _VARIANT, _IS_DUE)
        # So that the same few, which always fail, are not all that a run comes to.
        .order_by(deliveries.c.attempts, deliveries.c.key)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        # Materialised: PostgreSQL may run a plain sub-select more than once, past the limit.
        .cte("due")
    )
    values = {
        "state": DeliveryState.CLAIMED,
        "batch_key": _BATCH,
        "revision": select(variants.c.revision).where(variants.c.key == _VARIANT).scalar_subquery(),
        "attempts": deliveries.c.attempts + 1,
        "not_before": None,
        "reason": None,
    }
    return update(deliveries).where(deliveries.c.key.in_(select(due.c.key)), _WAITS).values(values).returning(*DELIVERY)


def _without(batch: Batch, out: frozenset[int]) -> Batch:
    return replace(batch, claims=tuple(claim for claim in batch.claims if claim.key not in out)) if out else batch


def _mailable() -> Select[Any]:
    return (
        select(subscriptions.c.key)
        .join(subscribers, subscribers.c.key == subscriptions.c.subscriber_key)
        .where(subscriptions.c.key == deliveries.c.subscription_key, is_mailable())
    )


def _exclude(stay: Select[Any]) -> ReturningUpdate[Any]:
    """Leaves out those of a batch's claims that are not of subscriptions that ``stay``."""
    ours = deliveries.c.key.in_(bindparam("ours", expanding=True))
    values = {"state": DeliveryState.EXCLUDED, "not_before": None, "reason": bindparam("because"), "settled_at": _NOW}
    excluded = update(deliveries).where(ours, deliveries.c.batch_key == _BATCH, _IS_CLAIMED, ~stay.exists())
    return excluded.values(values).returning(deliveries.c.key)


def _accepted(*this: ColumnElement[bool]) -> Update:
    """Writes of a claim that it was accepted; also when somebody has called it uncertain meanwhile."""
    is_open = or_(_IS_CLAIMED, deliveries.c.state == DeliveryState.UNCERTAIN)
    same = {"state": literal_column(f"'{DeliveryState.SUBMITTED}'"), "not_before": null(), "reason": null()}
    accepted = update(deliveries).where(*this, is_open).values(same)
    return accepted.values(settled_at=_NOW, message_id=bindparam("id_of_message"))


def _others(*this: ColumnElement[bool]) -> Update:
    """Writes of a claim what else became of it."""
    values = {name: bindparam(f"new_{name}", type_=deliveries.c[name].type) for name in _WRITTEN}
    return update(deliveries).where(*this).values(values)


_TAKE, _EXCLUDE = _take(), _exclude(_mailable())
_ACCEPTED, _OTHERS = _accepted(*_THIS), _others(*_THIS, _IS_CLAIMED)
_RELEASE = (
    update(deliveries)
    .where(*_THIS, _IS_CLAIMED)
    .values(state=DeliveryState.PENDING, attempts=deliveries.c.attempts - 1)
)
_COUNTS = select(deliveries.c.state, func.count()).where(_is_of(_EDITION)).group_by(deliveries.c.state)
_GONE_COUNTS = select(delivery_sums.c.state, delivery_sums.c.count).where(
    delivery_sums.c.edition_key == _key_of(_EDITION)
)
_DUE_AT_ONCE = (
    select(deliveries.c.key)
    .where(_is_of(_EDITION), _IS_DUE)
    .order_by(deliveries.c.variant_key, deliveries.c.attempts, deliveries.c.key)
    .limit(1)
)
_EARLIEST = select(func.min(deliveries.c.not_before)).where(_is_of(_EDITION), _WAITS)
