"""The open connections of one listener: how many there may be, whose they are, and who makes room for whom."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from syndicate.web.http.callers import Caller

#: No listener keeps more connections open than that, however many descriptors there are.
MOST_CONNECTIONS = 500

# Two listeners, and as much again for databases, pictures and the carrier.
_SHARE_OF_DESCRIPTORS = 4
_SHARE_OF_CALLER = 2
_SHARE_OF_PARTING = 8


def affordable_connections() -> int:
    """How many connections one listener may hold: a quarter of the process's descriptors, at most 500."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return min(MOST_CONNECTIONS, max(soft // _SHARE_OF_DESCRIPTORS, 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Bounds of one listener's connections, in seconds where they are times.

    A head must be complete ``head_seconds`` after the connection was opened or the last answer
    given, a body ``body_seconds`` after its head, an answer ``answer_seconds`` after its request.
    Who reads an answer slowly gets that time again as long as ``slowest_bytes_per_second`` of it
    were taken. Who was refused may read that for ``parting_seconds``.
    """

    connections: int = field(default_factory=affordable_connections)
    head_seconds: float = 10.0
    body_seconds: float = 10.0
    answer_seconds: float = 60.0
    parting_seconds: float = 2.0
    slowest_bytes_per_second: int = 500

    @property
    def per_caller(self) -> int:
        """The share of one caller: a half, so that nobody fills the listener alone."""
        return max(self.connections // _SHARE_OF_CALLER, 1)

    @property
    def parting(self) -> int:
        """How many connections may be on their way out besides."""
        return max(self.connections // _SHARE_OF_PARTING, 1)


class Waiting(Enum):
    """Whether a connection waits for its caller, so that it may have to make room."""

    NOT = auto()
    FOR_REQUEST = auto()
    FOR_READER = auto()


class HeldConnection(Protocol):
    """What is asked of a connection here. ``caller`` is ``None`` while a proxy has not said for whom it is."""

    caller: Caller | None

    @property
    def waiting(self) -> Waiting:
        """For what."""

    def evict(self) -> None:
        """Make room."""

    def abort(self) -> None:
        """End at once."""


class OpenConnections:
    """The open connections by caller, the one that has stood longest where it stands first.

    When a caller's share is full, its own connections that wait for it make room for its next one.
    When the listener is full, those do of whoever holds the most, but of nobody who holds less
    than the newcomer's caller. What waits for nobody but us is never ended for another.
    """

    def __init__(self, limits: Limits) -> None:
        """Admit as many as the limits say."""
        self.limits = limits
        self._total = 0
        self._held: dict[Caller | None, dict[HeldConnection, None]] = {}
        self._parting: dict[HeldConnection, None] = {}

    def __contains__(self, connection: HeldConnection) -> bool:
        return connection in self._held.get(connection.caller, ())

    def admits(self, newcomer: HeldConnection) -> bool:
        """Take it in, if need be in place of another."""
        if not self._has_share_left(newcomer.caller) or not self._has_room(newcomer.caller):
            return False
        self._add(newcomer)
        return True

    def gives(self, connection: HeldConnection, caller: Caller | None) -> bool:
        """Count one that is open as that caller's from now on; it stays where it is when the caller's share is full."""
        if caller != connection.caller:
            if not self._has_share_left(caller):
                return False
            self.leave(connection)
            connection.caller = caller
            self._add(connection)
        return True

    def moved_on(self, connection: HeldConnection) -> None:
        """It has done something: of its caller's, it is now the last to make room."""
        held = self._held[connection.caller]
        del held[connection]
        held[connection] = None

    def account(self) -> str:
        """How many are open, and who holds most of them, for the log."""
        most = max(self._held, key=self._weight, default=None)
        held, name = self._weight(most), most.name if most else "a proxy"
        return (
            f"{self._total} of {self.limits.connections} connections are open, {held} of them from {name}; "
            f"a caller's share is {self.limits.per_caller}"
        )

    def leave(self, connection: HeldConnection) -> None:
        """Forget it."""
        held = self._held.get(connection.caller, {})
        if connection in held:
            del held[connection]
            self._total -= 1
            if not held:
                del self._held[connection.caller]
        self._parting.pop(connection, None)

    def part(self, connection: HeldConnection) -> None:
        """It will be closed as soon as its caller has read why; if too many are at that, the first is ended now."""
        self.leave(connection)
        if len(self._parting) >= self.limits.parting:
            first = next(iter(self._parting))
            del self._parting[first]
            first.abort()
        self._parting[connection] = None

    def _add(self, connection: HeldConnection) -> None:
        self._held.setdefault(connection.caller, {})[connection] = None
        self._total += 1

    def _has_share_left(self, caller: Caller | None) -> bool:
        """Whether a caller may have one more, after one of its own made room where that was needed."""
        if caller is None or not caller.has_share or len(self._held.get(caller, ())) < self.limits.per_caller:
            return True
        return _evicts(self._held[caller])

    def _has_room(self, caller: Caller | None) -> bool:
        if self._total < self.limits.connections:
            return True
        own = self._weight(caller) if caller in self._held and caller is not None else 0
        return any(_evicts(self._held[holder]) for holder in self._heaviest_first() if self._weight(holder) >= own)

    def _heaviest_first(self) -> Iterator[Caller | None]:
        # A copy, because evicting changes what is iterated.
        return iter(sorted(self._held, key=self._weight, reverse=True))

    def _weight(self, holder: Caller | None) -> int:
        """How many connections a caller holds; those of proxies that have not said for whom stand each for itself."""
        return 1 if holder is None else len(self._held[holder])


def _evicts(held: dict[HeldConnection, None]) -> bool:
    """Have the first make room that waits for a request, else the first whose reader is slow."""
    for reason in (Waiting.FOR_REQUEST, Waiting.FOR_READER):
        victim = next((connection for connection in held if connection.waiting is reason), None)
        if victim is not None:
            victim.evict()
            return True
    return False
