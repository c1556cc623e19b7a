"""The one scheduler: of all that happens at once it lets one go on, until that rests; and it has the only time.

Each task is a thread, so that real code runs as it stands, but a baton lets one of them run at a time, and the seed
alone says which. So a run with the same seed is the same run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from threading import Lock, Thread
from typing import Protocol

#: The shortest rest, in seconds. Without one a rest may be so short that the sum with the time is the time, and whoever
#: rests until then rests for ever: a machine that slept counts fewer seconds, and so finer ones.
TICK = 1e-6


class KilledError(BaseException):
    """The process that runs this is gone; nobody may catch it, as nobody catches SIGKILL."""


class Owner(Protocol):
    """Whose tasks go when it goes, and rest while its machine sleeps."""

    @property
    def is_dead(self) -> bool:
        """Whether it was killed."""

    @property
    def asleep_until(self) -> float:
        """Until when its machine sleeps, in simulated seconds."""

    @property
    def machine(self) -> object:
        """Where it runs."""


@dataclass(eq=False)
class Task:
    """A thread that runs when it has the baton; ``ticket`` says which of its entries in the queue counts."""

    name: str
    owner: Owner | None
    gate: Lock = field(default_factory=Lock)
    ticket: int = 0
    is_over: bool = False
    is_asleep: bool = False  # its turn came while its machine slept
    is_writing: bool = False  # it holds the database's writer, so it must not rest


class Turns:
    """Lets tasks and timers have their turns in the order of simulated time. ``now`` is in seconds from the start."""

    def __init__(self) -> None:
        """Begin with whoever makes it as the only task."""
        self.now = 0.0
        self.failure: BaseException | None = None
        self.current = self._main = Task("main", None)
        self._main.gate.acquire()
        self._tasks: list[Task] = []
        self._queue: list[tuple[float, int, Task | Callable[[], None], int]] = []
        self._order = count()
        self._is_closing = False

    def at(self, when: float, act: Callable[[], None]) -> None:
        """Do something then; it must neither rest nor touch the database by the product's ways."""
        heappush(self._queue, (when, next(self._order), act, 0))

    def spawn(self, name: str, body: Callable[[], None], owner: Owner | None = None) -> Task:
        """Begin a task, at once or as soon as others rest."""
        task = Task(name, owner)
        task.gate.acquire()
        self._tasks.append(task)
        Thread(target=self._run, args=(task, body), name=name, daemon=True).start()
        self.wake(task)
        return task

    def wake(self, task: Task) -> None:
        """Let a task that rests go on now."""
        if not task.is_over:
            heappush(self._queue, (self.now, next(self._order), task, task.ticket))

    def rest(self, seconds: float) -> None:
        """Let others have their turns, and go on after so long, or when somebody wakes this task.

        Raises:
            KilledError: its process was killed.
        """
        task = self.current
        self._must_live(task)
        task.ticket += 1
        heappush(self._queue, (self.now + max(TICK, seconds), next(self._order), task, task.ticket))
        self._hand_on(task)
        self._must_live(task)

    def kill(self, owner: Owner) -> None:
        """Wake whatever is that one's, so that it finds itself dead."""
        self._tasks = [task for task in self._tasks if not task.is_over]
        for task in self._tasks:
            if task.owner is owner:
                self.wake(task)

    def rouse(self, machine: object) -> None:
        """Wake whatever runs on a machine that slept."""
        for task in self._tasks:
            if task.owner is not None and task.owner.machine is machine and task.is_asleep:
                self.wake(task)

    def fail(self, failure: BaseException) -> None:
        """End the run: the first failure is what it is about."""
        if self.failure is None:
            self.failure = failure
            self.wake(self._main)

    def run(self, until: float) -> None:
        """Let everything happen until then; for whoever made the scheduler.

        Raises:
            BaseException: whatever `fail` was told first.
        """
        while self.now < until and self.failure is None:
            self.rest(until - self.now)
        if self.failure is not None:
            raise self.failure

    def close(self) -> None:
        """End every task, wherever it is."""
        self._is_closing = True
        for task in self._tasks:
            while not task.is_over:
                self.current = task
                task.gate.release()
                self._main.gate.acquire()
        self.current = self._main

    def _must_live(self, task: Task) -> None:
        is_dead = task.owner is not None and task.owner.is_dead
        if is_dead or (self._is_closing and task is not self._main):
            raise KilledError

    def _run(self, task: Task, body: Callable[[], None]) -> None:
        task.gate.acquire()
        try:
            self._must_live(task)
            body()
        except KilledError:
            pass
        except BaseException as error:  # noqa: BLE001 - whatever it is, it ends the run and is raised there
            self.fail(error)
        task.is_over = True
        if self._is_closing:
            self._main.gate.release()
        else:
            self._hand_on(None)

    def _hand_on(self, task: Task | None) -> None:
        following = self._next()
        if following is task:
            return
        self.current = following
        following.gate.release()
        if task is not None:
            task.gate.acquire()

    def _next(self) -> Task:
        """The next task whose turn it is; timers have theirs on the way."""
        while True:
            when, _, following, ticket = heappop(self._queue)
            if isinstance(following, Task):
                if following.is_over or ticket != following.ticket:
                    continue
                if not self._put_off(following, when):
                    following.is_asleep = False
                    self.now = max(self.now, when)
                    return following
            else:
                self.now = max(self.now, when)
                self._act(following)

    def _put_off(self, task: Task, when: float) -> bool:
        """Whether the task's machine sleeps, so that its turn comes later."""
        owner = task.owner
        if owner is None or owner.is_dead or owner.asleep_until <= when:
            return False
        task.is_asleep = True
        heappush(self._queue, (owner.asleep_until, next(self._order), task, task.ticket))
        return True

    def _act(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 - it ends the run and is raised there
            self.fail(error)
