"""Calls in flight, each in a task of its own as the product has threads; and the real carrier on the simulated wire."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from syndicate.delivery.carriers.ses.client import SesClients
from syndicate.delivery.lanes.calls import AnsweredCall, Call, make
from syndicate.testing.simulator.machines import Process

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.carriers.ses.answers import Break, Fault
    from syndicate.testing.simulator.turns import Task, Turns
    from syndicate.testing.simulator.world.provider import ProviderClient


@dataclass(kw_only=True)
class SimulatedClients(SesClients):
    """Makes the real carrier's calls by the simulated client; what their errors mean is the carrier's to say."""

    client: ProviderClient

    def send_bulk(self, request: Mapping[str, Any], entries: Sequence[str]) -> Mapping[str, Any] | Fault | Break:
        """Hand the request itself over: nothing here goes over a wire."""
        whole: Any = {**request, "BulkEmailEntries": list(map(json.loads, entries))}
        return self.call(lambda client: client.send_bulk_email(**whole))

    def _current(self) -> SESV2Client:
        return cast("SESV2Client", self.client)


@dataclass
class TaskCalls:
    """The calls of one process; ``on_handing_over`` is told each just before."""

    scheduler: Turns
    carrier: Carrier
    clock: Clock
    on_handing_over: Callable[[Call], None]
    _answered: list[AnsweredCall] = field(default_factory=list)
    _waiting: Task | None = None
    _in_flight: int = 0

    def start(self, call: Call) -> None:
        """Let a task make it."""
        self._in_flight += 1
        owner = cast("Process", self.scheduler.current.owner)
        self.scheduler.spawn(f"{owner.name} call", lambda: self._make(call), owner)

    def answered(self, seconds: float) -> list[AnsweredCall]:
        """Those that ended since the last look; waits so long for the first."""
        if not self._answered and seconds > 0:
            self._waiting = self.scheduler.current
            self.scheduler.rest(seconds)
            self._waiting = None
        calls, self._answered = self._answered, []
        self._in_flight -= len(calls)
        return calls

    def close(self) -> None:
        """Nothing to give back: tasks end by themselves."""

    def _make(self, call: Call) -> None:
        if self.clock.elapsed() <= call.start_by:
            self.on_handing_over(call)
        answered = make(call, self.carrier, self.clock)
        self._answered.append(answered)
        if self._waiting is not None:
            self.scheduler.wake(self._waiting)


@dataclass
class Beside:
    """A question in a task of its own, as the product asks it in a thread."""

    scheduler: Turns
    ask: Callable[[], None]
    _task: Task | None = None
    _waiting: Task | None = None

    def begin(self) -> Beside:
        """Ask."""
        owner = cast("Process", self.scheduler.current.owner)
        self._task = self.scheduler.spawn(f"{owner.name} question", self._run, owner)
        return self

    def is_alive(self) -> bool:
        """Whether it is not answered yet."""
        return self._task is not None

    def join(self) -> None:
        """Wait for the answer."""
        while self.is_alive():
            self._waiting = self.scheduler.current
            self.scheduler.rest(60.0)
            self._waiting = None

    def _run(self) -> None:
        self.ask()
        self._task = None
        if self._waiting is not None:
            self.scheduler.wake(self._waiting)


class InTurn(Executor):
    """Runs what is submitted at once: several calls at once would be for the seed to order."""

    def __init__(self, workers: int) -> None:
        """Take any number of workers, and have none."""
        del workers

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run it."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done

    def map(self, fn: Callable[..., Any], *iterables: Iterable[Any], **given: Any) -> Iterator[Any]:
        """Run it for each."""
        del given
        return iter([fn(*each) for each in zip(*iterables, strict=False)])
