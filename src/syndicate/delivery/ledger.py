"""The ledger: one row for every delivery, moved only by conditional updates.

Whoever moves a row names the state that it must be in; when two try, one of them finds
nothing to move. So a delivery is claimed once, whatever runs beside us.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, cast, exists, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from syndicate.audience.mailable import is_mailable
from syndicate.delivery.model import Delivery, DeliveryState
from syndicate.digests.had import carrying, has_had
from syndicate.digests.store import EditionStore
from syndicate.storage.tables import deliveries, editions, subscribers, subscriptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection, Select

    from syndicate.delivery.outcome import Outcome
    from syndicate.digests.model import Edition, EditionState

_FINAL = frozenset({DeliveryState.SUBMITTED, DeliveryState.UNCERTAIN, DeliveryState.REFUSED, DeliveryState.EXCLUDED})
#: The states of deliveries by which their reader certainly got nothing.
_MISSED = (DeliveryState.STOPPED, DeliveryState.REFUSED, DeliveryState.EXCLUDED)


class Ledger:
    """The deliveries, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def plan(self, edition: Edition) -> int:
        """Write a pending delivery for every recipient of the edition; how many were new.

        A subscription that has its delivery already keeps it, so a repeated freeze adds nothing.
        One statement within the database, for the writer's place is held meanwhile. The ids are
        made there too: 32 hexadecimal digits from its own source of unguessable numbers.
        """
        recipients = self._recipients(
            edition,
            _random_id(self._connection),
            literal(edition.id),
            subscriptions.c.id,
            subscribers.c.mailbox,
            subscribers.c.name,
            literal(DeliveryState.PENDING.value),
            literal(0),
        )
        columns = ["id", "edition_id", "subscription_id", "address", "name", "state", "attempts"]
        insert = sqlite.insert if self._connection.dialect.name == "sqlite" else postgresql.insert
        statement = (
            insert(deliveries)
            .from_select(columns, recipients)
            .on_conflict_do_nothing(index_elements=["edition_id", "subscription_id"])
            .execution_options(preserve_rowcount=True)
        )
        return self._connection.execute(statement).rowcount

    def audience(self, edition: Edition) -> int:
        """How many deliveries `plan` would write now."""
        recipients = self._recipients(edition, subscriptions.c.id).subquery()
        return self._connection.execute(select(func.count()).select_from(recipients)).scalar_one()

    def _recipients(self, edition: Edition, *columns: Any) -> Select[Any]:
        """Who may be mailed and has not had any of its articles; of one that replaces another, of those it missed."""
        query = (
            select(*columns)
            .join_from(subscriptions, subscribers, subscribers.c.id == subscriptions.c.subscriber_id)
            .where(subscriptions.c.newsletter == edition.newsletter, is_mailable())
        )
        if edition.instead_of is not None:
            earlier = deliveries.alias()
            missed = exists().where(
                earlier.c.subscription_id == subscriptions.c.id,
                earlier.c.edition_id == edition.instead_of,
                earlier.c.state.in_(_MISSED),
            )
            query = query.where(missed)
        article_ids = [place.article_id for place in EditionStore(self._connection).articles(edition.id)]
        others = self._others_with(edition, article_ids)
        return query.where(~has_had(subscriptions.c.id, article_ids, others)) if others else query

    def _others_with(self, edition: Edition, article_ids: list[str]) -> list[str]:
        query = carrying(article_ids, edition.newsletter).where(editions.c.id != edition.id)
        return list(self._connection.execute(query).scalars().all())

    def claim(
        self, edition_id: str, now: datetime, limit: int = 1, *, carrier: str, revision: int = 1
    ) -> list[Delivery]:
        """Take up to ``limit`` due deliveries for this process, the least tried first; each counts a try.

        They get what the edition says in that ``revision``.

        Commit before anything is handed to the ``carrier``. Rows that another transaction is
        claiming are passed over.
        """
        due = (
            select(deliveries.c.id)
            .where(deliveries.c.edition_id == edition_id, *_due(now))
            # So that the same few, which always fail, are not all that a run comes to.
            .order_by(deliveries.c.attempts, deliveries.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            # Materialised: PostgreSQL may run a plain sub-select more than once, past the limit.
            .cte("due")
        )
        statement = (
            update(deliveries)
            .where(deliveries.c.id.in_(select(due.c.id)), deliveries.c.state == DeliveryState.PENDING)
            .values(
                state=DeliveryState.CLAIMED,
                carrier=carrier,
                revision=revision,
                attempts=deliveries.c.attempts + 1,
                not_before=None,
                claimed_at=now,
                reason=None,
            )
            .returning(deliveries)
        )
        return [_delivery(row) for row in self._connection.execute(statement).mappings()]

    def record(self, claim: Delivery, outcome: Outcome, now: datetime) -> bool:
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
            select(subscriptions.c.id)
            .join(subscribers, subscribers.c.id == subscriptions.c.subscriber_id)
            .where(subscriptions.c.id == deliveries.c.subscription_id, is_mailable())
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
        wanted = [deliveries.c.edition_id == edition.id, deliveries.c.state == state]
        article_ids = [place.article_id for place in EditionStore(self._connection).articles(edition.id)]
        if others := self._others_with(edition, article_ids):
            wanted.append(~has_had(deliveries.c.subscription_id, article_ids, others))
        statement = update(deliveries).where(*wanted)
        values = {"state": DeliveryState.PENDING, "attempts": 0, "not_before": None, "settled_at": None}
        return self._connection.execute(statement.values(**values)).rowcount

    def end_pending(self, edition_id: str, state: DeliveryState, reason: str, now: datetime, *, limit: int) -> int:
        """Bring up to ``limit`` deliveries that wait to an end without a mail; how many that were."""
        some = (
            select(deliveries.c.id)
            .where(deliveries.c.edition_id == edition_id, deliveries.c.state == DeliveryState.PENDING)
            .limit(limit)
        )
        statement = (
            update(deliveries)
            .where(deliveries.c.id.in_(some), deliveries.c.state == DeliveryState.PENDING)
            .values(state=state, reason=reason, not_before=None, settled_at=now)
        )
        return self._connection.execute(statement).rowcount

    def unfinished(self, *states: EditionState) -> list[str]:
        """Editions in one of those states of which a delivery still waits or is claimed."""
        waits = exists().where(
            deliveries.c.edition_id == editions.c.id,
            deliveries.c.state.in_([DeliveryState.PENDING, DeliveryState.CLAIMED]),
        )
        query = select(editions.c.id).where(editions.c.state.in_(states), waits).order_by(editions.c.id)
        return list(self._connection.execute(query).scalars())

    def interrupted(self, edition_id: str) -> list[Delivery]:
        """Claims whose process ended. True only while the caller holds the edition's lock."""
        return self._select(deliveries.c.edition_id == edition_id, deliveries.c.state == DeliveryState.CLAIMED)

    def counts(self, edition_id: str) -> dict[str, int]:
        """Deliveries of an edition by state, every state named. Their sum is the frozen audience."""
        query = select(deliveries.c.state, func.count()).where(deliveries.c.edition_id == edition_id)
        rows = self._connection.execute(query.group_by(deliveries.c.state))
        found: dict[str, int] = dict(rows.all())
        return {state.value: found.get(state.value, 0) for state in DeliveryState}

    def next_due(self, edition_id: str, now: datetime) -> datetime | None:
        """When the next delivery may be claimed: ``now`` if one is due, ``None`` if none is pending."""
        pending = (deliveries.c.edition_id == edition_id, deliveries.c.state == DeliveryState.PENDING)
        at_once = select(deliveries.c.id).where(*pending, deliveries.c.not_before.is_(None)).limit(1)
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
        """A page of an edition's deliveries, by id, from the one that follows ``after``."""
        wanted = [deliveries.c.edition_id == edition_id, deliveries.c.id > after]
        if state is not None:
            wanted.append(deliveries.c.state == state)
        return self._select(*wanted, limit=limit)

    def _select(self, *wanted: ColumnElement[bool], limit: int | None = None) -> list[Delivery]:
        query = select(deliveries).where(*wanted).order_by(deliveries.c.id).limit(limit)
        return [_delivery(row) for row in self._connection.execute(query).mappings()]

    def _move(self, wanted: ColumnElement[bool], **values: Any) -> bool:
        return self._connection.execute(update(deliveries).where(wanted).values(**values)).rowcount == 1


def _due(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    due = or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= now)
    return deliveries.c.state == DeliveryState.PENDING, due


def _random_id(connection: Connection) -> ColumnElement[str]:
    if connection.dialect.name == "sqlite":
        return func.lower(func.hex(func.randomblob(16)))
    return func.replace(cast(func.gen_random_uuid(), Text), "-", "")


def _delivery(row: Mapping[Any, Any]) -> Delivery:
    return Delivery(**{**row, "state": DeliveryState(row["state"])})
