"""How fast to go on: a shared rate that is cut when the carrier asks for it. Pure; times are passed in.

The generic cell rate algorithm: one number says when the next recipient may follow. Whoever starts a call moves it on
by as many recipients as the call has. All times are seconds of the database's clock, which may be set.
"""

from __future__ import annotations

#: How much of what an account allows is used: the rest is for its own idea of a second, and for other senders.
SHARE = 0.95
#: What a throttled answer leaves of the rate, and how much of the target comes back by the second.
SLOWER = 0.7
FASTER = 0.05
#: So late a start may be made up for: seconds that a busy machine loses, not minutes that it slept. An account that
#: was not used has a whole second's allowance at hand, so half of one is not too much at once.
LEEWAY = 0.5
#: No call and no rest of ours books further ahead, but for the time that one recipient takes at a slow rate; what does
#: was written by a clock that has been set back since.
LONGEST_AHEAD = 60.0

_ROUNDING = 1e-4


def target_rate(max_rate: float | None, ceiling: float | None) -> float | None:
    """The recipients a second to aim for, by what the account allows and what the operator does; ``None``: any."""
    rates = [rate for rate in (None if max_rate is None else max_rate * SHARE, ceiling) if rate is not None]
    return min(rates) if rates else None


def rate_now(target: float, rate: float | None, rate_at: float | None, now: float) -> float:
    """The rate that was ``rate`` when it was cut at ``rate_at``, and climbs back to the target since."""
    if rate is None or rate_at is None:
        return target
    return min(target, rate + max(0.0, now - rate_at) * FASTER * target)


def wait_needed(next_free: float, now: float, rate: float | None) -> float:
    """Seconds until the next call may start; 0 when it may start now."""
    ahead = next_free - now
    return ahead if _ROUNDING < ahead <= _longest_ahead(rate) else 0.0


def after(next_free: float, now: float, recipients: int, rate: float) -> float:
    """When the next recipient may follow a call with so many that starts now."""
    start = max(next_free, now - LEEWAY)
    if start > now + _longest_ahead(rate):
        start = now
    return start + recipients / rate


def _longest_ahead(rate: float | None) -> float:
    return LONGEST_AHEAD + (1 / rate if rate else 0.0)


def call_size(rate: float | None, cycle_seconds: float, most: int) -> int:
    """How many recipients a call has: as many as are under way at that rate, in as few calls as their size allows.

    No call has more than one second's allowance: the account would be in debt for it longer than it looks back.
    """
    if rate is None:
        return most
    under_way = max(1, -int(-rate * cycle_seconds // 1))
    calls = -(-under_way // most)
    return max(1, min(most, int(rate), -(-under_way // calls)))
