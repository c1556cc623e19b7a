"""How far sending goes, as the operator says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from syndicate.delivery.lanes.complaints import REFUSED_SHARE
from syndicate.delivery.pace.forecast import trial_size


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """A first part of every edition, after which the rest waits: ``share`` of the mails, at most ``most``."""

    share: float
    most: int
    wait: timedelta

    def size(self, mails: int) -> int:
        """How many mails leave before the others wait; 0: no trial."""
        return trial_size(mails, self.share, self.most)


@dataclass(frozen=True, kw_only=True, slots=True)
class SendingLimits:
    """How far sending goes: tries that one delivery answers for, recipients a second, share of refusals.

    ``warm_up`` are the most recipients of the first days of sending, in UTC. ``rate_per_second`` is a ceiling beside
    what the account allows; ``None``: none.
    """

    max_attempts: int = 5
    rate_per_second: float | None = None
    refused_share: float = REFUSED_SHARE
    warm_up: tuple[int, ...] = ()
    trial: Trial | None = None
