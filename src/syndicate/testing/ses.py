"""A small, strict stand-in for the SendEmail call of Amazon SES v2, over real HTTP on loopback.

Made for tests, ours and yours: point boto3 at ``url`` and read ``accepted``. It refuses what
SES's own model refuses, never accepts a request twice by itself, and plays faults that no
emulator has: an answer lost after the mail was taken, above all. It checks that a request is
signed, not by whom. It delivers nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from email import message_from_bytes
from enum import StrEnum
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

PATH = "/v2/email/outbound-emails"

#: Bounds of a message, in bytes, and of its recipients and lines.
MAX_MESSAGE = 40 * 1024 * 1024
MAX_RECIPIENTS = 50
MAX_LINE = 998

_MEMBERS = frozenset(
    {
        "FromEmailAddress",
        "FromEmailAddressIdentityArn",
        "Destination",
        "ReplyToAddresses",
        "FeedbackForwardingEmailAddress",
        "FeedbackForwardingEmailAddressIdentityArn",
        "Content",
        "EmailTags",
        "ConfigurationSetName",
        "EndpointId",
        "TenantName",
        "ListManagementOptions",
        "ConfigurationOverrides",
    }
)
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
_SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=[^/]+/\d{8}/[^/]+/ses/aws4_request, SignedHeaders=.+, Signature=\w{64}"
)
_ADDRESS = re.compile(r"[!-~]+@[!-~]+")


class SimulatedFault(StrEnum):
    """What can go wrong with one request. ``*_AFTER`` means after the mail was accepted."""

    THROTTLE = "throttle"
    THROTTLE_AS_V1 = "throttle as v1"
    DAILY_QUOTA = "daily quota"
    REJECTED = "rejected"
    NOT_VERIFIED = "not verified"
    MAIL_FROM = "mail from"
    SUSPENDED = "suspended"
    PAUSED = "paused"
    BAD_REQUEST = "bad request"
    NO_CONFIGURATION_SET = "no configuration set"
    FORBIDDEN = "forbidden"
    NOT_SES = "not ses"
    INTERNAL_BEFORE = "500 before"
    INTERNAL_AFTER = "500 after"
    UNAVAILABLE = "503"
    REQUEST_TIMEOUT = "request timeout"
    RESET_BEFORE = "reset before"
    RESET_AFTER = "reset after"
    SLOW_AFTER = "slow after"
    CUT_AFTER = "cut after"
    ID_LESS_AFTER = "id-less after"


class Step(StrEnum):
    """A moment in the life of a request, for whoever watches."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ANSWERED = "answered"


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptedMail:
    """A mail that SES would now have: for a reader, this one is on its way."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    content: bytes
    tags: Mapping[str, str]
    configuration_set: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Answer:
    status: int
    body: bytes
    code: str = ""
    is_cut: bool = False


class _Refusal(Exception):  # noqa: N818  # an answer, not an error of ours
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.answer = _refusal(status, code, message)


def _refusal(status: int, code: str, message: str) -> _Answer:
    return _Answer(status=status, code=code, body=json.dumps({"message": message}).encode())


_UNVERIFIED = "Email address is not verified. The following identities failed the check in region EU-WEST-1: "

_REFUSALS: Mapping[SimulatedFault, _Answer] = {
    SimulatedFault.THROTTLE: _refusal(429, "TooManyRequestsException", "Maximum sending rate exceeded."),
    SimulatedFault.THROTTLE_AS_V1: _refusal(400, "Throttling", "Maximum sending rate exceeded."),
    SimulatedFault.DAILY_QUOTA: _refusal(429, "TooManyRequestsException", "Daily message quota exceeded."),
    SimulatedFault.REJECTED: _refusal(400, "MessageRejected", "Message contains a virus."),
    SimulatedFault.NOT_VERIFIED: _refusal(400, "MessageRejected", _UNVERIFIED + "news@example.com"),
    SimulatedFault.MAIL_FROM: _refusal(
        400, "MailFromDomainNotVerifiedException", "The MAIL FROM domain is not verified."
    ),
    SimulatedFault.SUSPENDED: _refusal(400, "AccountSuspendedException", "Sending for this account is suspended."),
    SimulatedFault.PAUSED: _refusal(400, "SendingPausedException", "Sending is paused for this account."),
    SimulatedFault.BAD_REQUEST: _refusal(400, "BadRequestException", "Illegal address"),
    SimulatedFault.NO_CONFIGURATION_SET: _refusal(404, "NotFoundException", "Configuration set <news> does not exist."),
    SimulatedFault.FORBIDDEN: _refusal(
        403, "AccessDeniedException", "User is not authorized to perform ses:SendRawEmail"
    ),
    SimulatedFault.NOT_SES: _Answer(status=404, body=b"<html>nothing here</html>"),
    SimulatedFault.INTERNAL_BEFORE: _refusal(500, "InternalServiceErrorException", "Internal failure"),
    SimulatedFault.INTERNAL_AFTER: _refusal(500, "InternalServiceErrorException", "Internal failure"),
    SimulatedFault.REQUEST_TIMEOUT: _refusal(400, "RequestTimeout", "The request was not read in time."),
    SimulatedFault.UNAVAILABLE: _Answer(status=503, body=b"no healthy upstream"),
}

_AFTER = frozenset(fault for fault in SimulatedFault if fault.name.endswith("_AFTER"))


class SesStandIn:
    """The server, as a context manager: ``with SesStandIn() as ses: … ses.url …``.

    ``faults`` are spent one a request, ``None`` for a request that goes well; after the last,
    all go well. ``log``, a file, gets a line of JSON for every accepted mail, on disk before
    the answer. ``watch`` is called at each `Step` with the number of the request, from 1.
    """

    def __init__(
        self,
        *,
        faults: Iterable[SimulatedFault | None] = (),
        slow_seconds: float = 30.0,
        log: Path | None = None,
        watch: Callable[[Step, int], None] | None = None,
    ) -> None:
        """Prepare a server on a free port of 127.0.0.1."""
        self.accepted: list[AcceptedMail] = []
        self.requests = 0
        self._faults: Iterator[SimulatedFault | None] = iter(faults)
        self._slow_seconds = slow_seconds
        self._log = log
        self._watch = watch or _unwatched
        self._closing = threading.Event()
        self._guard = threading.Lock()
        self._server = _Server(self)

    def start_over(self, faults: Iterable[SimulatedFault | None] = ()) -> None:
        """Forget what was accepted and counted, and spend these faults next."""
        with self._guard:
            self.accepted.clear()
            self.requests = 0
            self._faults = iter(faults)

    @property
    def url(self) -> str:
        """The endpoint for boto3: ``AWS_ENDPOINT_URL_SESV2`` or ``endpoint_url``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *details: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()

    def answer(self, path: str, headers: Mapping[str, str], body: bytes, connection: socket.socket) -> _Answer | None:
        """Decide about one request; ``None`` when the connection is to end without an answer."""
        with self._guard:
            self.requests += 1
            number = self.requests
            fault = next(self._faults, None)
        self._watch(Step.RECEIVED, number)
        if fault is not None and fault in _REFUSALS and fault not in _AFTER:
            return _REFUSALS[fault]
        if fault is SimulatedFault.RESET_BEFORE:
            _reset(connection)
            return None
        try:
            mail = _read(path, headers, body)
        except _Refusal as refusal:
            return refusal.answer
        mail_id = self._accept(mail)
        self._watch(Step.ACCEPTED, number)
        return self._spoil(fault, mail_id, connection)

    def answered(self) -> None:
        """Note that an answer has left."""
        self._watch(Step.ANSWERED, self.requests)

    def _accept(self, mail: AcceptedMail) -> str:
        with self._guard:
            self.accepted.append(mail)
            if self._log:
                _append(self._log, mail)
        return mail.message_id

    def _spoil(self, fault: SimulatedFault | None, message_id: str, connection: socket.socket) -> _Answer | None:
        body = json.dumps({"MessageId": message_id}).encode()
        match fault:
            case SimulatedFault.INTERNAL_AFTER:
                return _REFUSALS[fault]
            case SimulatedFault.RESET_AFTER:
                _reset(connection)
                return None
            case SimulatedFault.SLOW_AFTER:
                self._closing.wait(self._slow_seconds)
            case SimulatedFault.CUT_AFTER:
                return _Answer(status=200, body=body, is_cut=True)
            case SimulatedFault.ID_LESS_AFTER:
                body = b"{}"
        return _Answer(status=200, body=body)


def _read(path: str, headers: Mapping[str, str], body: bytes) -> AcceptedMail:
    _demand(path == PATH, "UnknownOperationException", f"nothing at {path}", status=404)
    _demand(
        _SIGNED.fullmatch(headers.get("Authorization", "")), "MissingAuthenticationTokenException", "not signed", 403
    )
    try:
        request = json.loads(body)
    except ValueError:
        request = None
    _demand(isinstance(request, dict), "SerializationException", "the body is not a JSON object")
    unknown = set(request) - _MEMBERS
    _demand(not unknown, "BadRequestException", f"unknown members {sorted(unknown)}")
    content = _content(request.get("Content"))
    return AcceptedMail(
        message_id=f"0102{os.urandom(16).hex()}-{os.urandom(4).hex()}-000000",
        sender=_sender(request.get("FromEmailAddress"), content),
        recipients=_recipients(request.get("Destination")),
        content=content,
        tags=_tags(request.get("EmailTags", [])),
        configuration_set=request.get("ConfigurationSetName"),
    )


def _content(content: Any) -> bytes:
    _demand(
        isinstance(content, dict) and set(content) == {"Raw"}, "BadRequestException", "only Content.Raw is played here"
    )
    try:
        raw = base64.b64decode(content["Raw"]["Data"], validate=True)
    except (KeyError, TypeError, binascii.Error):
        raw = b""
    _demand(raw, "BadRequestException", "Content.Raw.Data is not base64")
    _demand(len(raw) <= MAX_MESSAGE, "BadRequestException", "the message is too large")
    _demand(max(map(len, raw.splitlines())) <= MAX_LINE, "BadRequestException", f"a line is longer than {MAX_LINE}")
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    _demand(head.isascii(), "BadRequestException", "a header is not ASCII")
    return raw


def _sender(given: Any, content: bytes) -> str:
    header = message_from_bytes(content)["From"]
    _demand(header, "BadRequestException", "Missing required header 'From'.")
    _demand(given is None or _is_address(given), "BadRequestException", "FromEmailAddress is no address")
    return str(given or header)


def _recipients(destination: Any) -> tuple[str, ...]:
    lists = destination.values() if isinstance(destination, dict) else ()
    recipients = tuple(address for addresses in lists for address in addresses)
    _demand(
        0 < len(recipients) <= MAX_RECIPIENTS, "BadRequestException", f"1 to {MAX_RECIPIENTS} recipients are needed"
    )
    _demand(all(map(_is_address, recipients)), "BadRequestException", "Illegal address")
    return recipients


def _tags(tags: Any) -> dict[str, str]:
    found = {tag["Name"]: tag["Value"] for tag in tags}
    legal = all(_TAG.fullmatch(text) for pair in found.items() for text in pair)
    _demand(legal and len(found) == len(tags), "BadRequestException", "Invalid tag name or value")
    return found


def _is_address(text: Any) -> bool:
    return isinstance(text, str) and _ADDRESS.fullmatch(text) is not None


def _demand(is_so: object, code: str, message: str, status: int = HTTPStatus.BAD_REQUEST) -> None:
    if not is_so:
        raise _Refusal(status, code, message)


def _append(log: Path, mail: AcceptedMail) -> None:
    line = json.dumps({**asdict(mail), "content": base64.b64encode(mail.content).decode()})
    with log.open("a") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def _reset(connection: socket.socket) -> None:
    # Lingering for 0 seconds makes the kernel send RST instead of a polite end.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())


def _unwatched(step: Step, number: int) -> None:
    del step, number


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet, or every answer costs a delayed ACK
    server: _Server

    def do_POST(self) -> None:  # the name is http.server's
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = self.server.owner.answer(self.path, dict(self.headers), body, self.connection)
        if answer is None:
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer.body)))
        if answer.code:
            self.send_header("x-amzn-ErrorType", answer.code)
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if answer.is_cut else answer.body)
        self.wfile.flush()
        self.close_connection = self.close_connection or answer.is_cut
        self.server.owner.answered()

    def log_message(self, *details: object) -> None:
        """Say nothing: a test's output is its own."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, owner: SesStandIn) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.owner = owner
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what half the tests here are about."""

    def hang_up(self) -> None:
        """End the connections that clients keep open."""
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
