"""What the audience lets go of by itself, and what it keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select

from syndicate.audience import retention
from syndicate.audience.consents import ConsentLedger
from syndicate.audience.digests import AddressDigests
from syndicate.audience.erasures import Erasures
from syndicate.audience.joins.model import JoinRequest
from syndicate.audience.joins.store import JoinStore
from syndicate.audience.model import EndedBy, Ending, Ground, SubscriptionState
from syndicate.audience.retention import AudienceRetention, RetentionReport
from syndicate.audience.store import AudienceStore
from syndicate.audience.transactional import TransactionalMail, enqueue, written_to
from syndicate.config import load
from syndicate.publishing.wiring import open_parts
from syndicate.storage import Database
from syndicate.storage.states import DeliveryState, TransactionalKind
from syndicate.storage.tables import consents, joins, subscribers, transactional_mails
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.newsroom import CONFIG, Newsroom

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DIGESTS = AddressDigests(["a key of the site"])
DAY = timedelta(days=1)


def let_go(database: Database, at: datetime, **kept: Any) -> RetentionReport:
    times = {"unconfirmed": 14 * DAY, "ended": None, "networks": 30 * DAY} | kept
    clock = ManualClock(at)
    return AudienceRetention(database=database, clock=clock, digests=DIGESTS, **times).run(Event())


def subscribe(
    database: Database, address: str, newsletter: str = "morning", *, is_confirmed: bool = True, now: datetime = NOW
) -> None:
    ground = Ground(kind="page", wording="yes", recorded_at=now, network="192.0.2.0/24")
    state = SubscriptionState.CONFIRMED if is_confirmed else SubscriptionState.UNCONFIRMED
    with database.write() as connection:
        grounds = [ground] if is_confirmed else []
        AudienceStore(connection).subscribe(read_mailbox(address), newsletter, now=now, state=state, grounds=grounds)


def leave(database: Database, address: str, at: datetime, newsletter: str = "morning") -> None:
    with database.write() as connection:
        store = AudienceStore(connection)
        [found] = store.of_address(address, newsletter)
        store.end(found.id, Ending(at=at, by=EndedBy.PAGE))


def addresses(database: Database) -> set[str]:
    with database.read() as connection:
        return set(connection.scalars(select(subscribers.c.address)))


def test_what_nobody_confirmed_goes_after_its_time_and_not_before(database: Database) -> None:
    request = JoinRequest(
        mailbox=read_mailbox("ann@example.org"), wording="yes", version="1", page="/", network="192.0.2.0/24"
    )
    with database.write() as connection:
        JoinStore(connection).add(request, DIGESTS, NOW)
    subscribe(database, "bo@example.org", is_confirmed=False)
    assert let_go(database, NOW + 14 * DAY) == RetentionReport(networks=1)
    with database.read() as connection:
        assert connection.execute(select(joins.c.network)).scalar_one() is None
    assert let_go(database, NOW + 14.1 * DAY) == RetentionReport(wishes=1, unconfirmed=1)
    assert addresses(database) == set()


def test_an_unconfirmed_subscription_goes_and_its_person_stays_who_has_another(database: Database) -> None:
    subscribe(database, "bo@example.org", is_confirmed=False)
    subscribe(database, "bo@example.org", "weekly")
    assert let_go(database, NOW + 15 * DAY).unconfirmed == 1
    assert addresses(database) == {"bo@example.org"}


def test_who_left_all_long_ago_is_erased_where_that_is_wanted(database: Database) -> None:
    for newsletter in ("morning", "weekly"):
        subscribe(database, "bo@example.org", newsletter)
    subscribe(database, "cy@example.org")
    leave(database, "bo@example.org", NOW)
    assert let_go(database, NOW + 400 * DAY, ended=365 * DAY).people == 0  # the weekly goes on
    leave(database, "bo@example.org", NOW + 50 * DAY, "weekly")
    assert let_go(database, NOW + 400 * DAY, ended=365 * DAY).people == 0
    assert let_go(database, NOW + 416 * DAY).people == 0  # nobody asked for it
    assert let_go(database, NOW + 416 * DAY, ended=365 * DAY).people == 1
    assert addresses(database) == {"cy@example.org"}
    with database.read() as connection:
        assert Erasures(connection, DIGESTS).among(["bo@example.org"])
        audit = ConsentLedger(connection).audit()
    assert (audit.rows, audit.erased, audit.broken) == (6, 4, ())


def test_a_network_goes_sooner_than_what_was_agreed_to_and_the_ledger_still_proves(database: Database) -> None:
    subscribe(database, "bo@example.org")
    assert let_go(database, NOW + 29 * DAY).networks == 0
    assert let_go(database, NOW + 31 * DAY).networks == 1
    with database.read() as connection:
        assert connection.execute(select(consents.c.network, consents.c.wording)).one() == (None, "yes")
        assert ConsentLedger(connection).audit().broken == ()


def test_it_goes_slice_by_slice_to_the_end(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "SLICE", 2)
    for number in range(5):
        subscribe(database, f"r{number}@example.org", is_confirmed=False)
    assert let_go(database, NOW + 15 * DAY).unconfirmed == 5
    assert addresses(database) == set()


def test_a_mail_outlives_its_wish_so_that_its_mailbox_gets_no_other_so_soon(database: Database) -> None:
    mail = TransactionalMail(kind=TransactionalKind.CONFIRM, address="ann@example.org", limit_key="x")
    with database.write() as connection:
        enqueue(connection, mail, NOW)
        connection.execute(transactional_mails.update().values(state=DeliveryState.SUBMITTED, settled_at=NOW))
    let_go(database, NOW + 0.5 * DAY, unconfirmed=DAY / 24)
    with database.read() as connection:
        assert written_to(connection, ["x"], NOW + 0.5 * DAY, DAY, TransactionalKind.CONFIRM) == {"x"}


def test_the_times_of_the_configuration_are_those_that_hold(newsroom: Newsroom) -> None:
    newsroom.configure(CONFIG + '\n[retention]\nunconfirmed = "8d"\nended = "3d"\nnetworks = "4d"\n')
    with open_parts(load(newsroom.folder / "config.toml")) as parts:
        kept = parts.publisher.thin_step.retention
    assert (kept.unconfirmed, kept.ended, kept.networks) == (8 * DAY, 3 * DAY, 4 * DAY)
    assert kept.outbox == newsroom.outbox
