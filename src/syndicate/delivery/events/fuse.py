"""The fuse: when so many mails came back, or were called spam, that the rest has to wait for a person.

SES reviews an account at 5 % bounces or 0.1 % complaints, and counts hard bounces alone. The fuse goes by the lower
bound of Wilson's interval (95 %, two-sided), so that a few of a few prove nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from math import sqrt

#: Fewer bounces, or complaints, than that are an accident.
FEWEST = 3
_Z = 1.96


class FuseLevel(IntEnum):
    """How bad it is."""

    GOOD = 0
    WARN = 1
    HOLD = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class FuseLimits:
    """Shares of the accepted mails, 0 to 1, from which it is told, and from which the edition is held."""

    bounce_warn: float = 0.03
    bounce_hold: float = 0.04
    complaint_warn: float = 0.0005
    complaint_hold: float = 0.0008


@dataclass(frozen=True, kw_only=True, slots=True)
class MailSums:
    """Mails that were accepted, came back for good, and were called spam."""

    submitted: int = 0
    bounced: int = 0
    complained: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class FuseReading:
    """How bad it is, and why, in words for an operator; no words where it is good."""

    level: FuseLevel
    reason: str = ""


def reading(sums: MailSums, limits: FuseLimits) -> FuseReading:
    """Look at bounces and complaints; the worse of the two counts."""
    bounces = _judged(sums.bounced, sums.submitted, limits.bounce_warn, limits.bounce_hold, "came back for good")
    complaints = _judged(
        sums.complained, sums.submitted, limits.complaint_warn, limits.complaint_hold, "were called spam by readers"
    )
    return max(bounces, complaints, key=lambda judged: judged.level)


def lower_bound(count: int, total: int) -> float:
    """The lower end of Wilson's interval for ``count`` of ``total``; 0 of nothing."""
    if total <= 0 or count <= 0:
        return 0.0
    share = min(1.0, count / total)
    spread = _Z * sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    return max(0.0, (share + _Z**2 / (2 * total) - spread) / (1 + _Z**2 / total))


def _judged(count: int, total: int, warn: float, hold: float, what: str) -> FuseReading:
    bound = lower_bound(count, total)
    if count < FEWEST or bound < min(warn, hold):
        return FuseReading(level=FuseLevel.GOOD)
    reason = f"{count} of {total} mails {what} ({count / max(total, count):.2%}; at least {bound:.2%} counts)"
    return FuseReading(level=FuseLevel.HOLD if bound >= hold else FuseLevel.WARN, reason=reason)
