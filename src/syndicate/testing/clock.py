"""A clock that stands still until it is told to move."""

from __future__ import annotations

from datetime import datetime, timedelta


class ManualClock:
    """Shows the instant ``at`` that it was set to; sleeping moves it on without waiting."""

    def __init__(self, at: datetime) -> None:
        """Start at an aware instant."""
        if at.tzinfo is None:
            message = f"a clock needs an instant, not {at!r}"
            raise ValueError(message)
        self.at = at
        self._start = at

    def now(self) -> datetime:
        """The instant that the clock stands at."""
        return self.at

    def monotonic(self) -> float:
        """Seconds that the clock was moved on by."""
        return (self.at - self._start).total_seconds()

    def sleep(self, seconds: float) -> None:
        """Move on by that long."""
        self.advance(timedelta(seconds=seconds))

    def advance(self, by: timedelta) -> None:
        """Move on."""
        self.at += by
