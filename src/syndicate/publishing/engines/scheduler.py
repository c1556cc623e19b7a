"""The scheduler: APScheduler as the clock, never as the truth.

Jobs live in memory and are rebuilt from the configuration at every start. What was done is
written in the database by each step, so a missed, doubled or late firing is harmless.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from threading import Event
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

from syndicate.errors import SyndicateError
from syndicate.publishing.engines.trigger import LocalTrigger

if TYPE_CHECKING:
    from syndicate.config import Config
    from syndicate.digests.model import Newsletter
    from syndicate.publishing.publisher import Publisher

log = logging.getLogger("syndicate.schedule")


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


def rhythm_of(config: Config) -> Rhythm:
    """The rhythm that the configuration asks for."""
    every = config.schedule
    return Rhythm(
        collect_every=every.collect_every,
        compose_every=every.compose_every,
        deliver_every=every.deliver_every,
        misfire_grace=every.misfire_grace,
    )


class Schedule:
    """Runs the steps of a publisher at their times, in threads of its own."""

    def __init__(self, publisher: Publisher, rhythm: Rhythm, tell: Callable[[str], None] = log.info) -> None:
        """Lay out the jobs; `start` sets them going. ``tell`` is given a line for whatever was published."""
        self._publisher = publisher
        self._tell = tell
        self._stop = Event()
        #: Seconds by which a look may be late before it is left out.
        self.misfire_grace_seconds = int(rhythm.misfire_grace.total_seconds())
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={
                "max_instances": 1,
                "coalesce": True,
                "misfire_grace_time": self.misfire_grace_seconds,
            },
        )
        self._every("collect", rhythm.collect_every, self._collect)
        self._every("compose", rhythm.compose_every, self._compose_all)
        self._every("deliver", rhythm.deliver_every, self._deliver)
        for newsletter in publisher.newsletters:
            self._add(f"compose:{newsletter.name}", LocalTrigger(newsletter.cadence), self._compose, newsletter)

    @property
    def jobs(self) -> Mapping[str, BaseTrigger]:
        """When each job looks for work, by its name."""
        return {job.name: job.trigger for job in self._scheduler.get_jobs()}

    def start(self) -> None:
        """Set the jobs going; what is waiting to be delivered is looked at once."""
        self._scheduler.start()
        self._deliver_soon()

    def stop(self) -> None:
        """Finish what is in flight, start nothing more."""
        self._stop.set()
        self._scheduler.shutdown(wait=True)

    def _every(self, name: str, interval: timedelta, step: Callable[[], None]) -> None:
        self._add(name, IntervalTrigger(seconds=interval.total_seconds(), timezone=UTC), step)

    def _add(self, name: str, trigger: BaseTrigger, step: Callable[..., None], *args: object) -> None:
        self._scheduler.add_job(self._guarded(name, step, *args), trigger=trigger, id=name, name=name)

    def _collect(self) -> None:
        report = self._publisher.collect(self._stop)
        for name, one in report.sources.items():
            if one.new or one.changed:
                self._tell(f"{name}: {one.new} new, {one.changed} changed, {one.held} held")
        for name, reason in report.failed.items():
            log.error("source %s: %s", name, reason)
        # An edition that cannot be revised keeps no feed from being written.
        self._guarded("revise", self._publisher.revise_published)()
        self._publisher.build_feeds()

    def _compose_all(self) -> None:
        for newsletter in self._publisher.newsletters:
            self._guarded(f"compose:{newsletter.name}", self._compose, newsletter)()

    def _compose(self, newsletter: Newsletter) -> None:
        composed = self._publisher.compose_due(newsletter)
        if composed.notice:
            log.warning("%s: %s", newsletter.name, composed.notice)
        if composed.edition is not None:
            self._tell(f"{newsletter.name}: edition {composed.edition.number} composed: {composed.edition.subject}")
            self._deliver_soon()

    def _deliver_soon(self) -> None:
        # By the job, never here: a long delivery must not keep the next newsletter from being composed.
        self._scheduler.modify_job("deliver", next_run_time=self._publisher.clock.now())

    def _deliver(self) -> None:
        delivered = self._publisher.deliver(self._stop)
        for edition_id, report in delivered.sent.items():
            if report.submitted or report.refused or report.uncertain:
                self._tell(f"edition {edition_id}: {report.submitted} submitted, {report.waiting} waiting")
        for edition_id, error in delivered.failed.items():
            log.error("edition %s: %s", edition_id, error)

    def _guarded(self, name: str, step: Callable[..., object], *args: object) -> Callable[[], None]:
        """A job that tells of its error and leaves the other jobs alone."""

        def run() -> None:
            if self._stop.is_set():
                return
            try:
                step(*args)
            except SyndicateError as error:
                # A step that is under way elsewhere is no trouble: whoever holds the lock does the work.
                level = logging.DEBUG if error.code == "lock-held" else logging.ERROR
                log.log(level, "%s: %s%s", name, error, f" ({error.hint})" if error.hint else "")

        return run
