"""An address that is no good is not written to again, by whatever way a mail could leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from syndicate.audience.digests import AddressDigests
from syndicate.clock import SystemClock
from syndicate.delivery.doubt.store import DoubtStore, of_keys
from syndicate.delivery.events.apply import Applying
from syndicate.delivery.events.ses import read_event
from syndicate.digests.store import EditionStore
from syndicate.storage import open_database
from syndicate.storage.tables import deliveries
from tests.commands import Invoke, given
from tests.integration.event_parts import bounce
from tests.newsroom import Newsroom, dump

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.storage import Database

GOOD, GONE = "ann@example.org", "bo@example.net"


@pytest.fixture
def records(newsroom: Newsroom) -> Iterator[Database]:
    """The newsroom's database."""
    database = open_database(f"sqlite:///{newsroom.folder / 'var' / 'syndicate.db'}")
    yield database
    database.close()


def an_edition_of_which_one_mail_bounced(invoke: Invoke, newsroom: Newsroom, records: Database) -> str:
    given(invoke, "run", "--once")
    edition_id: str = given(invoke, "edition", "list")["editions"][0]["id"]
    with records.read() as connection:
        delivery = connection.execute(select(deliveries.c.id).where(deliveries.c.address == GONE)).scalar_one()
    event = read_event(bounce(delivery))
    assert event is not None
    Applying(database=records, clock=SystemClock(), carrier="ses", digests=AddressDigests(["k" * 32])).apply([event])
    for mail in newsroom.outbox.iterdir():
        mail.unlink()
    return edition_id


def written_to(newsroom: Newsroom) -> list[str]:
    return sorted(str(mail["To"]).partition("<")[2].strip(">") for mail in newsroom.mails())


def test_neither_the_same_edition_nor_the_next_is_sent_to_it(
    invoke: Invoke, newsroom: Newsroom, records: Database
) -> None:
    edition_id = an_edition_of_which_one_mail_bounced(invoke, newsroom, records)
    for options in [(), ("--only-missing",), ("--again", "refused"), ("--again", "uncertain")]:
        given(invoke, "edition", "send", edition_id, *options, "--yes")
        assert written_to(newsroom) == [], options
    newsroom.write_article("pier.txt", dump("The pier is closed"))
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily")["edition"]["id"]
    given(invoke, "edition", "send", edition_id, "--yes")
    assert written_to(newsroom) == [GOOD]


def test_nor_when_its_delivery_is_due_in_whatever_state(invoke: Invoke, newsroom: Newsroom, records: Database) -> None:
    edition_id = an_edition_of_which_one_mail_bounced(invoke, newsroom, records)
    gone, now = update(deliveries).where(deliveries.c.address == GONE), SystemClock().now()
    ways = {"pending": (), "refused": ("--again", "refused"), "uncertain": ("--again", "uncertain")}
    for state, options in ways.items():
        with records.write() as connection:  # as a database has it that knows of the bounce by the address alone
            values = {"state": state, "fate": None, "message_id": None, "reason": "lost", "settled_at": now}
            connection.execute(gone.values(**values))
            EditionStore(connection).resume(edition_id, now)
        report = given(invoke, "edition", "send", edition_id, *options, "--yes")
        assert (report["excluded"], written_to(newsroom)) == (1, []), state


def test_nor_by_the_policy_on_doubt(invoke: Invoke, newsroom: Newsroom, records: Database) -> None:
    edition_id = an_edition_of_which_one_mail_bounced(invoke, newsroom, records)
    with records.write() as connection:
        key = connection.execute(select(deliveries.c.key).where(deliveries.c.address == GONE)).scalar_one()
        these = update(deliveries).where(deliveries.c.key == key)
        connection.execute(these.values(state="uncertain", settled_at=SystemClock().now(), fate=None))
        edition = EditionStore(connection).lock(edition_id)
        assert edition is not None
        assert DoubtStore(connection).put_back(edition, of_keys([key])) == 1
        EditionStore(connection).resume(edition_id, SystemClock().now())
    given(invoke, "run", "--once")
    assert written_to(newsroom) == []
    assert given(invoke, "edition", "show", edition_id)["deliveries"]["excluded"] == 1
