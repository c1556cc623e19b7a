"""How long to wait before the next try at a password: doubled each time, so that guessing comes to nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

#: So many wrong tries cost nothing: of a name, and of all names from one network.
OF_A_NAME = 5
OF_A_CALLER = 20

#: The longest wait; and after how long without a try it begins anew.
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)
#: So far a clock that is right is set back; what was tried later from now than that was tried by one that was wrong.
_SET_BACK = timedelta(seconds=1)


def wait_after(tries: int, free: int) -> timedelta:
    """How long nothing more is tried after that many wrong tries, of which ``free`` cost nothing."""
    if tries < free:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(tries - free, 20)), LONGEST)


def tries_after(tries: int, last_at: datetime, now: datetime) -> int:
    """How many wrong tries count, of which the last was made at ``last_at``: none if that is yet to come."""
    return tries if last_at <= now + _SET_BACK else 0


def wait_until(next_at: datetime, now: datetime) -> timedelta:
    """How long it is until then: never more than the longest wait, never less than none."""
    return max(timedelta(0), min(next_at - now, LONGEST))


def in_words(wait: timedelta) -> str:
    """How long somebody has to wait: never less than it is."""
    seconds = int(wait.total_seconds()) + 1
    if seconds < 100:  # noqa: PLR2004 - above it, minutes say enough
        return "a second" if seconds == 1 else f"{seconds} seconds"
    return f"{-(-seconds // 60)} minutes"
