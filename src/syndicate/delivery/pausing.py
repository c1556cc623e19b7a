"""How long a carrier that took no more mail is left alone. Pure; times are passed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.delivery.model import Stop

#: Bounds of a pause, in seconds; each is twice as long as the one before.
SHORTEST_PAUSE = 60.0
LONGEST_PAUSE = 900.0


class Pause:
    """The pause after a stop: 1, 2, 4 … 15 minutes, or what the carrier asked for. Kept for one process.

    Times are seconds of a clock that never goes back.
    """

    def __init__(self) -> None:
        """Start without a pause."""
        self._stop: Stop | None = None
        self._resume_at = 0.0
        self._next = SHORTEST_PAUSE

    def begin(self, stop: Stop, now: float) -> None:
        """The carrier said stop."""
        self._stop = stop
        self._resume_at = now + (self._next if stop.wait_seconds is None else stop.wait_seconds)
        self._next = min(LONGEST_PAUSE, self._next * 2)

    def end(self) -> None:
        """The carrier answered as it should: the next pause is a short one again."""
        self._stop = None
        self._next = SHORTEST_PAUSE

    def reason(self, now: float) -> Stop | None:
        """The stop that is still waited for, or ``None``."""
        return self._stop if now < self._resume_at else None
