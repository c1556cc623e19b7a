"""A person goes on under another address: the same person, the same subscriptions, and what they have had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from syndicate.audience.changes import consent_of
from syndicate.audience.consents import ConsentLedger
from syndicate.audience.model import SubscriptionState
from syndicate.storage.states import DeliveryState
from syndicate.storage.tables import subscribers, subscriptions, transactional_mails

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.audience.model import Ground, Subscriber
    from syndicate.text.mailboxes import Mailbox


def move(connection: Connection, subscriber: Subscriber, to: Mailbox, ground: Ground) -> bool:
    """Write to that person at the new address from now on, and keep why, for what they still get.

    ``False``: the address is on the list already, as somebody else's, and nothing changed. What is frozen for the
    person still goes to the old address. Committing is the caller's.
    """
    owner = select(subscribers.c.id).where(subscribers.c.address_key == to.key)
    if connection.execute(owner).scalar() not in {None, subscriber.id}:
        return False
    values = {"address": to.shown, "address_key": to.key, "mailbox": to.address}
    connection.execute(update(subscribers).where(subscribers.c.id == subscriber.id).values(values))
    query = select(subscriptions.c.id).join(subscribers).where(subscribers.c.id == subscriber.id)
    going_on = connection.scalars(query.where(subscriptions.c.state != SubscriptionState.ENDED)).all()
    ConsentLedger(connection).append(consent_of(subscription_id, ground) for subscription_id in going_on)
    if going_on:
        _keep_mails(connection, subscriber, going_on[0])
    return True


_UNDER_WAY = (DeliveryState.PENDING, DeliveryState.CLAIMED)


def _keep_mails(connection: Connection, subscriber: Subscriber, subscription_id: str) -> None:
    """Let what was mailed to the old address be known as this person's: who forgets them forgets it as well."""
    is_nobodys = (transactional_mails.c.subscription_id.is_(None), transactional_mails.c.state.not_in(_UNDER_WAY))
    had = func.lower(transactional_mails.c.address) == subscriber.mailbox.lower()
    connection.execute(update(transactional_mails).where(had, *is_nobodys).values(subscription_id=subscription_id))
