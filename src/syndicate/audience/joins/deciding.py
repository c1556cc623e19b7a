"""What a wish to join or to move comes to: from what is known of its mailbox to an outcome and a mail. Pure.

Nobody is subscribed by it: that takes the reader's own confirmation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from syndicate.storage.states import JoinKind, JoinOutcome, TransactionalKind

#: One mailbox gets one of the mails that anybody can ask for in so long, however it is spelled.
APART = timedelta(days=1)
#: The mails that anybody can have sent to any mailbox, by a form.
ASKED_FOR = (TransactionalKind.CONFIRM, TransactionalKind.KNOWN, TransactionalKind.MOVE)


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinFacts:
    """What is known when a wish is decided.

    ``is_barred``: nobody may write there, or it is no address. ``offered`` are the newsletters of the wish that there
    are, in its order; of a move, those that the mover gets. ``subscriptions`` are the ids of what is confirmed, or
    paused, at that address, by newsletter. ``was_written``: the mailbox had such a mail within `APART`.
    """

    is_barred: bool = False
    offered: tuple[str, ...] = ()
    subscriptions: Mapping[str, str] = field(default_factory=dict)
    was_written: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinVerdict:
    """The outcome, and the mail that goes with it: whose it is, and the subscription that it is about."""

    outcome: JoinOutcome
    mail: TransactionalKind | None = None
    newsletter: str | None = None
    subscription_id: str | None = None


def decide(kind: JoinKind, facts: JoinFacts) -> JoinVerdict:
    """What a wish comes to."""
    if facts.is_barred or not facts.offered:
        return JoinVerdict(outcome=JoinOutcome.REFUSED)
    if facts.was_written:
        return JoinVerdict(outcome=JoinOutcome.LIMITED)
    first = facts.offered[0]
    if all(newsletter in facts.subscriptions for newsletter in facts.offered):
        known = facts.subscriptions[first]
        kept = {"newsletter": first, "subscription_id": known}
        return JoinVerdict(outcome=JoinOutcome.KNOWN, mail=TransactionalKind.KNOWN, **kept)
    mail = TransactionalKind.MOVE if kind is JoinKind.MOVE else TransactionalKind.CONFIRM
    return JoinVerdict(outcome=JoinOutcome.ASKED, mail=mail, newsletter=first)
