"""Who may be mailed: one condition, asked wherever recipients are chosen, counted or looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, or_, select

from syndicate.audience.model import SubscriptionState
from syndicate.audience.reader_filter import EVERYBODY
from syndicate.storage.tables import choices, subscribers, subscriptions, suppressions

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from syndicate.audience.reader_filter import ReaderFilter


def is_mailable(readers: ReaderFilter = EVERYBODY) -> ColumnElement[bool]:
    """The condition on ``subscriptions`` joined with ``subscribers``: confirmed, and the address is not suppressed.

    Of the ``readers`` of a newsletter it goes to some; a filter that takes all leaves no trace in the statement.
    """
    suppressed = exists().where(suppressions.c.address_key == subscribers.c.address_key)
    return and_(subscriptions.c.state == SubscriptionState.CONFIRMED, ~suppressed, *is_meant(readers))


def is_meant(readers: ReaderFilter) -> tuple[ColumnElement[bool], ...]:
    """The conditions on ``subscriptions`` that the filter takes them; none if it takes all."""
    conditions: list[ColumnElement[bool]] = []
    if readers.languages:
        conditions.append(_reads_one_of(readers))
    if readers.joined_from is not None:
        conditions.append(subscriptions.c.started_at >= readers.joined_from)
    if readers.joined_before is not None:
        conditions.append(subscriptions.c.started_at < readers.joined_before)
    return tuple(conditions)


def _reads_one_of(readers: ReaderFilter) -> ColumnElement[bool]:
    # Asked of each subscription that is looked at: a list of choices would tempt SQLite to begin with that, and so to
    # go through all their readers for each slice of them.
    chosen = choices.alias("chosen")
    spoken = func.coalesce(chosen.c.language, readers.default_language)
    speaks = [or_(spoken == tag, spoken.startswith(f"{tag}-")) for tag in sorted(readers.languages)]
    theirs = select(chosen.c.id).where(chosen.c.id == subscriptions.c.choice_id, or_(*speaks))
    return theirs.correlate(subscriptions).exists()
