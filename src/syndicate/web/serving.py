"""Runs an ASGI application on a socket of ours, in a thread, until it is told to stop."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import uvicorn

from syndicate.errors import UnavailableError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from starlette.types import ASGIApp

#: How long requests under way may take once a stop was asked for, and how long the stop may take in all.
GRACE_SECONDS = 3
STOP_SECONDS = 5.0

_BACKLOG = 512


class _Server(uvicorn.Server):
    """uvicorn's server, which says by an event that it accepts connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()


class Listener:
    """One application on one address, in a daemon thread; the process's signals are left alone.

    Nothing is logged per request: the paths of unsubscribe pages are secrets of readers.
    """

    def __init__(self, app: ASGIApp, host: str, port: int, *, name: str = "web") -> None:
        """Take an application and where to serve it; port 0 is any free port. ``name`` is the thread's."""
        self._app = app
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
            UnavailableError: the address is in use, not ours, or not allowed.
        """
        bound = _bind(self._host, self._port)
        self._port = bound.getsockname()[1]
        server = _Server(_config(self._app))
        thread = threading.Thread(target=self._serve, args=(server, bound), name=self._name, daemon=True)
        self._server, self._thread = server, thread
        thread.start()
        server.is_up.wait()

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

    @staticmethod
    def _serve(server: _Server, bound: socket.socket) -> None:
        try:
            server.run(sockets=[bound])
        finally:
            bound.close()
            server.is_up.set()


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="asyncio",
        interface="asgi3",
        http="auto",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nothing here depends on the caller's address, so nobody may forge one
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named, because asyncio sets TCP_NODELAY only where it reads TCP there; without it
    # every answer of two writes waits 40 ms for the reader's delayed acknowledgement.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
