"""Settle: empty the doubt of mails whose answer was lost, as far as policy and evidence allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from syndicate.delivery.doubt.settling import Doubts, SettleReport
    from syndicate.delivery.events.apply import Applying
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Settle:
    """Puts back what may be sent again; what is put back is delivered by the next step.

    Exclusive for the whole database (``settle``), only to save work: a delivery that is not in doubt any more is not
    put back again.
    """

    name: ClassVar[str] = "settle"

    database: Database
    doubts: Doubts
    applying: Applying

    def run(self, stop: StopSignal) -> SettleReport:
        """Apply what was parked of events, then judge every doubt; how many were put back, and how many stay.

        Raises:
            TryLaterError: another process is at it.
        """
        with self.database.lock(self.name):
            self.applying.match_parked()
            return self.doubts.settle(stop)
