"""The SQL of occurrences: what was decided, for which groups of readers, and what was passed over for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, insert, literal, select, union_all, update

from syndicate.audience.reader_filter import filter_text
from syndicate.digests.due import BY_HAND, SPECIAL
from syndicate.digests.model import Exclusion, GroupOutcome, SlotOutcome
from syndicate.digests.schedule import ONE_WAVE, minute_of
from syndicate.errors import TryLaterError
from syndicate.storage.inserts import insert_into
from syndicate.storage.states import CadenceKind
from syndicate.storage.tables import editions, groups, newsletters, occurrences, passed_over, releases, subscriptions

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, ScalarSelect, Select

    from syndicate.digests.due import Turn
    from syndicate.digests.grouping import Group, VariantKey
    from syndicate.digests.schedule import Occurrence

#: A decision that was not reopened since.
_STANDS = occurrences.c.wave >= ONE_WAVE
_NEWEST = (
    select(occurrences.c.decided_at, occurrences.c.newsletter, occurrences.c.slot)
    .where(_STANDS)
    .order_by(occurrences.c.decided_at.desc())
    .limit(1)
)
#: What a slot comes to in which nobody could be mailed.
_NO_TURN = (SlotOutcome.LATE, SlotOutcome.SKIPPED)
#: What tells the groups of an occurrence apart.
_OF_GROUP = tuple(
    groups.c[name]
    for name in ("choice_id", "patience", "from_watermark", "through_watermark", "history", "corrections")
)
#: Slots that begin with a letter come after every date; those below this one are in the order in which they come.
_IN_ORDER = "j"


@dataclass(frozen=True, kw_only=True, slots=True)
class WaveTurn:
    """A wave that had its turn, as (cadence, slot, wave): its edition, if it came to one, and how far it looked."""

    key: tuple[str, str, int]
    edition_id: str | None
    cut: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class LatestDecision:
    """When the newest decided slot of a cadence was due, and when the newest in which somebody could be mailed was."""

    due_at: datetime | None
    turn_at: datetime | None


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

    def decided(self, newsletter: str, asked: Collection[Occurrence]) -> list[WaveTurn]:
        """The waves of those slots that have had their turn, the earliest decided first."""
        query = (
            select(*(occurrences.c[name] for name in ("cadence", "slot", "wave", "cut")), editions.c.id)
            .outerjoin(editions, editions.c.key == occurrences.c.edition_key)
            .where(occurrences.c.newsletter == newsletter, _STANDS)
            .where(occurrences.c.cadence.in_({occurrence.cadence for occurrence in asked}))
            .where(occurrences.c.slot.in_({occurrence.slot for occurrence in asked}))
            .order_by(occurrences.c.key)
        )
        return [
            WaveTurn(key=(row.cadence, row.slot, row.wave), edition_id=row.id, cut=row.cut)
            for row in self._connection.execute(query)
        ]

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
        """Write down what became of an occurrence; its key.

        Without an edition nothing is decided but the slot: what there was stays for the next.

        Raises:
            TryLaterError: somebody else has decided on it meanwhile.
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
            "readers": filter_text(turn.readers),
        }
        statement = insert_into(self._connection, occurrences).values(row).on_conflict_do_nothing()
        key: int | None = self._connection.execute(statement.returning(occurrences.c.key)).scalar()
        if key is None:
            raise _decided_meanwhile(turn)
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
        added = self._connection.execute(insert(groups).returning(groups.c.key, *_OF_GROUP), rows)
        keys = {tuple(readers): key for key, *readers in added}  # in any order: SQLite promises none
        left_out = [
            {"group_key": keys[_readers(row)], "article_id": left.article_id, "reason": left.reason, "decided_at": now}
            for row, group in zip(rows, decided, strict=True)
            for left in (*group.decision.exclusions, *(too_large.get(group.variant, ()) if group.is_mailed else ()))
            if left.is_final
        ]
        if left_out:
            self._connection.execute(insert(passed_over), left_out)

    def newest_besides(self, key: int) -> int:
        """The newest occurrence of all newsletters that came to an edition, by its key, but for that one; 0: none."""
        newest: int = self._connection.execute(newest_edition().where(occurrences.c.key != key)).scalar_one()
        return newest

    def newest_decision(self) -> tuple[datetime, str, str] | None:
        """When an occurrence of any newsletter was last decided, by the clock of that time; newsletter and slot.

        What a person had decided once more does not count.
        """
        row = self._connection.execute(_NEWEST).first()
        return (row.decided_at, row.newsletter, row.slot) if row else None

    def latest(self, newsletter: str, cadences: Iterable[str]) -> dict[str, LatestDecision]:
        """The newest slot that was decided of each cadence, and the newest in which somebody could be mailed.

        Read from the end of each cadence's slots, so it costs the same after ten years. Editions by hand, whose slots
        have no order, are gone through.
        """
        queries = [
            select(
                literal(cadence).label("cadence"),
                _newest_due(newsletter, cadence).label("due_at"),
                _newest_due(newsletter, cadence, occurrences.c.outcome.not_in(_NO_TURN)).label("turn_at"),
                _newest_by_hand(newsletter, cadence).label("by_hand_at"),
            )
            for cadence in sorted(cadences)
        ]
        rows = self._connection.execute(union_all(*queries)) if queries else ()
        return {
            row.cadence: LatestDecision(
                due_at=_later(row.due_at, row.by_hand_at), turn_at=_later(row.turn_at, row.by_hand_at)
            )
            for row in rows
        }

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


def newest_edition() -> Select[Any]:
    """The key of the newest occurrence of all newsletters that came to an edition; 0: there is none."""
    query = select(func.coalesce(func.max(occurrences.c.key), 0))
    return query.where(occurrences.c.outcome == SlotOutcome.EDITION)


def edition_of(decided: Iterable[WaveTurn], cadence: str, slot: str) -> tuple[str | None, int | None]:
    """The edition that an earlier wave of the slot came to, and up to which release the first one looked."""
    waves = (wave for wave in decided if wave.edition_id is not None and wave.key[:2] == (cadence, slot))
    return next(((wave.edition_id, wave.cut) for wave in waves), (None, None))


def _newest_due(newsletter: str, cadence: str, *further: ColumnElement[bool]) -> ScalarSelect[datetime]:
    """When the newest decided slot was due, of dates and of those that follow a story."""
    query = select(occurrences.c.due_at).where(
        occurrences.c.newsletter == newsletter, occurrences.c.cadence == cadence, occurrences.c.slot < _IN_ORDER
    )
    newest_first = query.where(_STANDS, *further).order_by(occurrences.c.slot.desc(), occurrences.c.wave.desc())
    return newest_first.limit(1).scalar_subquery()


def _newest_by_hand(newsletter: str, cadence: str) -> ScalarSelect[datetime]:
    query = select(func.max(occurrences.c.due_at)).where(
        occurrences.c.newsletter == newsletter, occurrences.c.cadence == cadence, _STANDS
    )
    after = (occurrences.c.slot > _IN_ORDER, occurrences.c.slot < SPECIAL)
    return query.where(*after, occurrences.c.slot.startswith(BY_HAND)).scalar_subquery()


def _later(*instants: datetime | None) -> datetime | None:
    return max((instant for instant in instants if instant is not None), default=None)


def _this(newsletter: str, slot: str) -> tuple[ColumnElement[bool], ...]:
    return occurrences.c.newsletter == newsletter, occurrences.c.slot == slot, _STANDS


def _decided_meanwhile(turn: Turn) -> TryLaterError:
    message = f"another program has decided on {turn.newsletter}, {turn.cadence} {turn.slot} meanwhile"
    return TryLaterError(message, code="slot-decided", hint="Look again; nothing was half done.")


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
        "history": group.written_history,
        "corrections": ",".join(map(str, sorted(group.corrections))),
        "variant_key": variant_keys[group.variant] if group.is_mailed else None,
        "outcome": decision.outcome,
        "reason": _reason(group),
    }


def _readers(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in _OF_GROUP)


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
