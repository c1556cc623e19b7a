"""Connections with bounds: how many may be open, whose they are, and how long each may keep us waiting.

Without them, a few hundred callers who never finish a request take every file descriptor of the
process, and with these the database, the desk and the sending of mails.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from enum import Enum, auto
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from syndicate.web.http.callers import CALLER
from syndicate.web.http.limited_log import LimitedLog
from syndicate.web.http.open_connections import Limits, OpenConnections, Waiting
from syndicate.web.http.refusals import refusal
from syndicate.web.http.requests import StrictConnection
from syndicate.web.http.unhurried import UnhurriedTransport

if TYPE_CHECKING:
    import asyncio

    from starlette.types import Message, Receive, Scope, Send
    from uvicorn.protocols.http.h11_impl import RequestResponseCycle

    from syndicate.web.http.callers import Caller, Callers

#: Under which name an application finds in a request's scope how to say that its answer lasts: it is open until one
#: side has enough of it, and ends with the listener. Whoever calls that bounds how many such answers there are.
LASTS = "syndicate.lasts"

_CLOSE = (b"connection", b"close")

# uvicorn warns of every request that it cannot read, and of every upgrade; what the application breaks is told.
_server_log = logging.getLogger("syndicate.web.server")
_server_log.setLevel(logging.ERROR)


class _Stage(Enum):
    """Whom a connection waits for: the caller for all but an answer of ours, and when it is crowded out.

    An answer is LASTING from when the application says so: it is open until one side has enough of it.
    """

    HEAD = auto()
    BODY = auto()
    ANSWER = auto()
    LASTING = auto()
    READING = auto()
    CROWDED_OUT = auto()
    PARTING = auto()


# What is answered when the time of a stage is over, if nothing was yet.
_TOO_LATE = {
    _Stage.HEAD: HTTPStatus.REQUEST_TIMEOUT,
    _Stage.BODY: HTTPStatus.REQUEST_TIMEOUT,
    _Stage.ANSWER: HTTPStatus.SERVICE_UNAVAILABLE,
    _Stage.READING: HTTPStatus.REQUEST_TIMEOUT,
    _Stage.CROWDED_OUT: HTTPStatus.SERVICE_UNAVAILABLE,
}


class BoundedConnection(H11Protocol):
    """uvicorn's connection, which ends when it keeps us waiting, when there are too many, or when nonsense comes.

    Whoever has begun a request and has no answer is told why; nothing behind that is read as a request.
    """

    others: ClassVar[OpenConnections]
    callers: ClassVar[Callers]
    malformed: ClassVar[LimitedLog]
    crowded: ClassVar[LimitedLog]
    seconds: ClassVar[Mapping[_Stage, float]]

    conn: StrictConnection

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = StrictConnection()
        self.logger = _server_log
        self.access_log = False
        self._application, self.app = self.app, self._apply
        self.caller: Caller | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._awaited: tuple[_Stage, object] | None = None
        self._taken = 0
        self._ends_at = 0.0
        self._leaving: _Stage | None = None
        self._lasting: RequestResponseCycle | None = None

    @property
    def waiting(self) -> Waiting:
        """Whether it is the caller's turn: to ask, to go on asking, or to read."""
        if self._wire.get_write_buffer_size():
            return Waiting.FOR_READER
        return Waiting.FOR_REQUEST if self._stage() in {_Stage.HEAD, _Stage.BODY} else Waiting.NOT

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, unless there is no room."""
        self._wire = transport
        self._unhurried = UnhurriedTransport(transport, self._close, lambda: self._leaving is not None)
        super().connection_made(cast("asyncio.Transport", self._unhurried))
        self._peer = self.callers.of_peer(self.client[0] if self.client else "")
        self.caller = self._peer if self._peer.has_share else None
        if self.others.admits(self):
            self._awaited = _Stage.HEAD, None
            self._start_timer(_Stage.HEAD)
        else:
            self._crowd_out()

    def data_received(self, data: bytes) -> None:
        """Read on; on the way out, only so that the caller may read."""
        if self._leaving is None:
            super().data_received(data)
            if self._leaving is None:
                self._watch()
        elif self._leaving is _Stage.CROWDED_OUT and self._is_idle():
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        if self._leaving is None:
            self._watch()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request of ours."""
        del msg
        self.malformed.tell(f"a request was refused: {self.conn.fault.words}")
        self._refuse(self.conn.fault.status)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._leaving = _Stage.PARTING
        self.others.leave(self)
        self._stop_timer()
        super().connection_lost(exc)
        self._unhurried.forget()
        self.app = self._application

    def shutdown(self) -> None:
        """End, or after the answer that is under way, unless that would last."""
        if self._leaving or self._stage() is _Stage.LASTING:
            self.abort()
        elif self._active is None:
            self._wire.close()
        else:
            self._active.keep_alive = False

    def evict(self) -> None:
        """Make room: on a proxy's idle connection without a word, because that would be taken for the next answer."""
        if self.waiting is Waiting.FOR_READER:
            self.abort()
        elif self._is_idle() and self.caller is None:
            self._close_quietly()
        else:
            self._crowd_out()

    def hurry(self) -> None:
        """End now, on the way out, with what is left to say said."""
        if self._leaving is _Stage.CROWDED_OUT:
            self._say(HTTPStatus.SERVICE_UNAVAILABLE)
            self._wire.close()
        else:
            self._wire.abort()

    def abort(self) -> None:
        """End at once, whatever is unsaid; closing would wait for a caller who does not read."""
        self.others.leave(self)
        self._wire.abort()

    def _should_upgrade(self) -> bool:
        """Nothing else is spoken here, and who offers it may go on in HTTP/1.1 (RFC 9110 §7.8)."""
        return False

    @property
    def _active(self) -> RequestResponseCycle | None:
        """The request that is under way, from its head to the end of its answer."""
        cycle: RequestResponseCycle | None = self.cycle
        return None if cycle is None or cycle.response_complete else cycle

    async def _apply(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the application answer, unless the request was refused before it could begin.

        When the answer is there before the whole body is, the rest is not waited for.
        """

        async def send_last(message: Message) -> None:
            if message["type"] == "http.response.start" and self.conn.their_state is h11.SEND_BODY:
                message["headers"] = [*(pair for pair in message.get("headers", ()) if pair != _CLOSE), _CLOSE]
            await send(message)

        scope[CALLER] = (self.caller or self._peer).name
        scope[LASTS] = partial(self._last, self._active)
        if self._leaving is None:
            await self._application(scope, receive, send_last if self.conn.their_state is h11.SEND_BODY else send)

    def _stage(self) -> _Stage:
        active = self._active
        if self._leaving:
            return self._leaving
        if active is not None:
            return _Stage.BODY if active.more_body else self._answering(active)
        return _Stage.READING if self._wire.get_write_buffer_size() else _Stage.HEAD

    def _answering(self, active: RequestResponseCycle) -> _Stage:
        return _Stage.LASTING if self._lasting is active else _Stage.ANSWER

    def _last(self, active: RequestResponseCycle | None) -> None:
        """Let that answer last, if it is still the one under way."""
        if active is not None and active is self._active:
            self._lasting = active
            self._watch()

    def _is_idle(self) -> bool:
        return self._active is None and not self.conn.trailing_data[0]

    def _watch(self) -> None:
        """Start the time of a stage when it is entered; what trickles in within it does not prolong it."""
        stage = self._stage()
        if (stage, self.cycle) == self._awaited:
            return
        self._awaited = stage, self.cycle
        if self.others.gives(self, self._caller_now()):
            self.others.moved_on(self)
            self._start_timer(stage)
        else:
            self._crowd_out()

    def _caller_now(self) -> Caller | None:
        if self._active:
            return self.callers.of_request(self._peer, self.headers)
        return self._peer if self._peer.has_share else None

    def _start_timer(self, stage: _Stage) -> None:
        """Let the time of this stage begin. A timer that runs out sooner is kept; it finds out how much is left."""
        self._ends_at = self.loop.time() + self.seconds[stage]
        self._taken = self._unhurried.taken
        if self._timer is None or self._timer.when() > self._ends_at:
            self._stop_timer()
            self._timer = self.loop.call_at(self._ends_at, self._expire)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _expire(self) -> None:
        self._timer = None
        stage = self._stage()
        if self.loop.time() < self._ends_at:
            self._timer = self.loop.call_at(self._ends_at, self._expire)
        elif self._wire.get_write_buffer_size():
            self._go_on_or_abort(stage)
        elif stage is _Stage.LASTING:
            self._start_timer(stage)
        elif stage is _Stage.PARTING:
            self._wire.abort()
        elif stage is _Stage.HEAD and self._is_idle():
            self._close_quietly()
        else:
            self._refuse(_TOO_LATE[stage])

    def _go_on_or_abort(self, stage: _Stage) -> None:
        """Give a reader as much time again, who has taken enough in this one."""
        slowest = self.others.limits.slowest_bytes_per_second
        # Of an answer that lasts there is seldom that much: who takes anything still reads.
        least = 1 if stage is _Stage.LASTING else self.seconds[stage] * slowest
        if self._unhurried.taken - self._taken >= least:
            self._start_timer(stage)
        else:
            self.abort()

    def _crowd_out(self) -> None:
        """Leave the place at once, and say so a little later: else it would be asked for again at once, for ever."""
        self.crowded.tell(f"a caller was answered 503: {self.others.account()}")
        if self._has_begun_to_answer():
            self.abort()
        else:
            self._leave(_Stage.CROWDED_OUT)

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer so and part, unless another answer has begun."""
        if self._has_begun_to_answer():
            self.abort()
        else:
            self._say(status)
            self._part()

    def _has_begun_to_answer(self) -> bool:
        return self._active is not None and self._active.response_started

    def _say(self, status: HTTPStatus) -> None:
        is_head = self._active is not None and self._active.scope["method"] == "HEAD"
        self._unhurried.write(refusal(status, self.server_state.default_headers, is_head=is_head))

    def _close(self) -> None:
        """Close as uvicorn asks, but not before the caller could read the answer."""
        if self._leaving:
            return
        if self.conn.has_unread:
            self._part()
        else:
            self._wire.close()

    def _close_quietly(self) -> None:
        self.others.leave(self)
        self._wire.close()

    def _part(self) -> None:
        """Say no more, and close when the caller does, or after a while; what still comes is thrown away."""
        self._leave(_Stage.PARTING)
        try:
            self._wire.write_eof()
        except OSError:  # the caller has gone
            self._wire.abort()

    def _leave(self, stage: _Stage) -> None:
        """Take no place any more, and do nothing for whoever asked."""
        self._leaving = stage
        self.others.part(self)
        if self._active:
            self._active.disconnected = True
            self._active.message_event.set()
        self._unset_keepalive_if_required()
        self.flow.resume_reading()
        self._start_timer(stage)


def turns_away(connections: type[BoundedConnection], peer: str) -> bool:
    """Whether a connection from there would find no place, so that none need be made."""
    return connections.others.turns_away(connections.callers.of_peer(peer))


def bounded(limits: Limits, callers: Callers) -> type[BoundedConnection]:
    """The kind of connection that uvicorn is to make for one listener."""
    members = {
        "others": OpenConnections(limits),
        "callers": callers,
        "malformed": LimitedLog(),
        "crowded": LimitedLog(),
        "seconds": {
            _Stage.HEAD: limits.head_seconds,
            _Stage.BODY: limits.body_seconds,
            _Stage.ANSWER: limits.answer_seconds,
            _Stage.LASTING: limits.answer_seconds,
            _Stage.READING: limits.answer_seconds,
            _Stage.CROWDED_OUT: limits.crowded_out_seconds,
            _Stage.PARTING: limits.parting_seconds,
        },
    }
    return type("BoundedConnection", (BoundedConnection,), members)
