"""What the audience lets go of by itself: wishes that nobody confirmed, networks, and who left long ago.

It goes slice by slice, each a transaction of its own, so that no other writer waits for long, and whoever comes goes on
with what was torn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import and_, delete, or_, select, update

from syndicate.audience.choices import drop_unused
from syndicate.audience.comings import begin_subscribing
from syndicate.audience.consents import ConsentLedger
from syndicate.audience.digests import AddressDigests
from syndicate.audience.erasing import clean_up, erase_person
from syndicate.clock import Clock
from syndicate.storage import Database
from syndicate.storage.states import SubscriptionState
from syndicate.storage.tables import choices, joins, subscribers, subscriptions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Select

#: Rows that go in one transaction; and people between two breaths, of whom each has rows in many tables.
SLICE = 500
PEOPLE = 20
#: Sets of wishes that go in one transaction: for each it is looked whether an edition tells of it.
CHOICES = 50
#: How long it is kept from which network a wish to join came: as long as it is counted for limits.
WISH_NETWORK = timedelta(days=1)
#: Seconds that others have between two slices.
BREATH = 0.02


class HasStopped(Protocol):
    """Whether to stop."""

    def is_set(self) -> bool:
        """Whether somebody asked for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RetentionReport:
    """How many went: wishes to join, subscriptions that nobody confirmed, people who had left; networks forgotten.

    ``in_flight`` are deliveries of people who were erased that keep an address until their mail has left.
    """

    wishes: int = 0
    unconfirmed: int = 0
    people: int = 0
    networks: int = 0
    in_flight: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class AudienceRetention:
    """Lets go of what is older than it need be.

    ``unconfirmed`` is how long a wish waits to be confirmed, ``ended`` how long somebody is known whose subscriptions
    have all ended (``None``: for good), ``networks`` how long an act of consent says from which network it came.
    ``outbox`` is the folder in which each mail is a file, if there is one.
    """

    database: Database
    clock: Clock
    digests: AddressDigests
    unconfirmed: timedelta
    ended: timedelta | None
    networks: timedelta
    outbox: Path | None = None

    def run(self, stop: HasStopped) -> RetentionReport:
        """Let go of what is due, until ``stop`` is set; what is left is gone on with the next time."""
        now = self.clock.now()
        waited = now - self.unconfirmed
        networks = self._all(lambda connection: _forget_of_wishes(connection, now - WISH_NETWORK), SLICE, stop)
        networks += self._all(lambda connection: _forget_of_acts(connection, now - self.networks), SLICE, stop)
        wishes = self._all(lambda connection: _drop_wishes(connection, waited), SLICE, stop)
        unconfirmed = sum(self._unconfirmed(newsletter, now, stop) for newsletter in self._newsletters())
        people = self._ended(now, stop)
        cleaned = clean_up(self.database, self.outbox)
        return RetentionReport(
            wishes=wishes, unconfirmed=unconfirmed, people=people, networks=networks, in_flight=cleaned.in_flight
        )

    def drop_choices(self, newsletter: str, stop: HasStopped) -> int:
        """Let go of what readers of a newsletter chose once and nobody has chosen now; of how many sets of wishes.

        The caller sees to it that nobody composes for the newsletter meanwhile.
        """
        return self._all(lambda connection: drop_unused(connection, newsletter, limit=CHOICES), CHOICES, stop)

    def chosen_of(self) -> list[str]:
        """The newsletters of which anything was ever chosen; they need not be configured any more."""
        with self.database.read() as connection:
            return list(connection.scalars(select(choices.c.newsletter).distinct()))

    def _all(self, drop: Callable[[Connection], int], size: int, stop: HasStopped) -> int:
        """Drop slice by slice until one is not full; how many."""
        count = 0
        while not stop.is_set():
            with self.database.write() as connection:
                dropped = drop(connection)
            count += dropped
            if dropped < size:
                break
            self.clock.sleep(BREATH)
        return count

    def _newsletters(self) -> list[str]:
        with self.database.read() as connection:
            return list(connection.scalars(select(subscriptions.c.newsletter).distinct()))

    def _unconfirmed(self, newsletter: str, now: datetime, stop: HasStopped) -> int:
        before = now - self.unconfirmed
        return self._all(lambda connection: _drop_unconfirmed(connection, newsletter, before, now), SLICE, stop)

    def _ended(self, now: datetime, stop: HasStopped) -> int:
        """Erase people one by one: who erases two at once could wait for one who waits for the other's rows."""
        count = 0
        while self.ended is not None and not stop.is_set():
            some = self._some_who_left(now - self.ended)
            count += sum(self._erase(key, now - self.ended, now) for key in some)
            if len(some) < PEOPLE:
                break
            self.clock.sleep(BREATH)
        return count

    def _some_who_left(self, before: datetime) -> list[int]:
        with self.database.read() as connection:
            return list(connection.scalars(_left_by(before).limit(PEOPLE)))

    def _erase(self, key: int, before: datetime, now: datetime) -> bool:
        """Erase a person unless they have come back; whether this call did."""
        with self.database.write() as connection:
            if connection.execute(_left_by(before).where(subscribers.c.key == key)).first() is None:
                return False
            erase_person(connection, key, self.digests, now)
        return True


def _left_by(before: datetime) -> Select[tuple[int]]:
    """People all of whose subscriptions have ended, the last one by then."""
    goes_on = or_(subscriptions.c.state != SubscriptionState.ENDED, subscriptions.c.ended_at > before)
    theirs = select(subscriptions.c.key).where(subscriptions.c.subscriber_key == subscribers.c.key)
    return select(subscribers.c.key).where(theirs.exists(), ~theirs.where(goes_on).exists())


def _forget_of_acts(connection: Connection, before: datetime) -> int:
    return ConsentLedger(connection).forget_networks(before, limit=SLICE)


def _forget_of_wishes(connection: Connection, before: datetime) -> int:
    are_due = and_(joins.c.network.is_not(None), joins.c.asked_at < before)
    some = select(joins.c.key).where(are_due).order_by(joins.c.asked_at).limit(SLICE)
    return connection.execute(update(joins).where(joins.c.key.in_(some)).values(network=None)).rowcount


def _drop_wishes(connection: Connection, before: datetime) -> int:
    """Let wishes go: what was confirmed of them stands in the ledger of consent."""
    some = select(joins.c.key).where(joins.c.asked_at < before).order_by(joins.c.asked_at).limit(SLICE)
    return connection.execute(delete(joins).where(joins.c.key.in_(some))).rowcount


def _drop_unconfirmed(connection: Connection, newsletter: str, before: datetime, now: datetime) -> int:
    """Let subscriptions go that nobody confirmed, with their people where nothing else is theirs."""
    are_due = (
        subscriptions.c.newsletter == newsletter,
        subscriptions.c.state == SubscriptionState.UNCONFIRMED,
        subscriptions.c.started_at < before,
    )
    columns = (subscriptions.c.key, subscriptions.c.id, subscriptions.c.subscriber_key)
    begin_subscribing(connection)  # in the order in which somebody is forgotten
    due = select(*columns).where(*are_due).order_by(subscriptions.c.key).limit(SLICE)
    rows = connection.execute(due.with_for_update()).all()  # who is just confirming one is waited for, and stays
    ConsentLedger(connection).erase([row.id for row in rows], now)
    connection.execute(delete(subscriptions).where(subscriptions.c.key.in_([row.key for row in rows])))
    others = select(subscriptions.c.key).where(subscriptions.c.subscriber_key == subscribers.c.key)
    these = subscribers.c.key.in_([row.subscriber_key for row in rows])
    connection.execute(delete(subscribers).where(these, ~others.exists()))
    return len(rows)
