"""When a source is asked again: at its pace, not all at once, more rarely while it fails, and never before it said."""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32

#: Between two looks at a source that keeps failing, at most; or its own pace, if that is slower.
SLOWEST = timedelta(hours=1)
#: The part of the pace by which a look may come earlier or later.
JITTER = 0.1
#: From when on doubling adds nothing.
_MOST_DOUBLINGS = 12


def next_look(
    source: str, now: datetime, every: timedelta, *, failures: int = 0, wait: timedelta | None = None
) -> datetime:
    """The moment of the next look at a source with that pace, spread by `JITTER` lest all are asked at once.

    The pace doubles with each of the ``failures`` in a row, up to `SLOWEST`. ``wait`` is what the server asked for.
    """
    slowest = max(SLOWEST, every)
    pace: timedelta = min(every * (1 << min(failures, _MOST_DOUBLINGS)), slowest)
    chance = crc32(f"{source} {now.isoformat()}".encode()) / 2**32
    return now + max(pace * (1 + JITTER * (2 * chance - 1)), wait or timedelta(0))
