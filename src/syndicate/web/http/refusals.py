"""Answers below the application: short, complete, and the last on their connection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from starlette.datastructures import MutableHeaders

from syndicate.web.http.conditional import NO_STORE
from syndicate.web.http.headers import harden

#: How long a caller should wait after it was refused for lack of room.
RETRY_AFTER_SECONDS = 10

_WORDS: Mapping[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "The request is not well-formed.",
    HTTPStatus.REQUEST_TIMEOUT: "The request took too long to arrive.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The head of the request is too large.",
    HTTPStatus.NOT_IMPLEMENTED: "The only transfer coding here is chunked.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too much is going on. Please try again in a moment.",
    HTTPStatus.HTTP_VERSION_NOT_SUPPORTED: "Only HTTP of version 1 is spoken here.",
}


def refusal(status: HTTPStatus, common: Iterable[tuple[bytes, bytes]], *, is_head: bool) -> bytes:
    """An answer as bytes, with the headers that all answers have; without a body for a HEAD request."""
    body = f"{_WORDS[status]}\n".encode()
    headers = MutableHeaders(raw=list(common))
    headers["content-type"] = "text/plain; charset=utf-8"
    headers["content-length"] = str(len(body))
    headers["cache-control"] = NO_STORE
    headers["connection"] = "close"
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers["retry-after"] = str(RETRY_AFTER_SECONDS)
    harden(headers)
    first = f"HTTP/1.1 {status.value} {status.phrase}".encode()
    lines = [first, *(name + b": " + value for name, value in headers.raw)]
    return b"\r\n".join([*lines, b"", b"" if is_head else body])
