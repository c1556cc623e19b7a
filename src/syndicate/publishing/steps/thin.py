"""Thin: let go of what need not be kept of editions that are over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from syndicate.delivery.thinning import ThinReport

if TYPE_CHECKING:
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.delivery.thinning import Thinning
    from syndicate.publishing.clock_watch import ClockWatch
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Thin:
    """Thins every edition that is due for it.

    Exclusive for the whole database (``thin``), only to save work: what goes is counted in the transaction in which
    it goes, so that two that are at it count nothing twice.
    """

    name: ClassVar[str] = "thin"

    database: Database
    clock_watch: ClockWatch
    thinning: Thinning

    def run(self, stop: StopSignal) -> ThinReport:
        """Let go of what is due; of how many editions. By a clock that cannot be right, nothing is.

        Raises:
            TryLaterError: another process is at it.
        """
        with self.database.lock(self.name):
            return ThinReport() if self.clock_watch.doubt() else self.thinning.thin(stop)
