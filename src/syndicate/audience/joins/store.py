"""Where wishes to join are kept."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, update

from syndicate.audience.joins.model import Join
from syndicate.ids import random_id
from syndicate.storage.states import JoinKind, JoinOutcome
from syndicate.storage.tables import joins, subscribers, subscriptions

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy import Connection, RowMapping

    from syndicate.audience.digests import AddressDigests
    from syndicate.audience.joins.model import JoinRequest

_NAMES = tuple(field.name for field in fields(Join))


class JoinStore:
    """The wishes, within one transaction; committing it is the caller's."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction that ``connection`` is in."""
        self._connection = connection

    def add(self, request: JoinRequest, digests: AddressDigests, now: datetime) -> str:
        """Keep a wish until it is decided; its id. The same work is done whoever the mailbox belongs to."""
        join_id = random_id()
        row = {
            "id": join_id,
            "kind": request.kind,
            "address": request.mailbox.shown,
            "limit_key": digests.of_limit(request.mailbox),
            "subscription_id": request.subscription_id,
            "newsletters": list(request.newsletters),
            "time_zone": request.time_zone,
            "language": request.language,
            "wording": request.wording,
            "version": request.version,
            "page": request.page,
            "network": request.network,
            "asked_at": now,
        }
        self._connection.execute(insert(joins).values(row))
        return join_id

    def asked_near(self, at: datetime, within: timedelta, network: str | None = None) -> int:
        """How many wishes came so near to that instant, from one network or from all.

        Before or after it: those of a clock that went far ahead count no more once it is set right.
        """
        is_near = joins.c.asked_at.between(at - within, at + within)
        query = select(func.count()).select_from(joins).where(is_near)
        if network is not None:
            query = query.where(joins.c.network == network)
        return self._connection.execute(query).scalar_one()

    def waiting(self, limit: int) -> list[Join]:
        """The next wishes to decide, the oldest first; nobody else decides them until this transaction ends."""
        query = select(joins).where(joins.c.decided_at.is_(None)).order_by(joins.c.key).limit(limit)
        return [_join(row) for row in self._connection.execute(query.with_for_update()).mappings()]

    def is_any_waiting(self) -> bool:
        """Whether there is a wish to decide."""
        query = select(joins.c.key).where(joins.c.decided_at.is_(None)).limit(1)
        return self._connection.execute(query).first() is not None

    def get(self, join_id: str) -> Join | None:
        """A wish by its id."""
        row = self._connection.execute(select(joins).where(joins.c.id == join_id)).mappings().first()
        return _join(row) if row else None

    def lock(self, join_id: str) -> Join | None:
        """The same; nobody else confirms it, or forgets who asked, until this transaction ends."""
        row = self._connection.execute(select(joins).where(joins.c.id == join_id).with_for_update()).mappings().first()
        return _join(row) if row else None

    def decide(self, key: int, outcome: JoinOutcome, now: datetime) -> bool:
        """Write down what was decided; whether this call did. The address goes unless its reader was asked."""
        values: dict[str, Any] = {"outcome": outcome, "decided_at": now}
        if outcome is not JoinOutcome.ASKED:
            values["address"] = None
        this = update(joins).where(joins.c.key == key, joins.c.decided_at.is_(None)).values(values)
        return self._connection.execute(this).rowcount == 1

    def confirm(self, key: int, now: datetime) -> bool:
        """Write down that its reader confirmed it; whether this call did. The address goes."""
        values = {"outcome": JoinOutcome.CONFIRMED, "confirmed_at": now, "address": None}
        this = update(joins).where(joins.c.key == key, joins.c.outcome == JoinOutcome.ASKED).values(values)
        return self._connection.execute(this).rowcount == 1

    def drop_moves(self, subscriber_id: str) -> int:
        """Drop what waits of a person's wishes to move, since they have moved; how many.

        One that its reader is confirming this moment stays: it is theirs who come next.
        """
        wishes = select(joins.c.key).join(subscriptions, subscriptions.c.id == joins.c.subscription_id)
        waits = or_(joins.c.outcome == JoinOutcome.ASKED, joins.c.decided_at.is_(None))
        theirs = wishes.join(subscribers).where(subscribers.c.id == subscriber_id, joins.c.kind == JoinKind.MOVE, waits)
        keys = self._connection.scalars(theirs.with_for_update(of=joins, skip_locked=True)).all()
        return self._connection.execute(delete(joins).where(joins.c.key.in_(keys))).rowcount


def _join(row: RowMapping) -> Join:
    said = {name: row[name] for name in _NAMES}
    outcome = JoinOutcome(row["outcome"]) if row["outcome"] else None
    kind, newsletters = JoinKind(row["kind"]), tuple(row["newsletters"])
    return Join(**said | {"kind": kind, "outcome": outcome, "newsletters": newsletters})
