"""What the audience is made of: people, and the ties that bind each to a newsletter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from syndicate.audience.addresses import Address


class SubscriptionState(StrEnum):
    """Where a subscription stands; only a ``CONFIRMED`` one gets mail. ``ENDED`` is for good, unless renewed."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    PAUSED = "paused"
    ENDED = "ended"


class EndedBy(StrEnum):
    """Which way a subscription ended; ``ONE_CLICK`` is the mail program's own button (RFC 8058)."""

    ONE_CLICK = "one-click"
    PAGE = "page"


class Outcome(StrEnum):
    """What became of a sign-up. ``KNOWN`` and ``ENDED_BEFORE`` changed nothing."""

    ADDED = "added"
    KNOWN = "known"
    ENDED_BEFORE = "ended_before"
    RENEWED = "renewed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signup:
    """A wish to subscribe one address to one newsletter. No section means all of them.

    ``name`` goes before a name that stood with the address. Time zone and language of ``None``
    are the newsletter's own.
    """

    address: Address
    newsletter: str
    cadence: str
    name: str | None = None
    state: SubscriptionState = SubscriptionState.CONFIRMED
    sections: tuple[str, ...] = ()
    time_zone: str | None = None
    language: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscriber:
    """A person with an address: as written, and in ASCII as mail goes there."""

    id: str
    address: str
    mailbox: str
    name: str | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """The tie of one subscriber to one newsletter. Its id is what unsubscribe links carry."""

    id: str
    subscriber: Subscriber
    newsletter: str
    state: SubscriptionState
    cadence: str
    sections: tuple[str, ...]
    time_zone: str | None
    language: str | None
    started_at: datetime
    ended_at: datetime | None
    ended_by: EndedBy | None

    @property
    def address(self) -> str:
        """The subscriber's address as it was written."""
        return self.subscriber.address
