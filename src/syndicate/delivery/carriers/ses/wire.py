"""Connections of botocore whose answers have to be whole in time, however slowly they come.

A socket's own time-out counts from byte to byte, so an answer that drips would hold a call for ever.
"""

from __future__ import annotations

import io
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any

from botocore.awsrequest import (
    AWSHTTPConnection,
    AWSHTTPConnectionPool,
    AWSHTTPSConnection,
    AWSHTTPSConnectionPool,
)

from syndicate.clock import SystemClock

if TYPE_CHECKING:
    import socket

_monotonic = SystemClock().monotonic


def limit_answers(client: Any) -> None:
    """Let a client of botocore's give up each answer that is not whole within its read time-out."""
    # It has no other way to say what its connections are made of.
    client._endpoint.http_session._pool_classes_by_scheme.update(http=_Pool, https=_TlsPool)  # noqa: SLF001


class _Timed:
    timeout: float

    def response_class(self, sock: socket.socket, *given: Any, **named: Any) -> HTTPResponse:
        """What `http.client` makes of an answer that is about to be read, a proxy's to a tunnel too."""
        response = HTTPResponse(sock, *given, **named)
        response.fp = io.BufferedReader(_Arriving(response.fp.detach(), sock, _monotonic() + self.timeout))
        return response


class _Connection(_Timed, AWSHTTPConnection):  # type: ignore[misc]  # botocore's own bases do not fit each other
    pass


class _TlsConnection(_Timed, AWSHTTPSConnection):  # type: ignore[misc]
    pass


class _Pool(AWSHTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(AWSHTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class _Arriving(io.RawIOBase):
    """What comes over a socket, for as long as time is left."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, until: float) -> None:
        super().__init__()
        self._raw, self._sock, self._until = raw, sock, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - _monotonic()
        if left <= 0:
            message = "the answer took longer than the time of a call"
            raise TimeoutError(message)
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
