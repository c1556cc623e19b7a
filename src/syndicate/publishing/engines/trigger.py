"""APScheduler's clock on our own rule for local times (`syndicate.digests.cadence`).

The library's cron trigger skips whole days around clock changes; ours has one occurrence for
each local date, and it is the ledger of occurrences, not the timer, that says what was done.
"""

from __future__ import annotations

from datetime import datetime

from apscheduler.triggers.base import BaseTrigger

from syndicate.digests.cadence import following
from syndicate.digests.model import Cadence


class LocalTrigger(BaseTrigger):  # type: ignore[misc]
    """Fires at every occurrence of a cadence."""

    def __init__(self, cadence: Cadence) -> None:
        """Follow that cadence."""
        self._cadence = cadence

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The first occurrence after the previous firing, or after ``now`` at the start."""
        return following(self._cadence, previous_fire_time or now).due_at

    def __str__(self) -> str:
        """For the log: the local time, its days and its zone."""
        days = "daily" if self._cadence.is_daily else f"weekdays {sorted(self._cadence.weekdays)}"
        return f"local[{days} {self._cadence.at:%H:%M} {self._cadence.zone.key}]"
