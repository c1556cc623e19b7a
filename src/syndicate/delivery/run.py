"""One run over an edition's mails, in turns: its counts, when its next turn is, and what it reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from math import inf
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
    ``hint`` then says what to do. ``is_held`` says that a person has to let the edition go on.
    """

    submitted: int
    refused: int
    uncertain: int
    excluded: int
    waiting: int
    stopped_because: str = ""
    hint: str = ""
    is_held: bool = False


@dataclass(kw_only=True, slots=True)
class Run:
    """The running counts of one run over an edition, why it stands still, and when it goes on.

    ``is_asked_for``: a person wants it now, so it tries in a carrier's pause, too. Without ``max_lateness`` no mail
    is late. ``tried`` were taken, refused or lost by the carrier; ``unmade`` were refused by ourselves.
    ``next_turn_at`` is by a clock that never goes back; ``is_due_then`` unless that is a mere look whether
    what keeps the edition back has gone. With ``shows_hidden`` it has to be revised before the next claim;
    ``has_pictures`` once those of its mails are known to be where the mails say, or not to matter.
    """

    edition_id: str
    stop: StopSignal = field(default_factory=NeverStop)
    is_asked_for: bool = False
    max_lateness: timedelta | None = None
    next_turn_at: float = 0.0
    is_due_then: bool = True
    shows_hidden: bool = False
    has_pictures: bool = False
    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DeliveryState, 0))
    tried: int = 0
    refused: int = 0
    unmade: int = 0
    stopped: Stop | None = None

    @property
    def is_over(self) -> bool:
        """Whether its turn is to end now: it was stopped, or somebody asks it to."""
        return self.stopped is not None or self.shows_hidden or self.stop.is_set()

    @property
    def is_finished(self) -> bool:
        """Whether nothing of the edition waits any more."""
        return self.next_turn_at == inf

    def begin_turn(self) -> None:
        """Forget what ended the turn before: it is asked anew whether the next mail may leave."""
        self.stopped = None
        self.shows_hidden = False

    def rest(self, until: float, *, is_due_then: bool) -> None:
        """Leave the next turn for then."""
        self.next_turn_at = until
        self.is_due_then = is_due_then

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
