"""Who left and took it back: mails that were kept from them meanwhile are theirs again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from syndicate.audience.model import Signup, SignupResult, SubscriptionState
from syndicate.audience.store import AudienceStore
from syndicate.delivery.lanes.claiming import UNMAILABLE
from syndicate.delivery.model import DeliveryState
from syndicate.digests import site_lock
from syndicate.digests.had import lack
from syndicate.storage.states import EditionState
from syndicate.storage.tables import deliveries, editions, occurrences, subscriptions
from syndicate.text.mailboxes import read_mailbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.audience.model import Ground, Subscription

_OPEN = (EditionState.SENDING, EditionState.HELD)


def come_back(connection: Connection, subscription: Subscription, ground: Ground, now: datetime) -> bool:
    """Let somebody who left have it again as they had it; ``False``: they have not left, or nobody may write to them.

    Committing is the caller's.

    Raises:
        TryLaterError: an edition is being frozen, so that it is not known who has what.
    """
    if subscription.state is not SubscriptionState.ENDED:
        return False
    # A pause that had a day to its end goes on to it.
    is_paused = subscription.paused_until is not None and subscription.paused_until > now
    signup = Signup(
        mailbox=read_mailbox(subscription.address),
        newsletter=subscription.newsletter,
        state=SubscriptionState.PAUSED if is_paused else SubscriptionState.CONFIRMED,
        wishes=subscription.wishes,
        paused_until=subscription.paused_until if is_paused else None,
        grounds=(ground,),
    )
    (result,) = AudienceStore(connection).subscribe_all([signup], now=now, renew=True)
    if result is not SignupResult.RENEWED:
        return False
    give_back(connection, subscription.id)
    return True


def give_back(connection: Connection, subscription_id: str) -> int:
    """Let deliveries wait again that were left out because their reader had left; how many.

    Only those of editions that still go out, and which carry nothing that the reader has had meanwhile. The reader is
    on the list again. Committing is the caller's.

    Raises:
        TryLaterError: an edition is being frozen, so that it is not known who has what.
    """
    kept_back = (
        select(editions.c.key, editions.c.newsletter, occurrences.c.key)
        .join_from(deliveries, editions, editions.c.key == deliveries.c.edition_key)
        .join(occurrences, occurrences.c.edition_key == editions.c.key)
        .join(subscriptions, subscriptions.c.key == deliveries.c.subscription_key)
        .where(subscriptions.c.id == subscription_id, editions.c.state.in_(_OPEN), *_WERE_LEFT_OUT)
        .order_by(occurrences.c.key)
    )
    by_edition = {row[0]: (row[1], row[2]) for row in connection.execute(kept_back)}
    return sum(
        _give_back(connection, subscription_id, edition_key, newsletter, occurrence_key)
        for edition_key, (newsletter, occurrence_key) in by_edition.items()
    )


#: They were claimed, and left out before any carrier saw them.
_WERE_LEFT_OUT = (
    deliveries.c.state == DeliveryState.EXCLUDED,
    deliveries.c.reason == UNMAILABLE,
    deliveries.c.message_id.is_(None),
)


def _give_back(
    connection: Connection, subscription_id: str, edition_key: int, newsletter: str, occurrence_key: int
) -> int:
    with site_lock.held(connection, occurrence_key):
        still_open = select(editions.c.key).where(editions.c.key == edition_key, editions.c.state.in_(_OPEN))
        if connection.execute(still_open.with_for_update()).first() is None:
            return 0
        person = select(subscriptions.c.key).where(subscriptions.c.id == subscription_id).scalar_subquery()
        this = (deliveries.c.edition_key == edition_key, deliveries.c.subscription_key == person, *_WERE_LEFT_OUT)
        again = {"state": DeliveryState.PENDING, "attempts": 0, "reason": None, "settled_at": None}
        statement = update(deliveries).where(*this, *lack(connection, newsletter, edition_key)).values(again)
        return connection.execute(statement).rowcount
