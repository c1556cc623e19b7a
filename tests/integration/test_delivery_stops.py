"""Runs that end early: by a signal, or because a carrier asks for a pause."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

import pytest

from syndicate.delivery.model import (
    Answer,
    Stop,
    TryLater,
)
from syndicate.storage import Database
from tests.carriers import MemoryCarrier
from tests.integration.delivery_parts import (
    EDITION,
    UNREACHABLE,
    HandClock,
    a_sending,
    an_edition,
    counts,
    interrupted,
)


def test_a_stop_signal_finishes_what_is_in_flight_and_claims_no_more(database: Database) -> None:
    an_edition(database, 5)
    stop = threading.Event()
    carrier = MemoryCarrier(on_carry=lambda _: stop.set())
    report = a_sending(database, carrier).run(EDITION, stop)
    assert (report.submitted, report.waiting, report.stopped_because) == (1, 4, "")
    assert counts(database) == {"submitted": 1, "pending": 4}


@pytest.mark.parametrize("answer", [TryLater(reason="busy", wait_seconds=60), UNREACHABLE])
def test_a_stop_signal_ends_a_wait(sqlite_database: Database, answer: Answer) -> None:
    an_edition(sqlite_database, 1)
    stop = threading.Event()
    clock = HandClock(on_sleep=stop.set)
    report = a_sending(sqlite_database, MemoryCarrier(answers=[answer]), clock=clock).run(EDITION, stop)
    assert report.waiting == 1
    assert clock.slept < 1


def test_a_stop_signal_ends_a_wait_for_the_pace(sqlite_database: Database) -> None:
    an_edition(sqlite_database, 3)
    stop = threading.Event()
    clock = HandClock(on_sleep=stop.set)
    report = a_sending(sqlite_database, MemoryCarrier(), clock=clock, rate_per_second=0.01).run(EDITION, stop)
    assert (report.submitted, report.waiting) == (1, 2)


def test_a_stop_signal_that_is_set_already_sends_nothing(sqlite_database: Database) -> None:
    an_edition(sqlite_database, 2)
    stop = threading.Event()
    stop.set()
    assert a_sending(sqlite_database, MemoryCarrier()).run(EDITION, stop).waiting == 2


def test_after_a_stop_scheduled_runs_wait_longer_each_time(database: Database) -> None:
    an_edition(database, 2)
    clock = HandClock()
    carrier = MemoryCarrier(answers=[Stop(reason="paused", hint="resume it")] * 7)
    sending = a_sending(database, carrier, clock=clock)
    first = sending.run(EDITION)
    found = []
    while len(carrier.tried) < 7:
        tried, started = len(carrier.tried), clock.monotonic()
        while len(carrier.tried) == tried:
            clock.advance(timedelta(seconds=30))
            assert sending.run(EDITION) == first
        found.append((clock.monotonic() - started) / 60)
    assert found == [1, 2, 4, 8, 15, 15]
    clock.advance(timedelta(minutes=15))
    assert sending.run(EDITION).submitted == 2


def test_the_pause_that_a_stop_asks_for_is_kept(database: Database) -> None:
    an_edition(database, 1)
    clock = HandClock()
    carrier = MemoryCarrier(answers=[Stop(reason="the daily quota is used up", wait_seconds=3600)])
    sending = a_sending(database, carrier, clock=clock)
    sending.run(EDITION)
    clock.advance(timedelta(minutes=59))
    assert sending.run(EDITION).submitted == 0
    clock.advance(timedelta(minutes=1))
    assert sending.run(EDITION).submitted == 1


def test_a_pause_holds_for_every_edition_but_not_for_a_person(database: Database) -> None:
    an_edition(database, 1)
    an_edition(database, 1, "edition-2")
    carrier = MemoryCarrier(answers=[Stop(reason="paused")])
    sending = a_sending(database, carrier)
    sending.run(EDITION)
    assert sending.run("edition-2").stopped_because == "paused"
    assert sending.run("edition-2", is_asked_for=True).submitted == 1
    assert sending.run(EDITION).submitted == 1


def test_what_was_interrupted_is_settled_in_a_pause_too(database: Database) -> None:
    an_edition(database, 2)
    carrier = MemoryCarrier(answers=[Stop(reason="paused")])
    sending = a_sending(database, carrier)
    sending.run(EDITION)
    interrupted(database)
    assert sending.run(EDITION).uncertain == 1


def test_an_edition_with_nothing_left_is_not_stopped_by_a_pause(database: Database) -> None:
    an_edition(database, 1)
    an_edition(database, 0, "edition-2")
    sending = a_sending(database, MemoryCarrier(answers=[Stop(reason="paused")]))
    sending.run(EDITION)
    assert sending.run("edition-2").stopped_because == ""


def test_a_stop_is_told_once_and_again_when_it_changes(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    an_edition(database, 2)
    clock = HandClock()
    paused, expired = Stop(reason="paused"), Stop(reason="the token has expired")
    sending = a_sending(database, MemoryCarrier(answers=[paused, paused, expired]), clock=clock)
    with caplog.at_level(logging.WARNING):
        for _ in range(20):
            sending.run(EDITION)
            clock.advance(timedelta(seconds=30))
    assert [record.getMessage() for record in caplog.records] == [
        f"edition {EDITION} stopped: paused",
        f"edition {EDITION} stopped: the token has expired",
    ]
