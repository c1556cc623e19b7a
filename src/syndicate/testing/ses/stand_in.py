"""The server: Amazon SES v2 with a queue of SQS beside it, over real HTTP on loopback."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

from syndicate.clock import Clock, SystemClock
from syndicate.testing.ses.account import SimulatedAccount
from syndicate.testing.ses.answers import StandInAnswer, StandInRefusal, demand, refusal, reply
from syndicate.testing.ses.calls import RestCall, Route, account_routes, query_of, template_routes
from syndicate.testing.ses.events import MailboxFate
from syndicate.testing.ses.faults import AFTER, REFUSALS, EntryFault, FaultMix, SimulatedFault, Step, share_of
from syndicate.testing.ses.http import LoopbackServer, StandInRequest
from syndicate.testing.ses.limits import MAX_INLINE
from syndicate.testing.ses.log import AcceptanceLog
from syndicate.testing.ses.mails import AcceptedMail, CallReader, EntryRefusal, MailPart, SendCall
from syndicate.testing.ses.queue import QueueCalls, QueueRefusal, SimulatedQueue
from syndicate.testing.ses.set_up import SetUpStore
from syndicate.testing.ses.stream import EventStream
from syndicate.testing.ses.templates import TemplateStore

PATH = "/v2/email/outbound-emails"
BULK_PATH = "/v2/email/outbound-bulk-emails"
_SENDING = {PATH: "SendEmail", BULK_PATH: "SendBulkEmail"}

_SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=[^/]+/\d{8}/[^/]+/(ses|sqs)/aws4_request, SignedHeaders=.+, Signature=\w{64}"
)
#: Signature version 4A, for endpoints of several regions: no region in the scope, another algorithm.
_SIGNED_4A = re.compile(
    r"AWS4-ECDSA-P256-SHA256 Credential=[^/]+/\d{8}/ses/aws4_request, SignedHeaders=.+, Signature=\w+"
)


class SesStandIn:
    """The server, as a context manager: ``with SesStandIn() as ses: … ses.url …``.

    ``faults`` are spent one a request that sends, ``None`` for one that goes well; after the last, all go as ``mix``
    has it, or well. ``latency_seconds`` passes before each answer, drawn between the two of a pair. ``log``, a file,
    gets a line for every accepted recipient, on disk before the answer: `read_log`. ``watch`` is called at each `Step`
    with the number of the request, from 1. ``counts_only`` keeps no mail, writes no log and tells no event.

    `account`, `templates`, `set_up`, `queue` and `stream` are what the calls see and may be changed while they come in.
    """

    def __init__(
        self,
        *,
        faults: Iterable[SimulatedFault | None] = (),
        mix: FaultMix | None = None,
        slow_seconds: float = 30.0,
        latency_seconds: float | tuple[float, float] = 0.0,
        log: Path | None = None,
        watch: Callable[[Step, int], None] | None = None,
        clock: Clock | None = None,
        counts_only: bool = False,
        port: int = 0,
    ) -> None:
        """Prepare a server on a port of 127.0.0.1, a free one for 0."""
        clock = self._clock = clock or SystemClock()
        self.account = SimulatedAccount(clock)
        self.templates = TemplateStore()
        self.queue = SimulatedQueue(clock)
        self.stream = EventStream(self.queue, clock)
        self.accepted: list[AcceptedMail] = []
        self.unrendered: list[AcceptedMail] = []
        self.requests = 0
        self.recipients = 0
        self.mix = mix or FaultMix()
        self._faults: Iterator[SimulatedFault | None] = iter(faults)
        self._entry_faults: Iterator[Sequence[EntryFault | None]] = iter(())
        self._spoilt: dict[str, Iterator[SimulatedFault | None]] = {}
        self._slow_seconds = slow_seconds
        self.latency_seconds = latency_seconds
        self._log = AcceptanceLog(log) if log else None
        self._watch = watch or _unwatched
        self._counts_only = counts_only
        self._queues = QueueCalls({self.queue.name: self.queue})
        self.set_up = SetUpStore(self.account)
        routes = (account_routes(self.account), template_routes(self.templates), self.set_up.routes())
        self._routes: list[Route] = [route for group in routes for route in group]
        self._closing = threading.Event()
        self._guard = threading.Lock()
        self._here = threading.local()  # a connection has a thread of its own
        self._server = LoopbackServer(self._answer, self._answered, port)

    def start_over(
        self,
        faults: Iterable[SimulatedFault | None] = (),
        entry_faults: Iterable[Sequence[EntryFault | None]] = (),
    ) -> None:
        """Forget what was accepted and counted, and spend these faults next.

        Each of ``entry_faults`` is for the entries of one bulk call, in their order.
        """
        with self._guard:
            self.accepted.clear()
            self.unrendered.clear()
            self.requests = self.recipients = 0
            self._faults = iter(faults)
            self._entry_faults = iter(entry_faults)

    def spoil(self, operation: str, faults: Iterable[SimulatedFault | None]) -> None:
        """Spend these faults on one operation, such as ``GetAccount``: where nothing is sent, those before its end."""
        self._spoilt[operation] = iter(faults)

    @property
    def url(self) -> str:
        """The endpoint for boto3: ``AWS_ENDPOINT_URL_SESV2`` or ``endpoint_url``; also for its ``sqs`` client."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def queue_url(self) -> str:
        """The queue into which the events come."""
        return str(self._queues.answer("GetQueueUrl", {"QueueName": self.queue.name}, self.url)["QueueUrl"])

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *details: object) -> None:
        self._closing.set()
        self._server.close()

    def _answer(self, request: StandInRequest) -> StandInAnswer | None:
        """Decide about one request; ``None`` when the connection is to end without an answer."""
        if target := request.headers.get("x-amz-target"):
            return self._of_queue(target.rpartition(".")[2], request)
        if request.path in _SENDING and request.method == "POST":
            return self._of_sending(request)
        return self._of_account(request)

    def _answered(self, request: StandInRequest) -> None:
        if request.path in _SENDING:
            self._watch(Step.ANSWERED, self._here.number)

    def _of_queue(self, operation: str, request: StandInRequest) -> StandInAnswer:
        if fault := self._spoiled(operation):
            return REFUSALS[fault]
        try:
            demand(_is_signed(request, "sqs"), "not signed", "MissingAuthenticationTokenException", 403)
            return reply(**self._queues.answer(operation, json.loads(request.body), self.url))
        except StandInRefusal as no:
            return no.answer
        except QueueRefusal as no:
            return _queue_refusal(no)

    def _of_account(self, request: StandInRequest) -> StandInAnswer:
        try:
            demand(_is_signed(request, "ses"), "not signed", "MissingAuthenticationTokenException", 403)
            for route in self._routes:
                names = route.names_in(request.method, request.parts)
                if names is not None:
                    fault = self._spoiled(route.operation)
                    call = RestCall(names=names, query=query_of(request.query), body=_json_in(request.body))
                    return REFUSALS[fault] if fault else route.act(call)
        except StandInRefusal as no:
            return no.answer
        return refusal(HTTPStatus.NOT_FOUND, "UnknownOperationException", f"nothing at {request.method} {request.path}")

    def _of_sending(self, request: StandInRequest) -> StandInAnswer | None:
        with self._guard:
            self.requests += 1
            number = self._here.number = self.requests
            scripted = next(self._faults, None) or next(self._spoilt.get(_SENDING[request.path], iter(())), None)
            fault = scripted or self.mix.of_call(number)
            script = next(self._entry_faults, ()) if request.path == BULK_PATH else ()
        self._watch(Step.RECEIVED, number)
        self._closing.wait(self._latency(number))
        if fault is not None and fault not in AFTER:
            return self._before(fault, request)
        return self._decided(request, number, fault, script)

    def _before(self, fault: SimulatedFault, request: StandInRequest) -> StandInAnswer | None:
        if fault is SimulatedFault.HUNG_BEFORE:
            self._closing.wait(self._slow_seconds)
        if fault in REFUSALS:
            return REFUSALS[fault]
        request.reset()
        return None

    def _decided(
        self,
        request: StandInRequest,
        number: int,
        fault: SimulatedFault | None,
        script: Sequence[EntryFault | None],
    ) -> StandInAnswer | None:
        try:
            body = _sending_body(request)
        except StandInRefusal as no:
            return no.answer
        try:
            call = self._read(request.path, body)
            self.account.check_set(call.configuration_set)
            self._check_single(call)
            self.account.admit(call.recipients)
        except StandInRefusal as no:
            return self._refused(no, body)
        results = self._accept(call, number, script)
        self._watch(Step.ACCEPTED, number)
        return self._spoil(fault, results, request, is_bulk=call.is_bulk)

    def _read(self, path: str, body: Any) -> SendCall:
        reader = CallReader(self.templates, escapes=self.account.escapes_values)
        return reader.bulk(body) if path == BULK_PATH else reader.single(body)

    def _check_single(self, call: SendCall) -> None:
        """In a bulk call each entry is looked at for itself."""
        for mail in call.mails:
            if isinstance(mail, MailPart) and not call.is_bulk:
                self.account.check_addresses(call.sender, mail.recipients)

    def _refused(self, no: StandInRefusal, body: dict[str, Any]) -> StandInAnswer:
        entries = body.get("BulkEmailEntries")
        if not entries or not no.entry or not self.account.bulk_by_entry:
            return no.answer
        return reply(BulkEmailEntryResults=[{"Status": no.entry, "Error": no.message} for _ in entries])

    def _accept(self, call: SendCall, number: int, script: Sequence[EntryFault | None]) -> list[dict[str, str]]:
        stem = f"0102{os.urandom(16).hex()}-{os.urandom(4).hex()}"
        results, taken = [], []
        for index, part in enumerate(call.mails):
            fault = _at(script, index) or (self.mix.of_entry(number, index) if call.is_bulk else None)
            no = self._entry_refusal(call, part, fault)
            message_id = f"{stem}-{index:06d}"
            results.append(_failure(no) if no else {"Status": "SUCCESS", "MessageId": message_id})
            if isinstance(part, MailPart) and (no is None or fault is EntryFault.FAILED_AFTER):
                taken.append((part, message_id))
        self._keep(call, taken, number)
        return results

    def _entry_refusal(
        self, call: SendCall, part: MailPart | EntryRefusal, fault: EntryFault | None
    ) -> EntryRefusal | None:
        if isinstance(part, EntryRefusal):
            return part
        if fault is not None:
            return EntryRefusal(status=fault.status, message=f"simulated: {fault.name.lower()}")
        try:
            self.account.check_addresses(call.sender, part.recipients)
        except StandInRefusal as no:
            return EntryRefusal(status=no.entry, message=no.message)
        return None

    def _keep(self, call: SendCall, taken: Sequence[tuple[MailPart, str]], number: int) -> None:
        with self._guard:
            self.recipients += sum(len(part.recipients) for part, _ in taken)
            if self._counts_only:
                return
            now = self._clock.now()
            mails = [call.accepted(part, message_id, number, now) for part, message_id in taken]
            self.accepted += [mail for mail in mails if mail.fault is None]
            self.unrendered += [mail for mail in mails if mail.fault is not None]
            if self._log:
                self._log.append(mails)
        for mail in mails:
            self._tell(mail)

    def _tell(self, mail: AcceptedMail) -> None:
        is_listed = mail.recipients[0].lower() in self.account.suppressed
        fate = self.stream.fate_of(mail, is_listed=is_listed)
        self.stream.publish(mail, fate)
        reason = {MailboxFate.BOUNCED: "BOUNCE", MailboxFate.COMPLAINED: "COMPLAINT"}.get(fate)
        if reason and not mail.recipients[0].endswith("@simulator.amazonses.com"):
            self.account.suppress(mail.recipients[0], reason)

    def _spoil(
        self, fault: SimulatedFault | None, results: list[dict[str, str]], request: StandInRequest, *, is_bulk: bool
    ) -> StandInAnswer | None:
        good = reply(BulkEmailEntryResults=results) if is_bulk else reply(MessageId=results[0]["MessageId"])
        match fault:
            case SimulatedFault.INTERNAL_AFTER:
                return REFUSALS[fault]
            case SimulatedFault.RESET_AFTER:
                request.reset()
                return None
            case SimulatedFault.SLOW_AFTER:
                self._closing.wait(self._slow_seconds)
            case SimulatedFault.CUT_AFTER:
                return StandInAnswer(status=HTTPStatus.OK, body=good.body, is_cut=True)
            case SimulatedFault.SHORT_AFTER if is_bulk:
                return reply(BulkEmailEntryResults=results[:-1])
            case SimulatedFault.ID_LESS_AFTER | SimulatedFault.SHORT_AFTER:
                return reply()
        return good

    def _latency(self, number: int) -> float:
        if not isinstance(self.latency_seconds, tuple):
            return self.latency_seconds
        shortest, longest = self.latency_seconds
        return shortest + (longest - shortest) * share_of(self.mix.seed, "latency", number)

    def _spoiled(self, operation: str) -> SimulatedFault | None:
        with self._guard:
            fault = next(self._spoilt.get(operation, iter(())), None)
        return fault if fault in REFUSALS else None


def _sending_body(request: StandInRequest) -> dict[str, Any]:
    body = _json_in(request.body)
    is_signed = _is_signed_4a(request) if body.get("EndpointId") else _is_signed(request, "ses")
    demand(is_signed, "not signed", "MissingAuthenticationTokenException", 403)
    template = (body.get("DefaultContent") or body.get("Content") or {}).get("Template") or {}
    is_inline = isinstance(template, dict) and "TemplateContent" in template
    demand(not is_inline or len(request.body) <= MAX_INLINE, f"the call is larger than {MAX_INLINE} bytes")
    return body


def _json_in(body: bytes) -> dict[str, Any]:
    try:
        members = json.loads(body or b"{}")
    except ValueError:
        members = None
    if not isinstance(members, dict):
        raise StandInRefusal(code="SerializationException", message="the body is not a JSON object")
    return members


def _is_signed(request: StandInRequest, service: str) -> bool:
    signed = _SIGNED.fullmatch(request.headers.get("authorization", ""))
    return signed is not None and signed[1] == service


def _is_signed_4a(request: StandInRequest) -> bool:
    return _SIGNED_4A.fullmatch(request.headers.get("authorization", "")) is not None


def _queue_refusal(no: QueueRefusal) -> StandInAnswer:
    body = json.dumps({"__type": f"com.amazonaws.sqs#{no.code}", "message": no.message}).encode()
    return StandInAnswer(status=HTTPStatus.BAD_REQUEST, body=body)


def _failure(no: EntryRefusal) -> dict[str, str]:
    return {"Status": no.status, "Error": no.message}


def _at(script: Sequence[EntryFault | None], index: int) -> EntryFault | None:
    return script[index] if index < len(script) else None


def _unwatched(step: Step, number: int) -> None:
    del step, number
