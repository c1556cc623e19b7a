"""The way back: the provider's events in a queue that is late, repeats itself, loses some, or stands still."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from heapq import heappop, heappush
from math import inf
from typing import TYPE_CHECKING, Any

from syndicate.testing.simulator.machines import instant

if TYPE_CHECKING:
    from syndicate.testing.simulator.faults import Faults
    from syndicate.testing.simulator.points import Points
    from syndicate.testing.simulator.world.provider import SentMail

#: How long a message belongs to who received it, as the product asks.
VISIBILITY = 120.0
#: The usual delay of an event, and the longest of one that is late, in seconds.
USUAL, LATEST = 20.0, 500.0
#: What an event makes of its mail, the least first; the product's own words for it.
RANK = ("sent", "delayed", "delivered", "returned", "bounced", "complained")
_FATE = {
    "Send": "sent",
    "Delivery": "delivered",
    "DeliveryDelay": "delayed",
    "Complaint": "complained",
    "Full": "returned",
    "Gone": "bounced",
}
_BOUNCES = {"Gone": ("Permanent", "General", "5.1.1"), "Full": ("Transient", "MailboxFull", "5.2.2")}


@dataclass(frozen=True, slots=True)
class QueuedEvent:
    """An event of a mail in the queue."""

    number: int
    word: str
    mail: SentMail
    body: str


@dataclass(kw_only=True)
class EventLine:
    """The queue; a client of it is what the product takes for boto3's."""

    points: Points
    faults: Faults
    loss: float = 0.0  # the share of the events that is lost today
    dead_until: float = 0.0
    taken: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # delivery → what was applied of it
    distinct: set[tuple[str, str]] = field(default_factory=set)
    barred_at: dict[str, float] = field(default_factory=dict)  # address → when its bounce or complaint was taken
    lost: set[str] = field(default_factory=set)  # deliveries of which an event was lost
    _waiting: list[tuple[float, int, QueuedEvent]] = field(default_factory=list)
    _received: dict[str, tuple[float, QueuedEvent]] = field(default_factory=dict)
    _count: int = 0

    def next_in(self) -> float:
        """Seconds until the next message can be received; infinite when there is none."""
        times = [self._waiting[0][0]] if self._waiting else []
        times += [until for until, _ in self._received.values()]
        return max(0.0, min(times) - self.points.scheduler.now) if times else inf

    def tell(self, mail: SentMail, words: list[str]) -> None:
        """Put the events of a mail on their way."""
        for order, word in enumerate(words):
            if self.loss and self.faults.happens(self.loss, "an event is lost"):
                self.lost.add(mail.delivery_id)
                continue
            for _ in range(1 + self.faults.happens(self.faults.mix.doubled_event, "an event comes twice")):
                self._put(mail, word, order)

    def _put(self, mail: SentMail, word: str, order: int) -> None:
        self._count += 1
        random = self.faults.random
        late = min(LATEST, random.expovariate(1 / USUAL)) + order * random.uniform(0, 30)
        at = max(mail.at + late, self.dead_until + random.uniform(0, 60))
        heappush(self._waiting, (at, self._count, QueuedEvent(self._count, word, mail, _body(mail, word, order))))

    # --- as boto3's client -----------------------------------------------------------

    def receive_message(self, **given: Any) -> dict[str, Any]:
        """Some messages, or none."""
        self.points.pass_by("receive")
        now = self.points.scheduler.now
        self._give_up_received(now)
        messages: list[dict[str, Any]] = []
        while self._waiting and self._waiting[0][0] <= now and len(messages) < given["MaxNumberOfMessages"]:
            _, _, notice = heappop(self._waiting)
            handle = f"{notice.number}"
            self._received[handle] = (now + VISIBILITY, notice)
            messages.append({"Body": notice.body, "ReceiptHandle": handle, "MessageId": handle})
        return {"Messages": messages}

    def delete_message_batch(self, **given: Any) -> dict[str, Any]:
        """Have some messages deleted: whoever does so has applied them."""
        for entry in given["Entries"]:
            _, notice = self._received.pop(entry["ReceiptHandle"], (0.0, None))
            if notice is not None:
                self._note(notice)
        self.points.pass_by("deleted")
        return {"Successful": given["Entries"]}

    def _note(self, notice: QueuedEvent) -> None:
        mail = notice.mail
        self.taken[mail.delivery_id].add(_FATE[notice.word])
        self.distinct.add((mail.message_id, notice.word))
        if notice.word in {"Gone", "Complaint"}:
            self.barred_at.setdefault(mail.address, self.points.scheduler.now)

    def _give_up_received(self, now: float) -> None:
        for handle, (until, notice) in list(self._received.items()):
            if until <= now:
                del self._received[handle]
                heappush(self._waiting, (now, notice.number, notice))


def _body(mail: SentMail, word: str, order: int) -> str:
    at = (instant(mail.at) + timedelta(seconds=order)).isoformat(timespec="milliseconds")
    kind = "Bounce" if word in _BOUNCES else word
    told: dict[str, Any] = {
        "eventType": kind,
        "mail": {"messageId": mail.message_id, "timestamp": at, "tags": {"d": [mail.delivery_id]}},
    }
    part = {"timestamp": at}
    match word:
        case "Gone" | "Full":
            type_, sub, status = _BOUNCES[word]
            recipients = [{"status": status, "diagnosticCode": f"smtp; 550 {status} no"}]
            told["bounce"] = {**part, "bounceType": type_, "bounceSubType": sub, "bouncedRecipients": recipients}
        case "Complaint":
            told["complaint"] = {**part, "complaintFeedbackType": "abuse"}
        case "Delivery":
            told["delivery"] = part
        case "DeliveryDelay":
            told["deliveryDelay"] = {**part, "delayType": "General"}
        case _:
            told["send"] = {}
    return json.dumps(told)
