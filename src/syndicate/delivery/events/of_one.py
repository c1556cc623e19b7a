"""What the provider tells of mails to one person: that they left after all, and that an address is no good."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update

from syndicate.delivery.events import effects
from syndicate.delivery.events.model import KeptEvent
from syndicate.delivery.events.store import EventStore
from syndicate.delivery.model import DeliveryState
from syndicate.errors import BadDataError
from syndicate.storage.tables import subscribers, subscriptions, transactional_mails
from syndicate.text.mailboxes import read_mailbox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from syndicate.audience.digests import AddressDigests
    from syndicate.delivery.events.effects import Barred
    from syndicate.delivery.events.model import ProviderEvent

_MAIL = transactional_mails.c


@dataclass(frozen=True, kw_only=True, slots=True)
class HeardOfOne:
    """Events about mails to one person: ``new`` ones, those ``known`` before, and mails that turned out to have left.

    ``barred`` are addresses that nobody may write to for it, by what they are compared by.
    """

    new: int
    known: int
    settled: int
    barred: Mapping[str, Barred]


def about_one(connection: Connection, told: Sequence[ProviderEvent]) -> dict[str, RowMapping]:
    """By the ids of events: the mails to one person that they are about; nobody else changes these meanwhile."""
    ids = [event.delivery_id for event in told if event.delivery_id is not None]
    names = [event.message_id for event in told if event.delivery_id is None and event.message_id is not None]
    if not ids and not names:
        return {}
    columns = (
        _MAIL.key,
        _MAIL.id,
        _MAIL.state,
        _MAIL.message_id,
        _MAIL.address,
        _MAIL.limit_key,
        _MAIL.subscription_id,
    )
    is_meant = or_(_MAIL.id.in_(ids), _MAIL.message_id.in_(names))
    rows = connection.execute(select(*columns).where(is_meant).order_by(_MAIL.key).with_for_update()).mappings().all()
    by_id = {row["id"]: row for row in rows}
    by_name = {row["message_id"]: row for row in rows}
    found = {
        event.id: by_id.get(event.delivery_id) if event.delivery_id is not None else by_name.get(event.message_id)
        for event in told
    }
    return {id_: row for id_, row in found.items() if row is not None}


def hear_of_one(
    connection: Connection,
    told: Sequence[ProviderEvent],
    owners: Mapping[str, RowMapping],
    digests: AddressDigests,
    now: datetime,
) -> HeardOfOne:
    """Write down events whose mails `about_one` found; each once. Whom they bar is for the caller to write."""
    store = EventStore(connection)
    kept = store.kept([event.id for event in told])
    fresh = [event for event in told if event.id not in kept]
    store.add([(event, None) for event in fresh], now)
    by_mail: dict[int, list[ProviderEvent]] = defaultdict(list)
    for event in fresh:
        by_mail[owners[event.id]["key"]].append(event)
    rows = {row["key"]: row for row in owners.values()}
    barred: dict[str, Barred] = {}
    settled = 0
    for key, events in by_mail.items():
        settled += _settle(connection, rows[key], events, now)
        why = effects.barred_by(map(_kept, events))
        if why is not None and (address := _address_key(connection, rows[key], digests)):
            barred[address] = effects.graver(barred.get(address), why)
    return HeardOfOne(new=len(fresh), known=len(told) - len(fresh), settled=settled, barred=barred)


def _settle(connection: Connection, row: RowMapping, events: Sequence[ProviderEvent], now: datetime) -> bool:
    """An event proves that the provider took the mail, whatever we thought of it: it is never sent again then."""
    if row["state"] == DeliveryState.SUBMITTED:
        return False
    message_id = min(filter(None, [row["message_id"], *(event.message_id for event in events)]), default=None)
    values = {"state": DeliveryState.SUBMITTED, "reason": effects.BY_EVENT, "message_id": message_id}
    over = {"settled_at": now, "not_before": None, "claimed_by": None, "lease_until": None}
    connection.execute(update(transactional_mails).where(_MAIL.key == row["key"]).values(**values, **over))
    return True


def _address_key(connection: Connection, row: RowMapping, digests: AddressDigests) -> str | None:
    """Where the mail went; once that is not kept any more, where its reader has mail sent now, if that is still there.

    Of who has moved since, what became of that mail says nothing of the new address.
    """
    if row["address"] is not None:
        try:
            return read_mailbox(row["address"]).key
        except BadDataError:
            return None
    query = select(subscribers.c.address).join(subscriptions, subscriptions.c.subscriber_key == subscribers.c.key)
    address: str | None = connection.execute(query.where(subscriptions.c.id == row["subscription_id"])).scalar()
    mailbox = read_mailbox(address) if address else None
    return mailbox.key if mailbox and row["limit_key"] in digests.ever_of_limit(mailbox) else None


def _kept(event: ProviderEvent) -> KeptEvent:
    return KeptEvent(
        id=event.id,
        kind=event.kind,
        delivery_key=None,
        message_id=event.message_id,
        at=event.at,
        detail=event.detail,
    )
