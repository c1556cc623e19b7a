"""Thin: let go of what need not be kept of editions that are over, and of people who left or never came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from syndicate.audience.retention import RetentionReport
from syndicate.delivery.thinning import ThinReport

if TYPE_CHECKING:
    from syndicate.audience.retention import AudienceRetention
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.delivery.thinning import Thinning
    from syndicate.publishing.clock_watch import ClockWatch
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Thinned:
    """What went of editions, and of the audience."""

    editions: ThinReport = field(default_factory=ThinReport)
    audience: RetentionReport = field(default_factory=RetentionReport)


@dataclass(frozen=True, kw_only=True, slots=True)
class Thin:
    """Thins every edition that is due for it, and then the audience.

    Exclusive for the whole database (``thin``), only to save work: what goes is counted in the transaction in which
    it goes, so that two that are at it count nothing twice.
    """

    name: ClassVar[str] = "thin"

    database: Database
    clock_watch: ClockWatch
    thinning: Thinning
    retention: AudienceRetention

    def run(self, stop: StopSignal) -> Thinned:
        """Let go of what is due; what that was. By a clock that cannot be right, nothing is.

        Raises:
            TryLaterError: another process is at it.
        """
        with self.database.lock(self.name):
            if self.clock_watch.doubt():
                return Thinned()
            return Thinned(editions=self.thinning.thin(stop), audience=self.retention.run(stop))
