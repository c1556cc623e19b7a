"""When the steps are taken: every so often, and a newsletter's at its own local times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from syndicate.articles.collecting import CollectionReport
from syndicate.storage.states import CadenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syndicate.config import Config
    from syndicate.digests.schedule import Schedule
    from syndicate.publishing.publisher import Publisher
    from syndicate.publishing.steps import PublishingStep
    from syndicate.publishing.steps.collect import Collect
    from syndicate.publishing.steps.compose import Compose

#: The job that reads the sources at hand and writes the feeds.
GATHERING = "collect"
#: How soon the queue of events is looked into again; a look itself waits for events.
_HEAR_AGAIN = timedelta(seconds=1)
#: How often is looked for wishes to join, and for mails to one person: nobody likes to wait for a confirmation.
_ANSWER_EVERY = timedelta(seconds=2)
#: How often doubts are judged.
_SETTLE_EVERY = timedelta(minutes=1)
#: How often is looked for what hubs have yet to hear.
_TELL_HUBS_EVERY = timedelta(seconds=5)
#: How often is looked for editions that are over for long enough.
_THIN_EVERY = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rhythm:
    """How often each step looks whether there is something to do.

    A firing that is late by more than ``misfire_grace`` is dropped; nothing is lost by it, since the
    next one looks at the database for what is due.
    """

    collect_every: timedelta
    compose_every: timedelta
    deliver_every: timedelta
    misfire_grace: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """Steps that are taken one after the other, at the times of ``when``.

    After each, the job ``wakes`` is due, if the step's result is one that it ``wakes_for``. Jobs of one ``lane`` hold
    back those of no other.
    """

    name: str
    steps: tuple[PublishingStep, ...]
    when: timedelta | Schedule
    wakes: str | None = None
    wakes_for: Callable[[object], bool] = lambda _: True
    is_due_at_start: bool = False
    lane: str = "default"


def rhythm_of(config: Config) -> Rhythm:
    """The rhythm that the configuration asks for."""
    every = config.schedule
    return Rhythm(
        collect_every=every.collect_every,
        compose_every=every.compose_every,
        deliver_every=every.deliver_every,
        misfire_grace=every.misfire_grace,
    )


def timetable(publisher: Publisher, rhythm: Rhythm) -> list[Job]:
    """The jobs of a publisher. What waits to be delivered is looked at once, and after every look for editions."""
    answer, deliver = publisher.answer_step, publisher.deliver_step
    return [
        Job(name=GATHERING, steps=publisher.gathering_at_hand, when=rhythm.collect_every),
        *(_asking(step, rhythm) for step in publisher.collect_steps if step.every),
        Job(name="compose", steps=publisher.composing_steps, when=rhythm.compose_every, wakes=deliver.name),
        *(job for step in publisher.compose_steps.values() for job in _at_its_hours(step, deliver.name)),
        *_telling_hubs(publisher),
        *_hearing(publisher),
        Job(name=answer.name, steps=(answer,), when=_ANSWER_EVERY, is_due_at_start=True),
        Job(name=deliver.name, steps=(deliver,), when=rhythm.deliver_every, is_due_at_start=True),
        Job(name=publisher.thin_step.name, steps=(publisher.thin_step,), when=_THIN_EVERY),
    ]


def soon(jobs: Iterable[Job]) -> list[Job]:
    """The same, with every look due at once that is taken every so often: for who goes on by other settings."""
    return [replace(job, is_due_at_start=job.is_due_at_start or isinstance(job.when, timedelta)) for job in jobs]


def _asking(step: Collect, rhythm: Rhythm) -> Job:
    """A source that is asked over the network: in a thread of its own, since others may be slow or dead."""
    return Job(
        name=step.name,
        steps=(step,),
        when=min(step.every or rhythm.collect_every, rhythm.collect_every),
        wakes=GATHERING,
        wakes_for=lambda report: isinstance(report, CollectionReport) and report.is_news,
        is_due_at_start=True,
        lane="sources",
    )


def _telling_hubs(publisher: Publisher) -> list[Job]:
    """Aside, since hubs may be slow or dead, too."""
    step = publisher.hubs_step
    return (
        [Job(name=step.name, steps=(step,), when=_TELL_HUBS_EVERY, is_due_at_start=True, lane="hubs")] if step else []
    )


def _at_its_hours(step: Compose, wakes: str) -> list[Job]:
    """The hours of a newsletter's own clock; readers' own, and stories that follow at once, are found by the looks."""
    schedules = (step.newsletter.schedule(cadence) for cadence in step.newsletter.cadences)
    return [
        Job(name=f"{step.name}:{schedule.kind}", steps=(step,), when=schedule, wakes=wakes)
        for schedule in schedules
        if schedule.kind is not CadenceKind.INSTANT
    ]


def _hearing(publisher: Publisher) -> list[Job]:
    """The queue of events, nearly all the time; doubts, now and then, and a delivery after that."""
    hear, settle, deliver = publisher.hear_step, publisher.settle_step, publisher.deliver_step
    queue = [Job(name=hear.name, steps=(hear,), when=_HEAR_AGAIN, is_due_at_start=True)] if hear else []
    return [*queue, Job(name=settle.name, steps=(settle,), when=_SETTLE_EVERY, wakes=deliver.name)]
