"""A plain HTTP/1.1 server on loopback, cheap enough to stand behind a benchmark."""

from __future__ import annotations

import os
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader
from urllib.parse import unquote

from syndicate.testing.ses.answers import StandInAnswer

_MOST = 80 * 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class StandInRequest:
    """One request; the names of the headers are lower-case, the parts of the path decoded."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    connection: socket.socket

    @property
    def parts(self) -> tuple[str, ...]:
        """The path, part by part."""
        return tuple(unquote(part) for part in self.path.strip("/").split("/"))

    def reset(self) -> None:
        """End the connection as if the other side had crashed."""
        # Lingering for 0 seconds makes the kernel send RST instead of a polite end.
        with suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())


class LoopbackServer:
    """Answers requests, a thread a connection. ``answer`` may say ``None``: then the line goes dead."""

    def __init__(
        self,
        answer: Callable[[StandInRequest], StandInAnswer | None],
        answered: Callable[[StandInRequest], None],
        port: int = 0,
    ) -> None:
        """Take a port of 127.0.0.1, a free one for 0. ``answered`` is called when an answer has left."""
        self._answer = answer
        self._answered = answered
        self._listener = socket.create_server(("127.0.0.1", port), backlog=128)
        self._open: set[socket.socket] = set()
        self.port: int = self._listener.getsockname()[1]

    def start(self) -> None:
        """Take calls from now on."""
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Take no more, and end the connections that clients keep open."""
        for connection in (self._listener, *self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        # A client that went away is what half of the tests here are about.
        with suppress(OSError, ValueError), connection.makefile("rb") as reader:
            while (request := _read(reader, connection)) and self._respond(request):
                pass
        self._open.discard(connection)
        with suppress(OSError):
            connection.close()

    def _respond(self, request: StandInRequest) -> bool:
        """Whether the connection goes on."""
        answer = self._answer(request)
        if answer is None:
            return False
        request.connection.sendall(answer.on_the_wire())
        self._answered(request)
        return not answer.is_cut and request.headers.get("connection", "").lower() != "close"


def _read(reader: BufferedReader, connection: socket.socket) -> StandInRequest | None:
    if not reader.peek(1)[:1].isalpha():  # a TLS handshake, or the end
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
        return None
    first = reader.readline(65537).split()
    headers = {}
    while line := reader.readline(65537).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    if headers.get("expect", "").lower() == "100-continue":
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    length = min(int(headers.get("content-length", "0")), _MOST)
    body = reader.read(length)
    path, _, query = first[1].decode("latin-1").partition("?")
    method = first[0].decode("latin-1")
    is_whole = len(body) == length
    return (
        StandInRequest(method=method, path=path, query=query, headers=headers, body=body, connection=connection)
        if is_whole
        else None
    )
