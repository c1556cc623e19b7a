"""The scheduler: APScheduler as the clock, never as the truth.

Jobs live in memory and are rebuilt from the configuration at every start. What was done is
written in the database by each step, so a missed, doubled or late firing is harmless.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta
from threading import Event
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from syndicate.errors import SyndicateError, TryLaterError
from syndicate.publishing.trigger import LocalTrigger

if TYPE_CHECKING:
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


class Schedule:
    """Runs the steps of a publisher at their times, in threads of its own."""

    def __init__(self, publisher: Publisher, rhythm: Rhythm) -> None:
        """Lay out the jobs; `start` sets them going."""
        self._publisher = publisher
        self._stop = Event()
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={
                "max_instances": 1,
                "coalesce": True,
                "misfire_grace_time": int(rhythm.misfire_grace.total_seconds()),
            },
        )
        self._every("collect", rhythm.collect_every, self._collect)
        self._every("compose", rhythm.compose_every, self._compose_all)
        self._every("deliver", rhythm.deliver_every, self._deliver)
        for newsletter in publisher.newsletters:
            self._scheduler.add_job(
                self._guarded(f"compose:{newsletter.name}", self._compose, newsletter),
                trigger=LocalTrigger(newsletter.cadence),
                id=f"compose:{newsletter.name}",
                name=f"compose:{newsletter.name}",
            )

    def start(self) -> None:
        """Set the jobs going."""
        self._scheduler.start()

    def stop(self) -> None:
        """Finish what is in flight, start nothing more."""
        self._stop.set()
        self._scheduler.shutdown(wait=True)

    def job_names(self) -> list[str]:
        """The names of all jobs."""
        return sorted(job.name for job in self._scheduler.get_jobs())

    def _every(self, name: str, interval: timedelta, step: Callable[[], None]) -> None:
        trigger = IntervalTrigger(seconds=interval.total_seconds(), timezone=UTC)
        self._scheduler.add_job(self._guarded(name, step), trigger=trigger, id=name, name=name)

    def _collect(self) -> None:
        self._publisher.collect()
        self._publisher.build_feeds()

    def _compose_all(self) -> None:
        for newsletter in self._publisher.newsletters:
            self._guarded(f"compose:{newsletter.name}", self._compose, newsletter)()

    def _compose(self, newsletter: Newsletter) -> None:
        composed = self._publisher.compose_due(newsletter)
        if composed.edition is not None:
            log.info("composed %s number %d", newsletter.name, composed.edition.number)
            self._deliver()

    def _deliver(self) -> None:
        for edition_id, report in self._publisher.deliver(self._stop).items():
            log.info("edition %s: %d submitted, %d waiting", edition_id, report.submitted, report.waiting)

    def _guarded(self, name: str, step: Callable[..., None], *args: object) -> Callable[[], None]:
        """A job that tells of its error and leaves the other jobs alone."""

        def run() -> None:
            if self._stop.is_set():
                return
            try:
                step(*args)
            except TryLaterError as error:
                log.debug("%s: %s", name, error)
            except SyndicateError as error:
                log.error("%s: %s%s", name, error, f" ({error.hint})" if error.hint else "")

        return run
