"""The SQL of occurrences: what was decided, for which groups of readers, and what was passed over for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, insert, select, update

from syndicate.digests.due import SPECIAL
from syndicate.digests.grouping import Group, history_text
from syndicate.digests.model import Exclusion, GroupOutcome, SlotOutcome
from syndicate.digests.schedule import ONE_WAVE, minute_of
from syndicate.storage.states import CadenceKind
from syndicate.storage.tables import editions, groups, newsletters, occurrences, passed_over, releases, subscriptions

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from syndicate.digests.due import Turn
    from syndicate.digests.grouping import VariantKey
    from syndicate.digests.schedule import Occurrence

#: A decision that was not reopened since.
_STANDS = occurrences.c.wave >= ONE_WAVE
#: What a slot comes to in which nobody could be mailed.
_NO_TURN = (SlotOutcome.LATE, SlotOutcome.SKIPPED)


class OccurrenceStore:
    """Newsletters, their occurrences, and what each left out, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def begun(self) -> set[str]:
        """The newsletters that have begun."""
        return set(self._connection.execute(select(newsletters.c.name)).scalars())

    def begin(self, newsletter: str, now: datetime) -> None:
        """Let a newsletter begin: it mails what readers can see from now on."""
        newest = select(func.coalesce(func.max(releases.c.number), 0)).scalar_subquery()
        self._connection.execute(insert(newsletters).values(name=newsletter, since_release=newest, since_at=now))

    def is_decided(self, newsletter: str, slot: str) -> bool:
        """Whether that slot has had its turn, in any cadence and wave."""
        return self._connection.execute(select(occurrences.c.slot).where(*_this(newsletter, slot))).first() is not None

    def decided(self, newsletter: str, slots: Collection[str]) -> set[tuple[str, str, int]]:
        """The waves of those slots that have had their turn, as (cadence, slot, wave)."""
        columns = (occurrences.c.cadence, occurrences.c.slot, occurrences.c.wave)
        query = select(*columns).where(occurrences.c.newsletter == newsletter, occurrences.c.slot.in_(slots), _STANDS)
        return {(row.cadence, row.slot, row.wave) for row in self._connection.execute(query)}

    def edition_of(self, newsletter: str, cadence: str, slot: str) -> tuple[str | None, int | None]:
        """The edition that an earlier wave of the slot came to, and up to which release the first one looked."""
        query = (
            select(editions.c.id, occurrences.c.cut)
            .join(editions, editions.c.key == occurrences.c.edition_key)
            .where(*_this(newsletter, slot), occurrences.c.cadence == cadence)
            .order_by(occurrences.c.key)
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return (row.id, row.cut) if row else (None, None)

    def outcomes(self, newsletter: str, cadence: str, slot: str) -> list[SlotOutcome]:
        """What the waves of a slot came to, the earliest decided first."""
        query = select(occurrences.c.outcome).where(*_this(newsletter, slot), occurrences.c.cadence == cadence)
        return [SlotOutcome(word) for word in self._connection.execute(query.order_by(occurrences.c.key)).scalars()]

    def cut_of(self, newsletter: str, occurrence: Occurrence) -> int | None:
        """Up to which release that occurrence looked, as it came to all at once or as the wave of that instant."""
        waves = (ONE_WAVE, minute_of(occurrence.due_at))
        query = select(func.max(occurrences.c.cut)).where(
            *_this(newsletter, occurrence.slot),
            occurrences.c.cadence == occurrence.cadence,
            occurrences.c.wave.in_(waves),
        )
        cut: int | None = self._connection.execute(query).scalar_one()
        return cut

    def looked_at(self, newsletter: str) -> datetime | None:
        """Up to when every wave that was due has been decided; ``None``: none was looked for yet."""
        query = select(newsletters.c.looked_at).where(newsletters.c.name == newsletter)
        at: datetime | None = self._connection.execute(query).scalar()
        return at

    def look_at(self, newsletter: str, at: datetime) -> None:
        """Note that."""
        this = update(newsletters).where(newsletters.c.name == newsletter)
        self._connection.execute(this.values(looked_at=at))

    def decide(
        self,
        turn: Turn,
        occurrence: Occurrence,
        outcome: SlotOutcome,
        now: datetime,
        *,
        edition_id: str | None = None,
        cut: int | None = None,
        had_since: datetime | None = None,
    ) -> int:
        """Write down what became of an occurrence; its key. A second decision is refused by the database.

        Without an edition nothing is decided but the slot: what there was stays for the next.
        """
        row = {
            "newsletter": turn.newsletter,
            "cadence": turn.cadence,
            "slot": turn.slot,
            "period": turn.period,
            "wave": occurrence.wave,
            "due_at": occurrence.due_at,
            "outcome": outcome,
            "edition_key": select(editions.c.key).where(editions.c.id == edition_id).scalar_subquery(),
            "decided_at": now,
            "cut": cut,
            "had_since": had_since,
        }
        statement = insert(occurrences).values(row).returning(occurrences.c.key)
        key: int = self._connection.execute(statement).scalar_one()
        return key

    def add_groups(
        self,
        occurrence_key: int,
        decided: Sequence[Group],
        variant_keys: Mapping[VariantKey, int],
        too_large: Mapping[VariantKey, Sequence[Exclusion]],
        now: datetime,
    ) -> None:
        """Write down for whom the occurrence decided what, and what it passed over for them."""
        rows = [_group(occurrence_key, group, variant_keys) for group in decided]
        if not rows:
            return
        statement = insert(groups).returning(groups.c.key, sort_by_parameter_order=True)
        keys = self._connection.execute(statement, rows).scalars().all()
        left_out = [
            {"group_key": key, "article_id": left.article_id, "reason": left.reason, "decided_at": now}
            for key, group in zip(keys, decided, strict=True)
            for left in (*group.decision.exclusions, *(too_large.get(group.variant, ()) if group.is_mailed else ()))
            if left.is_final
        ]
        if left_out:
            self._connection.execute(insert(passed_over), left_out)

    def newest_key(self, besides: int | None = None) -> int:
        """The newest occurrence of all newsletters that came to an edition, by its key; 0: there is none."""
        query = select(func.coalesce(func.max(occurrences.c.key), 0))
        query = query.where(occurrences.c.outcome == SlotOutcome.EDITION)
        if besides is not None:
            query = query.where(occurrences.c.key != besides)
        newest: int = self._connection.execute(query).scalar_one()
        return newest

    def newest_decision(self) -> tuple[datetime, str, str] | None:
        """When an occurrence of any newsletter was last decided, by the clock of that time; newsletter and slot.

        What a person had decided once more does not count.
        """
        columns = (occurrences.c.decided_at, occurrences.c.newsletter, occurrences.c.slot)
        query = select(*columns).where(_STANDS)
        row = self._connection.execute(query.order_by(occurrences.c.decided_at.desc()).limit(1)).first()
        return (row.decided_at, row.newsletter, row.slot) if row else None

    def last_due(self, newsletter: str) -> dict[str, datetime]:
        """When the newest decided occurrence of each cadence was due."""
        query = select(occurrences.c.cadence, func.max(occurrences.c.due_at))
        query = query.where(
            occurrences.c.newsletter == newsletter, _STANDS, ~occurrences.c.slot.startswith(SPECIAL)
        ).group_by(occurrences.c.cadence)
        return dict(self._connection.execute(query).all())

    def last_turn(self, newsletter: str) -> dict[str, datetime]:
        """When the newest of those was due in which somebody could be mailed: not skipped, and not too late."""
        query = select(occurrences.c.cadence, func.max(occurrences.c.due_at))
        query = query.where(occurrences.c.newsletter == newsletter, _STANDS, occurrences.c.outcome.not_in(_NO_TURN))
        return dict(self._connection.execute(query.group_by(occurrences.c.cadence)).all())

    def began_at(self, newsletter: str) -> int | None:
        """The release after which the newsletter mails; ``None``: it has not begun."""
        query = select(newsletters.c.since_release).where(newsletters.c.name == newsletter)
        number: int | None = self._connection.execute(query).scalar()
        return number

    def forget_slot(self, newsletter: str, slot: str, *, after: int, limit: int) -> int | None:
        """Let readers have that slot once more, and the week or month that it stood for; up to so many, by their keys.

        The key of the last that was looked at; ``None`` when there was none ``after`` that.
        """
        keys = select(subscriptions.c.key).where(subscriptions.c.newsletter == newsletter, subscriptions.c.key > after)
        some = keys.order_by(subscriptions.c.key).limit(limit).subquery()
        last: int | None = self._connection.execute(select(func.max(some.c.key))).scalar_one()
        if last is not None:
            between = (subscriptions.c.key > after, subscriptions.c.key <= last)
            holding = (subscriptions.c.newsletter == newsletter, subscriptions.c.last_slot == slot)
            statement = update(subscriptions).where(*between, *holding)
            self._connection.execute(statement.values(last_slot=None, **self._periods_of(newsletter, slot)))
        return last

    def _periods_of(self, newsletter: str, slot: str) -> dict[str, None]:
        """The columns of the periods that the slot stands for."""
        query = select(occurrences.c.cadence).where(*_this(newsletter, slot), occurrences.c.period.is_not(None))
        kinds = set(self._connection.execute(query.distinct()).scalars())
        columns = {CadenceKind.WEEKLY: "last_week", CadenceKind.MONTHLY: "last_month"}
        return {column: None for kind, column in columns.items() if kind in kinds}

    def reopen(self, newsletter: str, slot: str) -> bool:
        """Let a slot be decided once more, in all its waves; ``False`` when none was. What was passed over stays so.

        The old decisions stay as well, as waves below 1. The next look finds what was due then.
        """
        others = occurrences.alias()
        lowest = select(func.min(others.c.wave)).where(others.c.newsletter == newsletter, others.c.slot == slot)
        lowest_now: int | None = self._connection.execute(lowest).scalar_one()
        query = select(occurrences.c.key, occurrences.c.due_at).where(*_this(newsletter, slot))
        found = self._connection.execute(query.order_by(occurrences.c.key)).all()
        for aside, row in enumerate(found, 1):
            this = update(occurrences).where(occurrences.c.key == row.key)
            self._connection.execute(this.values(wave=min(ONE_WAVE, lowest_now or ONE_WAVE) - aside))
        if found:
            self._look_again(newsletter, min(row.due_at for row in found))
        return bool(found)

    def _look_again(self, newsletter: str, due_at: datetime) -> None:
        before = due_at - timedelta(seconds=1)
        later = update(newsletters).where(newsletters.c.name == newsletter, newsletters.c.looked_at > before)
        self._connection.execute(later.values(looked_at=before))

    def take_back(self, edition_id: str) -> None:
        """Forget what an edition passed over, because nothing of it left."""
        self._connection.execute(delete(passed_over).where(passed_over.c.group_key.in_(_groups_of(edition_id))))

    def passed_over(self, edition_id: str) -> Mapping[str, str]:
        """Article → why the edition left it out, for at least some of its readers; who has it already is not told."""
        query = select(passed_over.c.article_id, passed_over.c.reason)
        query = query.where(passed_over.c.group_key.in_(_groups_of(edition_id))).order_by(passed_over.c.group_key)
        return {row.article_id: row.reason for row in self._connection.execute(query)}


def _this(newsletter: str, slot: str) -> tuple[ColumnElement[bool], ...]:
    return occurrences.c.newsletter == newsletter, occurrences.c.slot == slot, _STANDS


def _group(occurrence_key: int, group: Group, variant_keys: Mapping[VariantKey, int]) -> dict[str, Any]:
    decision = group.decision
    return {
        "occurrence_key": occurrence_key,
        "choice_id": group.choice.id,
        "patience": group.patience,
        "from_watermark": group.from_watermark,
        # Nobody's spans no watermark: who joins while the deliveries are written is not in it either.
        "through_watermark": group.through_watermark if group.count else group.from_watermark - 1,
        "moves_to": decision.moves_to,
        "history": history_text(group.history),
        "corrections": ",".join(map(str, sorted(group.corrections))),
        "variant_key": variant_keys[group.variant] if group.is_mailed else None,
        "outcome": decision.outcome,
        "reason": _reason(group),
    }


def _reason(group: Group) -> str | None:
    match group.decision.outcome:
        case GroupOutcome.NOTHING:
            return "nothing new is left for this reader"
        case GroupOutcome.WAIT:
            return f"too little is new for this reader: {len(group.decision.stories)}; it waits for more"
    return None


def _groups_of(edition_id: str) -> Any:
    return (
        select(groups.c.key)
        .join(occurrences, occurrences.c.key == groups.c.occurrence_key)
        .join(editions, editions.c.key == occurrences.c.edition_key)
        .where(editions.c.id == edition_id)
    )
