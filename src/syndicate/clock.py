"""The one place that reads the time.

Deciding code takes ``now`` as an argument; whoever acts takes a `Clock`.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where a part gets the time from."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds from an arbitrary start; never goes back."""

    def elapsed(self) -> float:
        """Seconds from an arbitrary start, those that the machine slept among them; nobody can set it."""

    def sleep(self, seconds: float) -> None:
        """Wait; the only sleep in the product."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds from an arbitrary start; never goes back."""
        return time.monotonic()

    def elapsed(self) -> float:
        """Seconds since the machine was started, where it tells; else as `monotonic`."""
        # Linux leaves sleep out of its monotonic clock.
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))

    def sleep(self, seconds: float) -> None:
        """Wait that long."""
        time.sleep(seconds)
