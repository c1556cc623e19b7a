"""Deciding the wishes that wait, and having their mails sent; off the request, so that a form tells nobody anything."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.audience.joins.deciding import APART, ASKED_FOR, JoinFacts, decide
from syndicate.audience.joins.store import JoinStore
from syndicate.audience.store import AudienceStore
from syndicate.audience.transactional import TransactionalMail, enqueue, enqueued_since
from syndicate.errors import BadDataError
from syndicate.storage.states import JoinKind, JoinOutcome, SubscriptionState
from syndicate.storage.tables import subscriptions
from syndicate.text.mailboxes import read_mailbox

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.audience.joins.deciding import JoinVerdict
    from syndicate.audience.joins.model import Join
    from syndicate.text.mailboxes import Mailbox

#: Subscriptions in these states are there: their reader need not confirm them.
_THERE = frozenset({SubscriptionState.CONFIRMED, SubscriptionState.PAUSED})


def answer_waiting(
    connection: Connection, newsletters: Collection[str], now: datetime, *, limit: int
) -> Counter[JoinOutcome]:
    """Decide up to so many of the wishes that wait, the oldest first; how many came to what.

    ``newsletters`` are the names of those that there are. The mails leave once the caller has committed. Of two that
    are at it, one waits for the other.
    """
    outcomes: Counter[JoinOutcome] = Counter()
    for join in JoinStore(connection).waiting(limit):
        mailbox = _mailbox(join)
        verdict = decide(join.kind, _facts(connection, join, mailbox, newsletters, now))
        if JoinStore(connection).decide(join.key, verdict.outcome, now):
            outcomes[verdict.outcome] += 1
            _enqueue(connection, join, mailbox, verdict, now)
    return outcomes


def _mailbox(join: Join) -> Mailbox | None:
    try:
        return read_mailbox(join.address or "")
    except BadDataError:
        return None


def _facts(
    connection: Connection, join: Join, mailbox: Mailbox | None, newsletters: Collection[str], now: datetime
) -> JoinFacts:
    if mailbox is None:
        return JoinFacts(is_barred=True)
    audience = AudienceStore(connection)
    wished = _moving(connection, join) if join.kind is JoinKind.MOVE else join.newsletters
    return JoinFacts(
        is_barred=bool(audience.suppressed([mailbox.key])),
        offered=tuple(newsletter for newsletter in wished if newsletter in newsletters),
        subscriptions={
            subscription.newsletter: subscription.id
            for subscription in audience.of_address(mailbox.key)
            if subscription.state in _THERE
        },
        was_written=enqueued_since(connection, join.limit_key, now - APART, *ASKED_FOR) > 0,
    )


def _moving(connection: Connection, join: Join) -> tuple[str, ...]:
    """What goes along with who moves: all that they get, that of the link first."""
    person = select(subscriptions.c.subscriber_key).where(subscriptions.c.id == join.subscription_id)
    query = (
        select(subscriptions.c.newsletter)
        .where(subscriptions.c.subscriber_key == person.scalar_subquery(), subscriptions.c.state.in_(_THERE))
        .order_by(subscriptions.c.id != join.subscription_id, subscriptions.c.newsletter)
    )
    return tuple(connection.execute(query).scalars())


def _enqueue(connection: Connection, join: Join, mailbox: Mailbox | None, verdict: JoinVerdict, now: datetime) -> None:
    if verdict.mail is None or mailbox is None:
        return
    mail = TransactionalMail(
        kind=verdict.mail,
        address=mailbox.address,
        limit_key=join.limit_key,
        newsletter=verdict.newsletter,
        join_id=join.id,
        subscription_id=verdict.subscription_id,
        language=join.language,
    )
    enqueue(connection, mail, now)
