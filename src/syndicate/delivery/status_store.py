"""The SQL of how editions fare: their own rows with their sums, and the carrier's row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from syndicate.delivery.carrier_state import CarrierState
from syndicate.delivery.carrier_store import CarrierStore
from syndicate.delivery.forecast import SendingPace, allowed_today, forecast, trial_size
from syndicate.delivery.pacing import rate_now
from syndicate.delivery.status import FATES, WORDS, EditionStatus
from syndicate.delivery.sums import sums_of
from syndicate.digests.model import EditionState
from syndicate.digests.standing import known
from syndicate.digests.store import EditionStore
from syndicate.storage.tables import editions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.delivery.sums import DeliverySums

_OPEN = (EditionState.FREEZING, EditionState.SENDING, EditionState.HELD)


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusSettings:
    """What the configuration says of a carrier that the rows do not: its name, its warm-up, the trial of an edition.

    ``rate`` is the most, whatever the account allows.
    """

    carrier: str
    rate: float | None = None
    warm_up: tuple[int, ...] = ()
    trial_share: float = 0.0
    trial_most: int = 0
    trial_wait: timedelta = timedelta()


class StatusStore:
    """How editions fare, within one transaction."""

    def __init__(self, connection: Connection, settings: StatusSettings) -> None:
        """Work on that transaction."""
        self._connection = connection
        self._settings = settings

    def of(self, edition_id: str, now: datetime) -> EditionStatus:
        """How that edition fares.

        Raises:
            NotFoundError: there is none.
        """
        known(EditionStore(self._connection).get(edition_id), edition_id)
        return self._read([edition_id], now)[0]

    def under_way(self, now: datetime) -> list[EditionStatus]:
        """How every opened edition fares that is not at its end, the oldest first."""
        query = select(editions.c.id).where(editions.c.state.in_(_OPEN), editions.c.opened_at.is_not(None))
        ids = self._connection.execute(query.order_by(editions.c.frozen_at, editions.c.id)).scalars().all()
        return self._read(ids, now)

    def pace(self, now: datetime) -> SendingPace:
        """How fast the carrier may go, as far as it is known."""
        return self._pace(self._carrier(), now)

    def _read(self, edition_ids: Sequence[str], now: datetime) -> list[EditionStatus]:
        carrier = self._carrier()
        pace = self._pace(carrier, now)
        rows = self._connection.execute(select(editions).where(editions.c.id.in_(edition_ids))).mappings()
        by_id = {row["id"]: row for row in rows}
        sums = sums_of(self._connection, edition_ids)
        return [self._status(by_id[known_id], sums[known_id], carrier, pace, now) for known_id in edition_ids]

    def _carrier(self) -> CarrierState:
        return CarrierStore(self._connection).get(self._settings.carrier)

    def _pace(self, carrier: CarrierState, now: datetime) -> SendingPace:
        return SendingPace(
            rate=self._rate(carrier, now),
            daily_quota=carrier.daily_quota,
            sent_24h=carrier.sent_24h,
            warm_up=self._settings.warm_up,
            began_on=date.fromisoformat(carrier.began_on) if carrier.began_on else None,
            day_count=carrier.day_count if carrier.day == f"{now:%Y-%m-%d}" else 0,
        )

    def _rate(self, carrier: CarrierState, now: datetime) -> float | None:
        """The rate that is aimed for, less what a carrier in trouble has cost of it."""
        target = carrier.target(self._settings.rate)
        return None if target is None else rate_now(target, carrier.rate, carrier.rate_at, now.timestamp())

    def _status(
        self, row: Mapping[Any, Any], sums: DeliverySums, carrier: CarrierState, pace: SendingPace, now: datetime
    ) -> EditionStatus:
        counts = {word: sums.mails[word] for word in WORDS} | {word: row[word] for word in FATES}
        mails = row["mails"] if row["mails"] is not None else sum(counts[word] for word in WORDS)
        trial = trial_size(mails, self._settings.trial_share, self._settings.trial_most)
        pause = carrier.pause(now)
        return EditionStatus(
            at=now,
            **{name: row[name] for name in ("id", "newsletter", "number", "state", "held_because", "priority")},
            mails=mails,
            counts=counts,
            rate=None,
            allowed_rate=pace.rate,
            quota_left=None if pace.daily_quota is None else max(0.0, pace.daily_quota - pace.sent_24h),
            allowed_today=allowed_today(pace.warm_up, pace.began_on, now.astimezone(UTC).date(), pace.day_count),
            paused_until=carrier.paused_until if pause else None,
            paused_because=pause.reason if pause else None,
            trial=trial,
            trial_wait=self._settings.trial_wait,
            is_on_trial=bool(trial) and row["trial_ended_at"] is None and row["state"] in _OPEN,
            forecast=forecast(counts["pending"], pace, now),
        )
