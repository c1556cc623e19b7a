"""Requests read strictly: what two readers could understand in two ways is refused, and nothing is read after it.

h11 keeps to RFC 9112 where that says MUST, and is lenient beyond: it takes both lengths of a body, lines that end in
LF alone, folded lines, and as many headers and chunks as somebody cares to send.
"""

from __future__ import annotations

import re
from enum import Enum
from http import HTTPStatus

import h11

#: The longest head, in bytes; the most header lines in it.
MOST_HEAD_BYTES = 16_384
MOST_HEADERS = 100

#: The most chunks that a body may come in, and the most bytes that may stand around their contents (RFC 9112 §7.1.1).
MOST_CHUNKS = 1_000
MOST_FRAMING_BYTES = 32_768

_CODING_ON_TOP = re.compile(rb"\ntransfer-encoding:[^\r]*,[ \t]*chunked[ \t]*\r", re.IGNORECASE)
_HOST = re.compile(rb"[A-Za-z0-9._~!$&'()*+,;=%:\[\]-]*")
_ABSOLUTE = re.compile(rb"https?://([^/?#]*)(/?.*)", re.IGNORECASE | re.DOTALL)


class RequestFault(Enum):
    """What is wrong with a request: the status that answers it, and words for the log."""

    MALFORMED = HTTPStatus.BAD_REQUEST, "not well-formed HTTP"
    LINE_ENDS = HTTPStatus.BAD_REQUEST, "lines that end in LF or CR alone, or are folded"
    TWO_LENGTHS = HTTPStatus.BAD_REQUEST, "more than one statement of the body's length"
    TARGET = HTTPStatus.BAD_REQUEST, "a target or Host that no address of ours has"
    FRAMING = HTTPStatus.BAD_REQUEST, "a body in too many chunks, or with too much around them"
    TOO_LARGE = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "a head that is too large"
    CODING = HTTPStatus.NOT_IMPLEMENTED, "a transfer coding besides chunked"
    VERSION = HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "another version than HTTP/1"

    @property
    def status(self) -> HTTPStatus:
        """What to answer."""
        return self.value[0]

    @property
    def words(self) -> str:
        """What to say in the log; nothing that the caller wrote, because a target may be a reader's token."""
        return self.value[1]


class StrictConnection(h11.Connection):
    """h11's connection of a server. After a fault that it raises, `fault` says which; it must not be read on."""

    def __init__(self) -> None:
        super().__init__(h11.SERVER, MOST_HEAD_BYTES)
        self.fault = RequestFault.MALFORMED
        self._framing = 0
        self._chunks = 0

    @property
    def has_unread(self) -> bool:
        """Whether there is more of this request, or another one behind it, than was read."""
        return self.their_state in {h11.SEND_BODY, h11.ERROR} or bool(self.trailing_data[0])

    def receive_data(self, data: bytes) -> None:
        """Take bytes from the network."""
        self._framing += len(data)
        super().receive_data(data)

    def next_event(self) -> type[h11.NEED_DATA | h11.PAUSED] | h11.Event:
        """The next event.

        Raises:
            h11.RemoteProtocolError: the request is not one that we read.
        """
        head = self.trailing_data[0] if self.their_state is h11.IDLE else b""
        try:
            event = super().next_event()
        except h11.RemoteProtocolError as error:
            self.fault = _fault_of(error, head) if head else RequestFault.FRAMING
            raise
        if isinstance(event, h11.Request):
            return self._request(event, head)
        if isinstance(event, h11.Data) or event is h11.NEED_DATA:
            self._mind_framing(event)
        return event

    def _request(self, request: h11.Request, received: bytes) -> h11.Request:
        behind = len(self.trailing_data[0])
        self._framing, self._chunks = behind, 0
        head = received[: len(received) - behind]
        self._refuse_if(_fault_of_head(head, request))
        target = _origin_form(request, head)
        self._refuse_if(None if target else RequestFault.TARGET)
        if target == request.target:
            return request
        return h11.Request(
            method=request.method, target=target, headers=request.headers, http_version=request.http_version
        )

    def _mind_framing(self, event: h11.Event | type[h11.NEED_DATA]) -> None:
        if isinstance(event, h11.Data):
            self._framing -= len(event.data)
            self._chunks += event.chunk_end
            self._refuse_if(RequestFault.FRAMING if self._chunks > MOST_CHUNKS else None)
        elif self.their_state is h11.SEND_BODY:
            self._refuse_if(RequestFault.FRAMING if self._framing > MOST_FRAMING_BYTES else None)

    def _refuse_if(self, fault: RequestFault | None) -> None:
        if fault is not None:
            self.fault = fault
            raise h11.RemoteProtocolError(fault.words, error_status_hint=fault.status)


def _fault_of(error: h11.RemoteProtocolError, head: bytes) -> RequestFault:
    """What h11 found; a coding that we do not know is 501 only where the body has an end (RFC 9112 §6.1, §6.3)."""
    if error.error_status_hint == RequestFault.TOO_LARGE.status:
        return RequestFault.TOO_LARGE
    if error.error_status_hint == RequestFault.CODING.status and _CODING_ON_TOP.search(head):
        return RequestFault.CODING
    return RequestFault.MALFORMED


def _fault_of_head(head: bytes, request: h11.Request) -> RequestFault | None:
    """The first fault of a head that h11 has taken. Every request comes by here, so it is looked at by plain search."""
    lowered = head.lower()
    if not request.http_version.startswith(b"1."):
        return RequestFault.VERSION
    lines = head.count(b"\r\n")
    if not lines == head.count(b"\n") == head.count(b"\r") or b"\n " in head or b"\n\t" in head:
        return RequestFault.LINE_ENDS
    if lines > MOST_HEADERS + 2 or len(head) > MOST_HEAD_BYTES:  # the first line and the empty one are no headers
        return RequestFault.TOO_LARGE
    if _has_two_lengths(lowered, request):
        return RequestFault.TWO_LENGTHS
    return None if _is_host(lowered, request) else RequestFault.TARGET


def _has_two_lengths(lowered: bytes, request: h11.Request) -> bool:
    """Whether two readers could find two ends of the body (RFC 9112 §6.1, §6.3; RFC 9110 §8.6)."""
    lengths = lowered.count(b"\ncontent-length:")
    if b"\ntransfer-encoding:" in lowered:
        return lengths > 0 or request.http_version == b"1.0"
    return lengths > 1 or (lengths == 1 and b"," in _value(lowered, b"content-length"))


def _is_host(lowered: bytes, request: h11.Request) -> bool:
    """Whether it names its host as it must (RFC 9112 §3.2); that HTTP/1.1 names one, h11 has seen."""
    return bool(_HOST.fullmatch(_value(lowered, b"host"))) and (
        request.http_version in {b"1.0", b"1.1"} or b"\nhost:" in lowered
    )


def _value(lowered: bytes, name: bytes) -> bytes:
    """The value of the first header of that name, empty where there is none."""
    return lowered.partition(b"\n" + name + b":")[2].partition(b"\r")[0].strip(b" \t")


def _origin_form(request: h11.Request, head: bytes) -> bytes:
    """The target as a path, of an absolute one where its host is the request's own; empty where it has no path.

    The host of an absolute target would have to replace the other (RFC 9112 §3.2.2), so the two must be the same.
    """
    target: bytes = request.target
    if target.startswith(b"/") or (target == b"*" and request.method == b"OPTIONS"):
        return target
    absolute = _ABSOLUTE.fullmatch(target)
    if absolute is None or absolute[1].lower() != _value(head.lower(), b"host"):
        return b""
    return absolute[2] if absolute[2].startswith(b"/") else b"/" + absolute[2]
