"""The SQL of a freeze: the deliveries and the watermarks of one slice of subscriptions, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from syndicate.audience.reader_filter import filter_of
from syndicate.delivery.freeze_decision import FreezeDecision
from syndicate.delivery.freeze_model import Freeze
from syndicate.delivery.slice_statements import (
    IS_OF_NOBODY_SPECIAL,
    KEYS,
    SliceMarks,
    SliceStatements,
    slice_statements,
)
from syndicate.digests import site_lock
from syndicate.digests.due import Slice, Turn
from syndicate.digests.grouping import groups_for
from syndicate.storage.states import DeliveryState, EditionState
from syndicate.storage.tables import deliveries, editions, groups, occurrences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection, Subquery

    Keys = Mapping[str, Sequence[int]]


class FreezeStore:
    """A freeze within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def get(self, edition_id: str) -> Freeze | None:
        """The newest freeze of an edition that was opened; of one that waits for a person, ``None``."""
        row = self._connection.execute(_NEWEST, {"edition_id": edition_id}).mappings().first()
        if row is None:
            return None
        return Freeze(
            occurrence_key=row["key"],
            edition_key=row["edition_key"],
            turn=Turn(**{name: row[name] for name in _OF_TURN}, readers=filter_of(row["readers"])),
            decided_at=row["decided_at"],
            had_since=row["had_since"],
            frozen_through=(row["frozen_choice"] or 0, row["frozen_through"] or 0),
            is_over=row["frozen_at"] is not None,
        )

    def carry_out(self, freeze: Freeze, decision: FreezeDecision, part: Slice) -> int:
        """Write the deliveries of the next subscriptions, and move their watermarks; how many mails.

        Both hold for the same rows, which fit a group as they stand now; whoever fits none is left as they are.
        The transaction has to see one state throughout.
        """
        # First of all, so that of two that are at the same slice one waits here, and then finds it done.
        this = occurrences.c.key == freeze.occurrence_key
        choice_id, key = part.through
        through = {"frozen_choice": choice_id, "frozen_through": key}
        self._connection.execute(update(occurrences).where(this).values(through))
        statements = decision.statements or self._statements(freeze, decision, part.keys)
        keys = {KEYS: part.keys}
        written = self._add_mails(statements, keys)
        if decision.leaves_somebody_out:
            self._add_exclusions(statements, keys)
        if freeze.turn.moves_watermarks:
            self._move_watermarks(statements, keys)
        return written

    def mails(self, freeze: Freeze) -> int:
        """How many mails of it are to leave. Each of its rows is looked at: nobody should have to wait for that."""
        # Of an earlier wave some may wait yet; those are counted already.
        of_wave = select(groups.c.key).where(groups.c.occurrence_key == freeze.occurrence_key)
        pending = (deliveries.c.edition_key == freeze.edition_key, deliveries.c.state == DeliveryState.PENDING)
        query = select(func.count()).select_from(deliveries).where(*pending, deliveries.c.group_key.in_(of_wave))
        count: int = self._connection.execute(query).scalar_one()
        return count

    def finish(self, freeze: Freeze, mails: int, now: datetime) -> None:
        """Every delivery is written: let the edition go, unless it was held meanwhile, and the site's lock; once."""
        this = and_(occurrences.c.key == freeze.occurrence_key, occurrences.c.frozen_at.is_(None))
        if not self._connection.execute(update(occurrences).where(this).values(frozen_at=now)).rowcount:
            return
        state = case((editions.c.held_because.is_(None), EditionState.SENDING.value), else_=EditionState.HELD.value)
        these = and_(editions.c.key == freeze.edition_key, editions.c.state == EditionState.FREEZING)
        counted = func.coalesce(editions.c.mails, 0) + mails
        self._connection.execute(update(editions).where(these).values(state=state, mails=counted))
        site_lock.release(self._connection, freeze.occurrence_key)

    def _add_mails(self, statements: SliceStatements, keys: Keys) -> int:
        return self._connection.execute(statements.mails, keys).rowcount

    def _add_exclusions(self, statements: SliceStatements, keys: Keys) -> None:
        self._connection.execute(statements.exclusions, keys)

    def _move_watermarks(self, statements: SliceStatements, keys: Keys) -> None:
        self._connection.execute(statements.watermarks, keys)

    def _statements(self, freeze: Freeze, decision: FreezeDecision, keys: Sequence[int]) -> SliceStatements:
        known = self.known(freeze, decision, keys)
        dialect = self._connection.dialect.name
        return slice_statements(dialect, freeze, known, is_of_everybody=decision.is_of_everybody)

    def known(self, freeze: Freeze, decision: FreezeDecision, keys: Sequence[int]) -> SliceMarks | None:
        """What is known of the readers of a slice; ``None``: nothing of any reader."""
        if not decision.known.is_something:
            return None
        marks = decision.known.marks(freeze.turn.newsletter, keys)
        return SliceMarks(marks=marks, fits=self._fits(marks, decision))

    def _fits(self, marks: Subquery, decision: FreezeDecision) -> ColumnElement[bool]:
        """Whether the group is the right one for what the reader has had."""
        distinct = self._connection.execute(select(marks.c.mark).distinct()).scalars()
        fitting = [(mark, _groups_for(decision, mark)) for mark in distinct]
        without = and_(marks.c.mark.is_(None), IS_OF_NOBODY_SPECIAL)
        return or_(without, *(and_(marks.c.mark == mark, groups.c.key.in_(keys)) for mark, keys in fitting))


_OF_TURN = ("newsletter", "cadence", "slot", "period", "instead_of")
_NEWEST = (
    select(occurrences, editions.c.instead_of)
    .join(editions, editions.c.key == occurrences.c.edition_key)
    .where(editions.c.id == bindparam("edition_id"))
    .order_by(occurrences.c.key.desc())
    .limit(1)
)


def _groups_for(decision: FreezeDecision, mark: str) -> list[int]:
    had, owed = decision.known.read(mark)
    return groups_for(had, decision.groups, owed)
