"""How fast to go on: a token bucket that slows down when the carrier asks for it. Pure; times are passed in."""

from __future__ import annotations

#: What a throttled answer leaves of the rate, and how fast it comes back, by the second.
SLOWER = 0.7
FASTER = 0.05

_ROUNDING = 1e-9


class Pace:
    """At most ``per_second`` sends a second, and in any one second at most a tenth more.

    Times are seconds of a clock that never goes back. ``per_second`` is above 0.
    """

    def __init__(self, per_second: float, now: float) -> None:
        """Start with one send in hand."""
        self.target = per_second
        self.rate = per_second
        self._burst = max(1.0, per_second / 10)
        self._tokens = 1.0
        self._counted_at = now
        self._slowed_at: float | None = None

    def wait_needed(self, now: float) -> float:
        """Seconds until the next send may start; 0 when it may start now."""
        self._refill(now)
        missing = 1.0 - self._tokens
        return missing / self.rate if missing > _ROUNDING else 0.0

    def take(self, now: float) -> None:
        """Count a send that starts now."""
        self._refill(now)
        self._tokens -= 1.0

    def slow_down(self, now: float) -> None:
        """The carrier throttled: go on at 70 %, at most one step down a second, and without a burst."""
        self._refill(now)
        self._tokens = min(self._tokens, 0.0)
        if self._slowed_at is None or now - self._slowed_at >= 1.0:
            self._slowed_at = now
            self.rate *= SLOWER

    def _refill(self, now: float) -> None:
        passed = max(0.0, now - self._counted_at)
        self._counted_at = now
        self._tokens = min(self._burst, self._tokens + passed * self.rate)
        self.rate = min(self.target, self.rate + passed * FASTER * self.target)
