"""The SQL of how editions fare: their own row with its sums, the carrier's row, and the few that are no sum.

Nothing here reads a row for each mail that waits or has left: those are sums of the edition, or follow from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from syndicate.delivery.carrier_state import CarrierState
from syndicate.delivery.carrier_store import CarrierStore
from syndicate.delivery.forecast import SendingPace, allowed_today, forecast, trial_size
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.pacing import rate_now
from syndicate.delivery.status import FATES, WORDS, EditionStatus
from syndicate.digests.model import EditionState
from syndicate.digests.standing import known
from syndicate.digests.store import EditionStore
from syndicate.storage.tables import deliveries, editions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

_OPEN = (EditionState.FREEZING, EditionState.SENDING, EditionState.HELD)
#: States of which an edition has few, or that end with it; they are counted by index, the others follow.
_COUNTED = ("claimed", "uncertain", "refused", "excluded", "stopped")


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
        return [self._status(by_id[edition_id], carrier, pace, now) for edition_id in edition_ids]

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

    def _status(self, row: Mapping[Any, Any], carrier: CarrierState, pace: SendingPace, now: datetime) -> EditionStatus:
        counts = self._counts(row)
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

    def _counts(self, row: Mapping[Any, Any]) -> dict[str, int]:
        fates = {word: row[word] for word in FATES}
        if row["mails"] is None:
            found = Ledger(self._connection).counts(row["id"])
            return {word: found[word] for word in WORDS} | fates
        few = self._few(row["key"])
        left = row["mails"] - row["submitted"] - sum(few.values())
        by_word = {"submitted": row["submitted"], "pending": max(0, left), **few}
        return {word: by_word[word] for word in WORDS} | fates

    def _few(self, edition_key: int) -> dict[str, int]:
        """Those of the mails whose states are no sums; readers who were to get none are not among them."""
        this = (deliveries.c.edition_key == edition_key, deliveries.c.state.in_(_COUNTED))
        query = select(deliveries.c.state, func.count()).where(*this, deliveries.c.variant_key.is_not(None))
        found: dict[str, int] = dict(self._connection.execute(query.group_by(deliveries.c.state)).all())
        return {state: found.get(state, 0) for state in _COUNTED}
