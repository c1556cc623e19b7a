"""The SQL of what passes readers by without an edition: why, for each of them, and their watermarks behind it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, literal, select, update

from syndicate.digests.grouping import Crowd
from syndicate.digests.window_store import WindowStore, is_due
from syndicate.storage.tables import releases, skips, subscribers, subscriptions
from syndicate.storage.types import Utc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection

    from syndicate.digests.due import Turn
    from syndicate.digests.model import Exclusion
    from syndicate.digests.planning import Plan

_COLUMNS = ["subscription_key", "after_release", "through_release", "reason", "at"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedSpan:
    """Releases after the end of the span before, up to that one, with the one reason why they are not mailed."""

    through: int
    reason: str


class PassingStore:
    """Readers whom releases pass by, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def slice_of(self, plan: Plan, choice_ids: Sequence[int], now: datetime, after: int, size: int) -> dict[int, Crowd]:
        """The next subscriptions by key whose turn it is, each with the crowd that it is of; they are locked."""
        turn = replace(plan.turn, choice_ids=tuple(choice_ids))
        due = select(
            subscriptions.c.key, subscriptions.c.choice_id, subscriptions.c.watermark, subscriptions.c.patience
        )
        due = due.join_from(subscriptions, subscribers).where(is_due(turn, plan.cut), subscriptions.c.key > after)
        due = due.order_by(subscriptions.c.key).limit(size).with_for_update(of=subscriptions)
        rows = self._connection.execute(due).all()
        if not rows:
            return {}
        lowest = min(row.watermark for row in rows)
        store = WindowStore(self._connection)
        known = store.known(turn.newsletter, lowest, plan.cut, plan.had_since, now)
        marks = store.marks_of(known, turn.newsletter, [row.key for row in rows])
        return {row.key: _crowd(row, *known.read(marks[row.key])) if row.key in marks else _crowd(row) for row in rows}

    def spans(self, after: int, upto: int, exclusions: Sequence[Exclusion]) -> list[PassedSpan]:
        """What was left out of the releases after one number up to the other, with as few reasons as there are."""
        reasons: Mapping[str, str] = {left.article_id: left.reason for left in exclusions if left.is_final}
        first = func.min(releases.c.number)
        query = select(releases.c.article_id, first.label("number")).group_by(releases.c.article_id).order_by(first)
        query = query.where(releases.c.number > after, releases.c.number <= upto)
        rows = self._connection.execute(query.where(releases.c.article_id.in_(reasons)))
        found = [PassedSpan(through=row.number, reason=reasons[row.article_id]) for row in rows]
        return [list(alike)[-1] for _, alike in groupby(found, key=lambda span: span.reason)]

    def before_any(self, article_ids: Collection[str], after: int, upto: int) -> int:
        """Up to which release after the one number none of the articles comes; at most the other."""
        first = select(func.min(releases.c.number)).where(releases.c.number > after, releases.c.number <= upto)
        number = self._connection.execute(first.where(releases.c.article_id.in_(article_ids))).scalar()
        return upto if number is None else number - 1

    def is_forgotten(self, watermark: int, before: datetime) -> bool:
        """Whether the release that follows a watermark came before that."""
        query = select(releases.c.at).where(releases.c.number > watermark).order_by(releases.c.number).limit(1)
        at = self._connection.execute(query).scalar()
        return at is not None and at <= before

    def newest_before(self, instant: datetime) -> int:
        """The release up to which all came by then; 0: none did."""
        later = select(func.min(releases.c.number) - 1).where(releases.c.at > instant)
        newest = select(func.max(releases.c.number))
        query = select(func.coalesce(later.scalar_subquery(), newest.scalar_subquery(), 0))
        number: int = self._connection.execute(query).scalar_one()
        return number

    def behind(self, turn: Turn, release: int, limit: int) -> list[int]:
        """Some of those whose turn it is and who have not come up to a release, by key; they are locked."""
        query = select(subscriptions.c.key).join_from(subscriptions, subscribers).where(is_due(turn, release))
        some = query.order_by(subscriptions.c.key).limit(limit).with_for_update(of=subscriptions)
        return list(self._connection.execute(some).scalars())

    def reasons(self, subscription_key: int, article_ids: Sequence[str]) -> dict[str, str]:
        """By article: why it passed a reader by without an edition, the newest if that was more than once."""
        inside = and_(releases.c.number > skips.c.after_release, releases.c.number <= skips.c.through_release)
        query = select(releases.c.article_id, skips.c.reason).join_from(skips, releases, inside).order_by(skips.c.key)
        query = query.where(skips.c.subscription_key == subscription_key, releases.c.article_id.in_(article_ids))
        return dict(self._connection.execute(query).all())

    def pass_by(self, keys: Sequence[int], spans: Sequence[PassedSpan], moves_to: int, now: datetime) -> None:
        """Write down for each of these what it is not mailed, and move its watermark."""
        begin: ColumnElement[Any] = subscriptions.c.watermark
        these = subscriptions.c.key.in_(keys)
        for span in spans:
            row = (subscriptions.c.key, begin, literal(span.through), literal(span.reason), literal(now, Utc))
            rows = select(*row).where(these, subscriptions.c.watermark < span.through)
            self._connection.execute(skips.insert().from_select(_COLUMNS, rows))
            begin = literal(span.through)
        behind = update(subscriptions).where(these, subscriptions.c.watermark < moves_to)
        self._connection.execute(behind.values(watermark=moves_to))


def _crowd(row: Any, history: frozenset[str] = frozenset(), owed: frozenset[int] = frozenset()) -> Crowd:
    return Crowd(
        choice_id=row.choice_id,
        watermark=row.watermark,
        patience=row.patience,
        history=history,
        corrections=owed,
        count=1,
    )
