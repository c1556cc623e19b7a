"""The faults: how often each comes, drawn from the one seed, and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random  # noqa: TID251 - a simulation is repeated by its seed; identifiers are minted elsewhere

__all__ = ["CALM", "CallFate", "EntryFate", "Faults", "Mishaps", "Random", "WriteFault", "seeded"]


class CallFate(StrEnum):
    """What becomes of a call to the provider."""

    ANSWERED = "answered"
    UNREACHABLE = "nobody answers"
    LOST_BEFORE = "the answer is lost, nothing was accepted"
    LOST_AFTER = "the answer is lost, all was accepted"
    HANGS_BEFORE = "no answer comes, nothing was accepted"
    HANGS_AFTER = "no answer comes, all was accepted"
    BROKEN_BEFORE = "500, nothing was accepted"
    BROKEN_AFTER = "500, all was accepted"
    THROTTLED = "throttled"
    CUT = "an answer with too few results, all was accepted"


class EntryFate(StrEnum):
    """What becomes of one mail of a call that is answered."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "not now"
    FAILED_BEFORE = "failed, not accepted"
    FAILED_AFTER = "failed, accepted"


class WriteFault(StrEnum):
    """What befalls a transaction."""

    LOCKED = "locked"
    FULL = "disk full at commit"
    UNKNOWN = "the connection is lost at commit, after it"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mishaps:
    """How often things go wrong: shares of points, calls, mails, transactions; and times a day."""

    kill: float = 0.002
    sleep: float = 0.001
    sleep_delivering: float = 0.01  # between a claim and its call, or an answer and its record
    call: float = 0.10
    entry: float = 0.01
    write: float = 0.012
    doubled_event: float = 0.02
    jumps_a_day: float = 0.5
    sleeps_a_day: float = 0.3
    dead_streams_a_day: float = 0.2
    lossy_days: float = 0.15


#: Nothing goes wrong.
CALM = Mishaps(
    kill=0,
    sleep=0,
    sleep_delivering=0,
    call=0,
    entry=0,
    write=0,
    doubled_event=0,
    jumps_a_day=0,
    sleeps_a_day=0,
    dead_streams_a_day=0,
    lossy_days=0,
)


def seeded(seed: int) -> Random:
    """What decides everything of a run."""
    return Random(seed)  # noqa: S311 - nothing secret is made of it


@dataclass
class Faults:
    """Draws faults, and counts them."""

    random: Random
    mix: Mishaps = field(default_factory=Mishaps)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(self.counts.values())

    def happens(self, share: float, name: str) -> bool:
        """Whether something goes wrong now; it counts then."""
        if self.random.random() >= share:
            return False
        self.counts[name] += 1
        return True

    def times(self, average: float) -> int:
        """How often something happens on a day."""
        return int(average) + (self.random.random() < average % 1)

    def of_call(self) -> CallFate:
        """What becomes of a call."""
        if self.random.random() >= self.mix.call:
            return CallFate.ANSWERED
        fate = self.random.choice([fate for fate in CallFate if fate is not CallFate.ANSWERED])
        self.counts[fate] += 1
        return fate

    def of_entry(self) -> EntryFate:
        """What becomes of a mail."""
        if self.random.random() >= self.mix.entry:
            return EntryFate.ACCEPTED
        fate = self.random.choice([fate for fate in EntryFate if fate is not EntryFate.ACCEPTED])
        self.counts[fate] += 1
        return fate

    def of_write(self) -> WriteFault | None:
        """What befalls a transaction."""
        if self.random.random() >= self.mix.write:
            return None
        faults = [*WriteFault, WriteFault.UNKNOWN]
        fault: WriteFault = self.random.choice(faults)
        self.counts[fault] += 1
        return fault
