"""What befalls machines, clocks, the queue and the account, at any moment and mostly while mails leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.testing.simulator.machines import Machine
    from syndicate.testing.simulator.points import Points
    from syndicate.testing.simulator.promises.certainty import Certainty
    from syndicate.testing.simulator.world.provider import Provider
    from syndicate.testing.simulator.world.stream import EventLine

#: What the account may allow, in recipients a second: mostly so much that few calls carry an edition.
RATES = (12.0, 150.0, 400.0, 400.0, 400.0, 400.0)
STEADY_DAYS = 5
#: By how much a clock may be wrong, in seconds.
WRONG_BY = (-3600.0, -400.0, -30.0, 40.0, 400.0, 7200.0)
#: How long machines sleep, in seconds; the longest is cut short.
SLEEPS = (5.0, 40.0, 300.0, 3600.0, 7200.0, 7200.0)
#: The share of the machines that fall asleep in mid-batch and sleep until somebody else has their claims.
SLEEPS_ON = 0.7
#: How long others wait before they look for what a machine left that fell asleep, in seconds: its lease is over, and so
#: is the wait for events.
LOOKS_AFTER_SLEEP = (130.0, 1200.0, 2400.0)
#: The share of the events that is lost on a day on which some are.
LOSS = 0.5


@dataclass(kw_only=True)
class Trouble:
    """Plans the trouble of a day; ``moment`` draws when it comes, and ``let_all_look`` wakes whoever may mend it."""

    points: Points
    certainty: Certainty
    provider: Provider
    stream: EventLine
    machines: list[Machine]
    moment: Callable[[float], float]
    on_clock_set: Callable[[], None]
    let_all_look: Callable[[], None]

    def __post_init__(self) -> None:
        """Have the scheduler, the faults and their dice at hand."""
        self._scheduler, self._faults = self.points.scheduler, self.points.faults
        self._random = self._faults.random

    def plan(self, begin: float, day: int) -> None:
        """Let as much go wrong on the day that begins as the faults say."""
        mix = self._faults.mix
        self.stream.loss = LOSS if self._random.random() < mix.lossy_days else 0.0
        kinds = {self._set_clock: mix.jumps_a_day, self._sleep: mix.sleeps_a_day}
        kinds[self._let_stream_die] = mix.dead_streams_a_day
        for trouble, times in kinds.items():
            for _ in range(self._faults.times(times)):
                early = self._random.uniform(0, 300) if trouble == self._set_clock else 0.0
                self._scheduler.at(max(begin, self.moment(begin) - early), trouble)
        if day % STEADY_DAYS == 0:
            self._scheduler.at(self.moment(begin), self._change_rate)

    def fall_asleep(self, machine: Machine) -> None:
        """For a while, or until just when somebody else has claimed what it has in hand."""
        claimed = self.certainty.may_be_in_doubt()
        seconds = max(SLEEPS) if claimed and self._random.random() < SLEEPS_ON else self._random.choice(SLEEPS)
        self.points.note(machine.name, f"sleeps for {seconds:.0f} s")
        machine.sleep(seconds, claimed if seconds == max(SLEEPS) else ())
        for delay in LOOKS_AFTER_SLEEP if claimed else ():
            self._scheduler.at(self._scheduler.now + delay, self.let_all_look)

    def _set_clock(self) -> None:
        """A clock is wrong for a while."""
        machine, wrong = self._random.choice(self.machines), self._random.choice(WRONG_BY)
        self._faults.counts["a clock is set"] += 1
        self.points.note(machine.name, f"the clock is set by {wrong:.0f} s")
        self._turn(machine, wrong)
        right_at = self._scheduler.now + self._random.uniform(60, 4 * 3600)
        self._scheduler.at(right_at, partial(self._turn, machine, 0.0))

    def _turn(self, machine: Machine, offset: float) -> None:
        self.certainty.may_be_in_doubt()
        machine.offset = offset
        self.on_clock_set()

    def _sleep(self) -> None:
        self._faults.counts["a machine sleeps"] += 1
        self.fall_asleep(self._random.choice(self.machines))

    def _let_stream_die(self) -> None:
        self._faults.counts["the queue stands still"] += 1
        self.stream.dead_until = self._scheduler.now + self._random.uniform(600, 4 * 3600)

    def _change_rate(self) -> None:
        self.provider.max_rate = self._random.choice(RATES)
