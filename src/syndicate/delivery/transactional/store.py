"""The SQL of mails to one person: claims that name whose they are, and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, exists, or_, select, update

from syndicate.delivery.model import DeliveryState
from syndicate.delivery.transactional.model import MailStanding, OpenMail
from syndicate.errors import BadDataError
from syndicate.storage.states import JoinOutcome, SubscriptionState, TransactionalKind
from syndicate.storage.tables import events, joins, subscriptions, suppressions, transactional_mails
from syndicate.text.mailboxes import read_mailbox

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from syndicate.delivery.outcome import NextState

_MAIL = transactional_mails.c
_COLUMNS = tuple(_MAIL[name] for name in OpenMail.__dataclass_fields__)


class TransactionalStore:
    """Mails to one person within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    # --- what is there ---------------------------------------------------------------

    def is_any_open(self, now: datetime) -> bool:
        """Whether a mail is due, or under way."""
        is_open = or_(_is_due(now), _MAIL.state == DeliveryState.CLAIMED)
        return self._connection.execute(select(_MAIL.key).where(is_open).limit(1)).first() is not None

    def claimed(self) -> list[OpenMail]:
        """The mails under way, of all processes; as many as calls are in flight."""
        query = select(*_COLUMNS).where(_MAIL.state == DeliveryState.CLAIMED).order_by(_MAIL.key)
        return [_open_mail(row) for row in self._connection.execute(query).mappings()]

    def standing(self, mail: OpenMail) -> MailStanding:
        """What the mail depends on."""
        outcome = self._connection.execute(select(joins.c.outcome).where(joins.c.id == mail.join_id)).scalar()
        of_subscription = select(subscriptions.c.state).where(subscriptions.c.id == mail.subscription_id)
        state = self._connection.execute(of_subscription).scalar()
        barred = select(exists().where(suppressions.c.address_key == address_key(mail.address)))
        return MailStanding(
            is_barred=bool(self._connection.execute(barred).scalar()),
            outcome=JoinOutcome(outcome) if outcome else None,
            subscription=SubscriptionState(state) if state else None,
        )

    # --- claims ----------------------------------------------------------------------

    def claim(self, now: datetime, *, by: str, carrier: str, lease_until: datetime) -> OpenMail | None:
        """Take the next mail that is due, the oldest first; ``None``: there is none. The caller commits before it acts.

        ``lease_until`` is by the database's clock.
        """
        queue = select(_MAIL.key).where(_is_due(now)).order_by(_MAIL.key).limit(1).with_for_update(skip_locked=True)
        key = self._connection.execute(queue).scalar()
        if key is None:
            return None
        this = and_(_MAIL.key == key, _MAIL.state == DeliveryState.PENDING)
        taken = {"state": DeliveryState.CLAIMED, "attempts": _MAIL.attempts + 1, "not_before": None}
        whose = {"claimed_by": by, "carrier": carrier, "lease_until": lease_until}
        statement = update(transactional_mails).where(this).values(**taken, **whose).returning(*_COLUMNS)
        row = self._connection.execute(statement).mappings().first()
        return _open_mail(row) if row else None

    def record(self, mail: OpenMail, state: NextState, now: datetime) -> bool:
        """Write what became of a claim; ``False``: it is not that claim any more. Harmless when it is done twice."""
        is_over = state.state is not DeliveryState.PENDING
        values: dict[str, Any] = {
            "state": state.state,
            "attempts": state.attempts,
            "not_before": state.not_before,
            "message_id": state.message_id,
            "reason": state.reason,
            "settled_at": now if is_over else None,
            "claimed_by": None,
            "lease_until": None,
        }
        whose = (_MAIL.claimed_by == mail.claimed_by, _MAIL.attempts == mail.attempts)
        this = and_(_MAIL.key == mail.key, _MAIL.state == DeliveryState.CLAIMED, *whose)
        return self._connection.execute(update(transactional_mails).where(this).values(values)).rowcount == 1

    def release(self, by: str, *, besides: Collection[int]) -> None:
        """Give back the claims of a process of which nothing was handed over; ``besides`` are those that were."""
        own = and_(_MAIL.claimed_by == by, _MAIL.state == DeliveryState.CLAIMED, _MAIL.key.not_in(besides))
        given_back = {"state": DeliveryState.PENDING, "attempts": _MAIL.attempts - 1}
        whose = {"claimed_by": None, "lease_until": None}
        self._connection.execute(update(transactional_mails).where(own).values(**given_back, **whose))

    # --- what need not be kept ----------------------------------------------------------

    def forget_addresses(self, before: datetime, limit: int) -> int:
        """Let go of addresses and names of mails that came to their end before then, of up to so many; how many."""
        ended = and_(_MAIL.settled_at < before, or_(_MAIL.address.is_not(None), _MAIL.name.is_not(None)))
        some = select(_MAIL.key).where(ended).limit(limit)
        statement = update(transactional_mails).where(_MAIL.key.in_(some)).values(address=None, name=None)
        return self._connection.execute(statement).rowcount

    def drop(self, before: datetime, limit: int) -> int:
        """Let go of up to so many mails that came to their end before then, and of what was told of them; how many."""
        query = select(_MAIL.key, _MAIL.message_id).where(_MAIL.settled_at < before).order_by(_MAIL.settled_at)
        rows = self._connection.execute(query.limit(limit)).all()
        told = events.c.message_id.in_([row.message_id for row in rows if row.message_id is not None])
        self._connection.execute(delete(events).where(told, events.c.delivery_key.is_(None)))
        self._connection.execute(delete(transactional_mails).where(_MAIL.key.in_([row.key for row in rows])))
        return len(rows)


def address_key(address: str | None) -> str:
    """What an address is compared by; empty where there is none, or what stands there is none."""
    try:
        return read_mailbox(address or "").key
    except BadDataError:
        return ""


def _is_due(now: datetime) -> ColumnElement[bool]:
    is_ripe = or_(_MAIL.not_before.is_(None), _MAIL.not_before <= now)
    return and_(_MAIL.state == DeliveryState.PENDING, is_ripe)


def _open_mail(row: RowMapping) -> OpenMail:
    return OpenMail(**{**row, "kind": TransactionalKind(row["kind"])})
