"""Editions take turns: a small one does not wait for the end of a large one, and nothing holds up another."""

from __future__ import annotations

import re
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.delivery.lanes.takeover import lock_name
from syndicate.delivery.ledger import Ledger
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.publishing.wiring import open_parts
from syndicate.storage import open_database
from syndicate.storage.schema import upgrade
from syndicate.testing.clock import ManualClock
from syndicate.testing.ses import SesStandIn
from syndicate.text.mailboxes import read_mailbox
from tests.aws import isolate_aws
from tests.editions import the_edition
from tests.integration.edition_parts import MORNING, publish
from tests.integration.test_edition_under_way import SETTINGS
from tests.integration.test_running import running
from tests.newsroom import CONFIG, Newsroom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from syndicate.publishing.wiring import Parts

PATIENCE = 60.0
#: The most recipients whose answers are outstanding at the rate of these tests.
IN_FLIGHT = 10
#: Seconds from the freeze of a small edition to its last mail, at SES's first rate, beside a large one.
BAR = 5.0
TWO = f"""{CONFIG}
[[newsletters]]
name = "small"
title = "The small one"
sender = "The Lantern <small@lantern.example>"
at = "00:00"
max_lateness = "36h"
"""


def a_room(newsroom: Newsroom, **readers: int) -> Newsroom:
    """So many readers for each newsletter, of whom none has had anything."""
    newsroom.configure(re.sub(r"sample_readers = .*", "", TWO))
    database = open_database(f"sqlite:///{newsroom.folder / 'var' / 'syndicate.db'}")
    upgrade(database)
    with database.write() as connection:
        audience = AudienceStore(connection)
        for newsletter, count in readers.items():
            for number in range(count):
                reader = read_mailbox(f"{newsletter}{number}@example.com")
                audience.subscribe(reader, newsletter, now=datetime.now(UTC))
    database.close()
    return newsroom


def settings(ses: SesStandIn, rate: int = 14) -> dict[str, str]:
    return {
        **SETTINGS,
        "SYNDICATE_DELIVERY__SES__RATE_PER_SECOND": str(rate),
        "SYNDICATE_DELIVERY__SES__ENDPOINT_URL": ses.url,
    }


def of(ses: SesStandIn, newsletter: str) -> list[str]:
    """Who got a mail of that newsletter, in order."""
    taken = [recipient for mail in list(ses.accepted) for recipient in mail.recipients]
    return [recipient for recipient in taken if newsletter in recipient]


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE / 0.02)):
        if is_so():
            return
        Event().wait(0.02)
    pytest.fail("it did not come to pass")


@contextmanager
def delivering(parts: Parts) -> Iterator[None]:
    """The step under way in a thread of its own."""
    stop = Event()
    thread = threading.Thread(target=parts.publisher.deliver, args=[stop])
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)


def test_an_edition_for_20_is_out_in_seconds_though_one_for_5000_is_under_way(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate_aws(monkeypatch)
    a_room(newsroom, daily=5_000, small=20)
    with SesStandIn() as ses, open_parts(load(newsroom.folder / "config.toml", environ=settings(ses))) as parts:
        publisher = parts.publisher
        publisher.collect()
        publisher.compose_due(publisher.newsletter("daily"))
        with delivering(parts):
            wait_until(lambda: len(of(ses, "daily")) >= 10)
            small = publisher.compose_due(publisher.newsletter("small")).edition
            assert small is not None
            wait_until(lambda: len(of(ses, "small")) == 20)
            took = datetime.now(UTC) - small.frozen_at
        assert took.total_seconds() <= BAR
        assert len(of(ses, "daily")) < 100  # at the carrier's pace, which both share
        assert set(Counter(of(ses, "small")).values()) == {1}


def test_a_kill_while_two_editions_take_turns_loses_and_doubles_nobody(newsroom: Newsroom) -> None:
    a_room(newsroom, daily=80, small=20)
    with SesStandIn() as ses:
        given = settings(ses, rate=40)
        with running(newsroom, is_fast=True, **given) as process:
            wait_until(lambda: len(of(ses, "small")) >= 5)
            process.process.kill()
            process.process.wait()
        assert len(of(ses, "daily")) < 80
        with running(newsroom, is_fast=True, **given):
            wait_until(lambda: uncertain(newsroom, given) + len(ses.accepted) >= 100)
            wait_until(lambda: all(edition["state"] == "closed" for edition in listed(newsroom, given)))
        received = Counter(recipient for mail in ses.accepted for recipient in mail.recipients)
        assert set(received.values()) == {1}
        in_doubt = uncertain(newsroom, given)
        assert in_doubt <= IN_FLIGHT
        assert len(received) >= 100 - in_doubt
        assert sum(edition["deliveries"]["submitted"] for edition in listed(newsroom, given)) == 100 - in_doubt


def listed(newsroom: Newsroom, given: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = newsroom.json("edition", "list", **given)["editions"]
    return found


def uncertain(newsroom: Newsroom, given: dict[str, str]) -> int:
    return sum(int(edition["deliveries"]["uncertain"]) for edition in listed(newsroom, given))


# --- by a clock that stands still ------------------------------------------------------------


@pytest.fixture
def pair(newsroom: Newsroom) -> Iterator[Parts]:
    """Two editions of six readers each, which are due."""
    a_room(newsroom, daily=6, small=6)
    with open_parts(load(newsroom.folder / "config.toml", environ={}), ManualClock(MORNING)) as parts:
        publish(newsroom, parts, "First", "Second")
        yield parts


def composed(parts: Parts) -> dict[str, str]:
    found = {name: parts.publisher.compose_due(parts.publisher.newsletter(name)).edition for name in ("daily", "small")}
    return {name: edition.id for name, edition in found.items() if edition}


def states(parts: Parts, edition_id: str) -> dict[str, int]:
    with parts.database.read() as connection:
        counts = Ledger(connection).counts(edition_id)
    return {state: count for state, count in counts.items() if count}


def test_a_held_edition_keeps_no_other_back_and_is_not_called_stopped(
    pair: Parts, caplog: pytest.LogCaptureFixture
) -> None:
    ids = composed(pair)
    pair.publisher.control.hold(ids["daily"], "a mistake")
    delivered = pair.publisher.deliver(Event())
    assert delivered.sent[ids["small"]].submitted == 6
    assert delivered.sent[ids["daily"]].is_held
    assert f"edition {ids['daily']} is held: a mistake" in caplog.text
    assert states(pair, ids["daily"]) == {"pending": 6}


def test_a_late_edition_keeps_no_other_back(pair: Parts) -> None:
    daily = pair.publisher.compose_due(pair.publisher.newsletter("daily")).edition
    assert daily is not None
    clock = pair.clock
    assert isinstance(clock, ManualClock)
    clock.advance(timedelta(days=6))
    small = pair.publisher.compose_by_hand(pair.publisher.newsletter("small")).edition
    assert small is not None
    pair.publisher.open_edition(small.id)
    delivered = pair.publisher.deliver(Event())
    assert delivered.sent[small.id].submitted == 6
    assert "days ago" in delivered.sent[daily.id].stopped_because


def test_what_another_process_has_in_hand_is_left_to_it_and_the_rest_is_carried(pair: Parts) -> None:
    ids = composed(pair)
    now = pair.clock.now()
    with pair.database.lock(lock_name("another:1")):
        with pair.database.write() as connection:
            Ledger(connection).claim(
                ids["daily"], now, 2, carrier="outbox", lease_until=now + timedelta(hours=1), by="another:1"
            )
        delivered = pair.publisher.deliver(Event())
        assert delivered.failed == {}
        assert delivered.sent[ids["daily"]].submitted == 4
        assert states(pair, ids["daily"]) == {"claimed": 2, "submitted": 4}
    # It has gone, and written nothing: the outbox says so.
    assert pair.publisher.deliver(Event()).sent[ids["daily"]].submitted == 2
    assert states(pair, ids["daily"]) == {"submitted": 6}


def test_claims_whose_lease_has_run_out_are_settled_though_their_process_is_there(pair: Parts) -> None:
    ids = composed(pair)
    now, clock = pair.clock.now(), pair.clock
    assert isinstance(clock, ManualClock)
    with pair.database.lock(lock_name("stalled:1")):
        with pair.database.write() as connection:
            Ledger(connection).claim(
                ids["daily"], now, 2, carrier="ses", lease_until=now + timedelta(minutes=1), by="stalled:1"
            )
        clock.advance(timedelta(minutes=2))
        pair.publisher.deliver(Event())
    assert states(pair, ids["daily"]) == {"uncertain": 2, "submitted": 4}


def test_an_edition_that_a_person_stopped_is_ended_though_its_process_was_killed(pair: Parts) -> None:
    ids = composed(pair)
    with pair.database.write() as connection:
        EditionStore(connection).end(ids["daily"], EditionState.STOPPED, pair.clock.now())
    assert pair.publisher.deliver(Event()).sent[ids["small"]].submitted == 6
    assert states(pair, ids["daily"]) == {"stopped": 6}


def test_both_are_closed_when_all_is_out(pair: Parts) -> None:
    ids = composed(pair)
    pair.publisher.deliver(Event())
    with pair.database.read() as connection:
        assert {the_edition(connection, edition_id).state for edition_id in ids.values()} == {EditionState.CLOSED}
