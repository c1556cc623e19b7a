"""One exchange with one checked address, under a time limit that nothing on the wire can stretch."""

from __future__ import annotations

import socket
from contextlib import closing, contextmanager, suppress
from threading import Lock, Timer
from typing import TYPE_CHECKING, Self

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping, Sequence

    from urllib3.response import BaseHTTPResponse

    from syndicate.clock import Clock
    from syndicate.net.urls import CheckedUrl


class Deadline:
    """A time limit over connecting, headers and body of any number of exchanges.

    A socket's own time-out starts again with every byte, so a server that drips one byte a second
    would hold us for ever. This one cuts the watched connection when the time is over.
    """

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._ends = clock.monotonic() + seconds
        self._lock = Lock()
        self._watched: socket.socket | None = None
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self.has_passed = False

    def __enter__(self) -> Self:
        """Start the time."""
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it; nothing is cut from here on."""
        self._timer.cancel()

    def remaining(self) -> float:
        """Seconds left, more than zero.

        Raises:
            TimeoutError: there are none.
        """
        left = self._ends - self._clock.monotonic()
        if left <= 0 or self.has_passed:
            self.has_passed = True
            raise TimeoutError
        return left

    def watch(self, connected: socket.socket) -> None:
        """Cut this connection, no longer the one before, when the time is over."""
        with self._lock:
            self._watched = connected
        self.remaining()

    def _cut(self) -> None:
        with self._lock:
            self.has_passed = True
            if self._watched is not None:
                with suppress(OSError):
                    # Not SSLSocket's own shutdown: that drops the TLS state under the reader's hands.
                    socket.socket.shutdown(self._watched, socket.SHUT_RDWR)


@contextmanager
def exchange(
    url: CheckedUrl,
    addresses: Sequence[str],
    *,
    headers: Mapping[str, str],
    deadline: Deadline,
    tls: ssl.SSLContext | None,
    body: bytes | None = None,
) -> Iterator[BaseHTTPResponse]:
    """The answer to a GET, or with a ``body`` to a POST, itself unread, from the first address that takes a connection.

    No name is resolved here and no proxy is used; TLS is verified for the URL's host.

    Raises:
        OSError, http.client.HTTPException, urllib3.exceptions.HTTPError: the connection or the answer broke.
    """
    connection = _connected(url, addresses, deadline, tls)
    try:
        connection.timeout = deadline.remaining()
        method = "GET" if body is None else "POST"
        connection.request(method, url.target, body=body, headers=headers, preload_content=False, decode_content=True)
        with closing(connection.getresponse()) as response:  # it may own the socket by now
            yield response
    finally:
        connection.close()


def _connected(
    url: CheckedUrl, addresses: Sequence[str], deadline: Deadline, tls: ssl.SSLContext | None
) -> HTTPConnection:
    failure: OSError | HTTPError = OSError("no address")
    for position, address in enumerate(addresses):
        # One dead address (often IPv6) may not eat the time of the others.
        share = deadline.remaining() / (len(addresses) - position)
        connection = _connection(url, address, share, tls)
        try:
            connection.connect()
            deadline.watch(connection.sock)
        except (OSError, HTTPError) as error:
            connection.close()
            failure = error
        else:
            return connection
    raise failure


def _connection(url: CheckedUrl, address: str, timeout: float, tls: ssl.SSLContext | None) -> HTTPConnection:
    if url.scheme == "http":
        return HTTPConnection(address, url.port, timeout=timeout)
    # The name is checked by OpenSSL, as server_hostname; urllib3's assert_hostname would turn that off.
    return HTTPSConnection(address, url.port, timeout=timeout, ssl_context=tls, server_hostname=url.host)
