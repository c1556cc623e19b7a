"""The SQL of explanations about readers: how they stand to an edition, one by one or in sums, and what waves it had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, false, func, literal, not_, or_, select, true

from syndicate.audience.mailable import is_meant
from syndicate.audience.reader_filter import filter_of
from syndicate.digests.choice_store import LEFT, PAUSED
from syndicate.digests.explaining.absences import ReaderStanding, SlotStanding
from syndicate.digests.explaining.receipts import Receipt
from syndicate.digests.model import Edition, GroupOutcome, SlotOutcome
from syndicate.digests.schedule import ONE_WAVE
from syndicate.storage.reason_codes import code_of_reason
from syndicate.storage.states import CadenceKind, DeliveryState, SubscriptionState
from syndicate.storage.tables import (
    deliveries,
    editions,
    groups,
    occurrences,
    skips,
    subscribers,
    subscriptions,
    suppressions,
)
from syndicate.storage.types import Utc

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

#: What of a subscription makes a `ReaderStanding`; the same words are fields of it.
_BOOLEANS = (
    "is_suppressed",
    "began_after",
    "left_before",
    "is_joining",
    "is_past",
    "has_period",
    "was_paused",
    "was_passed",
    "is_outside",
)
_LAST = {
    CadenceKind.WEEKLY: subscriptions.c.last_week,
    CadenceKind.MONTHLY: subscriptions.c.last_month,
    CadenceKind.INSTANT: subscriptions.c.last_instant,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidedWave:
    """A wave of an edition's slot, or the one decision about an edition without waves.

    ``readers`` is the filter that it was decided under, as `filter_text` wrote it.
    """

    key: int
    wave: int
    due_at: datetime
    decided_at: datetime
    cut: int | None
    outcome: SlotOutcome
    period: str | None
    readers: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupRow:
    """A group of an edition, without its readers."""

    key: int
    occurrence_key: int
    choice_id: int | None
    from_watermark: int
    moves_to: int
    variant_key: int | None
    outcome: GroupOutcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """So many deliveries of one kind; ``reason`` is the code alone."""

    group_key: int | None
    variant_key: int | None
    revision: int | None
    receipt: Receipt
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """One subscription, with what only this reader is told."""

    key: int
    subscriber_key: int
    choice_id: int
    watermark: int
    started_at: datetime
    ended_at: datetime | None
    paused_until: datetime | None
    last_slot: str | None
    last_instant: str | None
    patience: int | None
    joins_at: datetime | None
    suppressed: str | None
    suppressed_at: datetime | None
    standing: ReaderStanding


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """The one delivery that a reader has of an edition."""

    group_key: int | None
    variant_key: int | None
    revision: int | None
    receipt: Receipt


class ReaderStore:
    """How readers stand to one edition, within one transaction."""

    def __init__(self, connection: Connection, edition: Edition) -> None:
        """Work on that transaction."""
        self._connection = connection
        self._edition = edition
        query = select(editions.c.key).where(editions.c.id == edition.id)
        self._key: int = connection.execute(query).scalar_one()

    def waves(self) -> list[DecidedWave]:
        """What was decided about the edition, and about the hours of its slot that came to none; the earliest first."""
        edition = self._edition
        of_slot = and_(
            occurrences.c.newsletter == edition.newsletter,
            occurrences.c.cadence == edition.cadence,
            occurrences.c.slot == edition.slot,
            occurrences.c.wave >= ONE_WAVE,
            occurrences.c.edition_key.is_(None),
        )
        names = DecidedWave.__dataclass_fields__
        query = select(*(occurrences.c[name] for name in names)).order_by(occurrences.c.due_at, occurrences.c.key)
        rows = self._connection.execute(query.where(or_(occurrences.c.edition_key == self._key, of_slot))).mappings()
        return [DecidedWave(**{**row, "outcome": SlotOutcome(row["outcome"])}) for row in rows]

    def is_newest(self, wave: DecidedWave | None) -> bool:
        """Whether nothing of the newsletter came to an edition since."""
        if wave is None:
            return True
        later = select(occurrences.c.key).where(
            occurrences.c.newsletter == self._edition.newsletter,
            occurrences.c.outcome == SlotOutcome.EDITION,
            occurrences.c.key > wave.key,
        )
        return self._connection.execute(later.limit(1)).first() is None

    def groups(self) -> list[GroupRow]:
        """For whom the edition was decided, in the order in which that was written: the largest first of a wave."""
        query = select(*(groups.c[name] for name in GroupRow.__dataclass_fields__))
        query = query.join(occurrences, occurrences.c.key == groups.c.occurrence_key)
        rows = self._connection.execute(query.where(occurrences.c.edition_key == self._key).order_by(groups.c.key))
        return [GroupRow(**{**row, "outcome": GroupOutcome(row["outcome"])}) for row in rows.mappings()]

    def tallies(self) -> list[Tally]:
        """All deliveries in sums; the database does the counting."""
        code = code_of_reason(self._connection).label("code")
        alike = (deliveries.c.group_key, deliveries.c.variant_key, deliveries.c.revision, deliveries.c.state, code)
        query = select(*alike, func.count().label("readers")).where(deliveries.c.edition_key == self._key)
        return [
            Tally(
                group_key=row.group_key,
                variant_key=row.variant_key,
                revision=row.revision,
                receipt=Receipt(state=DeliveryState(row.state), reason=row.code),
                count=row.readers,
            )
            for row in self._connection.execute(query.group_by(*alike))
        ]

    def absent(self, wave: DecidedWave | None) -> list[tuple[ReaderStanding, int]]:
        """How all subscriptions without a delivery stand to it, in sums."""
        there = select(deliveries.c.key).where(
            deliveries.c.edition_key == self._key, deliveries.c.subscription_key == subscriptions.c.key
        )
        found = self._standings(wave).where(~there.exists()).subquery()
        query = select(*found.c, func.count().label("readers")).group_by(*found.c)
        return [(_standing(row), row.readers) for row in self._connection.execute(query)]

    def reader(self, address_key: str, wave: DecidedWave | None) -> Reader | None:
        """How the subscription of that address stands to it; ``None``: there is none."""
        plain = [name for name in Reader.__dataclass_fields__ if name in subscriptions.c]
        query = self._standings(wave).add_columns(
            *(subscriptions.c[name] for name in plain if name != "choice_id"),
            suppressions.c.reason.label("suppressed"),
            suppressions.c.since.label("suppressed_at"),
        )
        row = self._connection.execute(query.where(subscribers.c.address_key == address_key)).first()
        if row is None:
            return None
        own = {name: getattr(row, name) for name in Reader.__dataclass_fields__ if name != "standing"}
        return Reader(**own, standing=_standing(row))

    def delivered(self, reader: Reader) -> Delivered | None:
        """What the edition is to that reader."""
        names = ("group_key", "variant_key", "revision", "state", "reason", "settled_at", "not_before", "fate")
        query = select(*(deliveries.c[name] for name in names))
        this = (deliveries.c.edition_key == self._key, deliveries.c.subscription_key == reader.key)
        row = self._connection.execute(query.where(*this)).first()
        if row is None:
            return None
        receipt = Receipt(
            state=DeliveryState(row.state),
            reason=row.reason,
            settled_at=row.settled_at,
            not_before=row.not_before,
            fate=row.fate,
        )
        return Delivered(group_key=row.group_key, variant_key=row.variant_key, revision=row.revision, receipt=receipt)

    def editions_of_slot(self, reader: Reader) -> list[tuple[int | None, str, str]]:
        """The other editions for the same date that the reader has a delivery of: number, cadence, state of that."""
        query = (
            select(editions.c.number, editions.c.cadence, deliveries.c.state)
            .join_from(deliveries, editions, editions.c.key == deliveries.c.edition_key)
            .where(deliveries.c.subscription_key == reader.key, editions.c.slot == self._edition.slot)
            .where(editions.c.key != self._key)
            .order_by(editions.c.key)
        )
        return [(row.number, row.cadence, row.state) for row in self._connection.execute(query)]

    def _standings(self, wave: DecidedWave | None) -> Select[Any]:
        """What makes the standing of each subscription to the newsletter."""
        at = literal(wave.decided_at if wave else self._edition.frozen_at, Utc)
        cut = wave.cut if wave and wave.cut is not None else 0
        missed = select(skips.c.key).where(
            skips.c.subscription_key == subscriptions.c.key,
            skips.c.after_release < cut,
            skips.c.through_release >= cut,
            skips.c.reason.in_((PAUSED, LEFT)),
        )
        passed = select(skips.c.key).where(
            skips.c.subscription_key == subscriptions.c.key, skips.c.slot == self._edition.slot
        )
        left = and_(subscriptions.c.state == SubscriptionState.ENDED, subscriptions.c.ended_at <= at)
        facts: dict[str, ColumnElement[bool]] = {
            "is_suppressed": func.coalesce(suppressions.c.since <= at, false()),
            "began_after": subscriptions.c.started_at > at,
            "left_before": func.coalesce(left, false()),
            "is_joining": subscriptions.c.joins_at.is_not(None),
            "is_past": subscriptions.c.watermark >= cut,
            "has_period": self._has_period(wave),
            "was_paused": missed.exists(),
            "was_passed": passed.exists(),
            "is_outside": not_(and_(true(), *is_meant(filter_of(wave.readers if wave else None)))),
        }
        flags = (case((facts[name], literal(1)), else_=literal(0)).label(name) for name in _BOOLEANS)
        return (
            select(subscriptions.c.state, subscriptions.c.choice_id, self._slot(at).label("slot"), *flags)
            .join_from(subscriptions, subscribers)
            .outerjoin(suppressions, suppressions.c.address_key == subscribers.c.address_key)
            .where(subscriptions.c.newsletter == self._edition.newsletter)
        )

    def _slot(self, at: ColumnElement[datetime]) -> ColumnElement[str]:
        slot, last = self._edition.slot, subscriptions.c.last_slot
        if not slot[:1].isdigit():
            return literal(SlotStanding.EARLIER.value)
        before = select(occurrences.c.key).where(
            occurrences.c.newsletter == self._edition.newsletter,
            occurrences.c.slot == last,
            occurrences.c.decided_at <= at,
        )
        known = [
            (last == slot, SlotStanding.SAME.value),
            (and_(last > slot, before.exists()), SlotStanding.LATER.value),
            (last > slot, SlotStanding.SINCE.value),
        ]
        return case(*known, else_=SlotStanding.EARLIER.value)

    def _has_period(self, wave: DecidedWave | None) -> ColumnElement[bool]:
        column = _LAST.get(CadenceKind(self._edition.cadence))
        if wave is None or wave.period is None or column is None:
            return false()
        # Of a day's most it is the number that counts, on that day alone.
        is_instant = self._edition.cadence == CadenceKind.INSTANT
        return func.coalesce(column == wave.period if is_instant else column >= wave.period, false())


def _standing(row: Any) -> ReaderStanding:
    flags: dict[str, bool] = {name: bool(getattr(row, name)) for name in _BOOLEANS}
    state, slot = SubscriptionState(row.state), SlotStanding(row.slot)
    return ReaderStanding(state=state, choice_id=row.choice_id, slot=slot, **flags)


def newest(waves: Sequence[DecidedWave]) -> DecidedWave | None:
    """The decision of an edition that was made last; ``None``: it was not opened."""
    return max((wave for wave in waves if wave.cut is not None), key=lambda wave: wave.decided_at, default=None)
