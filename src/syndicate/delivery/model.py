"""What a delivery is, and everything that a carrier can say about one message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from syndicate.storage.states import DeliveryState as DeliveryState


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One edition on its way to one recipient. ``address`` and ``name`` are as they were at the freeze.

    Both, and ``subscription_id``, are empty when the person was forgotten since. ``variant_key`` names the variant of
    the edition that they get, ``revision`` its rendering that it was last claimed with, ``carrier`` the last one
    that it was claimed for, ``claimed_by`` the process that did. ``attempts`` are the tries that it answers for.
    ``message_id`` is the carrier's own name for what it accepted. ``reason`` says why, in every state that needs one.
    """

    id: str
    edition_id: str
    subscription_id: str
    address: str
    name: str | None
    state: DeliveryState
    variant_key: int | None = None
    revision: int | None = None
    carrier: str | None = None
    claimed_by: str | None = None
    attempts: int
    not_before: datetime | None
    claimed_at: datetime | None
    settled_at: datetime | None
    message_id: str | None
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A finished message: ``content`` is the whole MIME document; the addresses are bare."""

    delivery_id: str
    edition_id: str
    sender_address: str
    recipient_address: str
    content: bytes


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

    ``wait_seconds`` is its own wish, if it has one. ``counts`` is false when the trouble is
    the carrier's alone (throttled, unreachable), so that no recipient is given up for it.
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
