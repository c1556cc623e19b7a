"""Machines with clocks of their own that may be set, and that stand still when they sleep; and processes on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from syndicate.testing.simulator.turns import Turns

#: When a simulation starts: a Monday.
START = datetime(2026, 1, 5, tzinfo=UTC)


def instant(seconds: float) -> datetime:
    """The true time after so many simulated seconds."""
    return START + timedelta(seconds=seconds)


@dataclass(eq=False)
class Machine:
    """A computer. ``offset`` is by how many seconds its clock is wrong; its state folder outlives its processes."""

    name: str
    scheduler: Turns
    folder: Path
    offset: float = 0.0
    asleep_until: float = 0.0
    slept: float = 0.0
    wakes_for: frozenset[int] = frozenset()

    def sleep(self, seconds: float, wakes_for: Collection[int] = ()) -> None:
        """Stand still for so long, as a laptop whose lid is shut, or until `notice` is told of what it wakes for."""
        self.asleep_until = max(self.asleep_until, self.scheduler.now) + seconds
        self.slept += seconds
        self.wakes_for = frozenset(wakes_for)

    def notice(self, keys: Collection[int]) -> None:
        """Those deliveries are claimed by another one: just then it wakes, if it waits for that."""
        left = self.asleep_until - self.scheduler.now
        if left > 0 and not self.wakes_for.isdisjoint(keys):
            self.wakes_for = frozenset()
            self.asleep_until = self.scheduler.now
            self.slept -= left
            self.scheduler.rouse(self)


@dataclass(frozen=True)
class MachineClock:
    """The clock of a machine, as a `syndicate.clock.Clock`."""

    machine: Machine

    def now(self) -> datetime:
        """What the machine's clock shows."""
        return instant(self.machine.scheduler.now + self.machine.offset)

    def monotonic(self) -> float:
        """Seconds that it was awake."""
        return self.machine.scheduler.now - self.machine.slept

    def elapsed(self) -> float:
        """Seconds from the start, those that it slept among them."""
        return self.machine.scheduler.now

    def sleep(self, seconds: float) -> None:
        """Rest, so that others have their turns."""
        self.machine.scheduler.rest(seconds)


@dataclass(eq=False)
class Process:
    """A running program: killed, all that it had in hand is gone, but what it wrote."""

    name: str
    machine: Machine
    is_dead: bool = False

    @property
    def asleep_until(self) -> float:
        """Until when its machine sleeps."""
        return self.machine.asleep_until
