"""What is wanted of an AWS account, what is there, and the calls between the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: What SES is to tell: all that settles a delivery, and nothing about who opened or clicked.
EVENT_KINDS = ("SEND", "REJECT", "BOUNCE", "COMPLAINT", "DELIVERY", "DELIVERY_DELAY", "RENDERING_FAILURE")


@dataclass(frozen=True, kw_only=True, slots=True)
class AwsAim:
    """How the account is to be.

    ``domains`` are those of the senders; ``mail_from`` is a label below each, empty for no custom MAIL FROM.

    ``max_delivery_seconds``: how long SES tries a mail; ``None`` leaves that as it is.
    """

    region: str
    partition: str
    account_id: str
    domains: tuple[str, ...]
    configuration_set: str
    destination: str = "syndicate"
    topic: str = "syndicate-events"
    queue: str = "syndicate-events"
    mail_from: str = "bounces"
    max_delivery_seconds: int | None = None

    @property
    def topic_arn(self) -> str:
        """The topic that SES tells events to."""
        return f"arn:{self.partition}:sns:{self.region}:{self.account_id}:{self.topic}"

    @property
    def queue_arn(self) -> str:
        """The queue that the program reads them from."""
        return f"arn:{self.partition}:sqs:{self.region}:{self.account_id}:{self.queue}"

    @property
    def set_arn(self) -> str:
        """The configuration set."""
        return self.of_ses(f"configuration-set/{self.configuration_set}")

    def of_ses(self, name: str) -> str:
        """The ARN of something of SES, such as ``identity/example.com``."""
        return f"arn:{self.partition}:ses:{self.region}:{self.account_id}:{name}"


@dataclass(frozen=True, kw_only=True, slots=True)
class IdentityState:
    """A domain as SES knows it; ``dkim_zone`` is the zone that its DKIM names point to."""

    is_verified: bool
    dkim_status: str
    dkim_tokens: tuple[str, ...] = ()
    dkim_zone: str = "dkim.amazonses.com"
    mail_from: str | None = None
    mail_from_status: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DestinationState:
    """Where a configuration set tells its events."""

    topic_arn: str | None
    kinds: frozenset[str]
    is_enabled: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SetState:
    """A configuration set; ``delivery_options`` are as SES gives them."""

    sends: bool = True
    delivery_options: Mapping[str, Any] = field(default_factory=dict)
    destinations: Mapping[str, DestinationState] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicState:
    """A topic of SNS: its policy, and the endpoints that get what comes to it, by ARN."""

    policy: Mapping[str, Any]
    endpoints: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueState:
    """A queue of SQS; ``waiting`` are messages that nobody has taken."""

    url: str
    policy: Mapping[str, Any]
    waiting: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountState:
    """What SES says of the account; a ``daily_quota`` of -1 is none."""

    sends: bool
    enforcement: str
    in_production: bool
    max_rate: float
    daily_quota: float
    sent_24h: float


@dataclass(frozen=True, kw_only=True, slots=True)
class AwsState:
    """What is there; ``None`` and absent is what is not."""

    account: AccountState
    identities: Mapping[str, IdentityState] = field(default_factory=dict)
    configuration_set: SetState | None = None
    topic: TopicState | None = None
    queue: QueueState | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AwsCall:
    """One call that changes something: service and method as boto3 names them, and a sentence that says why."""

    service: str
    method: str
    arguments: Mapping[str, Any]
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DnsRecord:
    """A record to paste into the domain's zone. ``is_seen`` is whether SES has seen it; ``None``: it does not look."""

    name: str
    kind: str
    value: str
    is_seen: bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AwsRemark:
    """Something that stands or is missing, in a sentence; with ``next_step`` if a person has to help."""

    is_fine: bool
    sentence: str
    next_step: str = ""
