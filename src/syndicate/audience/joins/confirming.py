"""What the button behind a confirming link does: nobody is a subscriber before it was pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from syndicate.audience.comings import begin_subscribing
from syndicate.audience.erasures import Erasures
from syndicate.audience.joins.store import JoinStore
from syndicate.audience.model import Ground, GroundKind, Signup, SignupResult, Wishes
from syndicate.audience.moving import move
from syndicate.audience.store import AudienceStore
from syndicate.audience.transactional import TransactionalMail, enqueue
from syndicate.storage.states import JoinKind, JoinOutcome, TransactionalKind
from syndicate.text.mailboxes import read_mailbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.audience.digests import AddressDigests
    from syndicate.audience.joins.model import Join
    from syndicate.audience.model import Subscription
    from syndicate.text.mailboxes import Mailbox

#: Where the confirming button stands, as grounds name it.
PAGE = "confirm"
_JOINED = frozenset({SignupResult.ADDED, SignupResult.RENEWED, SignupResult.CONFIRMED})


class ConfirmationResult(StrEnum):
    """What came of it. ``USED``: somebody pressed the button before. ``REFUSED``: nobody may write there.

    ``TAKEN``: the new address is on the list already, as another person's. ``GONE``: the newsletters, or the person who
    moved, are not there any more.
    """

    JOINED = "joined"
    MOVED = "moved"
    USED = "used"
    TAKEN = "taken"
    REFUSED = "refused"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What a newsletter is to who joins it: whether it greets them, its language, and whether hours are theirs."""

    welcomes: bool
    language: str
    has_readers_clock: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Confirmation:
    """What came of a confirmation; the newsletters that are the reader's, and a subscription that names them.

    ``mailbox`` is where their mail goes from now on, in ASCII.
    """

    result: ConfirmationResult
    newsletters: tuple[str, ...] = ()
    subscription_id: str | None = None
    mailbox: str = ""


def confirm(
    connection: Connection,
    join: Join,
    digests: AddressDigests,
    offers: Mapping[str, Offer],
    now: datetime,
    network: str,
) -> Confirmation:
    """Do what its reader has now confirmed. ``offers`` are the newsletters that there are, by name.

    The ``join`` was locked by `JoinStore.lock`; committing is the caller's. Done once: whoever comes second is told so
    and changes nothing.
    """
    if join.outcome is not JoinOutcome.ASKED or join.address is None:
        return Confirmation(result=ConfirmationResult.USED)
    mailbox = read_mailbox(join.address)
    if AudienceStore(connection).suppressed([mailbox.key]):
        return Confirmation(result=ConfirmationResult.REFUSED)
    if join.kind is JoinKind.MOVE:
        return _move(connection, join, mailbox, digests, now, network)
    return _join(connection, join, mailbox, digests, offers, now, network)


def _join(
    connection: Connection,
    join: Join,
    mailbox: Mailbox,
    digests: AddressDigests,
    offers: Mapping[str, Offer],
    now: datetime,
    network: str,
) -> Confirmation:
    store, wanted = AudienceStore(connection), [name for name in join.newsletters if name in offers]
    if not wanted:
        return Confirmation(result=ConfirmationResult.GONE)
    if not JoinStore(connection).confirm(join.key, now):
        return Confirmation(result=ConfirmationResult.USED)
    begin_subscribing(connection)
    Erasures(connection, digests).lift(mailbox.key)
    grounds = (ground_of(join, now, network),)
    signups = [_signup(join, mailbox, name, offers[name], grounds) for name in wanted]
    results = store.subscribe_all(signups, now=now, renew=True)
    subscriptions = {each.newsletter: each for each in store.of_address(mailbox.key)}
    for name, result in zip(wanted, results, strict=True):
        if result in _JOINED and offers[name].welcomes:
            enqueue(connection, _welcome(join, mailbox, subscriptions[name]), now)
    first = subscriptions[wanted[0]].id
    return Confirmation(
        result=ConfirmationResult.JOINED,
        newsletters=tuple(wanted),
        subscription_id=first,
        mailbox=mailbox.address,
    )


def ground_of(join: Join, now: datetime, network: str) -> Ground:
    """Why who confirms that wish may be mailed: the words that stood where they asked, and from where they answered."""
    return Ground(
        kind=GroundKind.PAGE,
        wording=join.wording,
        version=join.version,
        page=f"{join.page}, {PAGE}",
        network=network,
        given_at=join.asked_at,
        recorded_at=now,
    )


def _signup(join: Join, mailbox: Mailbox, newsletter: str, offer: Offer, grounds: tuple[Ground, ...]) -> Signup:
    wishes = Wishes(
        time_zone=join.time_zone if offer.has_readers_clock else None,
        language=join.language if join.language != offer.language else None,
    )
    return Signup(mailbox=mailbox, newsletter=newsletter, wishes=wishes, grounds=grounds)


def _welcome(join: Join, mailbox: Mailbox, subscription: Subscription) -> TransactionalMail:
    return TransactionalMail(
        kind=TransactionalKind.WELCOME,
        address=mailbox.address,
        limit_key=join.limit_key,
        newsletter=subscription.newsletter,
        join_id=join.id,
        subscription_id=subscription.id,
        language=join.language,
    )


def _move(
    connection: Connection, join: Join, mailbox: Mailbox, digests: AddressDigests, now: datetime, network: str
) -> Confirmation:
    mover = AudienceStore(connection).lock(join.subscription_id) if join.subscription_id else None
    if mover is None:
        return Confirmation(result=ConfirmationResult.GONE)
    if not move(connection, mover.subscriber, mailbox, ground_of(join, now, network)):
        return Confirmation(result=ConfirmationResult.TAKEN)
    if not JoinStore(connection).confirm(join.key, now):
        return Confirmation(result=ConfirmationResult.USED)
    # Whoever held a link at the old address may have asked for another one.
    JoinStore(connection).drop_moves(mover.subscriber.id)
    Erasures(connection, digests).lift(mailbox.key)
    before = read_mailbox(mover.address)
    if not AudienceStore(connection).suppressed([before.key]):
        enqueue(connection, _moved(join, before, mover, digests), now)
    return Confirmation(result=ConfirmationResult.MOVED, subscription_id=mover.id, mailbox=mailbox.address)


def _moved(join: Join, before: Mailbox, mover: Subscription, digests: AddressDigests) -> TransactionalMail:
    return TransactionalMail(
        kind=TransactionalKind.MOVED,
        address=before.address,
        limit_key=digests.of_limit(before),
        newsletter=mover.newsletter,
        join_id=join.id,
        subscription_id=mover.id,
        language=join.language,
    )
