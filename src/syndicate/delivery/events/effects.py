"""What events make of deliveries: a function of the set of events, whatever their order and however often they came."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.delivery.events.fuse import MailSums
from syndicate.delivery.events.model import EventKind, HeardOf, KeptEvent, ReturnClass, fate_of, higher
from syndicate.storage.states import DeliveryState, Fate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

#: Why a delivery is submitted of which no answer was heard; such a one says nothing about how complete the events are.
BY_EVENT = "an event told that it was taken"
#: What a suppression that came of an event names as its source.
SOURCE = "Amazon SES told so"
#: So many mails in a row, over at least that long, have to find a mailbox full before it counts as given up.
FULL_IN_A_ROW = 5
FULL_FOR = timedelta(days=3)
_REASONS = ("mailbox-full", "bounced", "complained")


@dataclass(frozen=True, kw_only=True, slots=True)
class Barred:
    """Why nobody may write to an address any more; of two, the graver one counts, and the earlier time."""

    reason: str
    since: datetime


def after(row: HeardOf, told: Iterable[KeptEvent], now: datetime) -> HeardOf:
    """The delivery once these events about it are known.

    An event proves that the provider took a mail of this delivery, whatever we thought of it: it is submitted then,
    and never sent again.
    """
    for event in told:
        message_id = min(filter(None, (row.message_id, event.message_id)), default=None)
        row = replace(row, fate=higher(row.fate, fate_of(event.kind, event.returned)), message_id=message_id)
    row = replace(row, heard_at=row.heard_at or now)
    if row.state is DeliveryState.SUBMITTED:
        return row
    return replace(row, state=DeliveryState.SUBMITTED, settled_at=row.settled_at or now, reason=BY_EVENT)


def news(
    rows: Mapping[int, HeardOf], fresh: Mapping[int, Sequence[KeptEvent]], returns: Mapping[int, Sequence[KeptEvent]]
) -> dict[int, list[KeptEvent]]:
    """Of the fresh events those that say something of their deliveries; ``returns`` are all about mails without luck.

    A mail that is known to have come back, and is no more the one that the row tells of, was written off when another
    was let go: what is told of it later is no news, unless it speaks against the address.
    """
    told = {}
    for key, events in fresh.items():
        ids = {event.id for event in events}
        written_off = {event.message_id for event in returns.get(key, ()) if event.id not in ids}
        written_off -= {None, rows[key].message_id}
        told[key] = [event for event in events if event.message_id not in written_off or _is_against_address(event)]
    return {key: events for key, events in told.items() if events}


def grouped(told: Iterable[KeptEvent]) -> dict[int, list[KeptEvent]]:
    """Events by the key of their delivery; those that have none are left out."""
    groups: dict[int, list[KeptEvent]] = defaultdict(list)
    for event in told:
        if event.delivery_key is not None:
            groups[event.delivery_key].append(event)
    return groups


def more_sums(
    before: Mapping[int, HeardOf], fresh: Mapping[int, Sequence[KeptEvent]], history: Mapping[int, Sequence[KeptEvent]]
) -> dict[int, MailSums]:
    """What is to be added to each edition's sums; ``history`` are all returns and complaints, the fresh ones too."""
    sums: dict[int, MailSums] = defaultdict(MailSums)
    for key, told in fresh.items():
        row, ids = before[key], {event.id for event in told}
        old = [event for event in history.get(key, ()) if event.id not in ids]
        held = sums[row.edition_key]
        sums[row.edition_key] = MailSums(
            submitted=held.submitted + (row.state is not DeliveryState.SUBMITTED),
            bounced=held.bounced + (_is_any(told, is_bounce) and not _is_any(old, is_bounce)),
            complained=held.complained + (_is_any(told, is_complaint) and not _is_any(old, is_complaint)),
        )
    return dict(sums)


def barred_by(told: Iterable[KeptEvent]) -> Barred | None:
    """Why the address of a delivery is not to be written to any more, by the events about it."""
    found: Barred | None = None
    for event in told:
        reason = _reason(event)
        if reason:
            found = graver(found, Barred(reason=reason, since=event.at))
    return found


def graver(barred: Barred | None, other: Barred) -> Barred:
    """What two reasons come to."""
    if barred is None:
        return other
    reason = max(barred.reason, other.reason, key=_REASONS.index)
    return Barred(reason=reason, since=min(barred.since, other.since))


def is_graver(reason: str, other: str) -> bool:
    """Whether the first reason would take the place of the second, both of them ours."""
    return _REASONS.index(reason) > _REASONS.index(other)


def given_up(results: Sequence[KeptEvent]) -> datetime | None:
    """Since when a mailbox is full, if the newest mails in a row say so for long enough; newest result first.

    Whatever else became of a mail says nothing; one that arrived ends the row.
    """
    full: dict[int | None, datetime] = {}
    returned = {event.delivery_key for event in results if event.returned is ReturnClass.FULL}
    for event in results:
        if event.returned is ReturnClass.FULL:
            full[event.delivery_key] = event.at
        elif event.kind is EventKind.DELIVERED and event.delivery_key not in returned:
            break
    if len(full) < FULL_IN_A_ROW or max(full.values()) - min(full.values()) < FULL_FOR:
        return None
    return min(full.values())


def is_bounce(event: KeptEvent) -> bool:
    """Whether the provider counts it against us as a hard bounce."""
    return event.kind is EventKind.BOUNCED and event.returned is ReturnClass.GONE


def is_complaint(event: KeptEvent) -> bool:
    """Whether a reader called the mail spam."""
    return event.kind is EventKind.COMPLAINED and event.returned is None


def _is_against_address(event: KeptEvent) -> bool:
    return fate_of(event.kind, event.returned) in {Fate.BOUNCED, Fate.SUPPRESSED, Fate.COMPLAINED}


def _is_any(told: Iterable[KeptEvent], is_so: Callable[[KeptEvent], bool]) -> bool:
    return any(map(is_so, told))


def _reason(event: KeptEvent) -> str | None:
    if event.kind is EventKind.COMPLAINED:
        return "complained"
    return "bounced" if event.returned in {ReturnClass.GONE, ReturnClass.LISTED} else None
