"""How far sending goes, as the operator says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from syndicate.delivery.complaints import REFUSED_SHARE


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """A first part of every edition, after which the rest waits: ``share`` of the mails, at most ``most``."""

    share: float
    most: int
    wait: timedelta

    def size(self, mails: int) -> int:
        """How many mails the first part has; all of them when the share is 0."""
        return min(self.most, max(1, round(mails * self.share))) if self.share else mails


@dataclass(frozen=True, kw_only=True, slots=True)
class SendingLimits:
    """How far sending goes: tries that one delivery answers for, recipients a second, share of refusals.

    ``warm_up`` are the most recipients of the first days of sending, in UTC. ``rate_per_second`` is a ceiling above what
    the account allows; ``None``: none.
    """

    max_attempts: int = 5
    rate_per_second: float | None = None
    refused_share: float = REFUSED_SHARE
    warm_up: tuple[int, ...] = ()
    trial: Trial | None = None
