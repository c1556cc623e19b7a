"""What passes readers by without an edition: it is written down for each of them, and not looked at again.

Where somebody gets an edition, the deliveries of the others tell what was passed over for them. Where nobody does, and
where history is too short to tell what somebody has had, it is told so. It goes slice by slice, each a transaction of
its own; who was passed by is not due any more, so whoever comes after a kill goes on with the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from syndicate.digests.choice_store import SLICE
from syndicate.digests.grouping import DecidedGroup, Group, groups_for
from syndicate.digests.passing_store import PassedSpan, PassingStore
from syndicate.digests.selection import FORGOTTEN

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.digests.due import Turn
    from syndicate.digests.grouping import Crowd
    from syndicate.digests.planning import Plan
    from syndicate.storage import Database


def pass_by(database: Database, plan: Plan, now: datetime, dropped: Collection[str] = ()) -> None:
    """Write down what nobody is mailed of a plan by which nobody gets an edition, for each whose turn it is.

    What editors ``dropped`` and all that came after it stays: with a later edition they may take it up again.
    """
    leaving_out = [group for group in plan.groups if group.count and _leaves_out(group)]
    choice_ids = sorted({group.choice.id for group in leaving_out if group.choice.id is not None})
    after: int | None = 0
    while choice_ids and after is not None:
        with database.write() as connection:
            store = PassingStore(connection)
            crowds = store.slice_of(plan, choice_ids, now, after, SLICE)
            for number, keys in _members(plan.groups, crowds).items():
                _pass_group_by(store, plan.groups[number], keys, now, dropped)
            after = max(crowds, default=None)


def forgotten_upto(connection: Connection, plan: Plan, before: datetime) -> int | None:
    """Up to which release nobody knows who has what came ``before``; ``None``: there is nothing of that in the plan."""
    lowest = min((group.from_watermark for group in plan.groups if group.count), default=plan.cut)
    store = PassingStore(connection)
    if lowest >= plan.cut or not store.is_forgotten(lowest, before):
        return None
    return min(store.newest_before(before), plan.cut)


def forget(database: Database, turn: Turn, upto: int, now: datetime) -> None:
    """Write down for whose turn it is that nobody knows who has what came up to that release."""
    while _forget_some(database, turn, upto, now):
        pass


def _forget_some(database: Database, turn: Turn, newest: int, now: datetime) -> int:
    with database.write() as connection:
        store = PassingStore(connection)
        keys = store.behind(turn, newest, SLICE)
        store.pass_by(keys, [PassedSpan(through=newest, reason=FORGOTTEN)], newest, now)
        return len(keys)


def _leaves_out(group: Group) -> bool:
    return any(left.is_final for left in group.decision.exclusions)


def _pass_group_by(
    store: PassingStore, group: Group, keys: Sequence[int], now: datetime, dropped: Collection[str]
) -> None:
    if not _leaves_out(group):
        return
    upto = store.before_any(dropped, group.through_watermark, group.decision.moves_to)
    store.pass_by(keys, store.spans(group.through_watermark, upto, group.decision.exclusions), upto, now)


def _members(groups: Sequence[Group], crowds: dict[int, Crowd]) -> dict[int, list[int]]:
    """The subscriptions of each group, by its number."""
    decided = [_decided(number, group) for number, group in enumerate(groups)]
    of_crowd: dict[Crowd, list[int]] = defaultdict(list)
    for key, crowd in crowds.items():
        of_crowd[crowd].append(key)
    found: dict[int, list[int]] = defaultdict(list)
    for crowd, keys in of_crowd.items():
        inside = [group for group in decided if _is_inside(crowd, group)]
        for number in groups_for(crowd.history, inside, crowd.corrections):
            found[number] += keys
    return found


def _is_inside(crowd: Crowd, group: DecidedGroup) -> bool:
    is_alike = (crowd.choice_id, crowd.patience or 0) == (group.choice_id, group.patience or 0)
    return is_alike and group.from_watermark <= crowd.watermark <= group.through_watermark


def _decided(number: int, group: Group) -> DecidedGroup:
    decision = group.decision
    return DecidedGroup(
        key=number,
        choice_id=group.choice.id,
        from_watermark=group.from_watermark,
        through_watermark=group.through_watermark,
        patience=group.patience,
        history=group.history,
        corrections=group.corrections,
        window=frozenset((*decision.article_ids, *(left.article_id for left in decision.exclusions))),
        outcome=decision.outcome,
    )
