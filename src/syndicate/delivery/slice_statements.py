"""The statements that carry out one slice of a freeze. But for the keys of its subscriptions, they are always the same.

So they are made once a freeze; only where readers have had something they differ from slice to slice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, bindparam, case, cast, func, insert, literal, select, true, update

from syndicate.delivery.freeze_model import Freeze
from syndicate.storage.key_lists import KeyList, is_among
from syndicate.storage.states import DeliveryState
from syndicate.storage.tables import deliveries, groups, passed_over, subscribers, subscriptions
from syndicate.storage.types import Utc

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Executable, ScalarSelect, Select, Subquery

#: The parameter of the keys.
KEYS = "keys"
#: Whether the group is for those who have had nothing of its window, and are owed nothing.
IS_OF_NOBODY_SPECIAL = and_(groups.c.history == "", groups.c.corrections == "")


@dataclass(frozen=True, kw_only=True, slots=True)
class SliceMarks:
    """What a slice knows of its readers: ``marks``, and whether a group is the right one for the mark of a reader."""

    marks: Subquery
    fits: ColumnElement[bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class SliceStatements:
    """A mail for whom there is one; a row for whom something was passed over without; and their new watermarks."""

    mails: Executable
    exclusions: Executable
    watermarks: Executable


def slice_statements(
    dialect: str, freeze: Freeze, known: SliceMarks | None = None, *, is_of_everybody: bool
) -> SliceStatements:
    """The statements for a freeze; each takes `KEYS`."""
    found = members(freeze, known, is_of_everybody=is_of_everybody)
    return SliceStatements(
        mails=_mails(dialect, freeze, found),
        exclusions=_exclusions(dialect, freeze, found),
        watermarks=_watermarks(freeze, found),
    )


def members(freeze: Freeze, known: SliceMarks | None, *, is_of_everybody: bool) -> Subquery:
    """The subscriptions of the slice that fit a group, with that group and where their mail would go."""
    # A value for each of them, and no join: a database that thinks little of the groups would begin with those.
    columns = (subscriptions.c.key, subscribers.c.mailbox, subscribers.c.name)
    group_key = _group_of(freeze, known, is_of_everybody=is_of_everybody).label("group_key")
    query = select(*columns, group_key).join_from(subscriptions, subscribers)
    if known:
        query = query.outerjoin(known.marks, known.marks.c.key == subscriptions.c.key)
    these = is_among(subscriptions.c.key, bindparam(KEYS, type_=KeyList))
    due = query.where(these, freeze.turn.is_theirs()).subquery("due")
    of_group = (groups.c.variant_key, groups.c.moves_to, groups.c.reason)
    return select(*due.c, *of_group).join_from(due, groups, groups.c.key == due.c.group_key).subquery("members")


def _group_of(freeze: Freeze, known: SliceMarks | None, *, is_of_everybody: bool) -> ScalarSelect[int]:
    """The group of a subscription: there is one at most."""
    return (
        select(groups.c.key)
        .where(
            groups.c.occurrence_key == freeze.occurrence_key,
            true() if is_of_everybody else groups.c.choice_id == subscriptions.c.choice_id,
            subscriptions.c.watermark.between(groups.c.from_watermark, groups.c.through_watermark),
            func.coalesce(groups.c.patience, 0) == func.coalesce(subscriptions.c.patience, 0),
            known.fits if known else IS_OF_NOBODY_SPECIAL,
        )
        .correlate_except(groups)
        .scalar_subquery()
    )


def _mails(dialect: str, freeze: Freeze, found: Subquery) -> Executable:
    rows = select(*_values(dialect, freeze, found, DeliveryState.PENDING), found.c.variant_key)
    return _insert([*_COLUMNS, "variant_key"], rows.where(found.c.variant_key.is_not(None)))


def _exclusions(dialect: str, freeze: Freeze, found: Subquery) -> Executable:
    left_out = select(passed_over.c.article_id).where(passed_over.c.group_key == found.c.group_key)
    values = _values(dialect, freeze, found, DeliveryState.EXCLUDED)
    rows = select(*values, found.c.reason, literal(freeze.decided_at, Utc))
    return _insert([*_COLUMNS, "reason", "settled_at"], rows.where(found.c.variant_key.is_(None), left_out.exists()))


def _watermarks(freeze: Freeze, found: Subquery) -> Executable:
    further = subscriptions.c.watermark < found.c.moves_to
    moved = case((further, found.c.moves_to), else_=subscriptions.c.watermark)
    taken = freeze.turn.taken(found.c.variant_key.is_not(None))
    return (
        update(subscriptions).where(subscriptions.c.key == found.c.key).values(watermark=moved, patience=None, **taken)
    )


_COLUMNS = ("id", "edition_key", "subscription_key", "group_key", "address", "name", "state", "attempts")


def _values(dialect: str, freeze: Freeze, found: Subquery, state: DeliveryState) -> list[Any]:
    person = (found.c.key, found.c.group_key, found.c.mailbox, found.c.name)
    return [_random_id(dialect), literal(freeze.edition_key), *person, literal(state.value), literal(0)]


def _insert(columns: Sequence[str], rows: Select[Any]) -> Executable:
    return insert(deliveries).from_select(columns, rows).execution_options(preserve_rowcount=True)


def _random_id(dialect: str) -> ColumnElement[str]:
    """32 hexadecimal digits from the database's own source of unguessable numbers."""
    if dialect == "sqlite":
        return func.lower(func.hex(func.randomblob(16)))
    return func.replace(cast(func.gen_random_uuid(), Text), "-", "")
