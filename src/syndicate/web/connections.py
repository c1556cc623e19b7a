"""Connections with bounds: how many may be open, and how long each may keep us waiting.

Without them, a few hundred callers who never finish a request take every file descriptor of the
process, and with these the database, the desk and the sending of mails.
"""

from __future__ import annotations

import resource
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.h11_impl import RequestResponseCycle

#: No listener keeps more connections open than that, however many descriptors there are.
MOST_CONNECTIONS = 500

# Two listeners, and as much again for databases, pictures and the carrier.
_SHARE = 4


def affordable_connections() -> int:
    """How many connections one listener may hold: a quarter of the process's descriptors, at most 500."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, max(soft // _SHARE, 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Bounds of one listener's connections, in seconds where they are times.

    A head must be complete ``head_seconds`` after the connection was opened or the last answer
    given, a body ``body_seconds`` after its head, an answer ``answer_seconds`` after its request.
    Who reads an answer slowly gets that time again as long as anything of it was taken.
    """

    connections: int = field(default_factory=affordable_connections)
    head_seconds: float = 10.0
    body_seconds: float = 10.0
    answer_seconds: float = 60.0


class _Stage(Enum):
    HEAD = auto()
    BODY = auto()
    ANSWER = auto()


class Crowd:
    """The open connections of one listener, oldest first."""

    def __init__(self, limits: Limits) -> None:
        """Admit as many as the limits say."""
        self.limits = limits
        self._inside: dict[BoundedConnection, None] = {}

    def __contains__(self, one: BoundedConnection) -> bool:
        return one in self._inside

    def admits(self, newcomer: BoundedConnection) -> bool:
        """Take it in, if need be in place of the one that has waited longest without asking for anything."""
        if len(self._inside) >= self.limits.connections:
            silent = next((one for one in self._inside if one.is_silent), None)
            if silent is None:
                return False
            self.leave(silent)
            silent.transport.abort()
        self._inside[newcomer] = None
        return True

    def leave(self, one: BoundedConnection) -> None:
        """Forget it."""
        self._inside.pop(one, None)


class BoundedConnection(H11Protocol):
    """uvicorn's connection, closed without a word when it keeps us waiting or there are too many."""

    crowd: ClassVar[Crowd]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._timer: asyncio.TimerHandle | None = None
        self._awaited: tuple[_Stage, object] | None = None
        self._unsent = 0

    @property
    def is_silent(self) -> bool:
        """Whether no request is under way."""
        return self._stage() is _Stage.HEAD

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, unless there is no room."""
        super().connection_made(transport)
        if self.crowd.admits(self):
            self._watch()
        else:
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.crowd.leave(self)
        self._stop_timer()
        super().connection_lost(exc)

    def _stage(self) -> _Stage:
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None or cycle.response_complete:
            return _Stage.HEAD
        return _Stage.BODY if cycle.more_body else _Stage.ANSWER

    def _watch(self) -> None:
        """Start the time of a stage when it is entered; what trickles in within it does not prolong it."""
        awaited = (self._stage(), self.cycle)
        if awaited != self._awaited and self in self.crowd:
            self._awaited = awaited
            self._start_timer()

    def _start_timer(self) -> None:
        self._stop_timer()
        self._unsent = self.transport.get_write_buffer_size()
        self._timer = self.loop.call_later(self._seconds(), self._expire)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _seconds(self) -> float:
        limits, stage = self.crowd.limits, self._stage()
        if stage is _Stage.HEAD:
            return limits.head_seconds
        return limits.body_seconds if stage is _Stage.BODY else limits.answer_seconds

    def _expire(self) -> None:
        if 0 < self.transport.get_write_buffer_size() < self._unsent:
            self._start_timer()
        else:
            # Closing would wait for a caller who does not read.
            self.transport.abort()


def bounded(limits: Limits) -> type[BoundedConnection]:
    """The kind of connection that uvicorn is to make for one listener."""
    return type("BoundedConnection", (BoundedConnection,), {"crowd": Crowd(limits)})
