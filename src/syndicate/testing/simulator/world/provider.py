"""The provider: what it accepted is the truth that all ledgers are held against."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, ReadTimeoutError

from syndicate.testing.simulator.faults import CallFate, EntryFate

if TYPE_CHECKING:
    from syndicate.testing.simulator.faults import Faults
    from syndicate.testing.simulator.machines import Process
    from syndicate.testing.simulator.points import Points
    from syndicate.testing.simulator.turns import Turns

#: How an article is named in the text of a mail.
MARK = re.compile(r"\[article ([a-z0-9-]+)\]")
#: A call's way there and back, in simulated seconds.
ON_THE_WAY = (0.02, 0.2)
#: After so long without an answer the product gives a call up.
PATIENCE = 30.0
DAY = 86_400.0
_URL = "https://email.test"
_STATUSES = {
    EntryFate.ACCEPTED: "SUCCESS",
    EntryFate.REFUSED: "MESSAGE_REJECTED",
    EntryFate.LATER: "TRANSIENT_FAILURE",
    EntryFate.FAILED_BEFORE: "FAILED",
    EntryFate.FAILED_AFTER: "FAILED",
}
_ACCEPTING = frozenset({EntryFate.ACCEPTED, EntryFate.FAILED_AFTER})
_BEFORE = frozenset({CallFate.LOST_BEFORE, CallFate.HANGS_BEFORE, CallFate.BROKEN_BEFORE})
_DOUBTFUL = frozenset(
    {
        CallFate.LOST_BEFORE,
        CallFate.LOST_AFTER,
        CallFate.HANGS_BEFORE,
        CallFate.HANGS_AFTER,
        CallFate.BROKEN_BEFORE,
        CallFate.BROKEN_AFTER,
        CallFate.CUT,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SentMail:
    """A mail that the provider accepted: when it was handed over and taken, for which delivery and try, with what."""

    handed_at: float
    at: float
    delivery_id: str
    attempt: int
    edition_id: str
    address: str
    articles: frozenset[str]
    message_id: str
    machine: str


@dataclass(eq=False, kw_only=True)
class _Request:
    """A call on its way; ``result`` is the answer once it is back."""

    entries: list[dict[str, Any]]
    articles: frozenset[str]
    fate: CallFate
    handed_at: float
    machine: str
    result: dict[str, Any] | BaseException | None = None


@dataclass(kw_only=True)
class Provider:
    """Accepts mails, at a rate that it says, and fails as the faults say; ``on_accepted`` is told each mail."""

    scheduler: Turns
    faults: Faults
    max_rate: float = 40.0
    daily_quota: float = -1.0
    told_rate: float = 0.0  # what whoever asked was told last …
    told_anew_at: float = 0.0  # … and since when it is that
    on_accepted: Callable[[SentMail], None] = lambda mail: None  # noqa: ARG005
    sent: list[SentMail] = field(default_factory=list)
    by_delivery: dict[str, list[SentMail]] = field(default_factory=lambda: defaultdict(list))
    doubtful: set[str] = field(default_factory=set)  # deliveries of which an answer was lost on the way
    handed: deque[tuple[float, int]] = field(default_factory=deque)  # when calls began, and with how many
    calls: int = 0
    _of_today: int = 0  # where in ``sent`` the last 24 hours begin

    @property
    def sent_24h(self) -> int:
        """How many mails were accepted in the last 24 hours."""
        while self._of_today < len(self.sent) and self.sent[self._of_today].at < self.scheduler.now - DAY:
            self._of_today += 1
        return len(self.sent) - self._of_today

    def tell_rate(self) -> float:
        """Say how many recipients a second it takes now."""
        if self.told_rate != self.max_rate:
            self.told_rate, self.told_anew_at = self.max_rate, self.scheduler.now
        return self.max_rate

    def begin(self, request: dict[str, Any], machine: str) -> _Request:
        """A call leaves."""
        self.calls += 1
        entries = request["BulkEmailEntries"]
        content = request["DefaultContent"]["Template"]["TemplateContent"]
        self.handed.append((self.scheduler.now, len(entries)))
        fate = self.faults.of_call()
        made = _Request(
            entries=entries,
            articles=_articles_in(content["Text"]),
            fate=fate,
            handed_at=self.scheduler.now,
            machine=machine,
        )
        if fate in _DOUBTFUL:
            self.doubtful.update(_tags(entry)["d"] for entry in entries)
        return made

    def arrive(self, request: _Request, back: Callable[[], None]) -> None:
        """A call is there: what it brings is accepted or not, and the answer leaves."""
        if request.fate in _BEFORE or request.fate is CallFate.THROTTLED:
            request.result = _error_of(request.fate)
        elif 0 <= self.daily_quota < self.sent_24h + len(request.entries):
            request.result = _client_error(429, "TooManyRequestsException", "Daily message quota exceeded.")
        else:
            results = [self._take(entry, request) for entry in request.entries]
            request.result = _error_of(request.fate) or _answer(results, request.fate)
        if request.fate not in {CallFate.HANGS_BEFORE, CallFate.HANGS_AFTER}:
            self.scheduler.at(self.scheduler.now + self.faults.random.uniform(*ON_THE_WAY), back)

    def _take(self, entry: dict[str, Any], request: _Request) -> dict[str, Any]:
        fate = EntryFate.ACCEPTED if request.fate is not CallFate.ANSWERED else self.faults.of_entry()
        tags = _tags(entry)
        if fate in {EntryFate.FAILED_BEFORE, EntryFate.FAILED_AFTER}:
            self.doubtful.add(tags["d"])
        result = {"Status": _STATUSES[fate], "Error": "" if fate is EntryFate.ACCEPTED else fate.value}
        if fate in _ACCEPTING:
            mail = self._accept(entry, tags, request)
            result["MessageId"] = mail.message_id
        return result

    def _accept(self, entry: dict[str, Any], tags: dict[str, str], request: _Request) -> SentMail:
        address = entry["Destination"]["ToAddresses"][0]
        mail = SentMail(
            handed_at=request.handed_at,
            at=self.scheduler.now,
            delivery_id=tags["d"],
            attempt=int(tags["a"]),
            edition_id=tags["edition"],
            address=address.rpartition("<")[2].rstrip(">"),
            articles=request.articles,
            message_id=f"m-{len(self.sent)}",
            machine=request.machine,
        )
        self.sent.append(mail)
        self.by_delivery[mail.delivery_id].append(mail)
        self.on_accepted(mail)
        return mail


@dataclass(frozen=True)
class ProviderClient:
    """What the product takes for boto3's client: calls that take time, and may not come back."""

    provider: Provider
    process: Process
    points: Points

    def get_account(self) -> dict[str, Any]:
        """What the account allows."""
        scheduler, faults = self.provider.scheduler, self.provider.faults
        scheduler.rest(2 * faults.random.uniform(*ON_THE_WAY))
        if faults.happens(faults.mix.call / 4, "the account cannot be asked"):
            raise EndpointConnectionError(endpoint_url=_URL)
        provider = self.provider
        quota = {"Max24HourSend": provider.daily_quota, "SentLast24Hours": provider.sent_24h}
        return {"SendQuota": {"MaxSendRate": provider.tell_rate(), **quota}}

    def send_bulk_email(self, **request: Any) -> dict[str, Any]:
        """Hand mails over, and wait for the answer."""
        self.points.pass_by("call")
        scheduler, provider = self.provider.scheduler, self.provider
        sent = provider.begin(request, self.process.machine.name)
        if sent.fate is CallFate.UNREACHABLE:
            scheduler.rest(provider.faults.random.uniform(*ON_THE_WAY))
            raise EndpointConnectionError(endpoint_url=_URL)
        slept, task = self.process.machine.slept, scheduler.current
        way = provider.faults.random.uniform(*ON_THE_WAY)
        scheduler.at(scheduler.now + way, lambda: provider.arrive(sent, lambda: scheduler.wake(task)))
        scheduler.rest(PATIENCE)
        self.points.pass_by("answer")
        return self._read(sent, has_slept=self.process.machine.slept > slept)

    def _read(self, request: _Request, *, has_slept: bool) -> dict[str, Any]:
        if has_slept and self.provider.faults.happens(0.5, "a connection did not outlive the machine's sleep"):
            self.provider.doubtful.update(_tags(entry)["d"] for entry in request.entries)
            raise ConnectionClosedError(endpoint_url=_URL)
        if request.result is None or request.fate in {CallFate.HANGS_BEFORE, CallFate.HANGS_AFTER}:
            self.provider.doubtful.update(_tags(entry)["d"] for entry in request.entries)
            raise ReadTimeoutError(endpoint_url=_URL)
        if isinstance(request.result, BaseException):
            raise request.result
        return request.result


def _tags(entry: dict[str, Any]) -> dict[str, str]:
    return {tag["Name"]: tag["Value"] for tag in entry["ReplacementTags"]}


@lru_cache(maxsize=64)
def _articles_in(text: str) -> frozenset[str]:
    return frozenset(MARK.findall(text))


def _answer(results: list[dict[str, Any]], fate: CallFate) -> dict[str, Any]:
    return {"BulkEmailEntryResults": results[:-1] if fate is CallFate.CUT else results}


def _error_of(fate: CallFate) -> BaseException | None:
    if fate in {CallFate.BROKEN_BEFORE, CallFate.BROKEN_AFTER}:
        return _client_error(500, "InternalFailure", "it broke")
    if fate is CallFate.THROTTLED:
        return _client_error(429, "TooManyRequestsException", "Maximum sending rate exceeded.")
    if fate in {CallFate.LOST_BEFORE, CallFate.LOST_AFTER}:
        return ConnectionClosedError(endpoint_url=_URL)
    return None


def _client_error(status: int, code: str, message: str) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "SendBulkEmail")
