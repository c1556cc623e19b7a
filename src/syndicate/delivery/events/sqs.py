"""The queue: events fetched from Amazon SQS, applied, and only then deleted.

A message that cannot be read is left in the queue, whose own redrive policy moves it aside after some receipts. What
is deleted too late comes again, and is known then.
"""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from syndicate.delivery.events.apply import EventSums
from syndicate.delivery.events.ses import read_event
from syndicate.errors import BadDataError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Executor

    from syndicate.delivery.events.apply import Applying
    from syndicate.delivery.events.model import ProviderEvent
    from syndicate.delivery.lanes.run import StopSignal

log = logging.getLogger("syndicate.events")

#: How long one call waits for a message, in seconds; so long it may take until we hear that we should stop.
WAIT_SECONDS = 2
#: The most messages that SQS hands out by one call.
MOST = 10
#: Calls at once while messages come.
CALLS = 8
#: How long a message is ours, in seconds; whoever has not deleted it then gets it again.
VISIBILITY_SECONDS = 120
#: What SQS says of a queue that is not there, or not ours.
_REGION = re.compile(r"(?:[a-z0-9-]+\.)?sqs\.([a-z0-9-]+)\.(?:amazonaws|api\.amazonwebservices)\.com(?:\.cn)?")


class QueueClient(Protocol):
    """What is used of boto3's client for SQS."""

    def receive_message(self, **given: Any) -> dict[str, Any]:
        """Some messages, or none."""

    def delete_message_batch(self, **given: Any) -> dict[str, Any]:
        """Have some messages deleted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueReport:
    """What a look into the queue brought; ``unreadable`` messages were left there."""

    messages: int = 0
    unreadable: int = 0
    sums: EventSums = field(default_factory=EventSums)

    def __add__(self, other: QueueReport) -> QueueReport:
        return QueueReport(
            messages=self.messages + other.messages,
            unreadable=self.unreadable + other.unreadable,
            sums=self.sums + other.sums,
        )


@dataclass(frozen=True, kw_only=True)
class EventQueue:
    """A queue that SES's events come into, directly from SNS or in any other way that keeps their form.

    Its own address says where it is asked, so that stand-ins and private endpoints work. boto3 finds the keys, by
    ``profile`` or its own conventions; a region is needed only where the address names none. Another ``client``, and
    what lets ``CALLS`` calls run at once, may be given.
    """

    url: str
    applying: Applying
    region: str | None = None
    profile: str | None = None
    client: QueueClient | None = None
    executor: Callable[[int], Executor] = ThreadPoolExecutor

    def drain(self, stop: StopSignal) -> QueueReport:
        """Take what is there, until a call brings nothing or ``stop`` is set.

        Raises:
            UnavailableError: the queue does not answer; what was applied until then is kept.
            TryLaterError: the database is busy; nothing was deleted that was not applied.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        report = QueueReport()
        try:
            with self.executor(CALLS) as pool:
                while not stop.is_set():
                    some = self._receive(pool)
                    if not some:
                        break
                    report += self._taken(pool, some)
        except (BotoCoreError, ClientError, OSError) as error:
            raise _unavailable(error) from error
        return report

    def _receive(self, pool: Executor) -> list[dict[str, Any]]:
        """A first call waits; if it brings all that one call can, there is more, and several ask at once."""
        messages = self._call(WAIT_SECONDS)
        if len(messages) < MOST:
            return messages
        for more in pool.map(self._call, [0] * CALLS * 4):
            messages += more
        return messages

    def _call(self, wait_seconds: int) -> list[dict[str, Any]]:
        answer = self._client.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=MOST,
            WaitTimeSeconds=wait_seconds,
            VisibilityTimeout=VISIBILITY_SECONDS,
            AttributeNames=["ApproximateReceiveCount"],
        )
        messages: list[dict[str, Any]] = answer.get("Messages", [])
        return messages

    def _taken(self, pool: Executor, messages: Sequence[dict[str, Any]]) -> QueueReport:
        """Apply the messages' events in the order of the commit, and delete what was applied."""
        events: list[ProviderEvent] = []
        done: list[str] = []
        for message in messages:
            try:
                event = read_event(message.get("Body", ""))
            except BadDataError as error:
                _tell_unreadable(message, error)
                continue
            done.append(message["ReceiptHandle"])
            if event is not None:
                events.append(event)
        sums = self.applying.apply(events)
        list(pool.map(self._delete, _tens(done)))
        return QueueReport(messages=len(messages), unreadable=len(messages) - len(done), sums=sums)

    def _delete(self, handles: Sequence[str]) -> None:
        entries = [{"Id": str(number), "ReceiptHandle": handle} for number, handle in enumerate(handles)]
        answer = self._client.delete_message_batch(QueueUrl=self.url, Entries=entries)
        if failed := answer.get("Failed"):
            log.info("%d messages could not be deleted; they come again, and are known", len(failed))

    @cached_property
    def _client(self) -> QueueClient:
        if self.client is not None:
            return self.client
        import boto3
        from botocore.config import Config

        parts = urlsplit(self.url)
        session = boto3.Session(profile_name=self.profile, region_name=region_of(self.url) or self.region)
        # Whatever is repeated here is harmless, so botocore's own retries stay.
        config = Config(
            connect_timeout=5, read_timeout=WAIT_SECONDS + 20, max_pool_connections=CALLS, tcp_keepalive=True
        )
        client: QueueClient = session.client("sqs", endpoint_url=f"{parts.scheme}://{parts.netloc}", config=config)
        return client


def region_of(url: str) -> str | None:
    """The region that a queue's address names; ``None`` for what is not Amazon's."""
    match = _REGION.fullmatch(urlsplit(url).hostname or "")
    return match[1] if match else None


def _tens(handles: Sequence[str]) -> Iterable[Sequence[str]]:
    return (handles[start : start + MOST] for start in range(0, len(handles), MOST))


def _tell_unreadable(message: dict[str, Any], error: BadDataError) -> None:
    """Say so at its first receipt; it comes again until the queue's own policy moves it aside."""
    if message.get("Attributes", {}).get("ApproximateReceiveCount", "1") == "1":
        log.warning("message %s of the queue is left there: %s", message.get("MessageId", "?"), error)


def _unavailable(error: Exception) -> UnavailableError:
    from syndicate.text.plain import shorten

    hint = "Are [delivery.ses.events] queue_url and its permissions right (sqs:ReceiveMessage, sqs:DeleteMessage)?"
    return UnavailableError(
        f"the queue of events does not answer: {shorten(str(error), 300)}", code="queue-unavailable", hint=hint
    )
