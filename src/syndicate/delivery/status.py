"""How an edition that is under way fares, as one value and as one line. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from syndicate.delivery.forecast import Forecast

#: The states of deliveries that are told, and what the world made of those submitted.
WORDS = ("submitted", "pending", "claimed", "uncertain", "refused", "excluded", "stopped")
FATES = ("bounced", "complained")


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionStatus:
    """Where an edition stands at ``at``; ``counts`` are its mails by `WORDS` and `FATES`.

    ``mails`` is how many are to leave. ``rate`` is what left a second since the look before, ``None`` at the first
    look; ``allowed_rate`` what the carrier allows. ``quota_left`` are recipients of the next 24 hours,
    ``allowed_today`` those that a warm-up leaves; both are ``None`` without a limit. ``paused_because`` is the
    carrier's own trouble, until ``paused_until``. ``trial`` is the size of the part that leaves first, 0 where there is
    none; while ``is_on_trial`` the rest waits, ``trial_wait`` once that part has left.
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
    trial: int
    trial_wait: timedelta
    is_on_trial: bool
    forecast: Forecast | None

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is to leave any more."""
        return self.state in {"closed", "stopped", "discarded"}

    def line(self) -> str:
        """What a person wants to know, on one line."""
        name = f"{self.id}  {self.newsletter} {self.number or '-'}  {self._standing()}"
        counts = ", ".join(f"{count:,} {word}" for word, count in self.counts.items() if count) or "nothing yet"
        parts = [f"{self.mails:,} mails: {counts}", self._trial(), *self._pace(), self._end(), self._pause()]
        return f"{name}  " + "; ".join(part for part in parts if part)

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
        now = "" if self.rate is None else f"{self.rate:.1f}/s"
        allowed = "" if self.allowed_rate is None else f"{self.allowed_rate:.1f}/s allowed"
        rates = " of ".join(filter(None, (now, allowed)))
        quota = "" if self.quota_left is None else f"quota left {self.quota_left:,.0f}"
        today = "" if self.allowed_today is None else f"the warm-up leaves {self.allowed_today:,} today"
        return [rates, quota, today]

    def _end(self) -> str:
        if self.forecast is None or self.is_over:
            return ""
        return self.forecast.line(self.at).partition(": ")[2]

    def _pause(self) -> str:
        if self.paused_until is None or self.is_over:
            return ""
        return f"paused until {self.paused_until:%Y-%m-%d %H:%M} UTC: {self.paused_because or 'no reason told'}"
