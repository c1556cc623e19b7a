"""What follows from events beside the deliveries: sums, suppressions, the fuse, alarms; in the events' transaction."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select, update

from syndicate.delivery.events import effects
from syndicate.delivery.events.effects import Barred, barred_by, given_up, grouped, more_sums
from syndicate.delivery.events.fuse import FuseLevel, FuseLimits, FuseReading, MailSums, reading
from syndicate.delivery.events.model import EventKind, HeardOf, KeptEvent, ReturnClass
from syndicate.delivery.events.store import EventStore
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.errors import BadDataError
from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import suppressions
from syndicate.text.mailboxes import read_mailbox

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

#: How far back bounces and complaints of all editions count together.
WINDOW = timedelta(days=7)
#: So many of a subscription's newest results are looked at when its mailbox is full.
_RESULTS = 100
_FULL = "mailbox-full"


@dataclass(kw_only=True, slots=True)
class Consequences:
    """Draws the consequences of fresh events about locked deliveries; ``alarms`` are to be logged after the commit."""

    connection: Connection
    limits: FuseLimits
    now: datetime
    alarms: list[tuple[int, str]] = field(default_factory=list)

    def draw(
        self,
        rows: Mapping[int, HeardOf],
        fresh: Mapping[int, Sequence[KeptEvent]],
        said: Mapping[int, Sequence[KeptEvent]],
    ) -> int:
        """Write all of them; how many mails turned out to be submitted. ``said`` are those that change deliveries."""
        store = EventStore(self.connection)
        weighty = [key for key, told in fresh.items() if any(_weighs(event) for event in told)]
        history = grouped(store.of(weighty, EventKind.BOUNCED, EventKind.COMPLAINED))
        more = more_sums(rows, said, history)
        store.count(more)
        self._suppress(store, {rows[key]: barred for key in weighty if (barred := barred_by(fresh[key]))})
        self._mind_full_mailboxes(store, rows, fresh)
        self._raise_alarms(store, rows, fresh)
        self._burn(store, more)
        return sum(sums.submitted for sums in more.values())

    # --- suppressions ----------------------------------------------------------------

    def _suppress(self, store: EventStore, barred: Mapping[HeardOf, Barred]) -> None:
        """Bar the deliveries' own addresses; never one that an event names."""
        known = store.address_keys(barred)
        wanted: dict[str, Barred] = {}
        for row, why in barred.items():
            address = known.get(row.key) or _address_key(row.address)
            if address:
                wanted[address] = effects.graver(wanted.get(address), why)
        self.bar(wanted)

    def bar(self, wanted: Mapping[str, Barred]) -> None:
        """Let nobody write to these addresses. A reason that somebody else gave stands; of ours the graver one does."""
        if not wanted:
            return
        query = select(suppressions).where(suppressions.c.address_key.in_(wanted)).with_for_update()
        there = {row.address_key: row for row in self.connection.execute(query)}
        new = [_suppression(address, why) for address, why in wanted.items() if address not in there]
        if new:
            # Another delivery of the same person may come back in another process just now.
            self.connection.execute(insert_into(self.connection, suppressions).on_conflict_do_nothing(), new)
        for address, row in there.items():
            if row.source == effects.SOURCE:
                why = effects.graver(Barred(reason=row.reason, since=row.since), wanted[address])
                this = update(suppressions).where(suppressions.c.address_key == address)
                self.connection.execute(this.values(reason=why.reason, since=why.since))

    def _mind_full_mailboxes(
        self, store: EventStore, rows: Mapping[int, HeardOf], fresh: Mapping[int, Sequence[KeptEvent]]
    ) -> None:
        """Bar who has had a full mailbox for long, and let in again who is barred for that and got a mail since."""
        full = {key for key, told in fresh.items() if any(event.returned is ReturnClass.FULL for event in told)}
        arrived = {key for key, told in fresh.items() if any(event.kind is EventKind.DELIVERED for event in told)}
        addresses = store.address_keys(rows[key] for key in full | arrived) if full or self._has_barred_full() else {}
        barred = self._barred_as_full(addresses.values())
        for key, address in addresses.items():
            subscription = rows[key].subscription_key
            if subscription is None or (key not in full and address not in barred):
                continue
            since = given_up(store.results_of(subscription, rows[key].address, _RESULTS))
            if since is not None:
                self.bar({address: Barred(reason=_FULL, since=since)})
            elif address in barred:
                self.connection.execute(delete(suppressions).where(_is_ours(address)))

    def _has_barred_full(self) -> bool:
        query = select(suppressions.c.address_key).where(suppressions.c.source == effects.SOURCE)
        return self.connection.execute(query.where(suppressions.c.reason == _FULL).limit(1)).first() is not None

    def _barred_as_full(self, addresses: Collection[str]) -> set[str]:
        query = select(suppressions.c.address_key).where(suppressions.c.address_key.in_(addresses))
        return set(self.connection.execute(query.where(suppressions.c.reason == _FULL)).scalars())

    # --- alarms and the fuse ---------------------------------------------------------

    def _raise_alarms(
        self, store: EventStore, rows: Mapping[int, HeardOf], fresh: Mapping[int, Sequence[KeptEvent]]
    ) -> None:
        unmade, ours = _by_edition(rows, fresh, _is_unmade), _by_edition(rows, fresh, _is_ours_to_mend)
        ids = {key: edition_id for key, (edition_id, _) in store.sums({*unmade, *ours}).items()}
        for key, count in unmade.items():
            why = f"SES could not make {count} of its mails out of template and data, and sent none of those"
            self._hold(ids[key], why)
        for key, count in ours.items():
            why = "for what the sending domain lacks or is known for (SPF, DKIM, DMARC, policy)"
            message = f"edition {ids[key]}: {count} mails were refused {why}; no reader was suppressed for it"
            self.alarms.append((logging.ERROR, message))

    def _burn(self, store: EventStore, more: Mapping[int, MailSums]) -> None:
        """Hold what trips the fuse: an edition by its own sums, all that are open by those of the last days.

        It trips when a line is crossed, and for all together also when an edition gets its first bounce or complaint
        beyond it; so what a person let go on is not held again for the same.
        """
        bad = {key: sums for key, sums in more.items() if sums.bounced or sums.complained}
        if not bad:
            return
        week = store.sums_since(self.now - WINDOW)
        for key, (edition_id, sums) in store.sums(bad).items():
            self._trip_own(_crossed(_less(sums, bad[key]), sums, self.limits), edition_id)
            week_before = _less(week, bad[key])
            is_first = _less(sums, bad[key]).bounced + _less(sums, bad[key]).complained == 0
            crossed = _crossed(week_before, week, self.limits)
            trips = reading(week, self.limits) if is_first and crossed.level is FuseLevel.GOOD else crossed
            if trips.level is FuseLevel.HOLD:
                self._trip(trips, "the last seven days", self._open(edition_id, is_all=crossed.level is trips.level))
            elif crossed.level is FuseLevel.WARN:
                self._trip(crossed, "the last seven days", [])

    def _open(self, edition_id: str, *, is_all: bool) -> list[str]:
        """Every edition under way where the line was crossed now; else the one that goes on beyond it."""
        if not is_all:
            return [edition_id]
        return [edition.id for edition in EditionStore(self.connection).under_way()]

    def _trip_own(self, tripped: FuseReading, edition_id: str) -> None:
        """By the sums of the edition itself: whatever tells of it names it already."""
        if tripped.level is FuseLevel.WARN:
            self._trip(tripped, f"edition {edition_id}", [])
        elif tripped.level is FuseLevel.HOLD:
            self._hold(edition_id, tripped.reason)

    def _trip(self, tripped: FuseReading, whose: str, edition_ids: Iterable[str]) -> None:
        if tripped.level is FuseLevel.WARN:
            self.alarms.append((logging.WARNING, f"{whose}: {tripped.reason}"))
        elif tripped.level is FuseLevel.HOLD:
            for edition_id in edition_ids:
                self._hold(edition_id, f"{whose}: {tripped.reason}")

    def _hold(self, edition_id: str, reason: str) -> None:
        """Hold an edition that is under way; one that is held, or at its end, stays as it is."""
        editions = EditionStore(self.connection)
        edition = editions.lock(edition_id)
        if edition and edition.state in {EditionState.SENDING, EditionState.FREEZING} and not edition.held_because:
            editions.hold(edition_id, reason)
            message = f"edition {edition_id} is held: {reason}. See: syndicate edition show {edition_id}"
            self.alarms.append((logging.ERROR, message))
        else:
            self.alarms.append((logging.ERROR, f"edition {edition_id}: {reason}"))


def _crossed(before: MailSums, now: MailSums, limits: FuseLimits) -> FuseReading:
    """What is read now, if it is worse than before."""
    was, is_ = reading(before, limits), reading(now, limits)
    return is_ if is_.level > was.level else FuseReading(level=FuseLevel.GOOD)


def _less(sums: MailSums, more: MailSums) -> MailSums:
    return MailSums(
        submitted=sums.submitted - more.submitted,
        bounced=sums.bounced - more.bounced,
        complained=sums.complained - more.complained,
    )


def _weighs(event: KeptEvent) -> bool:
    return event.kind is EventKind.COMPLAINED or event.returned in {ReturnClass.GONE, ReturnClass.LISTED}


def _is_unmade(event: KeptEvent) -> bool:
    return event.kind is EventKind.UNRENDERED


def _is_ours_to_mend(event: KeptEvent) -> bool:
    return event.returned is ReturnClass.OURS


def _by_edition(
    rows: Mapping[int, HeardOf], fresh: Mapping[int, Sequence[KeptEvent]], is_so: Callable[[KeptEvent], bool]
) -> Counter[int]:
    """How many deliveries of each edition have such an event."""
    return Counter(rows[key].edition_key for key, told in fresh.items() if any(map(is_so, told)))


def _suppression(address: str, why: Barred) -> dict[str, object]:
    return {"address_key": address, "reason": why.reason, "since": why.since, "source": effects.SOURCE}


def _is_ours(address: str) -> ColumnElement[bool]:
    ours = and_(suppressions.c.source == effects.SOURCE, suppressions.c.reason == _FULL)
    return and_(suppressions.c.address_key == address, ours)


def _address_key(address: str | None) -> str | None:
    """The key of an address that the person does not have any more; of who was forgotten, none."""
    if address is None:
        return None
    try:
        return read_mailbox(address).key
    except BadDataError:
        return None
