"""What the tests of carriers share: mailings, recipients, a carrier in memory, and mails as a stranger reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any

from syndicate.delivery.carriers.mime import MimeMails, unfit
from syndicate.delivery.model import Accepted, Allowance, Answer, Mailing, Recipient
from syndicate.errors import BadDataError

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
#: Headers that a reader's program looks at, and that no way out may change.
NAMED = (
    "From",
    "To",
    "Reply-To",
    "Subject",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-Id",
    "X-Syndicate-Delivery",
)
LINK = "https://news.example.com/unsubscribe/"

MAILING = Mailing(
    key="1.1",
    edition_id="e1",
    sender_name="The News",
    sender_address="news@example.com",
    reply_to="desk@example.com",
    subject="Grüße aus Zürich",
    html='<html><body>\n<p>Good morning. Über Köln.</p>\n<a href="{{unsubscribe_url}}">Leave</a></body></html>\n',
    text="Good morning.\n\nÜber Köln nach Łódź.\n\nLeave: {{unsubscribe_url}}\n",
    list_id="morning.example.com",
    unsubscribe_mailto="mailto:leave@example.com?subject=unsubscribe%20morning",
    date=NOON,
    mails=3,
)


def a_mailing(**changes: Any) -> Mailing:
    """The mailing of most tests; what is changed makes another one of it."""
    return replace(MAILING, **({"key": f"k{abs(hash(str(changes)))}"} | changes)) if changes else MAILING


def a_recipient(delivery_id: str = "d1", **changes: Any) -> Recipient:
    """Somebody who gets it."""
    recipient = Recipient(
        delivery_id=delivery_id,
        attempt=1,
        address=f"{delivery_id}@example.com",
        name="",
        unsubscribe_url=f"{LINK}{delivery_id}",
    )
    return replace(recipient, **changes)


@dataclass
class MemoryCarrier:
    """Accepts everything, or answers as told: once for each answer given, first one first."""

    answers: list[Answer] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    accepted: dict[str, list[bytes]] = field(default_factory=dict)
    on_carry: Callable[[Recipient], None] | None = None
    is_lookable: bool = False
    name: str = "memory"
    breaks: list[BaseException] = field(default_factory=list)
    batch_size: int = 1
    allowed: Allowance | None = None
    reaches_people: bool = False
    longest_call_seconds: float = 30.0
    answers_at_once: bool = True

    def prepare(self, mailing: Mailing) -> None:
        del mailing

    def carry(self, mailing: Mailing, recipients: Sequence[Recipient]) -> list[Answer]:
        return [self._carry(mailing, recipient) for recipient in recipients]

    def _carry(self, mailing: Mailing, recipient: Recipient) -> Answer:
        try:
            content = MimeMails().message(mailing, recipient)
        except BadDataError as error:
            return unfit(error)
        self.tried.append(recipient.delivery_id)
        if self.on_carry:
            self.on_carry(recipient)
        if self.breaks:
            raise self.breaks.pop(0)
        answer = self.answers.pop(0) if self.answers else Accepted(message_id=f"memory-{len(self.tried)}")
        if isinstance(answer, Accepted):
            self.accepted.setdefault(recipient.delivery_id, []).append(content)
        return answer

    def settle(self, delivery_id: str) -> Answer | None:
        if not self.is_lookable or delivery_id not in self.accepted:
            return None
        return Accepted(message_id="memory-settled")

    def allowance(self) -> Allowance | None:
        return self.allowed

    def remove(self, name: str) -> None:
        del name


@dataclass(frozen=True)
class Read:
    """A mail as its reader has it: named headers and decoded parts, empty where it has none; line ends apart."""

    headers: dict[str, str]
    text: str
    html: str


def read(content: bytes) -> Read:
    """Read by the ``email`` package."""
    mail = message_from_bytes(content, policy=default)
    bodies = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
    return Read(
        headers={name: str(mail[name]) for name in NAMED if mail[name] is not None},
        text=bodies.get("text/plain", "").replace("\r\n", "\n"),
        html=bodies.get("text/html", "").replace("\r\n", "\n"),
    )
