"""Whether the time can be trusted: the clock against one that nobody sets, the server's, and what was decided."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syndicate.digests.lateness import clock_doubt
from syndicate.digests.occurrence_store import OccurrenceStore

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.storage import Database


class ClockWatch:
    """Compares each look at the clock with the first one of this process.

    A clock that was set far away is not believed until it is back, or the process starts anew. With
    ``asks_server`` a PostgreSQL server's own time is asked for, too.
    """

    def __init__(self, database: Database, clock: Clock, *, asks_server: bool) -> None:
        """Take the first look."""
        self._database = database
        self._clock = clock
        self._asks_server = asks_server
        self._first_look = clock.now()
        self._first_elapsed = clock.elapsed()

    def doubt(self) -> str | None:
        """Why the clock cannot be right; ``None`` when nothing speaks against it."""
        now = self._clock.now()
        passed = timedelta(seconds=self._clock.elapsed() - self._first_elapsed)
        with self._database.read() as connection:
            newest_decision = OccurrenceStore(connection).newest_decision()
        return clock_doubt(
            now=now,
            expected=self._first_look + passed,
            server_now=self._database.server_now() if self._asks_server else None,
            newest_decision=newest_decision,
        )
