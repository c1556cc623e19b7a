"""One run of the loop that sends an edition: its counts, why it is to end, and what it reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from syndicate.delivery.model import Accepted, Answer, DeliveryState, Refused, Stop, Uncertain

#: An edition is held when more than this share of the mails tried in one run was refused …
REFUSED_SHARE = 0.05
#: … once so many were tried; and when so many could not even be made, and none could.
REFUSED_SAMPLE = 20


class StopSignal(Protocol):
    """Whether to end early; a `threading.Event` is one."""

    def is_set(self) -> bool:
        """Whether to stop now."""


class NeverStop:
    """The signal that never comes."""

    def is_set(self) -> bool:
        """No."""
        return False


@dataclass(frozen=True, kw_only=True, slots=True)
class SendReport:
    """What one run did, counted in deliveries; ``waiting`` is what is still pending at its end.

    ``stopped_because`` is empty unless the run had to leave deliveries waiting that were due, and
    ``hint`` then says what to do.
    """

    submitted: int
    refused: int
    uncertain: int
    excluded: int
    waiting: int
    stopped_because: str = ""
    hint: str = ""


@dataclass(kw_only=True, slots=True)
class Run:
    """The running counts of one run, and why it is to end.

    ``tried`` were taken, refused or lost by the carrier; ``unmade`` were refused by ourselves.
    """

    edition_id: str
    stop: StopSignal
    max_lateness: timedelta | None = None
    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DeliveryState, 0))
    tried: int = 0
    refused: int = 0
    unmade: int = 0
    troubles: int = 0
    stopped: Stop | None = None

    @property
    def is_over(self) -> bool:
        """Whether it is to end now: it was stopped, or somebody asks it to."""
        return self.stopped is not None or self.stop.is_set()

    def count(self, answer: Answer) -> None:
        """Note an answer to a message of this run."""
        if isinstance(answer, Refused) and not answer.counts:
            self.unmade += 1
            return
        self.refused += isinstance(answer, Refused)
        self.tried += isinstance(answer, Accepted | Refused | Uncertain)

    def complaint(self, refused_share: float) -> str | None:
        """Why the mail or the list must be wrong, if so many refusals say so."""
        if self.tried >= REFUSED_SAMPLE and self.refused > self.tried * refused_share:
            return f"{self.refused} of the {self.tried} mails tried in this run were refused"
        if not self.tried and self.unmade >= REFUSED_SAMPLE:
            return f"not one of the first {self.unmade} mails could be made"
        return None
