"""Mails that a change of the audience wants sent to one person; `delivery` makes and sends them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from syndicate.ids import random_id
from syndicate.storage.states import DeliveryState, TransactionalKind
from syndicate.storage.tables import transactional_mails

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from sqlalchemy import Connection


@dataclass(frozen=True, kw_only=True, slots=True)
class TransactionalMail:
    """A mail to one person. ``newsletter`` says whose sender and dress it has; ``join_id`` the wish that it answers."""

    kind: TransactionalKind
    address: str
    limit_key: str
    name: str | None = None
    newsletter: str | None = None
    join_id: str | None = None
    subscription_id: str | None = None
    language: str | None = None


def enqueue(connection: Connection, mail: TransactionalMail, now: datetime) -> str:
    """Have a mail sent, once the caller has committed; its id."""
    row = {
        "id": random_id(),
        "kind": mail.kind,
        "newsletter": mail.newsletter,
        "join_id": mail.join_id,
        "subscription_id": mail.subscription_id,
        "address": mail.address,
        "name": mail.name,
        "language": mail.language,
        "limit_key": mail.limit_key,
        "state": DeliveryState.PENDING,
        "attempts": 0,
        "created_at": now,
    }
    connection.execute(insert(transactional_mails).values(row))
    return str(row["id"])


def written_to(
    connection: Connection, limit_keys: Iterable[str], at: datetime, within: timedelta, *kinds: TransactionalKind
) -> set[str]:
    """Which of the mailboxes, however they are spelled, were to get a mail of these kinds so near to that instant.

    Before or after it: what was written under a clock that went years ahead keeps nobody out once it is set right.
    """
    column = transactional_mails.c.limit_key
    is_meant = (column.in_(set(limit_keys)), transactional_mails.c.created_at.between(at - within, at + within))
    return set(connection.scalars(select(column).where(*is_meant, transactional_mails.c.kind.in_(kinds)).distinct()))
