"""What a delivery is, and everything that a carrier can say about one message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from syndicate.storage.states import DeliveryState as DeliveryState
from syndicate.storage.states import Fate as Fate


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One edition on its way to one recipient. ``address`` and ``name`` are as they were at the freeze.

    Both, and ``subscription_id``, are empty when the person was forgotten since. ``variant_key`` names the variant of
    the edition that they get, ``revision`` its rendering that it was last claimed with, ``batch_key`` the batch that it
    was last claimed in. ``attempts`` are the tries that it answers for, ``resends`` how often a mail that may have left
    was put back. ``message_id`` is the carrier's own name for what it accepted. ``reason`` says why, in every state
    that needs one; ``fate`` what became of the mail, as far as the carrier has told.
    """

    key: int
    id: str
    edition_id: str
    subscription_id: str
    address: str
    name: str | None
    state: DeliveryState
    variant_key: int | None = None
    revision: int | None = None
    batch_key: int | None = None
    attempts: int
    resends: int = 0
    not_before: datetime | None
    settled_at: datetime | None
    message_id: str | None
    reason: str | None
    fate: Fate | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Deliveries of one variant that this process took together, for one call; ``key`` is their epoch.

    After ``lease_until``, by the database's clock, another process may decide about them, and nothing of them may be
    handed over any more.
    """

    key: int
    edition_id: str
    variant_key: int
    lease_until: datetime
    claims: tuple[Delivery, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mailing:
    """What all who get one rendering get alike; the merge fields in ``html`` and ``text`` differ by recipient.

    ``key`` names it for whoever keeps what was made of it: the same key is the same mailing, byte for byte.
    ``subject`` is as a reader sees it; ``date`` is the edition's own instant, so that the same delivery is the same
    mail at every try. A letter to one person has no ``list_id``. ``mails`` is how many are to get the edition.
    """

    key: str
    edition_id: str
    sender_name: str
    sender_address: str
    reply_to: str | None
    subject: str
    html: str
    text: str
    list_id: str | None
    unsubscribe_mailto: str | None
    date: datetime
    mails: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """What differs in one recipient's mail. ``address`` is bare and in ASCII; ``attempt`` counts from 1.

    ``name`` may be empty. So may ``preferences_url``, where no mail asks for it.
    """

    delivery_id: str
    attempt: int
    address: str
    name: str
    unsubscribe_url: str
    preferences_url: str = ""

    def values(self) -> dict[str, str]:
        """What stands at the merge fields of the mail."""
        return {
            "recipient_name": self.name,
            "unsubscribe_url": self.unsubscribe_url,
            "preferences_url": self.preferences_url,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowance:
    """What the account allows now: recipients a second, and in 24 hours (``None``: no limit) with those it counted.

    ``stop`` says why it sends nothing at all, if it does not.
    """

    max_rate: float
    daily_quota: float | None
    sent_24h: float
    stop: Stop | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """The carrier has the message and vouches for it; ``message_id`` is its name for it."""

    message_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """The carrier certainly did not take this message, and never will; ``code`` is a slug or the carrier's own.

    ``counts`` is false when the refusal is our own, so that it says nothing about what the
    carrier thinks of the mail.
    """

    code: str
    reason: str
    counts: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class TryLater:
    """The carrier certainly did not take the message now.

    ``wait_seconds`` is its own wish, if it has one, of which a minute is granted. ``counts`` is false when the trouble
    is the carrier's alone (throttled, unreachable), so that no recipient is given up for it.
    """

    reason: str
    wait_seconds: float | None = None
    counts: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """The carrier did not take the message and will take no other: a person, or tomorrow, has to help.

    ``wait_seconds`` is after what time another try makes sense, if the carrier has told.
    """

    reason: str
    hint: str = ""
    wait_seconds: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Uncertain:
    """The message was handed over and the answer lost: it may or may not be on its way."""

    reason: str


#: What a carrier knows about one message after one try.
Answer = Accepted | Refused | TryLater | Stop | Uncertain
