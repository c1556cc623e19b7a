"""The program as it runs on a machine: the real steps, wired as the product wires them, in lines side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from syndicate.audience.digests import AddressDigests
from syndicate.delivery.carriers.ses.carrier import SesCarrier
from syndicate.delivery.control import Control
from syndicate.delivery.doubt.settling import Doubts
from syndicate.delivery.events.apply import Applying
from syndicate.delivery.events.sqs import EventQueue
from syndicate.delivery.guard.fence import Fence
from syndicate.delivery.lanes.run import NeverStop
from syndicate.delivery.lanes.sending import Sending
from syndicate.delivery.messages import Messages
from syndicate.digests.composing import Composing
from syndicate.digests.drafting import Drafting
from syndicate.digests.newsletters import history_kept
from syndicate.digests.revising import Revising
from syndicate.digests.schedule import following
from syndicate.errors import SyndicateError
from syndicate.links import Links
from syndicate.publishing.clock_watch import ClockWatch
from syndicate.publishing.steps.compose import Compose
from syndicate.publishing.steps.deliver import Deliver
from syndicate.publishing.steps.hear import Hear
from syndicate.publishing.steps.revise import Revise
from syndicate.publishing.steps.settle import Settle
from syndicate.testing.simulator.calls import Beside, InTurn, SimulatedClients, TaskCalls
from syndicate.testing.simulator.machines import MachineClock, Process
from syndicate.testing.simulator.world.newsroom import (
    NEWSLETTERS,
    POSTAL_ADDRESS,
    NoPictures,
    OnlyChecks,
    PlainRenderer,
)
from syndicate.testing.simulator.world.provider import ProviderClient

if TYPE_CHECKING:
    from datetime import timedelta

    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.doubt.verdicts import DoubtPolicy
    from syndicate.delivery.lanes.calls import Call, Calls
    from syndicate.delivery.lanes.limits import SendingLimits
    from syndicate.digests.newsletters import Newsletter
    from syndicate.storage import Database
    from syndicate.testing.simulator.points import Points
    from syndicate.testing.simulator.turns import Turns
    from syndicate.testing.simulator.world.provider import Provider
    from syndicate.testing.simulator.world.stream import EventLine

#: Between two looks of a line where nothing is to do, in seconds: each costs a run time, and shows nothing.
LONGEST_PAUSE = 8 * 3600.0
ONE_DAY = 24 * 3600.0
#: The pause after mails had to wait; each is twice as long as the one before, up to the last.
SHORTEST_PAUSE, LAST_PAUSE = 120.0, 2 * 3600.0
NEVER = NeverStop()
_LINKS = Links("https://lantern.example", ("0" * 64,))
_DIGESTS = AddressDigests(("0" * 64,))


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What all programs of a simulation share, and what an operator has chosen."""

    scheduler: Turns
    points: Points
    provider: Provider
    stream: EventLine
    policy: DoubtPolicy
    doubt_wait: timedelta
    has_fence: bool
    batch_size: int
    limits: SendingLimits
    on_handing_over: Callable[[Call], None]
    on_news: Callable[[], None]
    on_delivered: Callable[[], None]


@dataclass(kw_only=True)
class Program:
    """The steps of one process."""

    process: Process
    database: Database
    around: Surroundings
    bells: dict[str, Any] = field(default_factory=dict)  # the task of each line
    _stay: int = 0  # mails in doubt at the last look, and how many looks more are to come soon
    _looks: int = 0
    _patience: float = SHORTEST_PAUSE

    @cached_property
    def clock(self) -> MachineClock:
        """The machine's own."""
        return MachineClock(self.process.machine)

    @cached_property
    def control(self) -> Control:
        """A person's hand."""
        return Control(self.database, self.clock)

    @cached_property
    def clock_watch(self) -> ClockWatch:
        """Whether the machine's clock is believed."""
        return ClockWatch(self.database, self.clock, asks_server=True)

    @cached_property
    def drafting(self) -> Drafting:
        """Articles to editions, with the templates stubbed."""
        stubs: Any = {"renderers": {"": PlainRenderer()}, "judge": OnlyChecks(), "pictures": NoPictures()}
        return Drafting(database=self.database, links=_LINKS, postal_address=POSTAL_ADDRESS, **stubs)

    @cached_property
    def revising(self) -> Revising:
        """Taking stories out of editions."""
        newsletters = {newsletter.name: newsletter for newsletter in NEWSLETTERS}
        return Revising(database=self.database, clock=self.clock, drafting=self.drafting, newsletters=newsletters)

    @cached_property
    def compose_steps(self) -> dict[str, Compose]:
        """A step for each newsletter."""
        kept = history_kept(NEWSLETTERS)
        composing = Composing(database=self.database, clock=self.clock, drafting=self.drafting, kept=kept)
        return {
            newsletter.name: Compose(
                newsletter=newsletter,
                sources=(),
                database=self.database,
                clock=self.clock,
                composing=composing,
                control=self.control,
                clock_watch=self.clock_watch,
            )
            for newsletter in NEWSLETTERS
        }

    @cached_property
    def fence(self) -> Fence:
        """What lets this machine send."""
        return Fence(self.database, self.clock, self.process.machine.folder)

    @cached_property
    def deliver_step(self) -> Deliver:
        """The lanes."""
        pictures: Any = NoPictures()
        return Deliver(
            database=self.database,
            clock=self.clock,
            sending=self._sending(),
            revising=self.revising,
            pictures=pictures,
            control=self.control,
            clock_watch=self.clock_watch,
            max_lateness=_lateness(),
        )

    def _sending(self) -> Sending:
        client = ProviderClient(self.around.provider, self.process, self.around.points)
        carrier = SesCarrier(
            clients=SimulatedClients(client=client), monotonic=self.clock.monotonic, batch_size=self.around.batch_size
        )
        return Sending(
            database=self.database,
            clock=self.clock,
            carrier=carrier,
            messages=Messages(database=self.database, links=_LINKS),
            limits=self.around.limits,
            fence=self.fence if self.around.has_fence else None,
            make_calls=self._calls,
            beside=lambda ask: Beside(self.around.scheduler, ask).begin(),
        )

    def _calls(self, carrier: Carrier, clock: Any, most: int) -> Calls:
        del most
        return TaskCalls(self.around.scheduler, carrier, clock, self.around.on_handing_over)

    @cached_property
    def applying(self) -> Applying:
        """Events to rows."""
        return Applying(database=self.database, clock=self.clock, carrier="ses", digests=_DIGESTS)

    @cached_property
    def hear_step(self) -> Hear:
        """The queue of events."""
        queue = EventQueue(
            url="https://queue.test/events", applying=self.applying, client=self.around.stream, executor=InTurn
        )
        return Hear(database=self.database, queue=queue, applying=self.applying)

    @cached_property
    def doubts(self) -> Doubts:
        """The mails in doubt."""
        return Doubts(
            database=self.database,
            clock=self.clock,
            policy=self.around.policy,
            wait=self.around.doubt_wait,
            max_lateness=_lateness(),
        )

    # --- its lines -------------------------------------------------------------------

    def start(self) -> None:
        """Begin, as `syndicate run` does: each newsletter at its hours, delivering and hearing side by side."""
        self._begin("revise", self._revise)
        for newsletter in NEWSLETTERS:
            self._begin(f"{newsletter.name} compose", partial(self._compose, newsletter))
        self._begin("deliver", self._deliver)
        self._begin("hear", self._hear)

    def _begin(self, name: str, line: Callable[[], float]) -> None:
        body = partial(self._go_round, name, line)
        self.bells[name] = self.around.scheduler.spawn(f"{self.process.name} {name}", body, self.process)

    def ring(self, line: str) -> None:
        """Let a line look at once."""
        if line in self.bells:
            self.around.scheduler.wake(self.bells[line])

    def _go_round(self, name: str, line: Callable[[], float]) -> None:
        while True:
            try:
                pause = line()
            except SyndicateError as error:
                self.around.points.note(f"{self.process.name} {name}", f"failed: {error}")
                pause = 90.0
            self.around.scheduler.rest(pause * self.around.points.faults.random.uniform(0.9, 1.1))

    def _revise(self) -> float:
        Revise(database=self.database, revising=self.revising).run(NEVER)
        return LONGEST_PAUSE

    def _compose(self, newsletter: Newsletter) -> float:
        """Compose what is due of a newsletter; the seconds until the next look."""
        if any(composed.edition is not None for composed in self.compose_steps[newsletter.name].run(NEVER)):
            self.around.on_news()
        now = self.clock.now()
        due = following(newsletter.schedule(newsletter.default), now)
        soon = (due.due_at - now).total_seconds() if due is not None else ONE_DAY
        return min(ONE_DAY, soon + self.around.points.faults.random.uniform(0.1, 3.0))

    def _deliver(self) -> float:
        report = self.deliver_step.run(NEVER)
        self.around.on_delivered()
        waits = any(sent.waiting and not sent.is_held for sent in report.sent.values())
        if not (report.failed or waits):
            self._patience = SHORTEST_PAUSE
            return LONGEST_PAUSE  # whoever lets something go rings
        if any(sent.uncertain for sent in report.sent.values()):
            self.ring("hear")  # to look again when events should have come
        pause, self._patience = self._patience, min(2 * self._patience, LAST_PAUSE)
        return pause

    def _hear(self) -> float:
        self.hear_step.run(NEVER)
        report = Settle(database=self.database, doubts=self.doubts, applying=self.applying).run(NEVER)
        if report.resent:
            self.ring("deliver")
        is_news, self._stay = report.stay != self._stay, report.stay
        self._looks = 6 if is_news else self._looks - 1
        pause = 300.0 if report.stay and self._looks > 0 else LONGEST_PAUSE
        return min(pause, 120.0 + self.around.stream.next_in())


def _lateness() -> dict[str, timedelta]:
    return {newsletter.name: newsletter.max_lateness for newsletter in NEWSLETTERS}
