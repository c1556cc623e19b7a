"""The open connections of one listener: how many there may be, whose they are, and who makes room for whom."""

from __future__ import annotations

import resource
from dataclasses import dataclass, field
from enum import Enum, auto
from time import monotonic
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from syndicate.web.http.callers import Caller

#: No listener keeps more connections open than that, however many descriptors there are.
MOST_CONNECTIONS = 500

# Two listeners, each with half as much again on the way out; a quarter is left for databases, pictures and the carrier.
_SHARE_OF_DESCRIPTORS = 4
_SHARE_OF_CALLER = 2
_SHARE_OF_PARTING = 2


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
    were taken. Who loses a place is told ``crowded_out_seconds`` later, so that it is not asked
    for again at once, and may read that for ``parting_seconds``. When ``evictions_per_second`` have
    been made, callers whose share is full are turned away for the rest of the second.
    """

    connections: int = field(default_factory=affordable_connections)
    head_seconds: float = 10.0
    body_seconds: float = 10.0
    answer_seconds: float = 60.0
    crowded_out_seconds: float = 2.0
    parting_seconds: float = 2.0
    slowest_bytes_per_second: int = 500
    evictions_per_second: int = 200

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

    def hurry(self) -> None:
        """Be gone, if on the way out."""


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
        self._second = 0
        self._evictions = 0

    def admits(self, newcomer: HeldConnection) -> bool:
        """Take it in, if need be in place of another."""
        if not self._has_share_left(newcomer.caller) or not self._has_room(newcomer.caller):
            return False
        self._add(newcomer)
        return True

    def gives(self, connection: HeldConnection, caller: Caller | None) -> bool:
        """Count one that is open as that caller's from now on; it stays where it is when the caller's share is full."""
        if caller is not connection.caller and caller != connection.caller:
            if not self._has_share_left(caller):
                return False
            self.leave(connection)
            connection.caller = caller
            self._add(connection)
        return True

    def moved_on(self, connection: HeldConnection) -> None:
        """It has done something: of its caller's, it is now the last to make room."""
        held = self._held.get(connection.caller)
        if held is not None and connection in held:
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
        """It is on its way out; if too many are, the first is to be gone now."""
        self.leave(connection)
        if len(self._parting) >= self.limits.parting:
            first = next(iter(self._parting))
            del self._parting[first]
            first.hurry()
        self._parting[connection] = None

    def turns_away(self, caller: Caller) -> bool:
        """Whether that caller is not even to be looked at, because it comes faster than its own can make room."""
        return self._fills_its_share(caller) and self._evictions_now() >= self.limits.evictions_per_second

    def _add(self, connection: HeldConnection) -> None:
        self._held.setdefault(connection.caller, {})[connection] = None
        self._total += 1

    def _has_share_left(self, caller: Caller | None) -> bool:
        """Whether a caller may have one more, after one of its own made room where that was needed."""
        return not self._fills_its_share(caller) or self._evicts(caller)

    def _fills_its_share(self, caller: Caller | None) -> bool:
        return caller is not None and caller.has_share and len(self._held.get(caller, ())) >= self.limits.per_caller

    def _has_room(self, caller: Caller | None) -> bool:
        if self._total < self.limits.connections:
            return True
        own = self._weight(caller) if caller in self._held and caller is not None else 0
        heaviest_first = sorted(self._held, key=self._weight, reverse=True)
        return any(self._evicts(holder) for holder in heaviest_first if self._weight(holder) >= own)

    def _weight(self, holder: Caller | None) -> int:
        """How many connections a caller holds; those of proxies that have not said for whom stand each for itself."""
        return 1 if holder is None else len(self._held[holder])

    def _evicts(self, holder: Caller | None) -> bool:
        """Have the first of a caller's make room that waits for a request, else the first whose reader is slow."""
        for reason in (Waiting.FOR_REQUEST, Waiting.FOR_READER):
            victim = next((connection for connection in self._held[holder] if connection.waiting is reason), None)
            if victim is not None:
                self._evictions = self._evictions_now() + 1
                victim.evict()
                return True
        return False

    def _evictions_now(self) -> int:
        """How many there were in this second."""
        second = int(monotonic())
        if second != self._second:
            self._second, self._evictions = second, 0
        return self._evictions
