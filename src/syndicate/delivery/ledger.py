"""The ledger: one row for every delivery, moved only by conditional updates.

Whoever moves a row names the state that it must be in; when two try, one of them finds
nothing to move. So a delivery is claimed once, whatever runs beside us.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select, update

from syndicate.audience.mailable import is_mailable
from syndicate.delivery.model import Delivery, DeliveryState
from syndicate.digests import site_lock
from syndicate.digests.had import legend_of, shown_by_others
from syndicate.ids import process_name
from syndicate.storage.tables import (
    deliveries,
    editions,
    occurrences,
    rendering_articles,
    renderings,
    subscribers,
    subscriptions,
    variants,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection, ScalarSelect

    from syndicate.delivery.outcome import NextState
    from syndicate.digests.model import Edition, EditionState

_FINAL = frozenset({DeliveryState.SUBMITTED, DeliveryState.UNCERTAIN, DeliveryState.REFUSED, DeliveryState.EXCLUDED})
_COLUMNS = (
    *(deliveries.c[name] for name in Delivery.__dataclass_fields__ if name not in {"edition_id", "subscription_id"}),
    select(editions.c.id).where(editions.c.key == deliveries.c.edition_key).scalar_subquery().label("edition_id"),
    select(subscriptions.c.id)
    .where(subscriptions.c.key == deliveries.c.subscription_key)
    .scalar_subquery()
    .label("subscription_id"),
)


class Ledger:
    """The deliveries, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def claim(self, edition_id: str, now: datetime, limit: int = 1, *, carrier: str) -> list[Delivery]:
        """Take up to ``limit`` due deliveries for this process, the least tried first; each counts a try.

        They get what their variant of the edition says now.

        Commit before anything is handed to the ``carrier``. Rows that another transaction is
        claiming are passed over.
        """
        due = (
            select(deliveries.c.key)
            .where(deliveries.c.edition_key == _key_of(edition_id), *_due(now))
            # So that the same few, which always fail, are not all that a run comes to.
            .order_by(deliveries.c.attempts, deliveries.c.key)
            .limit(limit)
            .with_for_update(skip_locked=True)
            # Materialised: PostgreSQL may run a plain sub-select more than once, past the limit.
            .cte("due")
        )
        statement = (
            update(deliveries)
            .where(deliveries.c.key.in_(select(due.c.key)), deliveries.c.state == DeliveryState.PENDING)
            .values(
                state=DeliveryState.CLAIMED,
                carrier=carrier,
                claimed_by=process_name(),
                revision=select(variants.c.revision)
                .where(variants.c.key == deliveries.c.variant_key)
                .scalar_subquery(),
                attempts=deliveries.c.attempts + 1,
                not_before=None,
                claimed_at=now,
                reason=None,
            )
            .returning(*_COLUMNS)
        )
        return [_delivery(row) for row in self._connection.execute(statement).mappings()]

    def record(self, claim: Delivery, outcome: NextState, now: datetime) -> bool:
        """Write what became of a claim; whether the row was still that claim's to write.

        A mail that was accepted is written even when somebody has called the claim
        uncertain meanwhile: what is known only grows.
        """
        still_ours = and_(deliveries.c.state == DeliveryState.CLAIMED, deliveries.c.claimed_at == claim.claimed_at)
        if outcome.state is DeliveryState.SUBMITTED:
            still_ours = or_(still_ours, deliveries.c.state == DeliveryState.UNCERTAIN)
        return self._move(
            and_(deliveries.c.id == claim.id, still_ours),
            state=outcome.state,
            attempts=outcome.attempts,
            not_before=outcome.not_before,
            message_id=outcome.message_id,
            reason=outcome.reason,
            settled_at=now if outcome.state in _FINAL else None,
        )

    def release(self, claim: Delivery) -> bool:
        """Give back a claim of which nothing was handed to a carrier; the try does not count."""
        return self._move(
            and_(
                deliveries.c.id == claim.id,
                deliveries.c.state == DeliveryState.CLAIMED,
                deliveries.c.claimed_at == claim.claimed_at,
            ),
            state=DeliveryState.PENDING,
            attempts=deliveries.c.attempts - 1,
        )

    def exclude_unmailable(self, claim: Delivery, reason: str, now: datetime) -> bool:
        """Leave out a claim whose reader may not be mailed any more, with the reason; whether it was so."""
        mailable = (
            select(subscriptions.c.key)
            .join(subscribers, subscribers.c.key == subscriptions.c.subscriber_key)
            .where(subscriptions.c.key == deliveries.c.subscription_key, is_mailable())
        )
        return self._move(
            and_(deliveries.c.id == claim.id, deliveries.c.state == DeliveryState.CLAIMED, ~mailable.exists()),
            state=DeliveryState.EXCLUDED,
            not_before=None,
            reason=reason,
            settled_at=now,
        )

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
            statement = update(deliveries).where(_is_of(edition.id), deliveries.c.state == state)
            statement = statement.where(*self._lack(edition, edition_key))
            return self._connection.execute(statement.values(**values)).rowcount

    def _lack(self, edition: Edition, edition_key: int) -> list[ColumnElement[bool]]:
        """Of whom it is certain that they have had nothing of the edition by another one."""
        carried = (
            select(rendering_articles.c.article_id)
            .join(renderings, renderings.c.id == rendering_articles.c.rendering_id)
            .join(variants, variants.c.key == renderings.c.variant_key)
            .where(variants.c.edition_key == edition_key, renderings.c.revision == variants.c.revision)
        )
        legend = legend_of(
            shown_by_others(self._connection, carried, edition.newsletter, since=None, besides=edition_key)
        )
        if not legend.shown:
            return []
        return [deliveries.c.subscription_key.not_in(select(legend.marks(edition.newsletter).c.key))]

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

    def interrupted(self, edition_id: str) -> list[Delivery]:
        """Claims whose process ended. True only while the caller holds the edition's lock."""
        return self._select(_is_of(edition_id), deliveries.c.state == DeliveryState.CLAIMED)

    def counts(self, edition_id: str) -> dict[str, int]:
        """Deliveries of an edition by state, every state named. Their sum is the frozen audience."""
        query = select(deliveries.c.state, func.count()).where(_is_of(edition_id))
        rows = self._connection.execute(query.group_by(deliveries.c.state))
        found: dict[str, int] = dict(rows.all())
        return {state.value: found.get(state.value, 0) for state in DeliveryState}

    def next_due(self, edition_id: str, now: datetime) -> datetime | None:
        """When the next delivery may be claimed: ``now`` if one is due, ``None`` if none is pending."""
        pending = (_is_of(edition_id), deliveries.c.state == DeliveryState.PENDING)
        at_once = select(deliveries.c.key).where(*pending, deliveries.c.not_before.is_(None)).limit(1)
        if self._connection.execute(at_once).first():
            return now
        earliest = self._connection.execute(select(func.min(deliveries.c.not_before)).where(*pending)).scalar()
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
        query = select(*_COLUMNS).where(*wanted).order_by(deliveries.c.key).limit(limit)
        return [_delivery(row) for row in self._connection.execute(query).mappings()]

    def _move(self, wanted: ColumnElement[bool], **values: Any) -> bool:
        return self._connection.execute(update(deliveries).where(wanted).values(**values)).rowcount == 1


def _key_of(edition_id: str) -> ScalarSelect[int]:
    return select(editions.c.key).where(editions.c.id == edition_id).scalar_subquery()


def _is_of(edition_id: str) -> ColumnElement[bool]:
    return deliveries.c.edition_key == _key_of(edition_id)


def _due(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    due = or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= now)
    return deliveries.c.state == DeliveryState.PENDING, due


def _delivery(row: Mapping[Any, Any]) -> Delivery:
    return Delivery(
        **{
            **row,
            "state": DeliveryState(row["state"]),
            "subscription_id": row["subscription_id"] or "",
            "address": row["address"] or "",
        }
    )
