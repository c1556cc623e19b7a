"""What the audience is made of: people, and the ties that bind each to a newsletter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from syndicate.storage.states import Breaking, ConsentAct, MailFormat
from syndicate.storage.states import SubscriptionState as SubscriptionState
from syndicate.text.mailboxes import Mailbox


class EndedBy(StrEnum):
    """Which way a subscription ended; ``ONE_CLICK`` is the mail program's own button (RFC 8058)."""

    ONE_CLICK = "one-click"
    PAGE = "page"
    IMPORT = "import"
    OPERATOR = "operator"


class SignupResult(StrEnum):
    """What became of a sign-up. ``KNOWN``, ``ENDED_BEFORE``, ``SUPPRESSED`` and ``ERASED`` changed nothing.

    ``CONFIRMED`` was there without a ground, and has one now.
    """

    ADDED = "added"
    KNOWN = "known"
    CONFIRMED = "confirmed"
    ENDED_BEFORE = "ended-before"
    RENEWED = "renewed"
    SUPPRESSED = "suppressed"
    ERASED = "erased"


class SuppressionReason(StrEnum):
    """Why nobody may write to an address, whatever it subscribed to."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    BLOCKED = "blocked"


class GroundKind(StrEnum):
    """Who says that a person asked for mail.

    ``STATED`` by the operator for a whole file, ``EXPORT`` by a column of the other system, ``OPERATOR``
    for one address, ``PAGE`` by the person on a page of ours, ``TAKEN_OVER`` from a version that kept no grounds,
    ``SAMPLE`` by the configuration.
    """

    STATED = "stated"
    EXPORT = "export"
    OPERATOR = "operator"
    PAGE = "page"
    TAKEN_OVER = "taken-over"
    SAMPLE = "sample"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """Why a subscription may be mailed: the wording, and where it stands.

    ``given_at`` is when the person asked, if that is known; ``file_hash`` the SHA-256 of the file. Of a text of ours
    ``version`` tells which it was, ``page`` where it stood, and ``network`` from where the answer came.
    """

    kind: str
    wording: str
    recorded_at: datetime
    given_at: datetime | None = None
    file_name: str | None = None
    file_hash: str | None = None
    system: str | None = None
    column: str | None = None
    version: str | None = None
    page: str | None = None
    network: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """An act of the ledger of consent: a person agreed, or took it back.

    ``kind`` is a `GroundKind` of what was given, and an `EndedBy` of what was withdrawn; the rest as in `Ground`.
    ``subscription_id`` is null for an act of ours: that others were forgotten.
    """

    subscription_id: str | None
    act: ConsentAct
    kind: str
    wording: str | None = None
    version: str | None = None
    recorded_at: datetime
    given_at: datetime | None = None
    file_name: str | None = None
    file_hash: str | None = None
    system: str | None = None
    column: str | None = None
    page: str | None = None
    network: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Suppression:
    """A standing refusal to write to an address."""

    address_key: str
    reason: str
    since: datetime
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """When a subscription ended, which way, and for an end elsewhere where that was read.

    ``recorded_at`` is when it was written down, if that was later; on a page of ours, ``page`` says which it was and
    ``network`` from where.
    """

    at: datetime
    by: EndedBy
    source: str | None = None
    recorded_at: datetime | None = None
    page: str | None = None
    network: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """What a reader chose of one newsletter; ``None`` is the newsletter's own, also when that changes.

    ``at`` is HH:MM, ``time_zone`` an IANA name, ``language`` a BCP 47 tag. No section means all.
    """

    cadence: str | None = None
    at: str | None = None
    time_zone: str | None = None
    sections: tuple[str, ...] = ()
    language: str | None = None
    format: MailFormat | None = None
    breaking: Breaking | None = None


#: The newsletter as it is.
NO_WISHES = Wishes()


@dataclass(frozen=True, kw_only=True, slots=True)
class SkippedSlot:
    """The local date, YYYY-MM-DD, of an edition that passes a reader by as they move, and why."""

    slot: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Signup:
    """A wish to subscribe one address to one newsletter.

    ``name`` goes before a name that stood with the address. ``grounds`` say why it may be mailed.
    """

    mailbox: Mailbox
    newsletter: str
    name: str | None = None
    state: SubscriptionState = SubscriptionState.CONFIRMED
    wishes: Wishes = NO_WISHES
    paused_until: datetime | None = None
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Tie:
    """What is known of a subscription when something is to be decided about it."""

    id: str
    state: SubscriptionState
    started_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscriber:
    """A person with an address: as written, the key to compare by, and in ASCII as mail goes there.

    ``former_id`` is by which links in mails of the system know them from which they were imported.
    """

    id: str
    address: str
    address_key: str
    mailbox: str
    name: str | None
    created_at: datetime
    former_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """The tie of one subscriber to one newsletter. Its id is what unsubscribe links carry."""

    id: str
    subscriber: Subscriber
    newsletter: str
    state: SubscriptionState
    wishes: Wishes
    paused_until: datetime | None = None
    started_at: datetime
    ended_at: datetime | None
    ended_by: EndedBy | None
    ended_source: str | None
    suppressed: str | None  # why nobody may write to the address, if that is so

    @property
    def address(self) -> str:
        """The subscriber's address as it was written."""
        return self.subscriber.address
