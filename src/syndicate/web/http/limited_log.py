"""Says in the log what callers can bring about as often as they like: at most now and then, with a count."""

from __future__ import annotations

import logging
from time import monotonic

#: How often each kind of trouble is told.
EVERY_SECONDS = 600.0

log = logging.getLogger("syndicate.web")


class LimitedLog:
    """Trouble of one kind. The first is told at once, and what follows as a number when the time has passed."""

    def __init__(self, every_seconds: float = EVERY_SECONDS, level: int = logging.WARNING) -> None:
        """Tell it that often at most."""
        self._every_seconds = every_seconds
        self._level = level
        self._silent_until = 0.0
        self._untold = 0

    def tell(self, what: str) -> None:
        """Log it, or count it; ``what`` must not hold anything that a caller wrote."""
        self._untold += 1
        now = monotonic()
        if now < self._silent_until:
            return
        more = f" ({self._untold} times since this was last told)" if self._untold > 1 else ""
        log.log(self._level, "%s%s", what, more)
        self._silent_until, self._untold = now + self._every_seconds, 0
