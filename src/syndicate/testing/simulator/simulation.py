"""A simulated newsroom: two machines on one database, a provider, a queue of events, people; and a seed for it all."""

from __future__ import annotations

import gc
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from syndicate import ids
from syndicate.delivery import freezing
from syndicate.delivery.doubt.verdicts import DoubtPolicy
from syndicate.errors import SyndicateError
from syndicate.publishing.beginnings import begin_newsletters
from syndicate.storage import open_database
from syndicate.storage.schema import ensure
from syndicate.testing.simulator.database import SimulatedDatabase, hasten
from syndicate.testing.simulator.faults import CALM, Faults, Mishaps, Random, seeded
from syndicate.testing.simulator.machines import Machine, MachineClock, Process, instant
from syndicate.testing.simulator.points import Points
from syndicate.testing.simulator.program import Program, Surroundings
from syndicate.testing.simulator.promises.certainty import BrokenPromiseError, Certainty
from syndicate.testing.simulator.promises.limits import LimitChecks
from syndicate.testing.simulator.promises.mails import MailChecks
from syndicate.testing.simulator.promises.rows import RowChecks
from syndicate.testing.simulator.promises.watch import LOGGER, AlarmBell, WatchChecks
from syndicate.testing.simulator.trouble import Trouble
from syndicate.testing.simulator.turns import Turns
from syndicate.testing.simulator.world.limits import drawn_limits, drawn_quota
from syndicate.testing.simulator.world.newsroom import NEWSLETTERS
from syndicate.testing.simulator.world.people import HABITS, People
from syndicate.testing.simulator.world.provider import Provider, SentMail
from syndicate.testing.simulator.world.stream import EventLine

if TYPE_CHECKING:
    from syndicate.delivery.lanes.calls import Call

DAY = 86_400.0
#: When on a day the rows are looked at, and when editions are composed, in seconds.
LOOK_AT, COMPOSE_AT = 4 * 3600.0, 7 * 3600.0
#: Days without a fault and without a story at the end, in which everything comes to its end.
QUIET_DAYS = 9
#: The shares of installations that people are mailed from by a fenced machine, of what happens at any time of the day,
#: and of the mails by which an address turns out to be bad.
GUARDED, OFF_PEAK, GOES_BAD = 0.7, 0.5, 0.004
#: Subscriptions that one slice of a freeze takes, so that freezes are torn.
SLICE = 40


@dataclass(frozen=True, kw_only=True)
class SimulationReport:
    """What a run came to."""

    seed: int
    days: int
    mails: int
    calls: int
    steps: int
    editions: int
    faults: dict[str, int]

    @property
    def fault_count(self) -> int:
        """How many faults there were."""
        return sum(self.faults.values())


class SimulationError(AssertionError):
    """A promise was broken; says by which seed, on which day, and what happened last."""


@dataclass(frozen=True, kw_only=True)
class SimulationPlan:
    """What is simulated: the same plan is the same run, step by step.

    Without a ``policy`` for doubt the seed draws one.
    """

    seed: int
    days: int = 30
    readers: int = 200
    mix: Mishaps = field(default_factory=Mishaps)
    policy: DoubtPolicy | None = None


def simulate(plan: SimulationPlan, tell: Callable[[SimulationReport], None] = lambda _: None) -> SimulationReport:
    """Run it to its end; ``tell`` hears after each day what it came to so far.

    Raises:
        SimulationError: a promise was broken.
    """
    folder = Path(tempfile.mkdtemp(prefix="syndicate-", dir=_fast_folder()))
    try:
        with _stand_ins(seeded(plan.seed)), _rare_collections():
            return _Simulation(plan, folder, tell).run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fast_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of our own is made in it


class _SeededBytes:
    """Stands for `secrets` where identifiers are minted."""

    def __init__(self, random: Random) -> None:
        self.token_bytes = random.randbytes


@contextmanager
def _stand_ins(random: Random) -> Iterator[None]:
    """Let identifiers follow the seed, freezes be torn, and what the product says be heard by nobody."""
    log = logging.getLogger("syndicate")
    changes: list[tuple[Any, str, Any]] = [
        (ids, "secrets", _SeededBytes(random)),
        (freezing, "SLICE", SLICE),
        (freezing, "LEAST", SLICE),
        (log, "propagate", False),
        (log, "level", logging.ERROR),
        (log, "handlers", [logging.NullHandler()]),
    ]
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in changes]
    for owner, name, value in changes:
        setattr(owner, name, value)
    try:
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let Python look for garbage rarely: all that a run remembers lives to its end, and would be looked through."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Simulation:
    """Everything that there is, made for one run."""

    def __init__(self, plan: SimulationPlan, folder: Path, tell: Callable[[SimulationReport], None]) -> None:
        self.plan = plan
        self.tell = tell
        self.random = seeded(plan.seed)
        self.folder = folder
        self.scheduler = Turns()
        self.faults = Faults(self.random, CALM)
        self.points = Points(self.scheduler, self.faults, on_kill=self._is_killed)
        self.provider = Provider(
            scheduler=self.scheduler,
            faults=self.faults,
            daily_quota=drawn_quota(self.random),
            on_accepted=self._is_accepted,
        )
        self.stream = EventLine(points=self.points, faults=self.faults)
        self.machines = [Machine(name, self.scheduler, folder / name) for name in ("anvil", "bellows")]
        self.engine = self._set_up()
        drawn = self.random.choices(list(DoubtPolicy), weights=[1, 4, 1])[0]
        self.policy = plan.policy or drawn
        self.certainty = Certainty(folder / "news.db", permits_all=self.policy is DoubtPolicy.AT_LEAST_ONCE)
        seen: Any = {"certainty": self.certainty, "provider": self.provider, "stream": self.stream}
        self.mail_checks = MailChecks(**seen, machines=self.machines)
        self.row_checks = RowChecks(**seen)
        self.watch_checks = WatchChecks(turns=self.scheduler, machines=self.machines, certainty=self.certainty)
        self.around = self._surroundings()
        self.limit_checks = LimitChecks(certainty=self.certainty, limits=self.around.limits)
        self.trouble = Trouble(
            **seen,
            points=self.points,
            machines=self.machines,
            moment=self._moment,
            on_clock_set=self._clock_is_set,
            let_all_look=self._let_all_look,
        )
        self.points.on_sleep = self.trouble.fall_asleep
        self.people = People(
            random=self.random,
            certainty=self.certainty,
            provider=self.provider,
            program=self._desk,
            now=lambda: self.scheduler.now,
        )
        self.running: dict[str, Program] = {}
        self.sick: dict[str, str] = {}

    def _set_up(self) -> Any:
        database = open_database(f"sqlite:///{self.folder / 'news.db'}")
        hasten(database.engine, self.random)
        ensure(database)
        begin_newsletters(database, MachineClock(self.machines[0]), NEWSLETTERS)
        return database.engine

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            scheduler=self.scheduler,
            points=self.points,
            provider=self.provider,
            stream=self.stream,
            policy=self.policy,
            doubt_wait=timedelta(minutes=15),
            has_fence=self.random.random() < GUARDED,
            batch_size=self.random.choice([10, 50, 50]),
            limits=drawn_limits(self.random),
            on_handing_over=self._is_handed_over,
            on_news=self._let_all_deliver,
            on_delivered=self.row_checks.check_closed,
        )

    def run(self) -> SimulationReport:
        """Let the days pass."""
        alarms, bell = logging.getLogger(LOGGER), AlarmBell(self.scheduler)
        alarms.addHandler(bell)
        try:
            self._begin()
            self.faults.mix = self.plan.mix
            for day in range(self.plan.days):
                self._plan_day(day)
                self.scheduler.run((day + 1) * DAY + LOOK_AT)
                self.row_checks.check()
                self.watch_checks.check_starts()
                self.tell(self._report(day + 1))
            self._end_in_peace()
            return self._report(self.plan.days)
        except Exception as error:
            raise self._told(error) from error
        finally:
            alarms.removeHandler(bell)
            self.scheduler.close()
            self.certainty.close()
            self.engine.dispose()

    def _begin(self) -> None:
        self.scheduler.spawn("people", lambda: self.people.join_all(self.plan.readers))
        self.scheduler.run(1000.0)
        for machine in self.machines:
            self._start(machine)

    def _start(self, machine: Machine) -> None:
        process = Process(machine.name, machine)
        program = Program(process=process, database=SimulatedDatabase(self.engine, self.points), around=self.around)
        self.running[machine.name] = program
        self.scheduler.spawn(f"{machine.name} start", lambda: self._admit(program), process)

    def _admit(self, program: Program) -> None:
        """The machine that comes first is admitted by itself, the other one by a person."""
        if self.around.has_fence and self.certainty.ask("SELECT 1 FROM hosts"):
            with suppress(SyndicateError):
                if not program.fence.folder().joinpath("host.json").exists():
                    program.fence.adopt()
        program.start()

    def _desk(self) -> Program:
        """A person's own program, on the first machine."""
        process = self.scheduler.current.owner
        owner = process if isinstance(process, Process) else Process("people", self.machines[0])
        return Program(process=owner, database=SimulatedDatabase(self.engine, self.points), around=self.around)

    # --- a day -----------------------------------------------------------------------

    def _plan_day(self, day: int) -> None:
        begin = self.scheduler.now
        for _ in range(self.random.randint(3, 7)):
            self._act_at(begin, "publish")
        for name, times in HABITS.items():
            for _ in range(self.faults.times(times)):
                self._act_at(begin, name)
        self.trouble.plan(begin, day)

    def _moment(self, begin: float) -> float:
        """Any moment of the day, half of them while mails leave."""
        if self.random.random() < OFF_PEAK:
            return begin + self.random.uniform(0, DAY)
        return begin + COMPOSE_AT - LOOK_AT + min(3600.0, self.random.expovariate(1 / 10))

    def _act_at(self, begin: float, name: str) -> None:
        process = Process(f"a person, to {name}", self.machines[0])

        def act() -> None:
            if name == "publish":
                self.people.publish()
            else:
                self.people.act(name)

        self.scheduler.at(self._moment(begin), lambda: self._spawn_act(process, act))

    def _spawn_act(self, process: Process, act: Any) -> None:
        self.points.note(process.name, "begins")
        self.scheduler.spawn(process.name, act, process)

    def _end_in_peace(self) -> None:
        """No fault and no story any more: everything has to come to its end."""
        self.faults.mix, self.stream.loss = CALM, 0.0
        for machine in self.machines:
            machine.offset = 0.0
        for day in range(self.plan.days, self.plan.days + QUIET_DAYS):
            for hour in range(0, 24, 6):
                self.scheduler.at(self.scheduler.now + hour * 3600.0, lambda: self._quiet_act("resume"))
            self.scheduler.run((day + 1) * DAY + LOOK_AT)
        for hour in range(24):  # what was let go on at last has its looks, too
            self.scheduler.at(self.scheduler.now + hour * 3600.0, self._let_all_look)
        self.scheduler.run((self.plan.days + QUIET_DAYS + 1) * DAY + LOOK_AT)
        self.row_checks.check_end()

    def _quiet_act(self, name: str) -> None:
        process = Process(f"a person, to {name}", self.machines[0])
        self._spawn_act(process, lambda: self.people.act(name))

    # --- what is heard ---------------------------------------------------------------

    def _is_killed(self, process: Process) -> None:
        self.certainty.may_be_in_doubt()
        program = self.running.get(process.name)
        if program is not None and program.process is process:
            delay = self.random.choice([1.0, 10.0, 60.0, 300.0])
            self.scheduler.at(self.scheduler.now + delay, lambda: self._start(process.machine))

    def _is_handed_over(self, call: Call) -> None:
        self.mail_checks.handing_over(call)
        keys = [claim.key for claim in call.claims]
        for machine in self.machines:
            delay = self.random.uniform(0.01, 0.1)
            self.scheduler.at(self.scheduler.now + delay, partial(machine.notice, keys))

    def _let_all_deliver(self) -> None:
        """An edition is there: whoever delivers looks, one a moment after the other."""
        for program in self.running.values():
            self.scheduler.at(self.scheduler.now + self.random.uniform(0, 1), partial(program.ring, "deliver"))

    def _clock_is_set(self) -> None:
        self.limit_checks.clock_set_at = self.scheduler.now

    def _let_all_look(self) -> None:
        """Whether something was left behind, and whether events have proven anything."""
        for program in self.running.values():
            for line in ("deliver", "hear"):
                self.scheduler.at(self.scheduler.now + self.random.uniform(0, 5), partial(program.ring, line))

    def _is_accepted(self, mail: SentMail) -> None:
        self.mail_checks.accepted(mail)
        self.limit_checks.accepted(mail)
        if self.around.has_fence and mail.delivery_id in self.provider.doubtful:
            self.watch_checks.accepted(mail)
        self.stream.tell(mail, self._fate_of(mail.address))

    def _fate_of(self, address: str) -> list[str]:
        """What the world makes of a mail: few addresses go bad, and stay so."""
        if address not in self.sick and self.random.random() < GOES_BAD:
            self.sick[address] = self.random.choice(["Gone", "Full", "DeliveryDelay", "Complaint"])
        match self.sick.get(address):
            case "Gone" | "Full" as word:
                return ["Send", word]
            case "Complaint":
                return ["Send", "Delivery", "Complaint"]
            case "DeliveryDelay":
                return ["Send", "DeliveryDelay", "Delivery"]
            case _:
                return ["Send", "Delivery"]

    # --- what is told ----------------------------------------------------------------

    def _report(self, days: int) -> SimulationReport:
        [[editions]] = self.certainty.ask("SELECT count(*) FROM editions")
        return SimulationReport(
            seed=self.plan.seed,
            days=days,
            mails=len(self.provider.sent),
            calls=self.provider.calls,
            steps=self.points.steps,
            editions=editions,
            faults=dict(self.faults.counts),
        )

    def _told(self, error: Exception) -> SimulationError:
        day = self.scheduler.now / DAY
        what = str(error) if isinstance(error, BrokenPromiseError) else f"{type(error).__name__}: {error}"
        steps = "\n  ".join(self.points.last_steps())
        command = f"python -m syndicate.testing.simulator --seed {self.plan.seed} --days {self.plan.days}"
        return SimulationError(
            f"seed {self.plan.seed}, day {day:.2f} ({instant(self.scheduler.now):%Y-%m-%d %H:%M:%S}): {what}\n"
            f"It is repeated by: {command}\nThe last steps:\n  {steps}"
        )
