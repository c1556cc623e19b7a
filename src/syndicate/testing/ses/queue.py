"""A standard queue of SQS: at least once, in no order that one may count on, by SQS's JSON protocol."""

from __future__ import annotations

import hashlib
import heapq
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from syndicate.clock import Clock, SystemClock
from syndicate.testing.ses.events import ACCOUNT_ID

_LONGEST_POLL_SECONDS = 20
_MOST_AT_ONCE = 10
#: How long a poll sleeps before it looks again at a clock that somebody else may move.
_LOOK_SECONDS = 0.05


@dataclass(kw_only=True, slots=True)
class QueuedMessage:
    """One message: seen from ``visible_at`` on, in seconds of the queue's clock."""

    message_id: str
    body: str
    sent_at: float
    visible_at: float
    receives: int = 0

    @property
    def receipt(self) -> str:
        """What its newest receiver gives back to have it forgotten."""
        return f"{self.message_id}#{self.receives}"


class QueueRefusal(Exception):  # noqa: N818  # an answer, not an error of ours
    """SQS says no; ``code`` without its prefix."""

    def __init__(self, *, code: str, message: str) -> None:
        """Say it by a code and a text."""
        super().__init__(message)
        self.code = code
        self.message = message


class SimulatedQueue:
    """Messages, each visible from a time on, hidden while somebody has it, gone when its newest receipt is given back.

    After ``most_receives`` a message goes to ``dead_letters``, as a redrive policy has it; 0 never.
    """

    def __init__(
        self, clock: Clock, name: str = "events", *, visibility_seconds: float = 30.0, most_receives: int = 0
    ) -> None:
        """Begin empty."""
        self.name = name
        self.arn = f"arn:aws:sqs:eu-west-1:{ACCOUNT_ID}:{name}"
        self.visibility_seconds = visibility_seconds
        self.most_receives = most_receives
        self.dead_letters: list[str] = []
        self._clock = clock
        self._letters: dict[str, QueuedMessage] = {}
        self._order: list[tuple[float, int, str]] = []
        self._numbers = count()
        self._changed = threading.Condition()

    def put(self, body: str, delay_seconds: float = 0.0) -> str:
        """Add a message that is seen after so long; its id."""
        now = self._clock.monotonic()
        letter = QueuedMessage(message_id=secrets.token_hex(16), body=body, sent_at=now, visible_at=now + delay_seconds)
        with self._changed:
            self._letters[letter.message_id] = letter
            self._show_later(letter)
            self._changed.notify()
        return letter.message_id

    def receive(
        self, most: int = 1, wait_seconds: float = 0.0, visibility_seconds: float | None = None
    ) -> list[QueuedMessage]:
        """Take visible messages and hide them; wait so long, of the machine's time, for the first one."""
        hidden = self.visibility_seconds if visibility_seconds is None else visibility_seconds
        machine = SystemClock()
        until = machine.monotonic() + wait_seconds
        with self._changed:
            while not (taken := self._take(most, hidden)) and (left := until - machine.monotonic()) > 0:
                self._changed.wait(min(left, _LOOK_SECONDS))
        return taken

    def delete(self, receipt: str) -> None:
        """Forget a message; an older receipt than its newest does nothing.

        Raises:
            QueueRefusal: no receipt looks so.
        """
        message_id = _id_in(receipt)
        with self._changed:
            letter = self._letters.get(message_id)
            if letter is not None and letter.receipt == receipt:
                del self._letters[message_id]

    def change_visibility(self, receipt: str, seconds: float) -> None:
        """Hide a message for another time, or show it again with 0.

        Raises:
            QueueRefusal: it is not there under this receipt.
        """
        with self._changed:
            letter = self._letters.get(_id_in(receipt))
            if letter is None or letter.receipt != receipt:
                raise QueueRefusal(code="MessageNotInflight", message="The message is not in flight.")
            letter.visible_at = self._clock.monotonic() + seconds
            self._show_later(letter)
            self._changed.notify()

    def counts(self) -> tuple[int, int, int]:
        """Messages to be had now, in somebody's hands, and not seen by anybody yet."""
        now = self._clock.monotonic()
        with self._changed:
            letters = list(self._letters.values())
        visible = sum(letter.visible_at <= now for letter in letters)
        delayed = sum(letter.visible_at > now and not letter.receives for letter in letters)
        return visible, len(letters) - visible - delayed, delayed

    def purge(self) -> None:
        """Forget all."""
        with self._changed:
            self._letters.clear()
            self._order.clear()

    def _take(self, most: int, hidden_seconds: float) -> list[QueuedMessage]:
        now = self._clock.monotonic()
        taken: list[QueuedMessage] = []
        while len(taken) < most and self._order and self._order[0][0] <= now:
            visible_at, _, message_id = heapq.heappop(self._order)
            letter = self._letters.get(message_id)
            if letter is not None and letter.visible_at == visible_at and not self._is_dead(letter):
                letter.receives += 1
                letter.visible_at = now + hidden_seconds
                taken.append(letter)
        for letter in taken:
            self._show_later(letter)
        return taken

    def _show_later(self, letter: QueuedMessage) -> None:
        heapq.heappush(self._order, (letter.visible_at, next(self._numbers), letter.message_id))

    def _is_dead(self, letter: QueuedMessage) -> bool:
        if not self.most_receives or letter.receives < self.most_receives:
            return False
        self.dead_letters.append(letter.body)
        del self._letters[letter.message_id]
        return True


class QueueCalls:
    """The calls of boto3's ``sqs`` client, for the queues of one server."""

    def __init__(self, queues: Mapping[str, SimulatedQueue]) -> None:
        """Serve these, by name."""
        self._queues = queues

    def answer(self, operation: str, call: Mapping[str, Any], url: str) -> dict[str, Any]:
        """Do one call; ``url`` is the server's.

        Raises:
            QueueRefusal: SQS would not do it.
        """
        if operation == "GetQueueUrl":
            return {"QueueUrl": f"{url}/{ACCOUNT_ID}/{self._named(call.get('QueueName', '')).name}"}
        act = getattr(self, f"_do_{operation}", None)
        if act is None:
            raise QueueRefusal(code="InvalidAction", message=f"The action {operation} is not played here.")
        answer: dict[str, Any] = act(self._named(call.get("QueueUrl", "").rpartition("/")[2]), call)
        return answer

    def _named(self, name: str) -> SimulatedQueue:
        if name not in self._queues:
            raise QueueRefusal(code="QueueDoesNotExist", message="The specified queue does not exist.")
        return self._queues[name]

    def _do_ReceiveMessage(self, queue: SimulatedQueue, call: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        most, wait = call.get("MaxNumberOfMessages", 1), call.get("WaitTimeSeconds", 0)
        if not 1 <= most <= _MOST_AT_ONCE or not 0 <= wait <= _LONGEST_POLL_SECONDS:
            raise QueueRefusal(
                code="InvalidParameterValue", message="MaxNumberOfMessages is 1 to 10, WaitTimeSeconds 0 to 20."
            )
        letters = queue.receive(most, wait, call.get("VisibilityTimeout"))
        return {"Messages": [_description(letter) for letter in letters]} if letters else {}

    def _do_SendMessage(self, queue: SimulatedQueue, call: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        body = call["MessageBody"]
        return {"MessageId": queue.put(body, call.get("DelaySeconds", 0)), "MD5OfMessageBody": _md5(body)}

    def _do_DeleteMessage(self, queue: SimulatedQueue, call: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        queue.delete(call["ReceiptHandle"])
        return {}

    def _do_DeleteMessageBatch(self, queue: SimulatedQueue, call: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        return _each(call, lambda entry: queue.delete(entry["ReceiptHandle"]))

    def _do_ChangeMessageVisibility(self, queue: SimulatedQueue, call: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        queue.change_visibility(call["ReceiptHandle"], call["VisibilityTimeout"])
        return {}

    def _do_ChangeMessageVisibilityBatch(self, queue: SimulatedQueue, call: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        change = lambda entry: queue.change_visibility(entry["ReceiptHandle"], entry["VisibilityTimeout"])  # noqa: E731
        return _each(call, change)

    def _do_PurgeQueue(self, queue: SimulatedQueue, call: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        del call
        queue.purge()
        return {}

    def _do_GetQueueAttributes(self, queue: SimulatedQueue, call: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        visible, in_flight, delayed = queue.counts()
        attributes = {
            "QueueArn": queue.arn,
            "VisibilityTimeout": f"{queue.visibility_seconds:.0f}",
            "ApproximateNumberOfMessages": str(visible),
            "ApproximateNumberOfMessagesNotVisible": str(in_flight),
            "ApproximateNumberOfMessagesDelayed": str(delayed),
        }
        names = set(call.get("AttributeNames", ()))
        return {"Attributes": {name: value for name, value in attributes.items() if names & {"All", name}}}


def _each(call: Mapping[str, Any], act: Any) -> dict[str, Any]:
    entries = call.get("Entries", ())
    if not entries:
        raise QueueRefusal(code="EmptyBatchRequest", message="There is no entry in the batch.")
    if len(entries) > _MOST_AT_ONCE:
        raise QueueRefusal(code="TooManyEntriesInBatchRequest", message="A batch has 10 entries at most.")
    if len({entry["Id"] for entry in entries}) < len(entries):
        raise QueueRefusal(code="BatchEntryIdsNotDistinct", message="Two entries have one id.")
    good, bad = [], []
    for entry in entries:
        try:
            act(entry)
            good.append({"Id": entry["Id"]})
        except QueueRefusal as no:
            bad.append({"Id": entry["Id"], "Code": no.code, "Message": no.message, "SenderFault": True})
    return {"Successful": good, "Failed": bad}


def _description(letter: QueuedMessage) -> dict[str, Any]:
    return {
        "MessageId": letter.message_id,
        "ReceiptHandle": letter.receipt,
        "MD5OfBody": _md5(letter.body),
        "Body": letter.body,
        "Attributes": {"ApproximateReceiveCount": str(letter.receives)},
    }


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _id_in(receipt: str) -> str:
    message_id, mark, _ = receipt.partition("#")
    if not mark:
        raise QueueRefusal(code="ReceiptHandleIsInvalid", message="The receipt handle is not valid.")
    return message_id
