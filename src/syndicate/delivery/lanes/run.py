"""One run over an edition's mails, in turns: its counts, when its next turn is, and what it reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from math import inf
from typing import Protocol

from syndicate.delivery.model import DeliveryState, Stop
from syndicate.errors import SyndicateError


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
    is late. ``next_turn_at`` is by a clock that never goes back; ``is_due_then`` unless that is a mere look whether
    what keeps the edition back has gone. With ``shows_hidden`` it has to be revised before the next claim;
    ``has_pictures`` once those of its mails are known to be where the mails say, or not to matter. Of editions with the
    same ``priority`` the one has its turn that was ``served_at`` the earliest; ``in_flight`` are recipients whose
    answers are outstanding. ``is_heeded`` once what its last turn came to was acted on; ``error`` is why that failed.
    """

    edition_id: str
    is_asked_for: bool = False
    max_lateness: timedelta | None = None
    priority: int = 0
    served_at: float = -inf
    next_turn_at: float = 0.0
    is_due_then: bool = True
    shows_hidden: bool = False
    has_pictures: bool = False
    in_flight: int = 0
    is_heeded: bool = False
    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DeliveryState, 0))
    stopped: Stop | None = None
    error: SyndicateError | None = None

    @property
    def is_finished(self) -> bool:
        """Whether nothing of the edition waits any more, and nothing is outstanding."""
        return self.next_turn_at == inf and not self.in_flight

    def begin_turn(self) -> None:
        """Forget what ended the turn before: it is asked anew whether the next mail may leave."""
        self.stopped = None
        self.shows_hidden = False
        self.is_heeded = False

    def rest(self, until: float, *, is_due_then: bool) -> None:
        """Leave the next turn for then."""
        self.next_turn_at = until
        self.is_due_then = is_due_then
        self.is_heeded = False

    def is_due(self, now: float) -> bool:
        """Whether its turn may be taken now."""
        return self.next_turn_at <= now


def next_due(runs: Iterable[Run], now: float) -> Run | None:
    """Whose turn it is: the highest priority first, then who has waited longest; ``None``: nobody's."""
    due = [run for run in runs if run.is_due(now) and run.has_pictures and not run.stopped and not run.shows_hidden]
    return min(due, key=lambda run: (-run.priority, run.served_at), default=None)
