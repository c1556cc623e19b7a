"""How often a source brings something, and whether it is silent for longer than it ever is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

#: Arrivals before anything is said of a habit.
_FEWEST = 5
#: So many times its longer pauses, and at least so long, may a source be silent.
_PATIENCE = 3
_SHORTEST = timedelta(hours=12)


def silent_since(arrivals: Sequence[str], now: datetime) -> datetime | None:
    """Since when a source is silent, if that is longer than its habit, by its last arrivals (ISO 8601, newest last).

    Its habit is the pause that nine of ten of its pauses do not exceed: the nights and week-ends of a newsroom are in
    it. ``None``: it is not silent, or too few arrivals are known.
    """
    if len(arrivals) < _FEWEST:
        return None
    instants = [datetime.fromisoformat(arrival) for arrival in arrivals]
    pauses = sorted(later - earlier for earlier, later in pairwise(instants))
    usual = pauses[min(len(pauses) - 1, len(pauses) * 9 // 10)]
    return instants[-1] if now - instants[-1] > max(usual * _PATIENCE, _SHORTEST) else None
