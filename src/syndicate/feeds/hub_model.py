"""What is known of a hub, and whether feeds name it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

#: A hub that takes no ping for so long is named no more.
PATIENCE = timedelta(days=3)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ping:
    """A document, by its place below ``feeds/``, of which a hub is to be told as soon as these bytes lie there."""

    hub: str
    path: str
    content_hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Hub:
    """How a hub answered.

    When it last took a ping; since when, and how many times in a row, it took none, with the reason, and before when
    it is not asked again. ``waiting`` counts the pings that it has yet to take.
    """

    address: str
    answered_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    next_at: datetime | None = None
    error: str | None = None
    waiting: int = 0


def is_named(hub: Hub, now: datetime) -> bool:
    """Whether documents name the hub: it has taken a ping, and has not failed for too long since."""
    return hub.answered_at is not None and not is_given_up(hub, now)


def is_given_up(hub: Hub, now: datetime) -> bool:
    """Whether it has failed for longer than we have patience."""
    return hub.failing_since is not None and hub.failing_since <= now - PATIENCE
