"""A web server of others, on loopback, that answers exactly as it is told, however wrong."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    import ssl

#: The bytes of an answer, or what to do with the connection once the request was read.
Answer = bytes | Callable[[socket.socket], None]


def http(status: str, *headers: str, body: bytes = b"", length: int | None = None) -> bytes:
    """A whole answer as it goes over the wire."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def is_whole(request: bytes) -> bool:
    """Whether a request has come with its body: who closes with some of it unread takes the answer back by a reset."""
    head, end, body = request.partition(b"\r\n\r\n")
    said = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    return bool(end) and len(body) >= int(said[1] if said else 0)


class Answers(Protocol):
    """What a server answers to each target: a table, or a site that thinks."""

    def get(self, target: str, default: Answer, /) -> Answer:
        """The answer to a request for that path and query."""


class ForeignHost:
    """Listens on a free port of 127.0.0.1 until left; keeps every request's head as text, and its body."""

    def __init__(self, answers: Answers, *, tls: ssl.SSLContext | None = None) -> None:
        self.answers: Any = answers  # a table, or what else answers: tests exchange what is in it
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.requests: list[str] = []
        self.bodies: list[bytes] = []
        self.port: int = self._listener.getsockname()[1]

    def url(self, path: str, *, host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._listener, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(timeout=10)

    def _start(self, act: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=act, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._open.append(connection)
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            secured = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
            self._open.append(secured)
            with secured:
                self._answer(secured)

    def _answer(self, connection: socket.socket) -> None:
        request = b""
        while not is_whole(request):
            part = connection.recv(4096)
            if not part:
                return
            request += part
        head, _, body = request.partition(b"\r\n\r\n")
        text = head.decode("latin-1") + "\r\n\r\n"
        self.requests.append(text)
        self.bodies.append(body)
        answer = self.answers.get(text.split(" ")[1], http("404 Not Found"))
        if callable(answer):
            answer(connection)
        else:
            connection.sendall(answer)
