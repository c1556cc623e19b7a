"""Thin: let go of what need not be kept of editions that are over, and of people who left or never came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from syndicate.audience.retention import RetentionReport
from syndicate.delivery.thinning import ThinReport
from syndicate.publishing.steps.compose import lock_of

if TYPE_CHECKING:
    from syndicate.audience.retention import AudienceRetention
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.delivery.thinning import Thinning
    from syndicate.publishing.clock_watch import ClockWatch
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Thinned:
    """What went of editions, and of the audience; ``choices`` are sets of wishes that nobody has any more."""

    editions: ThinReport = field(default_factory=ThinReport)
    audience: RetentionReport = field(default_factory=RetentionReport)
    choices: int = 0


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
            editions, audience = self.thinning.thin(stop), self.retention.run(stop)
            dropped = sum(self._drop_choices(newsletter, stop) for newsletter in self.retention.chosen_of())
            return Thinned(editions=editions, audience=audience, choices=dropped)

    def _drop_choices(self, newsletter: str, stop: StopSignal) -> int:
        """Let go of unused choices, unless somebody composes for them just now; then it is done the next time."""
        composing = self.database.lock(lock_of(newsletter))
        if not composing.acquire():
            return 0
        try:
            return self.retention.drop_choices(newsletter, stop)
        finally:
            composing.release()
