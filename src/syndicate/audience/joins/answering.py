"""Deciding the wishes that wait, and having their mails sent; off the request, so that a form tells nobody anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.audience.joins.deciding import APART, ASKED_FOR, JoinFacts, decide
from syndicate.audience.joins.store import JoinStore
from syndicate.audience.store import AudienceStore
from syndicate.audience.transactional import TransactionalMail, enqueue, written_to
from syndicate.errors import BadDataError
from syndicate.storage.states import JoinKind, JoinOutcome, SubscriptionState
from syndicate.storage.tables import subscriptions
from syndicate.text.mailboxes import read_mailbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.audience.changes import TieKey
    from syndicate.audience.joins.deciding import JoinVerdict
    from syndicate.audience.joins.model import Join
    from syndicate.audience.model import Tie
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
    waiting = JoinStore(connection).waiting(limit)
    known = _known_of(connection, waiting, newsletters, now)
    for join in waiting:
        verdict = decide(join.kind, known.facts(join, _moving(connection, join)))
        if JoinStore(connection).decide(join.key, verdict.outcome, now):
            outcomes[verdict.outcome] += 1
            _enqueue(connection, join, known, verdict, now)
    return outcomes


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """What is known of all mailboxes of some wishes; ``mailboxes`` are by the wishes' keys."""

    mailboxes: Mapping[int, Mailbox]
    barred: set[str]
    ties: Mapping[TieKey, Tie]
    written_to: set[str]
    newsletters: Collection[str]

    def facts(self, join: Join, moving: tuple[str, ...]) -> JoinFacts:
        mailbox = self.mailboxes.get(join.key)
        if mailbox is None:
            return JoinFacts(is_barred=True)
        wished = moving if join.kind is JoinKind.MOVE else join.newsletters or self._had_by(mailbox)
        offered = tuple(newsletter for newsletter in wished if newsletter in self.newsletters)
        found = {newsletter: self.ties.get((mailbox.key, newsletter)) for newsletter in offered}
        return JoinFacts(
            is_barred=mailbox.key in self.barred,
            offered=offered,
            subscriptions={name: tie.id for name, tie in found.items() if tie and tie.state in _THERE},
            was_written=join.limit_key in self.written_to,
        )

    def _had_by(self, mailbox: Mailbox) -> tuple[str, ...]:
        """All that comes there: who names no newsletter asks for the link to their choices, and nothing else."""
        theirs = (name for (key, name), tie in self.ties.items() if key == mailbox.key and tie.state in _THERE)
        return tuple(sorted(theirs))


def _known_of(connection: Connection, waiting: Sequence[Join], newsletters: Collection[str], now: datetime) -> _Known:
    mailboxes = {join.key: mailbox for join in waiting if (mailbox := _mailbox(join)) is not None}
    keys, audience = {mailbox.key for mailbox in mailboxes.values()}, AudienceStore(connection)
    return _Known(
        mailboxes=mailboxes,
        barred=audience.suppressed(keys),
        ties=audience.ties(keys),
        written_to=written_to(connection, (join.limit_key for join in waiting), now, APART, *ASKED_FOR),
        newsletters=newsletters,
    )


def _mailbox(join: Join) -> Mailbox | None:
    try:
        return read_mailbox(join.address or "")
    except BadDataError:
        return None


def _moving(connection: Connection, join: Join) -> tuple[str, ...]:
    """What goes along with who moves: all that they get, that of the link first."""
    if join.kind is not JoinKind.MOVE:
        return ()
    person = select(subscriptions.c.subscriber_key).where(subscriptions.c.id == join.subscription_id)
    query = (
        select(subscriptions.c.newsletter)
        .where(subscriptions.c.subscriber_key == person.scalar_subquery(), subscriptions.c.state.in_(_THERE))
        .order_by(subscriptions.c.id != join.subscription_id, subscriptions.c.newsletter)
    )
    return tuple(connection.execute(query).scalars())


def _enqueue(connection: Connection, join: Join, known: _Known, verdict: JoinVerdict, now: datetime) -> None:
    if verdict.mail is None:
        return
    known.written_to.add(join.limit_key)
    mail = TransactionalMail(
        kind=verdict.mail,
        address=known.mailboxes[join.key].address,
        limit_key=join.limit_key,
        newsletter=verdict.newsletter,
        join_id=join.id,
        subscription_id=verdict.subscription_id,
        language=_language(connection, join, verdict),
    )
    enqueue(connection, mail, now)


def _language(connection: Connection, join: Join, verdict: JoinVerdict) -> str | None:
    """That of the form; who is known chose one, or has the newsletter's, whatever language a stranger's form is in."""
    if verdict.subscription_id is None:
        return join.language
    known = AudienceStore(connection).get(verdict.subscription_id)
    return known.wishes.language if known else join.language
