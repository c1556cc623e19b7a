"""Time that cannot be trusted, and mail that is too late: decided from facts and ``now`` alone."""

from __future__ import annotations

from datetime import datetime, timedelta

#: A clock that is set by so much while we run is not believed.
FAR_AWAY = timedelta(days=1)
#: So far the clock may be behind, or apart from the database server's, before it is told.
TOLERANCE = timedelta(minutes=10)


def lateness(planned_at: datetime, now: datetime, max_lateness: timedelta) -> str | None:
    """Why a mail that was to leave at ``planned_at`` is too late to leave by itself; ``None``: it is not."""
    late = now - planned_at
    if late <= max_lateness:
        return None
    return f"its next mail was to leave at {planned_at:%Y-%m-%d %H:%M} UTC, {_told(late)} ago"


def clock_doubt(
    *,
    now: datetime,
    expected: datetime | None = None,
    server_now: datetime | None = None,
    newest_decision: tuple[datetime, str, str] | None = None,
) -> str | None:
    """Why ``now`` cannot be the time; ``None`` when nothing speaks against it.

    ``expected`` is an earlier look with what has passed since by a clock that nobody sets,
    ``server_now`` the database server's time, ``newest_decision`` when an occurrence was last decided, of which
    newsletter, and its slot.
    """
    if server_now is not None and abs(now - server_now) > TOLERANCE:
        return f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, the database server's {server_now:%Y-%m-%d %H:%M}"
    if expected is not None and abs(now - expected) > FAR_AWAY:
        where = "ahead" if now > expected else "back"
        return f"the clock was set {_told(abs(now - expected))} {where}, to {now:%Y-%m-%d %H:%M} UTC"
    if newest_decision is not None and newest_decision[0] > now:
        decided_at, newsletter, slot = newest_decision
        return f"{newsletter} {slot} was decided at {decided_at:%Y-%m-%d %H:%M} UTC, which has not come yet"
    return None


def _told(span: timedelta) -> str:
    day, hour = timedelta(days=1), timedelta(hours=1)
    return f"{span / day:.1f} days" if span > 2 * day else f"{span / hour:.1f} hours"
