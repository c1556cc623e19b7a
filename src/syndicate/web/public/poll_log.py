"""Counts who asks for feeds, and puts the sums into the database now and then: hardly a request waits for that."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from threading import Lock
from typing import TYPE_CHECKING

from syndicate.errors import SyndicateError
from syndicate.feeds.poll_store import MOST_PROGRAMS, PollStore
from syndicate.feeds.polls import OTHERS

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.feeds.polls import Poll
    from syndicate.storage import Database

log = logging.getLogger("syndicate.web")

#: What was counted is written by the first poll that comes so much later than the last such one; a process that ends
#: loses what came in between.
_SECONDS = 5.0


class PollLog:
    """The polls since they were last written. Safe to share between threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Write to that database, under the day of that clock."""
        self._database = database
        self._clock = clock
        self._lock = Lock()
        self._written_at: float | None = None
        self._sums: dict[str, Counter[str]] = defaultdict(Counter)
        self._announced: dict[tuple[str, str], int] = {}

    def count(self, poll: Poll) -> None:
        """Count one poll."""
        with self._lock:
            is_told_apart = poll.program in self._sums or len(self._sums) < MOST_PROGRAMS
            sums = self._sums[poll.program if is_told_apart else OTHERS]
            sums["polls"] += 1
            sums["conditional"] += poll.is_conditional
            sums["unchanged"] += poll.is_unchanged
            sums["bytes"] += poll.bytes
            sums["blind_bytes"] += 0 if poll.is_conditional else poll.bytes
            if poll.subscribers is not None and is_told_apart:
                self._announced[poll.program, poll.path] = poll.subscribers
            now = self._clock.monotonic()
            if is_time := self._written_at is None or now - self._written_at >= _SECONDS:
                self._written_at = now
        if is_time:
            self.write()

    def write(self) -> None:
        """Write what was counted; where the database does not take it, it is gone: a count is worth no trouble."""
        with self._lock:
            sums, self._sums = self._sums, defaultdict(Counter)
            announced, self._announced = self._announced, {}
        now = self._clock.now()
        try:
            with self._database.write() as connection:
                store = PollStore(connection)
                store.add(now, sums, announced)
                store.forget(now)
        except SyndicateError as error:
            log.debug("polls were not counted: %s", error)
