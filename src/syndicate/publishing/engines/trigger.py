"""APScheduler's clock on our own rule for local times (`syndicate.digests.schedule`).

The library's cron trigger skips whole days around clock changes; ours has one occurrence for
each local date, and it is the ledger of occurrences, not the timer, that says what was done.
"""

from __future__ import annotations

from datetime import datetime

from apscheduler.triggers.base import BaseTrigger

from syndicate.digests.schedule import Schedule, following


class LocalTrigger(BaseTrigger):  # type: ignore[misc]
    """Fires at every occurrence of a schedule."""

    def __init__(self, schedule: Schedule) -> None:
        """Follow that schedule."""
        self._schedule = schedule

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """The first occurrence after the previous firing, or after ``now`` at the start; ``None``: there is none."""
        occurrence = following(self._schedule, previous_fire_time or now)
        return occurrence.due_at if occurrence else None

    def __str__(self) -> str:
        """For the log: how often, the local time and its zone."""
        return f"local[{self._schedule.kind} {self._schedule.at:%H:%M} {self._schedule.zone.key}]"
