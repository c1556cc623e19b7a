"""What every engine promises about the steps that it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest

from syndicate.clock import SystemClock
from syndicate.config import load
from syndicate.errors import StorageError, TryLaterError
from syndicate.publishing.engines.once import Once
from syndicate.publishing.engines.scheduler import Scheduler
from syndicate.publishing.engines.timetable import Job
from syndicate.publishing.wiring import open_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.errors import SyndicateError
    from syndicate.publishing.engines import Engine
    from syndicate.publishing.steps import PublishingStep
    from syndicate.publishing.wiring import Parts
    from tests.newsroom import Newsroom

OFTEN = timedelta(seconds=0.05)
PATIENCE = 30.0
FULL = StorageError("the disk is full", code="disk-full")
HELD = TryLaterError("another process holds the lock", code="lock-held")


@dataclass
class FakeStep:
    """Counts how often it was taken; fails, or works until it is let go, as told."""

    name: str
    error: SyndicateError | None = None
    let_go: Event | None = None
    is_taken: Event = field(default_factory=Event)
    ended: int = 0

    def run(self, stop: StopSignal) -> str:
        del stop
        self.is_taken.set()
        if self.error:
            raise self.error
        if self.let_go:
            assert self.let_go.wait(PATIENCE)
        self.ended += 1
        return f"{self.name} is done"


@dataclass
class Heard:
    """What a listener was told, each thing once."""

    results: set[str] = field(default_factory=set)
    errors: dict[str, SyndicateError] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    def done(self, step: PublishingStep, result: object) -> None:
        self.results.add(result if isinstance(result, str) else step.name)

    def failed(self, step: PublishingStep, error: SyndicateError) -> None:
        self.errors[step.name] = error

    def elsewhere(self, step: PublishingStep) -> None:
        self.left.add(step.name)


Make = Callable[["Sequence[PublishingStep]", Heard], "Engine"]


def once(steps: Sequence[PublishingStep], heard: Heard) -> Engine:
    return Once(steps, heard)


def scheduler(steps: Sequence[PublishingStep], heard: Heard) -> Engine:
    job = Job(name="all", steps=tuple(steps), when=OFTEN, is_due_at_start=True)
    return Scheduler([job], heard, clock=SystemClock(), misfire_grace=timedelta(hours=1))


@pytest.fixture(params=[once, scheduler])
def make(request: pytest.FixtureRequest) -> Make:
    found: Make = request.param
    return found


@contextmanager
def going(*engines: Engine) -> Iterator[None]:
    """Engines that were started, each by a thread of its own; they are stopped at the end."""
    threads = [threading.Thread(target=engine.start) for engine in engines]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.join(PATIENCE)
        for engine in engines:
            engine.stop()


def test_what_is_due_is_done_and_told(make: Make) -> None:
    steps, heard = [FakeStep("first"), FakeStep("second")], Heard()
    with going(make(steps, heard)):
        assert steps[1].is_taken.wait(PATIENCE)
    assert heard.results == {"first is done", "second is done"}
    assert (heard.errors, heard.left) == ({}, set())


def test_a_step_that_fails_is_told_and_stops_no_other(
    make: Make,
) -> None:
    steps, heard = [FakeStep("first", error=FULL), FakeStep("second")], Heard()
    with going(make(steps, heard)):
        assert steps[1].is_taken.wait(PATIENCE)
    assert heard.errors == {"first": FULL}
    assert heard.results == {"second is done"}


def test_a_step_that_is_under_way_elsewhere_is_no_error(
    make: Make,
) -> None:
    steps, heard = [FakeStep("first", error=HELD), FakeStep("second")], Heard()
    with going(make(steps, heard)):
        assert steps[1].is_taken.wait(PATIENCE)
    assert (heard.errors, heard.left) == ({}, {"first"})
    assert heard.results == {"second is done"}


def test_who_stops_it_waits_for_what_is_in_flight_and_nothing_more_begins(
    make: Make,
) -> None:
    let_go, heard = Event(), Heard()
    first, second = FakeStep("first", let_go=let_go), FakeStep("second")
    engine = make([first, second], heard)
    starting = threading.Thread(target=engine.start)
    starting.start()
    assert first.is_taken.wait(PATIENCE)
    stopping = threading.Thread(target=engine.stop)
    stopping.start()
    stopping.join(0.05)  # one that waits for its step is still at it
    let_go.set()
    for thread in (starting, stopping):
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert (first.ended, second.ended) == (1, 0)
    assert heard.results == {"first is done"}


def test_a_firing_that_was_missed_is_made_up_for_by_the_next(
    make: Make,
) -> None:
    step, heard = FakeStep("first", error=FULL), Heard()
    with going(make([step], heard)):
        assert step.is_taken.wait(PATIENCE)
    step.error = None
    step.is_taken.clear()
    with going(make([step], heard)):
        assert step.is_taken.wait(PATIENCE)
    assert heard.results == {"first is done"}


def test_firings_that_are_doubled_in_two_processes_publish_everything_once(make: Make, newsroom: Newsroom) -> None:
    config = load(newsroom.folder / "config.toml", environ={})
    heard = Heard()
    with open_parts(config) as parts, open_parts(config) as others:
        parts.publisher.collect()
        with going(*(make(steps_of(each), heard) for each in (parts, others, parts))):
            for _ in range(int(PATIENCE / 0.05)):
                if len(list(newsroom.outbox.glob("*.eml"))) == 2 and "feeds" in heard.results:
                    break
                Event().wait(0.05)
        report = parts.publisher.run_once()
    assert heard.errors == {}
    assert sorted(str(mail["To"]) for mail in newsroom.mails()) == ["Ann <ann@example.org>", "Bo <bo@example.net>"]
    # A process that was stopped may have left the edition to be closed, but no mail of it.
    assert [(sent.submitted, sent.waiting) for sent in report.sent.values() if sent.submitted or sent.waiting] == []
    assert report.feeds is not None
    assert report.feeds.written == 0


def steps_of(parts: Parts) -> tuple[PublishingStep, ...]:
    publisher = parts.publisher
    return (*publisher.gathering, *publisher.compose_steps.values(), publisher.deliver_step)
