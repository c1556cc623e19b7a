"""A clock that stands still until it is told to move."""

from __future__ import annotations

from datetime import datetime, timedelta


class ManualClock:
    """Shows the instant ``at`` that it was set to; sleeping moves it on without waiting.

    `advance` lets time pass, `set` turns the hands.
    """

    def __init__(self, at: datetime) -> None:
        """Start at an aware instant."""
        if at.tzinfo is None:
            message = f"a clock needs an instant, not {at!r}"
            raise ValueError(message)
        self.at = at
        self._passed = timedelta()

    def now(self) -> datetime:
        """The instant that the clock stands at."""
        return self.at

    def monotonic(self) -> float:
        """Seconds that have passed."""
        return self._passed.total_seconds()

    def elapsed(self) -> float:
        """The same: this clock never sleeps."""
        return self.monotonic()

    def sleep(self, seconds: float) -> None:
        """Move on by that long."""
        self.advance(timedelta(seconds=seconds))

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.at += by
        self._passed += by

    def set(self, to: datetime) -> None:
        """Set the clock, as a wrong time server does; no time passes."""
        self.at = to
