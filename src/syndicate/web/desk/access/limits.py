"""How long to wait before the next try at a password: doubled each time, so that guessing comes to nothing."""

from __future__ import annotations

from datetime import timedelta

#: So many wrong tries cost nothing: of a name, and of all names from one network.
OF_A_NAME = 5
OF_A_CALLER = 20

#: The longest wait; and after how long without a try it begins anew.
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)


def wait_after(tries: int, free: int) -> timedelta:
    """How long nothing more is tried after that many wrong tries, of which ``free`` cost nothing."""
    if tries < free:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(tries - free, 20)), LONGEST)


def in_words(wait: timedelta) -> str:
    """How long somebody has to wait: never less than it is."""
    seconds = int(wait.total_seconds()) + 1
    if seconds < 100:  # noqa: PLR2004 - above it, minutes say enough
        return "a second" if seconds == 1 else f"{seconds} seconds"
    return f"{-(-seconds // 60)} minutes"
