"""The SQL of occurrences: what was decided, and what was passed over by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, insert, select

from syndicate.digests.model import Exclusion, Occurrence, SlotOutcome
from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import articles, newsletters, occurrences, passed_over

if TYPE_CHECKING:
    from collections.abc import Mapping


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
        newest = select(func.coalesce(func.max(articles.c.sequence), 0)).scalar_subquery()
        self._connection.execute(insert(newsletters).values(name=newsletter, since_sequence=newest, since_at=now))

    def is_decided(self, newsletter: str, slot: str) -> bool:
        """Whether that occurrence has had its turn."""
        query = select(occurrences.c.slot).where(occurrences.c.newsletter == newsletter, occurrences.c.slot == slot)
        return self._connection.execute(query).first() is not None

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
        self._connection.execute(
            insert(occurrences).values(
                newsletter=newsletter,
                slot=occurrence.slot,
                due_at=occurrence.due_at,
                outcome=outcome,
                edition_id=edition_id,
                decided_at=now,
            )
        )
        decided = {"newsletter": newsletter, "slot": occurrence.slot, "edition_id": edition_id, "decided_at": now}
        rows = [{**decided, "article_id": left.article_id, "reason": left.reason} for left in left_out if left.is_final]
        if rows:
            self._connection.execute(insert_into(self._connection, passed_over).on_conflict_do_nothing(), rows)

    def newest_decision(self) -> tuple[datetime, str, str] | None:
        """When an occurrence of any newsletter was last decided, by the clock of that time; newsletter and slot."""
        columns = (occurrences.c.decided_at, occurrences.c.newsletter, occurrences.c.slot)
        row = self._connection.execute(select(*columns).order_by(occurrences.c.decided_at.desc()).limit(1)).first()
        return (row.decided_at, row.newsletter, row.slot) if row else None

    def last_due(self, newsletter: str) -> datetime | None:
        """When the newest decided occurrence of the newsletter was due."""
        query = select(func.max(occurrences.c.due_at)).where(occurrences.c.newsletter == newsletter)
        last: datetime | None = self._connection.execute(query).scalar_one()
        return last

    def reopen(self, newsletter: str, slot: str) -> bool:
        """Forget that an occurrence was decided; ``False`` when it was not. What it passed over stays so."""
        this = delete(occurrences).where(occurrences.c.newsletter == newsletter, occurrences.c.slot == slot)
        return self._connection.execute(this).rowcount > 0

    def take_back(self, edition_id: str) -> None:
        """Forget what an edition passed over, because nothing of it left."""
        self._connection.execute(delete(passed_over).where(passed_over.c.edition_id == edition_id))

    def passed_over(self, edition_id: str) -> Mapping[str, str]:
        """Article → why the edition left it out for good."""
        query = select(passed_over.c.article_id, passed_over.c.reason).where(passed_over.c.edition_id == edition_id)
        return {row.article_id: row.reason for row in self._connection.execute(query)}
