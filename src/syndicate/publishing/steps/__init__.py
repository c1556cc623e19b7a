"""The steps of publishing: collect → pictures → revise → feeds → compose → deliver, and what follows a withdrawal.

Each is a small frozen value of its parts. What it needs to know lies in rows, never in the process, so it does the
same from a fresh process as from one that has run for weeks, and may be killed and repeated at any point: it reads,
decides, writes its intent, acts and writes the result. A step is exclusive within a database by a lock of its own,
which its module names with the reason; who finds it taken gets `TryLaterError` with the code ``lock-held``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from syndicate.delivery.lanes.run import StopSignal


class PublishingStep(Protocol):
    """One step, as an engine sees it."""

    @property
    def name(self) -> str:
        """What it is called in the log: its verb, and what it is about."""

    def run(self, stop: StopSignal) -> object:
        """Do what is due, until ``stop`` is set; what came of it.

        Raises:
            SyndicateError: it could not; what was done until then is kept.
        """
