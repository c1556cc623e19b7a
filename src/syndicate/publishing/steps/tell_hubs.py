"""Tell hubs: ping those that feeds may name, of every document that is news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.feeds.pinging import Pinging, PingReport
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class TellHubs:
    """Sends the pings that are due.

    Exclusive for the whole database (``hubs``), so that a hub has one ping for each changed document.
    """

    name: ClassVar[str] = "hubs"

    database: Database
    pinging: Pinging

    def run(self, stop: StopSignal) -> PingReport:
        """Send them; a hub that fails is asked again later.

        Raises:
            TryLaterError: another process is at it.
        """
        with self.database.lock(self.name):
            return self.pinging.run(stop.is_set)
