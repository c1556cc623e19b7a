"""What can go wrong with a call, one after the other by a script, or by shares from a seed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Self, TypeVar

from syndicate.testing.ses.answers import StandInAnswer, refusal

_Kind = TypeVar("_Kind")


class SimulatedFault(StrEnum):
    """What can go wrong with one request. ``*_AFTER`` means after the mail was accepted.

    `SHORT_AFTER` leaves the last entry out of a bulk call's results, and the id out of a single one's.
    """

    THROTTLE = "throttle"
    THROTTLE_AS_V1 = "throttle as v1"
    THROTTLING_EXCEPTION = "throttling exception"
    DAILY_QUOTA = "daily quota"
    DAILY_QUOTA_AS_V1 = "daily quota as v1"
    REJECTED = "rejected"
    NOT_VERIFIED = "not verified"
    MAIL_FROM = "mail from"
    SUSPENDED = "suspended"
    PAUSED = "paused"
    BAD_REQUEST = "bad request"
    NO_CONFIGURATION_SET = "no configuration set"
    FORBIDDEN = "forbidden"
    NOT_SES = "not ses"
    INTERNAL_BEFORE = "500 before"
    INTERNAL_AFTER = "500 after"
    UNAVAILABLE = "503"
    REQUEST_TIMEOUT = "request timeout"
    RESET_BEFORE = "reset before"
    HUNG_BEFORE = "hung before"
    RESET_AFTER = "reset after"
    SLOW_AFTER = "slow after"
    CUT_AFTER = "cut after"
    ID_LESS_AFTER = "id-less after"
    SHORT_AFTER = "short after"


class EntryFault(StrEnum):
    """What can go wrong with one entry of a bulk call; the value is the status that it gets.

    `FAILED_AFTER` was accepted all the same, of which SES's own documentation says nothing either way.
    """

    THROTTLED = "ACCOUNT_THROTTLED"
    DAILY_QUOTA = "ACCOUNT_DAILY_QUOTA_EXCEEDED"
    REJECTED = "MESSAGE_REJECTED"
    MAIL_FROM = "MAIL_FROM_DOMAIN_NOT_VERIFIED"
    NO_CONFIGURATION_SET = "CONFIGURATION_SET_NOT_FOUND"
    NO_TEMPLATE = "TEMPLATE_NOT_FOUND"
    SUSPENDED = "ACCOUNT_SUSPENDED"
    NO_POOL = "INVALID_SENDING_POOL_NAME"
    PAUSED = "ACCOUNT_SENDING_PAUSED"
    SET_PAUSED = "CONFIGURATION_SET_SENDING_PAUSED"
    INVALID = "INVALID_PARAMETER"
    TRANSIENT = "TRANSIENT_FAILURE"
    FAILED = "FAILED"
    FAILED_AFTER = "FAILED "
    UNKNOWN = "SOMETHING_NEW"

    @property
    def status(self) -> str:
        """As the answer spells it."""
        return self.value.strip()


class Step(StrEnum):
    """A moment in the life of a request, for whoever watches."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ANSWERED = "answered"


#: Faults that come after the acceptance.
AFTER = frozenset(fault for fault in SimulatedFault if fault.name.endswith("_AFTER"))

RATE_EXCEEDED = "Maximum sending rate exceeded."
QUOTA_EXCEEDED = "Daily message quota exceeded."
UNVERIFIED = "Email address is not verified. The following identities failed the check in region {region}: {names}"

#: The answers of the faults that are answers, whole.
REFUSALS: Mapping[SimulatedFault, StandInAnswer] = {
    SimulatedFault.THROTTLE: refusal(429, "TooManyRequestsException", RATE_EXCEEDED),
    SimulatedFault.THROTTLE_AS_V1: refusal(400, "Throttling", RATE_EXCEEDED),
    SimulatedFault.THROTTLING_EXCEPTION: refusal(400, "ThrottlingException", "Maximum sending rate exceeded"),
    SimulatedFault.DAILY_QUOTA: refusal(429, "TooManyRequestsException", QUOTA_EXCEEDED),
    SimulatedFault.DAILY_QUOTA_AS_V1: refusal(400, "Throttling", "Daily message quota exceeded"),
    SimulatedFault.REJECTED: refusal(400, "MessageRejected", "Message contains a virus."),
    SimulatedFault.NOT_VERIFIED: refusal(
        400, "MessageRejected", UNVERIFIED.format(region="EU-WEST-1", names="news@example.com")
    ),
    SimulatedFault.MAIL_FROM: refusal(
        400, "MailFromDomainNotVerifiedException", "The MAIL FROM domain is not verified."
    ),
    SimulatedFault.SUSPENDED: refusal(400, "AccountSuspendedException", "Sending for this account is suspended."),
    SimulatedFault.PAUSED: refusal(400, "SendingPausedException", "Sending is paused for this account."),
    SimulatedFault.BAD_REQUEST: refusal(400, "BadRequestException", "Illegal address"),
    SimulatedFault.NO_CONFIGURATION_SET: refusal(404, "NotFoundException", "Configuration set <news> does not exist."),
    SimulatedFault.FORBIDDEN: refusal(
        403, "AccessDeniedException", "User is not authorized to perform ses:SendRawEmail"
    ),
    SimulatedFault.NOT_SES: StandInAnswer(status=HTTPStatus.NOT_FOUND, body=b"<html>nothing here</html>"),
    SimulatedFault.INTERNAL_BEFORE: refusal(500, "InternalServiceErrorException", "Internal failure"),
    SimulatedFault.INTERNAL_AFTER: refusal(500, "InternalServiceErrorException", "Internal failure"),
    SimulatedFault.REQUEST_TIMEOUT: refusal(400, "RequestTimeout", "The request was not read in time."),
    SimulatedFault.UNAVAILABLE: StandInAnswer(status=HTTPStatus.SERVICE_UNAVAILABLE, body=b"no healthy upstream"),
}


def share_of(*parts: object) -> float:
    """A number in [0, 1) that depends on ``parts`` alone: the same seed plays the same faults again."""
    digest = hashlib.blake2b("\x00".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


@dataclass(frozen=True, kw_only=True)
class FaultMix:
    """Faults by shares: of calls, and of the entries of bulk calls. The shares of each add up to 1 at most.

    What call number *n* meets depends on ``seed`` and *n* alone.
    """

    seed: str = "0"
    calls: Mapping[SimulatedFault, float] = field(default_factory=dict)
    entries: Mapping[EntryFault, float] = field(default_factory=dict)

    @classmethod
    def harsh(cls, seed: str = "0") -> Self:
        """A bad day: 10 % throttled, 2 % failing before and 1 % after, as many resets, 5 % of the entries failing."""
        calls = {
            SimulatedFault.THROTTLE: 0.06,
            SimulatedFault.THROTTLING_EXCEPTION: 0.02,
            SimulatedFault.THROTTLE_AS_V1: 0.02,
            SimulatedFault.INTERNAL_BEFORE: 0.02,
            SimulatedFault.RESET_BEFORE: 0.02,
            SimulatedFault.RESET_AFTER: 0.01,
            SimulatedFault.INTERNAL_AFTER: 0.01,
            SimulatedFault.CUT_AFTER: 0.005,
        }
        entries = {EntryFault.TRANSIENT: 0.03, EntryFault.THROTTLED: 0.01, EntryFault.FAILED: 0.005}
        return cls(seed=seed, calls=calls, entries=entries | {EntryFault.FAILED_AFTER: 0.005})

    def of_call(self, number: int) -> SimulatedFault | None:
        """What the call with this number meets."""
        return _drawn(self.calls, share_of(self.seed, "call", number))

    def of_entry(self, number: int, index: int) -> EntryFault | None:
        """What an entry of that call meets."""
        return _drawn(self.entries, share_of(self.seed, "entry", number, index)) if self.entries else None


def _drawn(shares: Mapping[_Kind, float], drawn: float) -> _Kind | None:
    for kind, share in shares.items():
        if drawn < share:
            return kind
        drawn -= share
    return None
