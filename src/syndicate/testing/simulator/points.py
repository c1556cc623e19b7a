"""The points at which a process may be killed, others have their turns, and time passes: between any two writes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syndicate.testing.simulator.machines import Machine, Process, instant
from syndicate.testing.simulator.turns import KilledError

if TYPE_CHECKING:
    from syndicate.testing.simulator.faults import Faults
    from syndicate.testing.simulator.turns import Turns

#: How long a step between two points takes, in simulated seconds.
SHORTEST, LONGEST = 0.0003, 0.003
#: The point after a commit.
COMMITTED = "committed"
#: Steps that a failure is told with.
KEPT = 60


@dataclass
class Points:
    """Where real code meets the simulation; ``on_kill`` is told whose process goes."""

    scheduler: Turns
    faults: Faults
    on_kill: Callable[[Process], None] = lambda process: None  # noqa: ARG005
    on_sleep: Callable[[Machine], None] = lambda machine: None  # noqa: ARG005
    steps: int = 0
    trace: deque[tuple[float, str, str]] = field(default_factory=lambda: deque(maxlen=KEPT))

    def pass_by(self, what: str) -> None:
        """A task comes by: a moment passes, another may go on first, and its process may be killed here.

        Raises:
            KilledError: it was.
        """
        task = self.scheduler.current
        self.note(task.name, what)
        if isinstance(task.owner, Process):
            line = task.name.rpartition(" ")[2]
            self._may_die(task.owner, line, what)
            if what == COMMITTED and self.faults.happens(self._sleepiness(line), f"a machine sleeps in {line}"):
                self.on_sleep(task.owner.machine)
        if not task.is_writing:
            self.scheduler.rest(self.faults.random.uniform(SHORTEST, LONGEST))

    def kill(self, process: Process) -> None:
        """Let a process be gone."""
        process.is_dead = True
        self.on_kill(process)
        self.scheduler.kill(process)

    def note(self, who: str, what: str) -> None:
        """Remember a step, for whoever looks why a run failed."""
        self.steps += 1
        self.trace.append((self.scheduler.now, who, what))

    def last_steps(self) -> list[str]:
        """What happened last, in words."""
        return [f"{instant(at):%Y-%m-%d %H:%M:%S.%f} {who}: {what}" for at, who, what in self.trace]

    def _sleepiness(self, line: str) -> float:
        return self.faults.mix.sleep_delivering if line == "deliver" else self.faults.mix.sleep

    def _may_die(self, process: Process, line: str, what: str) -> None:
        if not process.is_dead and self.faults.happens(self.faults.mix.kill, f"killed in {line}"):
            self.note(process.name, f"killed at: {what}")
            self.kill(process)
        if process.is_dead:
            raise KilledError
