"""When the last reader of an edition has it: recipients by rate, daily quota and warm-up. Pure; times are passed in.

Days of a warm-up are dates in UTC, as the provider's are. A daily quota counts any 24 hours: what is used of it now is
taken to come free a whole day from now, so that the end is told too late rather than too early.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil, inf

from syndicate.text.plain import counted

DAY = timedelta(days=1)
#: Days that are looked ahead; an end beyond is no forecast.
HORIZON = 366


@dataclass(frozen=True, kw_only=True, slots=True)
class SendingPace:
    """How fast a carrier may go: recipients a second, in 24 hours, and by day while it warms up.

    ``rate`` is ``None`` while nobody knows it, ``daily_quota`` is ``None`` without a limit. ``sent_24h`` is used of the
    quota. ``began_on`` is the date, in UTC, of the carrier's first mail, ``None``: it has sent none; ``day_count`` are
    its recipients today.
    """

    rate: float | None
    daily_quota: float | None = None
    sent_24h: float = 0.0
    warm_up: tuple[int, ...] = ()
    began_on: date | None = None
    day_count: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Hurdles:
    """What the mails of an edition wait for besides rate, quota and warm-up; ``reasons`` name it.

    ``ahead`` mails of other editions share the pace; before ``starts_at`` none of all these leaves, ``None``: they
    leave at once.
    """

    ahead: int = 0
    starts_at: datetime | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """When the last of so many has their mail; ``waits_for`` names what makes it more than recipients by rate."""

    mails: int
    rate: float
    ends_at: datetime
    waits_for: str | None

    def line(self, now: datetime) -> str:
        """The same as a sentence."""
        when = f"{self.ends_at:%Y-%m-%d %H:%M} UTC"
        told = (
            f"{counted(self.mails, 'reader')} at {spoken_rate(self.rate)} a second: {_span(self.ends_at - now)}, "
            f"the last has it on {when}"
        )
        return f"{told}, for {self.waits_for}" if self.waits_for else told


def spoken_rate(rate: float) -> str:
    """A rate as people are told it: with one decimal, and below one with two digits."""
    return f"{rate:,.1f}".removesuffix(".0") if rate >= 1 else f"{rate:.2g}"


def trial_size(mails: int, share: float, most: int) -> int:
    """How many mails leave before the others wait: a share of them, rounded up, at most so many; 0: no trial.

    There is none where nobody would be left to wait.
    """
    size = min(most, ceil(round(mails * share, 6)))
    return size if size < mails else 0


def allowed_today(warm_up: Sequence[int], began_on: date | None, today: date, day_count: int) -> int | None:
    """How many more recipients a warm-up allows on that date, in UTC; ``None``: as many as there are.

    ``began_on`` is the date of the first mail, ``None`` before it; ``day_count`` went out ``today`` already.
    """
    number = max(0, (today - (began_on or today)).days)
    return max(0, warm_up[number] - day_count) if number < len(warm_up) else None


def forecast(mails: int, pace: SendingPace, now: datetime, hurdles: Hurdles | None = None) -> Forecast | None:
    """When the last of so many mails has left; ``None``: the rate is not known, or it is a year and more."""
    if not pace.rate:
        return None
    hurdles = hurdles or Hurdles()
    rooms = _Rooms(pace, now, hurdles.starts_at or now)
    left = mails + hurdles.ahead
    for _ in range(2 * HORIZON):
        step = min(left, rooms.room())
        rooms.send(step, pace.rate)
        left -= int(step)
        if left <= 0:
            waits_for = " and ".join([*hurdles.reasons, *([rooms.waits_for] if rooms.waits_for else [])])
            return Forecast(mails=mails, rate=pace.rate, ends_at=rooms.at, waits_for=waits_for or None)
        rooms.wait()
    return None


class _Rooms:
    """What quota and warm-up leave room for, as time goes on."""

    def __init__(self, pace: SendingPace, now: datetime, starts_at: datetime) -> None:
        self.at = starts_at
        self.waits_for: str | None = None
        self._pace = pace
        self._today = starts_at.astimezone(UTC).date()
        self._began_on = pace.began_on or self._today
        self._quota = inf if pace.daily_quota is None else max(0.0, pace.daily_quota - pace.sent_24h)
        self._quota_since = now
        self._count = pace.day_count if self._today == now.astimezone(UTC).date() else 0

    def room(self) -> float:
        return min(self._quota // 1 if self._quota < inf else inf, self._warm())

    def send(self, count: float, rate: float) -> None:
        self.at += timedelta(seconds=count / rate)
        self._quota -= count
        self._count += int(count)

    def wait(self) -> None:
        """Until whatever is used up comes free."""
        if self._warm() < 1:
            self.waits_for = "the warm-up allows no more on one day"
            self._today = max(self._today, self.at.astimezone(UTC).date()) + DAY
            self._count = 0
            self.at = max(self.at, datetime.combine(self._today, time(), UTC))
        if self._quota < 1:
            self.waits_for = "the daily quota allows no more in 24 hours"
            self._quota_since = max(self.at, self._quota_since + DAY)
            self.at, self._quota = self._quota_since, self._pace.daily_quota or 0.0

    def _warm(self) -> float:
        allowed = allowed_today(self._pace.warm_up, self._began_on, self._today, self._count)
        return inf if allowed is None else allowed


def _span(duration: timedelta) -> str:
    seconds = max(0, round(duration.total_seconds()))
    if seconds < 90:  # noqa: PLR2004 - a minute and a half
        return f"{seconds} s"
    minutes = round(seconds / 60)
    if minutes < 90:  # noqa: PLR2004
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"
