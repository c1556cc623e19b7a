"""The ledger of consent: whatever is changed in it is found, and who is forgotten breaks no link of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update

from syndicate.audience.consents import GENESIS, Audit, ConsentLedger
from syndicate.audience.model import Consent, EndedBy, Ending, Ground, GroundKind
from syndicate.audience.store import AudienceStore
from syndicate.storage import Database
from syndicate.storage.states import ConsentAct
from syndicate.storage.tables import consents
from syndicate.text.mailboxes import read_mailbox

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGE_GROUND = Ground(
    kind=GroundKind.PAGE,
    wording="Yes, send me “Mañana”",
    version="3",
    recorded_at=NOON,
    given_at=NOON - timedelta(minutes=7, microseconds=5),
    page="subscribe",
    network="192.0.2.0",
)


def join(database: Database, name: str, *grounds: Ground) -> str:
    with database.write() as connection:
        store = AudienceStore(connection)
        store.subscribe(read_mailbox(f"{name}@example.org"), "morning", now=NOON, grounds=grounds or (PAGE_GROUND,))
        return store.of_address(f"{name}@example.org")[0].id


def leave(database: Database, subscription_id: str) -> None:
    ending = Ending(at=NOON + timedelta(days=1), by=EndedBy.PAGE, page="unsubscribe", network="2001:db8::/64")
    with database.write() as connection:
        assert AudienceStore(connection).end(subscription_id, ending)


def audit(database: Database) -> Audit:
    with database.read() as connection:
        return ConsentLedger(connection).audit()


def of(database: Database, subscription_id: str) -> list[Consent]:
    with database.read() as connection:
        return ConsentLedger(connection).of([subscription_id]).get(subscription_id, [])


@pytest.fixture
def ledger(database: Database) -> tuple[Database, list[str]]:
    """Three readers, of whom the second has left again: four acts."""
    ids = [join(database, name) for name in ("ann", "bo", "cy")]
    leave(database, ids[1])
    return database, ids


def test_an_empty_ledger_holds(database: Database) -> None:
    assert audit(database) == Audit(rows=0, erased=0, head=GENESIS, broken=())


def test_what_was_agreed_to_and_withdrawn_comes_back_as_it_was_said(ledger: tuple[Database, list[str]]) -> None:
    database, ids = ledger
    given, withdrawn = of(database, ids[1])
    assert (given.act, given.kind, given.wording, given.version) == (
        ConsentAct.GIVEN,
        "page",
        "Yes, send me “Mañana”",
        "3",
    )
    assert (given.given_at, given.page, given.network) == (PAGE_GROUND.given_at, "subscribe", "192.0.2.0")
    assert (withdrawn.act, withdrawn.kind, withdrawn.page) == (ConsentAct.WITHDRAWN, "page", "unsubscribe")
    assert withdrawn.network == "2001:db8::/64"
    found = audit(database)
    assert (found.rows, found.erased, found.broken) == (4, 0, ())


CHANGES: dict[str, dict[str, Any]] = {
    "the wording": {"wording": "Yes to everything"},
    "the version": {"version": "4"},
    "the time": {"given_at": NOON - timedelta(days=900)},
    "whose it is": {"subscription_id": "another"},
    "the act": {"act": ConsentAct.WITHDRAWN},
    "the network": {"network": "198.51.100.0"},
    "the digest": {"digest": "f" * 64},
    "the chain": {"chain": "f" * 64},
    "the salt": {"salt": "0" * 32},
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_changed_in_a_row_is_found(ledger: tuple[Database, list[str]], change: str) -> None:
    database, _ = ledger
    with database.write() as connection:
        connection.execute(update(consents).where(consents.c.number == 2).values(CHANGES[change]))
    assert audit(database).broken[0][0] == 2


@pytest.mark.parametrize("change", [{"wording": "Yes to everything"}, {"given_at": NOON}, {}])
def test_a_row_passes_for_an_erased_one_only_when_it_says_nothing(
    ledger: tuple[Database, list[str]], change: dict[str, Any]
) -> None:
    database, _ = ledger
    with database.write() as connection:
        connection.execute(update(consents).where(consents.c.number == 2).values(salt=None, **change))
    assert audit(database).broken[0][0] == 2


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_row_that_was_taken_out_is_found(ledger: tuple[Database, list[str]], number: int) -> None:
    database, _ = ledger
    with database.write() as connection:
        connection.execute(delete(consents).where(consents.c.number == number))
    assert audit(database).broken


def test_who_is_forgotten_leaves_nothing_to_be_tried_out_and_breaks_no_link(
    ledger: tuple[Database, list[str]],
) -> None:
    database, ids = ledger
    with database.write() as connection:
        assert ConsentLedger(connection).erase([ids[1]], NOON) == 2
    found = audit(database)
    assert (found.rows, found.erased, found.broken) == (5, 2, ())
    assert of(database, ids[1]) == []
    with database.read() as connection:
        rows = connection.execute(select(consents).where(consents.c.salt.is_(None))).mappings().all()
    left = {name for row in rows for name, value in row.items() if value is not None}
    assert left == {"number", "act", "kind", "recorded_at", "digest", "chain", "network_digest"}


def test_a_row_that_was_blanked_whole_is_found_for_nobody_was_erased(ledger: tuple[Database, list[str]]) -> None:
    database, ids = ledger
    with database.write() as connection:
        ConsentLedger(connection).erase([ids[1]], NOON)
    with database.read() as connection:
        first, row = connection.execute(select(consents).where(consents.c.number <= 2)).mappings()
    blank = {name: None for name, value in row.items() if value is None and first[name] is not None}
    assert {"wording", "salt", "subscription_id"} <= blank.keys()
    with database.write() as connection:
        connection.execute(update(consents).where(consents.c.number == 1).values(blank))
    found = audit(database)
    assert (found.erased, [number for number, _ in found.broken]) == (2, [1])


def test_what_says_who_was_erased_cannot_be_blanked_either(ledger: tuple[Database, list[str]]) -> None:
    database, ids = ledger
    with database.write() as connection:
        ConsentLedger(connection).erase([ids[0], ids[2]], NOON)
        connection.execute(update(consents).where(consents.c.number == 5).values(wording=None, salt=None))
    assert [number for number, _ in audit(database).broken] == [1, 3, 5]


def test_networks_are_forgotten_after_a_time_and_the_rows_still_hold(ledger: tuple[Database, list[str]]) -> None:
    database, ids = ledger
    with database.write() as connection:
        assert ConsentLedger(connection).forget_networks(NOON + timedelta(hours=1)) == 3
    assert [act.network for act in of(database, ids[1])] == [None, "2001:db8::/64"]
    assert audit(database).broken == ()


def test_the_same_ground_is_kept_once_and_every_withdrawal(database: Database) -> None:
    first = join(database, "ann")
    with database.write() as connection:
        ledger = ConsentLedger(connection)
        ann = Consent(
            subscription_id=first, act=ConsentAct.GIVEN, kind="stated", wording="at the fair", recorded_at=NOON
        )
        assert ledger.append([ann, ann]) == 1
        assert ledger.append([ann]) == 0
    for _ in range(2):
        leave(database, first)
        with database.write() as connection:
            store = AudienceStore(connection)
            store.subscribe(read_mailbox("ann@example.org"), "morning", now=NOON, renew=True)
    assert [act.act for act in of(database, first)].count(ConsentAct.WITHDRAWN) == 2
    assert audit(database).broken == ()


def test_acts_that_are_written_at_the_same_time_follow_one_another(database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: join(database, f"reader{number}"), range(24)))
    found = audit(database)
    assert (found.rows, found.broken) == (24, ())
    with database.read() as connection:
        assert connection.execute(text("SELECT max(number) FROM consents")).scalar_one() == 24
