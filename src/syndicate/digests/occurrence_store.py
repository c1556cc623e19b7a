"""The SQL of occurrences: what was decided, and what was passed over by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, case, delete, func, insert, select, update

from syndicate.articles.releases import ReleaseStore
from syndicate.digests.model import Exclusion, Occurrence, SlotOutcome
from syndicate.storage.inserts import insert_into
from syndicate.storage.states import GroupOutcome
from syndicate.storage.tables import editions, groups, newsletters, occurrences, passed_over, variants

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, ScalarSelect, Select

#: A decision that was not reopened since.
_STANDS = occurrences.c.wave > 0


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
        newest = ReleaseStore(self._connection).newest()
        self._connection.execute(insert(newsletters).values(name=newsletter, since_release=newest, since_at=now))

    def is_decided(self, newsletter: str, slot: str) -> bool:
        """Whether that occurrence has had its turn."""
        return self._connection.execute(select(occurrences.c.slot).where(*_this(newsletter, slot))).first() is not None

    def decide(
        self,
        newsletter: str,
        occurrence: Occurrence,
        outcome: SlotOutcome,
        now: datetime,
        *,
        edition_id: str | None = None,
        left_out: Iterable[Exclusion] = (),
    ) -> None:
        """Write down what became of an occurrence, and what it passed over.

        A second decision is refused by the database.
        """
        before = self._last_cut(newsletter)
        edition = select(editions.c.key).where(editions.c.id == edition_id).scalar_subquery()
        decided = insert(occurrences).values(
            newsletter=newsletter,
            cadence=occurrence.cadence,
            slot=occurrence.slot,
            wave=1,
            due_at=occurrence.due_at,
            outcome=outcome,
            edition_key=edition,
            cut=None if outcome is SlotOutcome.LATE else ReleaseStore(self._connection).newest(),
            decided_at=now,
        )
        key = self._connection.execute(decided.returning(occurrences.c.key)).scalar_one()
        if outcome is not SlotOutcome.LATE:
            is_mailed = outcome is SlotOutcome.EDITION
            group = GroupOutcome.MAIL if is_mailed else GroupOutcome.NOTHING
            self._add_group(key, group, before, edition, left_out, now)

    def _add_group(
        self,
        occurrence_key: int,
        outcome: GroupOutcome,
        watermark: int,
        edition: ScalarSelect[int],
        left_out: Iterable[Exclusion],
        now: datetime,
    ) -> None:
        """All readers in one group, with what was passed over for them."""
        variant = select(variants.c.key).where(variants.c.edition_key == edition).scalar_subquery()
        group = insert(groups).values(
            occurrence_key=occurrence_key,
            from_watermark=watermark,
            through_watermark=watermark,
            moves_to=ReleaseStore(self._connection).newest(),
            history="",
            variant_key=variant,
            outcome=outcome,
        )
        key = self._connection.execute(group.returning(groups.c.key)).scalar_one()
        rows = [
            {"group_key": key, "article_id": left.article_id, "reason": left.reason, "decided_at": now}
            for left in left_out
            if left.is_final
        ]
        if rows:
            self._connection.execute(insert_into(self._connection, passed_over).on_conflict_do_nothing(), rows)

    def _last_cut(self, newsletter: str) -> int:
        query = select(func.coalesce(func.max(occurrences.c.cut), 0)).where(occurrences.c.newsletter == newsletter)
        last: int = self._connection.execute(query).scalar_one()
        return last

    def newest_decision(self) -> tuple[datetime, str, str] | None:
        """When an occurrence of any newsletter was last decided, by the clock of that time; newsletter and slot."""
        columns = (occurrences.c.decided_at, occurrences.c.newsletter, occurrences.c.slot)
        row = self._connection.execute(
            select(*columns).where(_STANDS).order_by(occurrences.c.decided_at.desc()).limit(1)
        ).first()
        return (row.decided_at, row.newsletter, row.slot) if row else None

    def last_due(self, newsletter: str) -> datetime | None:
        """When the newest decided occurrence of the newsletter was due."""
        query = select(func.max(occurrences.c.due_at)).where(occurrences.c.newsletter == newsletter, _STANDS)
        last: datetime | None = self._connection.execute(query).scalar_one()
        return last

    def reopen(self, newsletter: str, slot: str) -> bool:
        """Let an occurrence be decided once more; ``False`` when it was not. What it passed over stays so.

        The old decision stays as well, as a wave below 1.
        """
        others = occurrences.alias()
        lowest = select(func.min(others.c.wave)).where(others.c.newsletter == newsletter, others.c.slot == slot)
        aside = case((lowest.scalar_subquery() < 1, lowest.scalar_subquery()), else_=1) - 1
        this = update(occurrences).where(*_this(newsletter, slot)).values(wave=aside)
        return self._connection.execute(this).rowcount > 0

    def take_back(self, edition_id: str) -> None:
        """Forget what an edition passed over, because nothing of it left."""
        of_it = passed_over.c.group_key.in_(_groups_of(edition_id))
        self._connection.execute(delete(passed_over).where(of_it))

    def passed_over(self, edition_id: str) -> Mapping[str, str]:
        """Article → why the edition left it out for good."""
        of_it = passed_over.c.group_key.in_(_groups_of(edition_id))
        query = select(passed_over.c.article_id, passed_over.c.reason).where(of_it)
        return {row.article_id: row.reason for row in self._connection.execute(query)}


def _this(newsletter: str, slot: str) -> tuple[ColumnElement[bool], ...]:
    return occurrences.c.newsletter == newsletter, occurrences.c.slot == slot, _STANDS


def _groups_of(edition_id: str) -> Select[tuple[int]]:
    query = select(groups.c.key).join(occurrences, occurrences.c.key == groups.c.occurrence_key)
    return query.join(editions, editions.c.key == occurrences.c.edition_key).where(editions.c.id == edition_id)
