"""The SQL of occurrences: what was decided, for which groups of readers, and what was passed over for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, case, delete, func, insert, select, update

from syndicate.digests.grouping import Group, history_text
from syndicate.digests.model import Exclusion, GroupOutcome, SlotOutcome
from syndicate.storage.tables import editions, groups, newsletters, occurrences, passed_over, releases, subscriptions

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from syndicate.digests.due import Turn

_WAVE = 1
#: A decision that was not reopened since.
_STANDS = occurrences.c.wave >= _WAVE


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
        """Whether that occurrence has had its turn."""
        return self._connection.execute(select(occurrences.c.slot).where(*_this(newsletter, slot))).first() is not None

    def decide(
        self,
        turn: Turn,
        due_at: datetime,
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
            "wave": _WAVE,
            "due_at": due_at,
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
        variant_keys: Mapping[tuple[str, ...], int],
        too_large: Mapping[tuple[str, ...], Sequence[Exclusion]],
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
            for left in (*group.decision.exclusions, *too_large.get(group.decision.article_ids, ()))
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

    def last_due(self, newsletter: str) -> datetime | None:
        """When the newest decided occurrence of the newsletter was due."""
        query = select(func.max(occurrences.c.due_at)).where(occurrences.c.newsletter == newsletter, _STANDS)
        last: datetime | None = self._connection.execute(query).scalar_one()
        return last

    def forget_slot(self, newsletter: str, slot: str, *, after: int, limit: int) -> int | None:
        """Let readers have that slot once more, and the week that it stood for; up to so many, by their keys.

        The key of the last that was looked at; ``None`` when there was none ``after`` that.
        """
        keys = select(subscriptions.c.key).where(subscriptions.c.newsletter == newsletter, subscriptions.c.key > after)
        some = keys.order_by(subscriptions.c.key).limit(limit).subquery()
        last: int | None = self._connection.execute(select(func.max(some.c.key))).scalar_one()
        if last is not None:
            between = (subscriptions.c.key > after, subscriptions.c.key <= last)
            holding = (subscriptions.c.newsletter == newsletter, subscriptions.c.last_slot == slot)
            statement = update(subscriptions).where(*between, *holding)
            self._connection.execute(statement.values(last_slot=None, last_periods=None))
        return last

    def reopen(self, newsletter: str, slot: str) -> bool:
        """Let an occurrence be decided once more; ``False`` when it was not decided. What it passed over stays so.

        The old decision stays as well, as a wave below 1.
        """
        others = occurrences.alias()
        lowest = select(func.min(others.c.wave)).where(others.c.newsletter == newsletter, others.c.slot == slot)
        aside = case((lowest.scalar_subquery() < _WAVE, lowest.scalar_subquery()), else_=_WAVE) - 1
        this = update(occurrences).where(*_this(newsletter, slot)).values(wave=aside)
        return self._connection.execute(this).rowcount > 0

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


def _group(occurrence_key: int, group: Group, variant_keys: Mapping[tuple[str, ...], int]) -> dict[str, Any]:
    decision = group.decision
    is_mailed = decision.outcome is GroupOutcome.MAIL
    return {
        "occurrence_key": occurrence_key,
        "choice_id": None,
        "from_watermark": group.from_watermark,
        "through_watermark": group.through_watermark,
        "moves_to": decision.moves_to,
        "history": history_text(group.history),
        "variant_key": variant_keys[decision.article_ids] if is_mailed else None,
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
