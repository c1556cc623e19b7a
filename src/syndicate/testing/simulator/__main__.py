"""Run a simulation from the command line, such as to repeat one that failed."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from syndicate.clock import SystemClock
from syndicate.testing.simulator.simulation import SimulationError, SimulationPlan, SimulationReport, simulate

if TYPE_CHECKING:
    from syndicate.clock import Clock

#: Seconds between two lines for who waits.
TELL_EVERY = 10.0


@dataclass(kw_only=True)
class Progress:
    """Tells on stderr, now and then, how far a run of so many days is."""

    days: int
    clock: Clock
    _told_at: float = -inf

    def tell(self, report: SimulationReport) -> None:
        """A day is over."""
        now = self.clock.monotonic()
        if now < self._told_at + TELL_EVERY:
            return
        self._told_at = now
        sys.stderr.write(f"day {report.days} of {self.days}: {report.mails} mails, {report.fault_count} faults\n")
        sys.stderr.flush()


def main() -> int:
    """Run one simulation and say what it came to; 1: a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m syndicate.testing.simulator", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="what decides everything")
    parser.add_argument("--days", type=int, default=30, help="simulated days of publishing")
    parser.add_argument("--readers", type=int, default=200)
    given = parser.parse_args()
    clock = SystemClock()
    began = clock.monotonic()
    progress = Progress(days=given.days, clock=clock)
    try:
        report = simulate(SimulationPlan(seed=given.seed, days=given.days, readers=given.readers), progress.tell)
    except SimulationError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    took = clock.monotonic() - began
    sys.stdout.write(
        f"seed {report.seed}: {report.days} days, {report.editions} editions, {report.mails} mails in {report.calls} "
        f"calls, {report.fault_count} faults, {report.steps} steps, {took:.1f} s\n"
    )
    for name, count in sorted(report.faults.items()):
        sys.stdout.write(f"  {count:6} {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
