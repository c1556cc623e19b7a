"""The scheduler: APScheduler as the clock, never as the truth.

Jobs live in memory and are rebuilt from the configuration at every start. What was done is
written in the database by each step, so a missed, doubled or late firing is harmless.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import UTC, timedelta
from threading import Event, Lock
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from syndicate.publishing.engines import take
from syndicate.publishing.engines.trigger import LocalTrigger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apscheduler.triggers.base import BaseTrigger

    from syndicate.clock import Clock
    from syndicate.digests.schedule import Schedule
    from syndicate.publishing.engines import StepListener
    from syndicate.publishing.engines.timetable import Job

#: Jobs that run at once: a long delivery and the queue of events take one each for nearly all of the time, and mails
#: to one person must not wait for the others.
_THREADS = 7


class Scheduler:
    """The engine that takes steps at their times, in threads of its own; a job does not run twice at once."""

    def __init__(
        self,
        jobs: Iterable[Job],
        listener: StepListener,
        *,
        clock: Clock,
        misfire_grace: timedelta,
        stop: Event | None = None,
    ) -> None:
        """Lay out the jobs; `start` sets them going. A look that is late by more than the grace is left out."""
        self._listener = listener
        self._clock = clock
        self._stop = stop or Event()
        self._woken: set[str] = set()
        self._waking = Lock()
        self.misfire_grace_seconds = int(misfire_grace.total_seconds())
        # It would warn of every look that falls into a long run of its job; such a look is missed without harm.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._jobs = {job.name: job for job in jobs}
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={lane: ThreadPoolExecutor(threads) for lane, threads in _lanes(self._jobs.values()).items()},
            job_defaults={
                "max_instances": 1,
                "coalesce": True,
                "misfire_grace_time": self.misfire_grace_seconds,
            },
        )
        for name, job in self._jobs.items():
            trigger = _trigger(job.when)
            self._scheduler.add_job(self._run, trigger=trigger, args=[job], id=name, name=name, executor=job.lane)

    @property
    def jobs(self) -> Mapping[str, BaseTrigger]:
        """When each job looks for work, by its name."""
        return {job.name: job.trigger for job in self._scheduler.get_jobs()}

    def start(self) -> None:
        """Set the jobs going; those that are due at the start at once."""
        self._scheduler.start()
        for name, job in self._jobs.items():
            if job.is_due_at_start:
                self.wake(name)

    def stop(self) -> None:
        """Finish what is in flight, start nothing more."""
        with self._waking:  # the library waits for its jobs under a lock that waking one takes, too
            self._stop.set()
        self._scheduler.shutdown(wait=True)

    def wake(self, name: str) -> None:
        """Let a job run soon, in its own thread: a long delivery must not keep an edition from being composed.

        One that runs just now runs once more. After `stop` nothing is woken; a name that no job has is a mistake.
        """
        with self._waking:
            if self._stop.is_set():
                return
            self._woken.add(name)
            self._scheduler.modify_job(name, next_run_time=self._clock.now())

    def _run(self, job: Job) -> None:
        self._woken.discard(job.name)
        for step in job.steps:
            result = take(step, self._stop, self._listener)
            if job.wakes and job.wakes_for(result):
                self.wake(job.wakes)
        if job.name in self._woken:  # while it ran: perhaps after its last look
            self.wake(job.name)


def _lanes(jobs: Iterable[Job]) -> dict[str, int]:
    """How many jobs of each lane run at once: beside the first, where others are waited for, all of them."""
    others = Counter(job.lane for job in jobs if job.lane != "default")
    return {"default": _THREADS, **others}


def _trigger(when: timedelta | Schedule) -> BaseTrigger:
    if isinstance(when, timedelta):
        return IntervalTrigger(seconds=when.total_seconds(), timezone=UTC)
    return LocalTrigger(when)
