"""The SQL of how editions fare: their own rows with their sums, and the carrier's row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from syndicate.delivery.pace.forecast import Hurdles, SendingPace, allowed_today, forecast, trial_size
from syndicate.delivery.pace.rates import rate_now
from syndicate.delivery.pace.state import CarrierState
from syndicate.delivery.pace.store import CarrierStore
from syndicate.delivery.status.lines import FATES, WORDS, EditionStatus
from syndicate.delivery.status.sums import sums_of
from syndicate.digests.model import EditionState
from syndicate.digests.standing import known
from syndicate.digests.store import EditionStore
from syndicate.storage.tables import editions
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.delivery.pace.forecast import Forecast

_LEAVING = (EditionState.FREEZING, EditionState.SENDING)
_OPEN = (*_LEAVING, EditionState.HELD)


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusSettings:
    """What the configuration says of a carrier that the rows do not: its name, its warm-up, the trial of an edition.

    ``rate`` is the most, whatever the account allows. ``forbidden`` is why this machine may send nothing, if so.
    """

    carrier: str
    rate: float | None = None
    warm_up: tuple[int, ...] = ()
    trial_share: float = 0.0
    trial_most: int = 0
    trial_wait: timedelta = timedelta()
    forbidden: str | None = None


class StatusStore:
    """How editions fare, within one transaction."""

    def __init__(self, connection: Connection, settings: StatusSettings) -> None:
        """Work on that transaction."""
        self._connection = connection
        self._settings = settings

    def of(self, edition_id: str, now: datetime, readers: int | None = None) -> EditionStatus:
        """How that edition fares; ``readers`` is to how many one would go that nobody has opened yet.

        Raises:
            NotFoundError: there is none.
        """
        known(EditionStore(self._connection).get(edition_id), edition_id)
        return self._read([edition_id], now, readers)[0]

    def end_if_sent(self, edition_id: str, now: datetime, readers: int, *, is_first: bool = False) -> Forecast | None:
        """When the last of so many readers has the edition if a person lets it go now, before others if ``is_first``.

        ``None``: it cannot be known, or this machine may not send. Who asks for it does not wait for the carrier's
        pause.
        """
        together = self._editions([edition_id], now)
        facts = together.by_id[edition_id]
        return together.end(facts, readers, max(facts.row["priority"], int(is_first)), has_pause=False)

    def under_way(self, now: datetime) -> list[EditionStatus]:
        """How every opened edition fares that is not at its end, the oldest first."""
        query = select(editions.c.id).where(editions.c.state.in_(_OPEN), editions.c.opened_at.is_not(None))
        ids = self._connection.execute(query.order_by(editions.c.frozen_at, editions.c.id)).scalars().all()
        return self._read(ids, now)

    def pace(self, now: datetime) -> SendingPace:
        """How fast the carrier may go, as far as it is known."""
        return self._pace(self._carrier(), now)

    def _read(self, edition_ids: Sequence[str], now: datetime, readers: int | None = None) -> list[EditionStatus]:
        together = self._editions(edition_ids, now)
        return [together.status(together.by_id[known_id], readers) for known_id in edition_ids]

    def _editions(self, edition_ids: Sequence[str], now: datetime) -> _Editions:
        """Those editions, and all that share the pace with them."""
        shares = editions.c.state.in_(_LEAVING) & editions.c.opened_at.is_not(None)
        query = select(editions).where(or_(editions.c.id.in_(edition_ids), shares))
        rows = self._connection.execute(query).mappings().all()
        sums = sums_of(self._connection, [row["id"] for row in rows])
        carrier = self._carrier()
        return _Editions(
            by_id={row["id"]: _Facts(row=row, mails=sums[row["id"]].mails) for row in rows},
            settings=self._settings,
            carrier=carrier,
            pace=self._pace(carrier, now),
            now=now,
        )

    def _carrier(self) -> CarrierState:
        return CarrierStore(self._connection).get(self._settings.carrier)

    def _pace(self, carrier: CarrierState, now: datetime) -> SendingPace:
        return SendingPace(
            rate=self._rate(carrier, now),
            daily_quota=carrier.daily_quota,
            sent_24h=carrier.sent_24h,
            warm_up=self._settings.warm_up,
            began_on=date.fromisoformat(carrier.began_on) if carrier.began_on else None,
            day_count=carrier.count_on(now),
        )

    def _rate(self, carrier: CarrierState, now: datetime) -> float | None:
        """The rate that is aimed for, less what a carrier in trouble has cost of it."""
        target = carrier.target(self._settings.rate)
        return None if target is None else rate_now(target, carrier.rate, carrier.rate_at, now.timestamp())


@dataclass(frozen=True, kw_only=True, slots=True)
class _Facts:
    """An edition's row, and its mails by state."""

    row: Mapping[Any, Any]
    mails: Mapping[str, int]

    @property
    def is_leaving(self) -> bool:
        return self.row["state"] in _LEAVING and self.row["opened_at"] is not None

    @property
    def is_unopened(self) -> bool:
        return self.row["state"] == EditionState.HELD and self.row["opened_at"] is None

    @property
    def size(self) -> int:
        """How many mails it has in all."""
        mails: int | None = self.row["mails"]
        return sum(self.mails[word] for word in WORDS) if mails is None else mails


@dataclass(frozen=True, kw_only=True, slots=True)
class _Editions:
    """Some editions and whatever shares the pace with them, at ``now``."""

    by_id: Mapping[str, _Facts]
    settings: StatusSettings
    carrier: CarrierState
    pace: SendingPace
    now: datetime

    def status(self, facts: _Facts, readers: int | None) -> EditionStatus:
        """How one fares."""
        row, pace, pause = facts.row, self.pace, self.carrier.pause(self.now)
        mails = readers if facts.is_unopened and readers is not None else facts.size
        trial = self._trial(mails)
        return EditionStatus(
            at=self.now,
            **{name: row[name] for name in ("id", "newsletter", "number", "state", "held_because", "priority")},
            mails=mails,
            counts={word: facts.mails[word] for word in WORDS} | {word: row[word] for word in FATES},
            rate=None,
            allowed_rate=pace.rate,
            quota_left=None if pace.daily_quota is None else max(0.0, pace.daily_quota - pace.sent_24h),
            allowed_today=allowed_today(pace.warm_up, pace.began_on, self.now.astimezone(UTC).date(), pace.day_count),
            paused_until=self.carrier.paused_until if pause else None,
            paused_because=pause.reason if pause else None,
            forbidden=self.settings.forbidden,
            trial=trial,
            trial_wait=self.settings.trial_wait,
            is_on_trial=bool(trial) and row["trial_ended_at"] is None and row["state"] in _OPEN,
            is_opened=row["opened_at"] is not None,
            forecast=self._forecast(facts, readers),
        )

    def _forecast(self, facts: _Facts, readers: int | None) -> Forecast | None:
        """None of an edition of which nothing is to leave, or that a person holds."""
        if facts.is_unopened:
            return self.end(facts, readers or 0, facts.row["priority"], has_pause=False)
        return self.end(facts, facts.mails["pending"], facts.row["priority"]) if facts.is_leaving else None

    def end(self, facts: _Facts, mails: int, priority: int, *, has_pause: bool = True) -> Forecast | None:
        """When the last of so many has it; ``None``: nobody knows, nobody waits, or nothing may be sent."""
        if not mails or self.settings.forbidden is not None:
            return None
        reasons: list[str] = []
        starts_at = self.now
        if has_pause and self.carrier.pause(self.now) and self.carrier.paused_until:
            starts_at = self.carrier.paused_until
            reasons.append("the carrier is paused")
        goes_on_at = self._after_trial(facts, mails, starts_at)
        if goes_on_at > starts_at:
            reasons.append("the rest waits for the trial part")
        if ahead := self._ahead(facts, priority):
            reasons.append(f"{counted(ahead, 'mail')} of other editions share the pace")
        hurdles = Hurdles(ahead=ahead, starts_at=max(starts_at, goes_on_at), reasons=tuple(reasons))
        return forecast(mails, self.pace, self.now, hurdles)

    def _trial(self, mails: int) -> int:
        return trial_size(mails, self.settings.trial_share, self.settings.trial_most)

    def _after_trial(self, facts: _Facts, mails: int, starts_at: datetime) -> datetime:
        """When the rest goes on after the trial part, as far as that part's own mails do not count."""
        ended_at: datetime | None = facts.row["trial_ended_at"]
        if ended_at is not None:
            return ended_at + self.settings.trial_wait
        return starts_at + self.settings.trial_wait if self._trial(max(mails, facts.size)) else starts_at

    def _ahead(self, facts: _Facts, priority: int) -> int:
        """How many mails of other editions leave before its last, or in turn with them."""
        others = (other for other in self.by_id.values() if other.row["id"] != facts.row["id"] and other.is_leaving)
        return sum(other.mails["pending"] for other in others if other.row["priority"] >= priority)
