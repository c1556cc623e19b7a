"""The account: its rate with debt, its daily quota, whom it may write to, and whom it does not any more."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from syndicate.clock import Clock
from syndicate.testing.ses.answers import StandInRefusal
from syndicate.testing.ses.faults import QUOTA_EXCEEDED, RATE_EXCEEDED, REFUSALS, UNVERIFIED, SimulatedFault
from syndicate.testing.ses.limits import address_in

DAY = 24 * 3600.0


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppressedAddress:
    """Nobody whom SES writes to: ``BOUNCE`` or ``COMPLAINT``."""

    address: str
    reason: str
    at: datetime


class SimulatedAccount:
    """What SES knows about the account; every attribute may be changed while calls come in.

    ``max_rate`` is in recipients a second: a call passes while any allowance is left, whatever its size, and the
    account is in debt then. ``daily_quota`` counts the recipients of the last 24 hours; -1 is none. ``spelling`` is
    how a throttled call is told; ``bulk_by_entry`` whether a bulk call is told so, and told all else about the
    account, by the statuses of its entries; ``escapes_values`` whether ``{{name}}`` is escaped as in HTML.
    ``verified`` are domains and addresses; ``None`` checks none of them.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        max_rate: float = 100_000.0,
        daily_quota: float = -1.0,
        in_production: bool = True,
        verified: Iterable[str] | None = None,
        configuration_sets: Iterable[str] | None = None,
    ) -> None:
        """Begin with a full second of allowance and nothing sent."""
        self.max_rate = max_rate
        self.daily_quota = daily_quota
        self.in_production = in_production
        self.verified = None if verified is None else set(verified)
        self.configuration_sets = None if configuration_sets is None else set(configuration_sets)
        self.paused_sets: set[str] = set()
        self.sending_enabled = True
        self.enforcement = "HEALTHY"
        self.spelling = SimulatedFault.THROTTLE
        self.bulk_by_entry = True
        self.escapes_values = True
        self.region = "eu-west-1"
        self.suppressed: dict[str, SuppressedAddress] = {}
        self.throttled = 0
        self._clock = clock
        self._allowance = max_rate
        self._filled_at = clock.monotonic()
        self._sent: deque[tuple[float, int]] = deque()
        self._sent_count = 0
        self._guard = threading.Lock()

    def admit(self, recipients: int) -> None:
        """Take a call of so many recipients into rate and quota.

        Raises:
            StandInRefusal: the account may not send, not so fast, or not so much today.
        """
        self._check_state()
        with self._guard:
            self._pass_time()
            if self.daily_quota >= 0 and self._sent_count + recipients > self.daily_quota:
                raise StandInRefusal(
                    code="TooManyRequestsException",
                    message=QUOTA_EXCEEDED,
                    status=429,
                    entry="ACCOUNT_DAILY_QUOTA_EXCEEDED",
                )
            if self._allowance <= 0:
                self.throttled += 1
                raise _throttle(self.spelling)
            self._allowance -= recipients
            self._sent.append((self._clock.monotonic(), recipients))
            self._sent_count += recipients

    def check_set(self, name: str | None) -> None:
        """Look whether there is such a configuration set, and it sends.

        Raises:
            StandInRefusal: not so.
        """
        if name is None or self.configuration_sets is None:
            return
        if name not in self.configuration_sets:
            message = f"Configuration set <{name}> does not exist."
            raise StandInRefusal(
                code="NotFoundException", message=message, status=404, entry="CONFIGURATION_SET_NOT_FOUND"
            )
        if name in self.paused_sets:
            message = f"Sending is paused for the configuration set <{name}>."
            raise StandInRefusal(
                code="SendingPausedException", message=message, entry="CONFIGURATION_SET_SENDING_PAUSED"
            )

    def check_addresses(self, sender: str, recipients: Iterable[str]) -> None:
        """Look whether it may write from there to them: in the sandbox every recipient is verified too.

        Raises:
            StandInRefusal: ``MessageRejected``, with those that are not verified.
        """
        if self.verified is None:
            return
        asked = [address_in(sender) or sender]
        if not self.in_production:
            asked += [address for address in recipients if not address.endswith("@simulator.amazonses.com")]
        if names := [address for address in asked if not self._is_verified(address)]:
            message = UNVERIFIED.format(region=self.region.upper(), names=", ".join(names))
            raise StandInRefusal(code="MessageRejected", message=message, entry="MESSAGE_REJECTED")

    def description(self) -> dict[str, Any]:
        """The answer of GetAccount."""
        with self._guard:
            self._pass_time()
            quota = {
                "Max24HourSend": self.daily_quota,
                "MaxSendRate": self.max_rate,
                "SentLast24Hours": float(self._sent_count),
            }
        return {
            "DedicatedIpAutoWarmupEnabled": False,
            "EnforcementStatus": self.enforcement,
            "ProductionAccessEnabled": self.in_production,
            "SendQuota": quota,
            "SendingEnabled": self.sending_enabled and self.enforcement != "SHUTDOWN",
            "SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
        }

    @property
    def admitted(self) -> tuple[tuple[float, int], ...]:
        """The calls of the last 24 hours: when, in seconds of the clock's `monotonic`, and of how many recipients."""
        with self._guard:
            return tuple(self._sent)

    def busiest(self, seconds: float) -> int:
        """The most recipients within any stretch of so many seconds."""
        most = count = 0
        window: deque[tuple[float, int]] = deque()
        for call in self.admitted:
            window.append(call)
            count += call[1]
            while window[0][0] <= call[0] - seconds:
                count -= window.popleft()[1]
            most = max(most, count)
        return most

    def suppress(self, address: str, reason: str) -> None:
        """Write to them no more."""
        self.suppressed[address.lower()] = SuppressedAddress(
            address=address.lower(), reason=reason, at=self._clock.now()
        )

    def _check_state(self) -> None:
        if self.enforcement == "SHUTDOWN":
            message = "Sending for this account is suspended."
            raise StandInRefusal(code="AccountSuspendedException", message=message, entry="ACCOUNT_SUSPENDED")
        if not self.sending_enabled:
            message = "Sending is paused for this account."
            raise StandInRefusal(code="SendingPausedException", message=message, entry="ACCOUNT_SENDING_PAUSED")

    def _pass_time(self) -> None:
        now = self._clock.monotonic()
        self._allowance = min(self.max_rate, self._allowance + (now - self._filled_at) * self.max_rate)
        self._filled_at = now
        while self._sent and self._sent[0][0] <= now - DAY:
            self._sent_count -= self._sent.popleft()[1]

    def _is_verified(self, address: str) -> bool:
        domain = address.rpartition("@")[2].lower()
        above = [domain.split(".", depth)[-1] for depth in range(domain.count("."))]
        return not {address.lower(), *above}.isdisjoint(self.verified or ())


def _throttle(spelling: SimulatedFault) -> StandInRefusal:
    answer = REFUSALS[spelling]
    return StandInRefusal(code=answer.code, message=RATE_EXCEEDED, status=answer.status, entry="ACCOUNT_THROTTLED")
