"""Runs an ASGI application on a socket of ours, in a thread, until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import threading
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

import uvicorn

from syndicate.errors import UnavailableError
from syndicate.web.http.callers import Callers, Network
from syndicate.web.http.connections import BoundedConnection, bounded, turns_away
from syndicate.web.http.door import Door
from syndicate.web.http.open_connections import Limits

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from starlette.types import ASGIApp

#: How long requests under way may take once a stop was asked for, and how long the stop may take in all.
GRACE_SECONDS = 3
STOP_SECONDS = 5.0
#: How long a connection may stay open between two requests.
IDLE_SECONDS = 5

#: How many callers may wait to be let in, and how many are let in before the first of them is looked at.
_BACKLOG = 2_048
_AT_ONCE = 32

#: How often it is said that there are no descriptors left.
_COMPLAIN_EVERY_SECONDS = 60.0

_OUT_OF_DESCRIPTORS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})

log = logging.getLogger("syndicate.web")


class _Server(uvicorn.Server):
    """uvicorn's server, which says by an event that it accepts connections, or that it never will."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_settled = threading.Event()
        self.failure: OSError | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(_Scarcity())
        await super().startup(sockets)
        # asyncio takes one number for both, and tries (and complains) that many times at every turn
        # when there are no descriptors left.
        for listening in sockets or ():
            listening.listen(_BACKLOG)
        self.is_settled.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End within the grace, and whatever is still open then as well."""
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # so that their sockets are closed before the loop is

    def run_on(self, bound: socket.socket) -> None:
        """Serve until told to stop; for a thread."""
        try:
            self.run(sockets=[bound])
        except OSError as error:
            self.failure = error
        finally:
            bound.close()
            self.is_settled.set()


class _Scarcity:
    """Says once a minute that callers cannot be let in, where asyncio writes a traceback for every try."""

    def __init__(self) -> None:
        self._silent_until = 0.0

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, OSError) or error.errno not in _OUT_OF_DESCRIPTORS:
            loop.default_exception_handler(context)
        elif loop.time() >= self._silent_until:
            self._silent_until = loop.time() + _COMPLAIN_EVERY_SECONDS
            log.error("no file descriptors left to let callers in (%s); raise the limit (ulimit -n)", error.strerror)


class Listener:
    """One application on one address, in a daemon thread; the process's signals are left alone.

    Nothing is logged per request: the paths of unsubscribe pages are secrets of readers.
    """

    def __init__(
        self,
        app: ASGIApp,
        host: str,
        port: int,
        *,
        name: str = "web",
        limits: Limits | None = None,
        bound: Door | None = None,
        trusted_proxies: Iterable[Network] | None = None,
    ) -> None:
        """Take an application and where to serve it; port 0 is any free port. ``name`` is the thread's.

        ``bound`` is what `bind` gave for that address, where it had to be taken before there was an application.
        ``trusted_proxies`` are believed when they say who calls; ``None``: none is to be expected.
        """
        self._bound = bound
        self._app = app
        self._connections = bounded(limits or Limits(), Callers(trusted_proxies))
        self._host = host
        self._port = port
        self._name = name
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it listens, without a trailing slash: ``http://127.0.0.1:8000``."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    def start(self) -> None:
        """Bind and serve; returns when connections are accepted.

        Raises:
            UnavailableError: the address is in use, not ours, or not allowed; or the server ended at once.
        """
        bound = self._bound or bind(self._host, self._port)
        self._port = bound.getsockname()[1]
        bound.turns_away = partial(turns_away, self._connections)
        server = _Server(_config(self._app, self._connections))
        thread = threading.Thread(target=server.run_on, args=(bound,), name=self._name, daemon=True)
        thread.start()
        server.is_settled.wait()
        if not server.started:
            thread.join(STOP_SECONDS)
            raise _dead(self.url, server.failure) from server.failure
        self._server, self._thread = server, thread

    def stop(self) -> None:
        """Take no more connections, let requests under way end, and return within `STOP_SECONDS`."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(STOP_SECONDS)
        self._server = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _config(app: ASGIApp, connections: type[BoundedConnection]) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="asyncio",
        interface="asgi3",
        http=connections,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # it would believe them as they stand; connections read them more carefully
        backlog=_AT_ONCE,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _dead(where: str, cause: OSError | None) -> UnavailableError:
    reason = f": {cause.strerror or cause}" if cause else ""
    message = f"the server ended before it accepted connections{reason}"
    hint = "The log may say why; a limit on open files (ulimit -n) that is too low is one reason."
    return UnavailableError(message, code="server-dead", where=where, hint=hint)


def bind(host: str, port: int) -> Door:
    """A socket that listens there, so that the address is taken; port 0 is any free port.

    Raises:
        UnavailableError: the address is in use, not ours, or not allowed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named, because asyncio sets TCP_NODELAY only where it reads TCP there; without it
    # every answer of two writes waits 40 ms for the reader's delayed acknowledgement.
    bound = Door(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        # Listening at once makes the claim exclusive: with SO_REUSEADDR a mere bind is not.
        bound.listen(_BACKLOG)
    except OSError as error:
        bound.close()
        message = f"cannot listen there: {error.strerror or error}"
        raise UnavailableError(
            message,
            code="port-in-use",
            where=f"{host}:{port}",
            hint="Another program may hold this port (a second syndicate?); stop it, or set another one under [web].",
        ) from error
    return bound
