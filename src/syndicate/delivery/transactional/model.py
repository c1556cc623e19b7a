"""A mail to one person on its way, what keeps it from leaving, and how it may go ahead of editions. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.delivery.lanes.claiming import AHEAD
from syndicate.delivery.model import Stop
from syndicate.delivery.pace import rates
from syndicate.storage.states import JoinOutcome, SubscriptionState, TransactionalKind

if TYPE_CHECKING:
    from syndicate.delivery.pace.state import CarrierState

#: What was not sent by then answers nobody any more.
TOO_LATE = timedelta(days=3)
#: Seconds that editions may have booked and a mail to one person goes ahead of, however slow the rate is.
MOST_OVERTAKEN = 30.0

FORGOTTEN = "forgotten: there is no address any more"
BARRED = "suppressed: nobody may write to the address"
ANSWERED = "answered: the wish was confirmed, or has gone"
ENDED = "ended: the subscription is not there any more"
LATE = "too-late: nobody waits for it any more"

#: The kinds that ask for a confirmation, and wait for none that came.
_ASKING = (TransactionalKind.CONFIRM, TransactionalKind.MOVE)
#: The states in which a subscription must be for a mail about it.
_NEEDED = {
    TransactionalKind.KNOWN: (SubscriptionState.CONFIRMED, SubscriptionState.PAUSED),
    TransactionalKind.WELCOME: (SubscriptionState.CONFIRMED,),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenMail:
    """The row of a mail to one person that has not come to its end. ``address`` is ``None`` once it is forgotten.

    ``attempts`` are the tries that count, that of a claim among them; ``carrier``, ``claimed_by`` and ``lease_until``
    are of the newest claim.
    """

    key: int
    id: str
    kind: TransactionalKind
    newsletter: str | None
    join_id: str | None
    subscription_id: str | None
    address: str | None
    name: str | None
    language: str | None
    attempts: int
    carrier: str | None
    claimed_by: str | None
    lease_until: datetime | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class MailStanding:
    """What a mail depends on, as it is when it is about to leave: its wish, its subscription, its address."""

    is_barred: bool = False
    outcome: JoinOutcome | None = None
    subscription: SubscriptionState | None = None


def why_not(mail: OpenMail, standing: MailStanding, now: datetime) -> str | None:
    """Why a mail leaves no more; ``None``: it may."""
    reasons = {
        FORGOTTEN: mail.address is None,
        BARRED: standing.is_barred,
        LATE: now - mail.created_at > TOO_LATE,
        ANSWERED: mail.kind in _ASKING and standing.outcome is not JoinOutcome.ASKED,
        ENDED: mail.kind in _NEEDED and standing.subscription not in _NEEDED[mail.kind],
    }
    return next((reason for reason, is_so in reasons.items() if is_so), None)


def kept_back(state: CarrierState, now: datetime) -> Stop | None:
    """Why nothing may leave: the carrier's pause, or its quota. A warm-up counts these mails, and stops none."""
    if pause := state.pause(now):
        return pause
    if state.room(now, ()) >= 1:
        return None
    return Stop(reason=f"the account's quota of {state.daily_quota:.0f} recipients in 24 hours is used up")


def overtaking_wait(state: CarrierState, seconds: float, rate: float | None) -> float:
    """Seconds until a mail to one person may leave, at ``seconds`` of the database's clock.

    It goes ahead of what editions have booked, a call's worth, and they pay the time for it: no more than a second's
    allowance leaves too early by that. It waits for a rest after trouble, which is longer.
    """
    wait = rates.wait_needed(state.next_free, seconds, rate)
    booked = 0.0 if rate is None else min(MOST_OVERTAKEN, max(1.0, 1.0 / rate))
    return max(0.0, wait - booked - AHEAD)
