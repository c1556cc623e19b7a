"""Forgetting a person: nothing names them any more, sums and the chain of consent stay, and no list brings them back.

`erase_person` does it in one transaction, by rows. What is left is found by rows as well: deliveries that belong to
nobody and still have an address, and mails to one person that are nobody's. `clean_up` takes that away with the files
of mails, unless a mail is just leaving, which is finished first; it is called after the commit, and again by the step
that thins, so that a process that was killed between the two leaves nothing behind for long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select, update

from syndicate.audience.comings import begin_forgetting
from syndicate.audience.consents import ConsentLedger
from syndicate.audience.erasures import Erasures
from syndicate.storage.states import DeliveryState
from syndicate.storage.tables import (
    deliveries,
    joins,
    subscribers,
    subscriptions,
    suppressions,
    transactional_mails,
)
from syndicate.text.hiding import without_address
from syndicate.text.mailboxes import Mailbox, read_mailbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection, Row

    from syndicate.audience.digests import AddressDigests
    from syndicate.storage import Database

#: Deliveries that lose their address in one transaction.
SLICE = 500
#: What stands on a mail that was waiting when its reader was forgotten.
REASON = "erased: its reader was forgotten"
_NAMELESS = (deliveries.c.subscription_key.is_(None), deliveries.c.address.is_not(None))


@dataclass(frozen=True, kw_only=True, slots=True)
class ErasedPerson:
    """What was forgotten: how many subscriptions, deliveries and wishes to join, and whether it was suppressed.

    ``mails`` are the ids of mails to this person alone, for `clean_up`.
    """

    subscriptions: int
    deliveries: int
    wishes: int
    was_suppressed: bool
    mails: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cleaned:
    """How many deliveries lost their address, and how many mails are just leaving, whose trace goes after that.

    ``is_log_empty`` is whether SQLite's write-ahead log was emptied: not while somebody reads in it.
    """

    deliveries: int
    in_flight: int
    is_log_empty: bool


def erase_person(connection: Connection, subscriber_key: int, digests: AddressDigests, now: datetime) -> ErasedPerson:
    """Forget a subscriber with all that is theirs; committing it, and `clean_up` after that, are the caller's."""
    theirs = select(subscriptions.c.id).where(subscriptions.c.subscriber_key == subscriber_key)
    # Whoever is just confirming that they move goes first, so that it is the new address that is forgotten.
    connection.execute(select(joins.c.key).where(joins.c.subscription_id.in_(theirs)).with_for_update()).all()
    query = select(subscribers.c.address, subscribers.c.address_key).where(subscribers.c.key == subscriber_key)
    row = connection.execute(query).one()
    return erase_address(connection, Mailbox(shown=row.address, key=row.address_key), digests, now)


def erase_address(connection: Connection, mailbox: Mailbox, digests: AddressDigests, now: datetime) -> ErasedPerson:
    """The same by address, also of somebody who only asked to join, or is only suppressed.

    A keyed digest of the address stays: no list brings it back, and its suppression holds for good. Who is confirming,
    joining, leaving or being imported there in another transaction is waited for and forgotten with all that it wrote:
    wishes are locked first and then the person, in the order in which a confirmation does it.
    """
    wishes = _forget_wishes(connection, mailbox, digests)
    begin_forgetting(connection)
    ties = _locked_ties(connection, mailbox.key)
    ids = [tie.id for tie in ties]
    had = select(func.count()).where(deliveries.c.subscription_key.in_([tie.key for tie in ties]))
    mails = connection.execute(had).scalar_one() if ties else 0
    is_theirs = transactional_mails.c.limit_key.in_(digests.ever_of_limit(mailbox))
    to_them = _forget_mails(connection, or_(is_theirs, transactional_mails.c.subscription_id.in_(ids)), now)
    ConsentLedger(connection).erase(ids, now)
    connection.execute(delete(subscribers).where(subscribers.c.address_key == mailbox.key))
    barred = connection.execute(delete(suppressions).where(suppressions.c.address_key == mailbox.key)).rowcount
    erased = ErasedPerson(
        subscriptions=len(ids), deliveries=mails, wishes=wishes, was_suppressed=barred > 0, mails=tuple(to_them)
    )
    Erasures(connection, digests).add(mailbox.key, now)
    return erased


def is_known(connection: Connection, mailbox: Mailbox, digests: AddressDigests) -> bool:
    """Whether anything is there to forget of that address."""
    person = select(subscribers.c.key).where(subscribers.c.address_key == mailbox.key)
    barred = select(suppressions.c.address_key).where(suppressions.c.address_key == mailbox.key)
    limit_keys = digests.ever_of_limit(mailbox)
    wish = select(joins.c.key).where(joins.c.limit_key.in_(limit_keys))
    mail = select(transactional_mails.c.key).where(transactional_mails.c.limit_key.in_(limit_keys))
    return bool(connection.execute(select(or_(*(each.exists() for each in (person, barred, wish, mail))))).scalar())


def clean_up(database: Database, outbox: Path | None = None, mails: Iterable[str] = ()) -> Cleaned:
    """Take away what is left of people who were forgotten: addresses on deliveries, files of mails, SQLite's log.

    ``outbox`` is the folder in which each mail is a file, if there is one; ``mails`` are ids of mails besides
    deliveries whose files go. Harmless at any time, and when it is done twice.

    Raises:
        OSError: a file cannot be removed; run it again.
    """
    _remove(outbox, mails)
    _remove(outbox, _mails_of_nobody(database, are_leaving=False) if outbox else ())
    cleaned = 0
    while rows := _next(database):
        _remove(outbox, [row.id for row in rows])
        with database.write() as connection:
            cleaned += sum(_anonymise(connection, row) for row in rows)
    with database.read() as connection:
        left = connection.execute(select(func.count()).select_from(deliveries).where(*_NAMELESS)).scalar_one()
    left += len(_mails_of_nobody(database, are_leaving=True))
    return Cleaned(deliveries=cleaned, in_flight=left, is_log_empty=database.empty_log())


def _locked_ties(connection: Connection, address_key: str) -> list[Any]:
    """The person's subscriptions, to which nothing is added and of which nothing more is written until the commit."""
    person = select(subscribers.c.key).where(subscribers.c.address_key == address_key).with_for_update()
    theirs = subscriptions.c.subscriber_key == connection.execute(person).scalar()
    return list(connection.execute(select(subscriptions.c.key, subscriptions.c.id).where(theirs).with_for_update()))


def _forget_mails(connection: Connection, are_theirs: ColumnElement[bool], now: datetime) -> list[str]:
    """Let mails to one person name nobody, and none leave that waits; their ids.

    The rows stay for as long as one mailbox is written to at most so often.
    """
    waits = transactional_mails.c.state == DeliveryState.PENDING
    ends = {"state": DeliveryState.EXCLUDED, "reason": REASON, "settled_at": now, "not_before": None}
    connection.execute(update(transactional_mails).where(are_theirs, waits).values(ends))
    nobody = dict.fromkeys(("address", "name", "subscription_id", "join_id"))
    ids = connection.scalars(select(transactional_mails.c.id).where(are_theirs)).all()
    connection.execute(update(transactional_mails).where(transactional_mails.c.id.in_(ids)).values(nobody))
    return list(ids)


def _forget_wishes(connection: Connection, mailbox: Mailbox, digests: AddressDigests) -> int:
    """Drop what was asked for by forms. Another spelling of the mailbox may be somebody else's wish that waits."""
    tied = select(subscriptions.c.id).join(subscribers).where(subscribers.c.address_key == mailbox.key)
    ids = set(connection.scalars(tied))
    are_near = or_(joins.c.limit_key.in_(digests.ever_of_limit(mailbox)), joins.c.subscription_id.in_(ids))
    query = select(joins.c.key, joins.c.address, joins.c.subscription_id).where(are_near)
    theirs = [
        row.key
        for row in connection.execute(query)
        if row.subscription_id in ids or row.address is None or read_mailbox(row.address).key == mailbox.key
    ]
    return connection.execute(delete(joins).where(joins.c.key.in_(theirs))).rowcount


def _next(database: Database) -> list[Any]:
    query = select(deliveries.c.key, deliveries.c.id, deliveries.c.address, deliveries.c.reason)
    with database.read() as connection:
        return list(connection.execute(query.where(*_NAMELESS, _IS_STILL).limit(SLICE)))


def _mails_of_nobody(database: Database, *, are_leaving: bool) -> Sequence[str]:
    """The ids of mails to one person whose reader was forgotten: those just leaving, or those that do not any more."""
    mail = transactional_mails.c
    said_whose = (mail.address, mail.subscription_id, mail.join_id)
    stands = mail.state == DeliveryState.CLAIMED if are_leaving else mail.state != DeliveryState.CLAIMED
    with database.read() as connection:
        query = select(mail.id).where(stands, *(column.is_(None) for column in said_whose))
        return connection.scalars(query).all()


def _anonymise(connection: Connection, row: Row[Any]) -> bool:
    values = {"address": None, "name": None, "reason": row.reason and without_address(row.reason, row.address)}
    this = update(deliveries).where(deliveries.c.key == row.key, *_NAMELESS, _IS_STILL)
    return connection.execute(this.values(values)).rowcount == 1


def _remove(outbox: Path | None, ids: Iterable[str]) -> None:
    if outbox is not None:
        for which in ids:
            (outbox / f"{which}.eml").unlink(missing_ok=True)


_IS_STILL = deliveries.c.state != DeliveryState.CLAIMED
