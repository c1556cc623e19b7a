"""A report on a newsletter: its past editions in numbers, and its readers week by week.

Shares are of the mails that the carrier took, 0 to 1; there are none of nothing. Nothing here names a person.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.delivery.events.fuse import FuseLimits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Who left so long after the first mail of an edition, and before the first mail of the next one, left by it.
LEFT_WITHIN = timedelta(days=7)
#: The weeks of a report, the current one among them.
WEEKS = 53
WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionReport:
    """What became of an edition. ``recipients`` are the mails that were to leave; ``submitted`` took the carrier.

    Of those ``delivered`` arrived at a server, as far as it told; ``bounced`` came back for good, ``returned`` for
    another reason; ``complained`` were called spam. ``is_heard`` says whether the carrier told anything: an outbox and
    SMTP do not, and then these numbers mean nothing. ``refused`` and ``uncertain`` are no part of ``submitted``.
    ``left`` counts people who ended their subscription by themselves, see `LEFT_WITHIN`.
    """

    id: str
    number: int
    subject: str
    state: str
    came_out_at: datetime
    recipients: int
    submitted: int
    is_heard: bool
    delivered: int
    bounced: int
    returned: int
    complained: int
    refused: int
    uncertain: int
    left: int

    def share(self, count: int) -> float | None:
        """What part of the mails that were taken ``count`` is; at most 1."""
        return min(1.0, count / self.submitted) if self.submitted else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Week:
    """A week from its Monday on, in UTC: how many readers came and how many went."""

    starts_on: date
    joined: int
    left: int

    @property
    def net(self) -> int:
        """How many more there were at its end than before."""
        return self.joined - self.left


@dataclass(frozen=True, kw_only=True, slots=True)
class NewsletterReport:
    """A newsletter's editions, the newest first, and its weeks, the oldest first; ``readers`` get mail today.

    ``has_earlier`` says whether there are editions below the last one. ``limits`` are the fuse's lines.
    """

    name: str
    title: str
    readers: int
    editions: tuple[EditionReport, ...]
    has_earlier: bool
    weeks: tuple[Week, ...]
    limits: FuseLimits = field(default_factory=FuseLimits)


def mondays(today: date) -> list[date]:
    """On which days the weeks of a report begin, the oldest first; the last is the week of ``today``."""
    this = today - timedelta(days=today.weekday())
    return [this - WEEK * back for back in reversed(range(WEEKS))]


def leavers(came_out: Sequence[datetime], ended: Iterable[tuple[datetime, int]]) -> list[int]:
    """How many left by each edition. ``came_out`` is in order of time, and so is the answer.

    ``ended`` says when people left, and how many did then. Each is counted once, to the newest edition that was out.
    """
    counts = [0] * len(came_out)
    for at, count in ended:
        place = bisect_right(came_out, at) - 1
        if place >= 0 and at < came_out[place] + LEFT_WITHIN:
            counts[place] += count
    return counts
