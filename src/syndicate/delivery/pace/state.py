"""What is known of a carrier: what it allows, how it fares, when the next mail may go. Pure; times are passed in.

It lies in a row that every process reads, so that one which is started in an outage does not try what others have
tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import inf

from syndicate.delivery.model import Accepted, Allowance, Answer, Refused, Stop, TryLater, Uncertain
from syndicate.delivery.pace import rates
from syndicate.delivery.pace.forecast import DAY, allowed_today

#: Bounds of a pause; each is twice as long as the one before.
SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=15)
#: No carrier asks for a longer one; what ends later was written by a clock that has been set back since.
LONGEST_ASKED_FOR = timedelta(hours=1)
#: Calls in a row by which the carrier was in trouble of its own, after which it is left alone: about half a minute.
TROUBLE_LIMIT = 6
#: Answers lost in a row, after which it is left alone.
LOST_LIMIT = 3
#: Bounds of the rest after trouble of its own, in seconds; each is twice as long as the one before.
SHORTEST_REST, LONGEST_REST = 1.0, 60.0
#: How often the account is asked what it allows.
ASK_EVERY = timedelta(seconds=30)

_GOES_ON = "The rest stays pending; a later run goes on with it."


@dataclass(frozen=True, kw_only=True, slots=True)
class CarrierState:
    """A carrier's row. ``rate_at`` and ``next_free`` are seconds of the Unix epoch, by the database's clock.

    ``max_rate`` is in recipients a second, ``daily_quota`` in recipients of any 24 hours, ``sent_24h`` of it used.
    ``pauses``, ``lost`` and ``troubles`` are counted in a row, until it takes a mail. ``began_on`` and ``day`` are
    dates in UTC, ``day_count`` the recipients of that day; ``earlier_day`` is the one that was counted before it.
    """

    name: str
    max_rate: float | None = None
    daily_quota: float | None = None
    sent_24h: float = 0.0
    told_at: datetime | None = None
    rate: float | None = None
    rate_at: float | None = None
    next_free: float = 0.0
    paused_until: datetime | None = None
    paused_because: str | None = None
    pause_hint: str | None = None
    pauses: int = 0
    lost: int = 0
    troubles: int = 0
    began_on: str | None = None
    day: str | None = None
    day_count: int = 0
    earlier_day: str | None = None
    earlier_count: int = 0

    @property
    def is_on_trial(self) -> bool:
        """Whether it has taken nothing since it was left alone: one mail shows whether it does again."""
        return self.pauses > 0

    def pause(self, now: datetime) -> Stop | None:
        """Why it is left alone at ``now``, and for how long; ``None``: it is not."""
        if self.paused_until is None or self.paused_because is None:
            return None
        if not timedelta() < self.paused_until - now <= LONGEST_ASKED_FOR:
            return None
        left = (self.paused_until - now).total_seconds()
        return Stop(reason=self.paused_because, hint=self.pause_hint or "", wait_seconds=left)

    def is_to_be_asked(self, now: datetime) -> bool:
        """Whether what it allows has not been asked for lately; a clock that was set back asks, too."""
        return self.told_at is None or not timedelta() <= now - self.told_at < ASK_EVERY

    def target(self, ceiling: float | None) -> float | None:
        """The recipients a second to aim for; ``None``: it has no limit."""
        return rates.target_rate(self.max_rate, ceiling)

    def count_on(self, now: datetime) -> int:
        """The recipients of today, in UTC; what is counted for a later date was so by a clock that was ahead."""
        today = _date_of(now).isoformat()
        return sum(count for day, count in self._counts.items() if day >= today)

    def room(self, now: datetime, warm_up: Sequence[int]) -> float:
        """How many recipients the day's quota and the warm-up leave."""
        quota = inf if self.daily_quota is None else self.daily_quota - self.sent_24h
        return max(0.0, min(quota, self._warm_up_room(now, warm_up)))

    def told(self, allowance: Allowance, now: datetime) -> CarrierState:
        """It said what it allows."""
        state = replace(
            self,
            max_rate=allowance.max_rate,
            daily_quota=allowance.daily_quota,
            sent_24h=allowance.sent_24h,
            told_at=now,
        )
        return state.left_alone(allowance.stop, now) if allowance.stop and not state.pause(now) else state

    def left_alone(self, stop: Stop, now: datetime) -> CarrierState:
        """It said stop: leave it for 1, 2, 4 … 15 minutes, or as long as it asks for."""
        doubling = min(LONGEST_PAUSE, SHORTEST_PAUSE * 2.0 ** min(self.pauses, 10))
        asked_for = None if stop.wait_seconds is None else timedelta(seconds=stop.wait_seconds)
        span = doubling if asked_for is None else min(asked_for, LONGEST_ASKED_FOR)
        return replace(
            self,
            paused_until=now + span,
            paused_because=stop.reason,
            pause_hint=stop.hint,
            pauses=self.pauses + 1,
            troubles=0,
        )

    def took(self, recipients: int, now: datetime, seconds: float, rate: float | None) -> CarrierState:
        """A call with so many recipients starts now."""
        today = _date_of(now).isoformat()
        return replace(
            self._counted(today, recipients),
            next_free=self.next_free if rate is None else rates.after(self.next_free, seconds, recipients, rate),
            sent_24h=self.sent_24h + recipients,
            began_on=self.began_on or today,
        )

    def heard(
        self, answers: Sequence[Answer], *, began: float, now: datetime, seconds: float, ceiling: float | None
    ) -> CarrierState:
        """It answered a call that began at ``began``.

        Of several calls in flight that meet the same trouble, one counts: who began before the last cut says no news.
        """
        if stop := next((answer for answer in answers if isinstance(answer, Stop)), None):
            return self.left_alone(stop, now)
        if any(isinstance(answer, Accepted) or (isinstance(answer, Refused) and answer.counts) for answer in answers):
            state = self if not (self.pauses or self.lost or self.troubles) else self._fares_well()
        elif lost := next((answer for answer in answers if isinstance(answer, Uncertain)), None):
            state = self._lost(lost, now)
        else:
            state = self
        trouble = next((answer for answer in answers if isinstance(answer, TryLater) and not answer.counts), None)
        is_news = self.rate_at is None or began > self.rate_at
        return state._troubled(trouble, now, seconds, state.target(ceiling)) if trouble and is_news else state

    def _fares_well(self) -> CarrierState:
        return replace(self, pauses=0, lost=0, troubles=0, paused_until=None, paused_because=None, pause_hint=None)

    def _lost(self, answer: Uncertain, now: datetime) -> CarrierState:
        state = replace(self, lost=self.lost + 1)
        if state.lost < LOST_LIMIT and not state.is_on_trial:
            return state
        reason = f"the answer was lost {state.lost} times in a row; the last one: {answer.reason}"
        return state.left_alone(Stop(reason=reason, hint=f"The carrier may be out of order. {_GOES_ON}"), now)

    def _troubled(self, answer: TryLater, now: datetime, seconds: float, target: float | None) -> CarrierState:
        """Throttled, or not reached: rest a little, go on slower, and after too many leave it alone."""
        troubles = self.troubles + 1
        if troubles >= TROUBLE_LIMIT:
            reason = f"{answer.reason} ({troubles} times in a row)"
            return replace(self, told_at=None).left_alone(Stop(reason=reason, hint=_GOES_ON), now)
        rest = min(LONGEST_REST, SHORTEST_REST * 2.0 ** (troubles - 1))
        slower = None if target is None else rates.rate_now(target, self.rate, self.rate_at, seconds) * rates.SLOWER
        return replace(
            self,
            troubles=troubles,
            rate=slower,
            rate_at=seconds,
            next_free=max(self.next_free, seconds + max(rest, answer.wait_seconds or 0.0)),
            told_at=None,  # ask at once what it allows now
        )

    def _warm_up_room(self, now: datetime, warm_up: Sequence[int]) -> float:
        began_on = date.fromisoformat(self.began_on) if self.began_on else None
        left = allowed_today(warm_up, began_on, _date_of(now), self.count_on(now))
        return inf if left is None else left

    @property
    def _counts(self) -> dict[str, int]:
        """Recipients by date."""
        counts = {self.earlier_day: self.earlier_count, self.day: self.day_count}
        return {day: count for day, count in counts.items() if day is not None}

    def _counted(self, today: str, recipients: int) -> CarrierState:
        """So many more on that date; the two newest dates are kept.

        While the clock is a day behind, the date goes on that was counted last; one that is further ahead was written
        by a clock that has been set back since, and what it counted is of today.
        """
        counts = self._counts
        if max(counts, default=today) == _next_day(today) and today not in counts:
            today = _next_day(today)
        elif today not in counts:
            ahead = sum(count for day, count in counts.items() if day > today)
            counts = {day: count for day, count in counts.items() if day < today} | {today: ahead}
        counts[today] += recipients
        earlier_day, day = [None, *sorted(counts)][-2:]
        return replace(
            self,
            day=day,
            day_count=counts[day] if day else 0,
            earlier_day=earlier_day,
            earlier_count=counts[earlier_day] if earlier_day else 0,
        )


def _date_of(now: datetime) -> date:
    return now.astimezone(UTC).date()


def _next_day(day: str) -> str:
    return (date.fromisoformat(day) + DAY).isoformat()
