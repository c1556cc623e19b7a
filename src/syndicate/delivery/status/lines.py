"""How an edition that is under way fares, as one value and as one line. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from syndicate.delivery.pace.forecast import Forecast, spoken_rate
from syndicate.text.plain import counted

#: The states of deliveries that are told, and what the world made of those submitted.
WORDS = ("submitted", "pending", "claimed", "uncertain", "refused", "excluded", "stopped")
FATES = ("bounced", "complained")


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionStatus:
    """Where an edition stands at ``at``; ``counts`` are its mails by `WORDS` and `FATES`.

    ``mails`` is how many are to leave; while it is not ``is_opened``, and nobody has fixed who gets it, how many would.
    ``rate`` is what left a second since the look before, ``None`` at the first look; ``allowed_rate`` what the carrier
    allows. ``quota_left`` are recipients of the next 24 hours, ``allowed_today`` those that a warm-up leaves; both are
    ``None`` without a limit. ``paused_because`` is the carrier's own trouble, until ``paused_until``; ``forbidden`` is
    why this machine may send nothing at all. ``trial`` is the size of the part that leaves first, 0 where there is
    none; while ``is_on_trial`` the rest waits, ``trial_wait`` once that part has left. The ``forecast`` of one that is
    not opened is what would be if it were sent now; of a held one there is none.
    """

    at: datetime
    id: str
    newsletter: str
    number: int | None
    state: str
    held_because: str | None
    priority: int
    mails: int
    counts: Mapping[str, int]
    rate: float | None
    allowed_rate: float | None
    quota_left: float | None
    allowed_today: int | None
    paused_until: datetime | None
    paused_because: str | None
    forbidden: str | None
    trial: int
    trial_wait: timedelta
    is_on_trial: bool
    is_opened: bool
    forecast: Forecast | None

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is to leave any more."""
        return self.state in {"closed", "stopped", "discarded"}

    def line(self) -> str:
        """What a person wants to know, on one line."""
        name = f"{self.id}  {self.newsletter} {self.number or '-'}  {self._standing()}"
        parts = [f"{counted(self.mails, 'mail')}: {self._counts()}", self._trial(), *self._pace(), self._end()]
        return f"{name}  " + "; ".join(part for part in [*parts, self._pause(), self._prohibition()] if part)

    def _counts(self) -> str:
        """The mails by state; what the world made of those submitted is a part of them."""
        fates = ", ".join(f"{self.counts[word]:,} {word}" for word in FATES if self.counts[word])
        known = [word for word in WORDS if self.counts[word] or (fates and word == "submitted")]
        told = {word: f"{self.counts[word]:,} {word}" for word in known}
        if fates:
            told["submitted"] += f" ({fates})"
        return ", ".join(told.values()) or "nothing yet"

    def _standing(self) -> str:
        first = ", first" if self.priority and not self.is_over else ""
        return f"{self.state}{first}" + (f" ({self.held_because})" if self.held_because else "")

    def _trial(self) -> str:
        if not self.is_on_trial:
            return ""
        minutes = self.trial_wait.total_seconds() / 60
        return f"on trial: the first {self.trial:,} leave, and {minutes:.0f} min later the others"

    def _pace(self) -> list[str]:
        if self.is_over:
            return []
        now = "" if self.rate is None else f"{spoken_rate(self.rate)}/s"
        allowed = "" if self.allowed_rate is None else f"{spoken_rate(self.allowed_rate)}/s allowed"
        rates = " of ".join(filter(None, (now, allowed)))
        quota = "" if self.quota_left is None else f"quota left {self.quota_left:,.0f}"
        today = "" if self.allowed_today is None else f"the warm-up leaves {self.allowed_today:,} today"
        return [rates, quota, today]

    def _end(self) -> str:
        if self.forecast is None or self.is_over:
            return ""
        end = self.forecast.line(self.at).partition(": ")[2]
        return end if self.is_opened else f"sent now: {end}"

    def _pause(self) -> str:
        if self.paused_until is None or self.is_over:
            return ""
        return f"paused until {self.paused_until:%Y-%m-%d %H:%M} UTC: {self.paused_because or 'no reason told'}"

    def _prohibition(self) -> str:
        return "" if self.forbidden is None or self.is_over else f"nothing leaves: {self.forbidden}"
