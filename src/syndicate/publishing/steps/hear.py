"""Hear: collect what the provider tells about mails, and let the ledger know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from syndicate.delivery.events.apply import Applying
    from syndicate.delivery.events.sqs import EventQueue, QueueReport
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Hear:
    """Empties the queue of events.

    Exclusive for the whole database (``hear``), only to save work: an event is applied once by whomever it is read,
    and a second reader would wait for the rows of the first.
    """

    name: ClassVar[str] = "hear"

    database: Database
    queue: EventQueue
    applying: Applying

    def run(self, stop: StopSignal) -> QueueReport:
        """Apply what lies in the queue, and what came before the answer about its mail; what was found.

        Raises:
            UnavailableError: the queue does not answer.
            TryLaterError: another process is at it, or at the same rows.
        """
        with self.database.lock(self.name):
            report = self.queue.drain(stop)
            self.applying.match_parked()
            return report
