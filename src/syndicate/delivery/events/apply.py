"""Applying events to the ledger: each once, many in one transaction, in whatever order they come."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from syndicate.delivery.events.consequences import Consequences
from syndicate.delivery.events.effects import after, grouped, news
from syndicate.delivery.events.fuse import FuseLimits
from syndicate.delivery.events.model import EventKind, KeptEvent, ProviderEvent
from syndicate.delivery.events.of_one import about_one, hear_of_one
from syndicate.delivery.events.store import EventStore
from syndicate.errors import TryLaterError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from syndicate.audience.digests import AddressDigests
    from syndicate.clock import Clock
    from syndicate.delivery.events.model import HeardOf
    from syndicate.storage import Database

log = logging.getLogger("syndicate.events")

#: Events of one transaction.
SLICE = 1_000
#: How often one is tried whose rows another process holds.
TRIES = 5
#: So long it is looked whether the mail of a parked event has been recorded. Queues of SQS keep nothing longer.
PARKED_FOR = timedelta(days=14)


@dataclass(frozen=True, kw_only=True, slots=True)
class EventSums:
    """What became of events: ``new`` ones, those ``known`` before, ``parked`` ones, and those of ``foreign`` mails.

    ``settled`` is how many mails turned out to be submitted of which that was not known.
    """

    new: int = 0
    known: int = 0
    parked: int = 0
    foreign: int = 0
    settled: int = 0

    def __add__(self, other: EventSums) -> EventSums:
        return EventSums(
            **{name: getattr(self, name) + getattr(other, name) for name in EventSums.__dataclass_fields__}
        )


@dataclass(kw_only=True, slots=True)
class _Owners:
    """Whose events are: by the id that a mail carried, and by the provider's name for it."""

    by_id: dict[str, int]
    by_message: dict[str, int]

    def of(self, event: ProviderEvent | KeptEvent) -> int | None:
        """The key of the delivery, if it is known."""
        own = self.by_id.get(event.delivery_id or "") if isinstance(event, ProviderEvent) else event.delivery_key
        return own if own is not None else self.by_message.get(event.message_id or "")

    def keys(self, told: Iterable[ProviderEvent | KeptEvent]) -> set[int]:
        """The keys of all that are known."""
        return {key for event in told if (key := self.of(event)) is not None}


@dataclass(frozen=True, kw_only=True, slots=True)
class Applying:
    """Applies what the carrier's provider tells. Safe to use from several threads and processes at once.

    By the ``digests`` it is known where a mail went whose row has no address any more.
    """

    database: Database
    clock: Clock
    carrier: str
    digests: AddressDigests
    limits: FuseLimits = field(default_factory=FuseLimits)

    def apply(self, told: Iterable[ProviderEvent]) -> EventSums:
        """Apply the events; what was committed stays when a later one fails.

        Raises:
            TryLaterError: another process holds their rows; the same events may come again.
        """
        sums, events = EventSums(), _once(told)
        for start in range(0, len(events), SLICE):
            sums += self._committed(events[start : start + SLICE], ())
        return sums

    def match_parked(self) -> EventSums:
        """Apply what came before the answer about its mail was written down."""
        sums = EventSums()
        while message_ids := self._recorded():
            sums += self._committed((), message_ids)
        return sums

    def _recorded(self) -> list[str]:
        with self.database.read() as connection:
            return EventStore(connection).parked_and_known(self.clock.now() - PARKED_FOR, SLICE)

    def _committed(self, told: Sequence[ProviderEvent], message_ids: Collection[str]) -> EventSums:
        for _ in range(TRIES - 1):
            try:
                return self._once_committed(told, message_ids)
            except TryLaterError as error:
                log.debug("events step back: %s", error)
                self.clock.sleep(0.05)
        return self._once_committed(told, message_ids)

    def _once_committed(self, told: Sequence[ProviderEvent], message_ids: Collection[str]) -> EventSums:
        with self.database.write() as connection:
            consequences = Consequences(connection=connection, limits=self.limits, now=self.clock.now())
            of_one, told = _parted(connection, told, consequences, self.digests)
            sums = of_one + _apply(connection, told, message_ids, consequences)
            if told or of_one != EventSums():
                EventStore(connection).hear(self.carrier, consequences.now)
        for level, message in consequences.alarms:
            log.log(level, "%s", message)
        return sums


def _once(told: Iterable[ProviderEvent]) -> list[ProviderEvent]:
    """Each event once; of two that are the same, the one that knows whose it is."""
    events: dict[str, ProviderEvent] = {}
    for event in told:
        kept = events.get(event.id)
        if kept is None or (kept.delivery_id is None and event.delivery_id is not None):
            events[event.id] = event
    return list(events.values())


def _parted(
    connection: Connection, told: Sequence[ProviderEvent], consequences: Consequences, digests: AddressDigests
) -> tuple[EventSums, Sequence[ProviderEvent]]:
    """What events about mails to one person came to, and all the others."""
    EventStore(connection).begin()
    owners = about_one(connection, told)
    if not owners:
        return EventSums(), told
    of_one = [event for event in told if event.id in owners]
    heard = hear_of_one(connection, of_one, owners, digests, consequences.now)
    consequences.bar(heard.barred)
    sums = EventSums(new=heard.new, known=heard.known, settled=heard.settled)
    return sums, [event for event in told if event.id not in owners]


def _apply(
    connection: Connection, told: Sequence[ProviderEvent], message_ids: Collection[str], consequences: Consequences
) -> EventSums:
    store = EventStore(connection)
    owners = _owners(store, told, message_ids)
    own = [event for event in told if event.delivery_id is None or event.delivery_id in owners.by_id]
    parked = store.parked(owners.by_message)
    rows = store.lock(owners.keys([*own, *parked]))
    kept = store.kept([event.id for event in own])
    new = [event for event in own if event.id not in kept]
    store.add([(event, owners.of(event)) for event in new], consequences.now)
    late = {event.id: event for event in (*parked, *(_kept(event) for event in own if event.id in kept))}
    ties = {id_: key for id_, event in late.items() if kept.get(id_) is None and (key := owners.of(event)) is not None}
    store.tie(ties)
    fresh = grouped(
        [
            *(_kept(event, owners.of(event)) for event in new),
            *(replace(late[id_], delivery_key=key) for id_, key in ties.items()),
        ]
    )
    said = news(rows, fresh, _returns(store, rows, fresh))
    changed = [after(rows[key], events, consequences.now) for key, events in said.items()]
    store.change(changed)
    settled = consequences.draw(rows, fresh, said)
    # Behind the editions' own rows, in whose order whoever sends again locks them, too.
    store.count_fates(rows, changed)
    return EventSums(
        new=len(new),
        known=len(own) - len(new),
        parked=sum(owners.of(event) is None for event in new),
        foreign=len(told) - len(own),
        settled=settled,
    )


def _returns(
    store: EventStore, rows: Mapping[int, HeardOf], fresh: Mapping[int, Sequence[KeptEvent]]
) -> dict[int, list[KeptEvent]]:
    """What is known of mails that did not arrive; of deliveries alone that are told of another mail than theirs."""
    keys = [key for key, told in fresh.items() if any(event.message_id != rows[key].message_id for event in told)]
    return grouped(store.of(keys, EventKind.BOUNCED, EventKind.REJECTED, EventKind.UNRENDERED))


def _owners(store: EventStore, told: Sequence[ProviderEvent], message_ids: Collection[str]) -> _Owners:
    by_id = store.by_id([event.delivery_id for event in told if event.delivery_id is not None])
    by_message = {
        event.message_id: by_id[event.delivery_id]
        for event in told
        if event.message_id is not None and event.delivery_id in by_id
    }
    unnamed = {event.message_id for event in told if event.delivery_id is None and event.message_id is not None}
    known = store.by_message((unnamed | set(message_ids)) - by_message.keys())
    return _Owners(by_id=by_id, by_message=known | by_message)


def _kept(event: ProviderEvent, key: int | None = None) -> KeptEvent:
    return KeptEvent(
        id=event.id,
        kind=event.kind,
        delivery_key=key,
        message_id=event.message_id,
        at=event.at,
        detail=event.detail,
    )
