"""Releases: an article gets a number each time it becomes visible, and when it gains a term that it lacked.

Whoever reads on from a number misses nothing and sees nothing twice: late and back-dated articles are later numbers,
and numbers become visible in their order, because they are given under one row's lock that is held to the commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from syndicate.storage.states import ReleaseReason
from syndicate.storage.tables import articles, counters, releases
from syndicate.storage.visibility import is_visible

if TYPE_CHECKING:
    from sqlalchemy import Connection, ScalarSelect, Select

_IS_OURS = counters.c.name == "releases"


class ReleaseStore:
    """The numbers, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def add(self, released: Sequence[tuple[str, ReleaseReason]], now: datetime) -> None:
        """Give each of the articles the next number, in that order."""
        if not released:
            return
        first = self._reserve(len(released))
        rows = [
            {"number": number, "article_id": article_id, "reason": reason, "at": now}
            for number, (article_id, reason) in enumerate(released, first)
        ]
        self._connection.execute(insert(releases), rows)

    def number_due(self, now: datetime) -> int:
        """Number the articles whose embargo has ended, the earliest end first; how many those were."""
        if not self.has_due(now):
            return 0
        self._reserve(0)  # whoever else is numbering has finished, or waits
        in_order = _due(now).order_by(articles.c.embargo_until, articles.c.sequence)
        due = list(self._connection.execute(in_order).scalars())
        self._connection.execute(update(articles).where(articles.c.id.in_(due)).values(awaits_release=False))
        self.add([(article_id, ReleaseReason.EMBARGO_OVER) for article_id in due], now)
        return len(due)

    def has_due(self, now: datetime) -> bool:
        """Whether an embargo has ended and the article has no number for it yet."""
        return self._connection.execute(_due(now).limit(1)).first() is not None

    def newest(self) -> int:
        """The newest number that was given; 0 when none was."""
        newest: int = self._connection.execute(select(counters.c.value).where(_IS_OURS)).scalar_one()
        return newest

    def _reserve(self, count: int) -> int:
        """Take so many numbers; the first of them. The counter's row stays locked until the commit."""
        taken = update(counters).where(_IS_OURS).values(value=counters.c.value + count).returning(counters.c.value)
        last: int = self._connection.execute(taken).scalar_one()
        return last - count + 1


def _due(now: datetime) -> Select[Any]:
    return select(articles.c.id).where(articles.c.awaits_release, articles.c.embargo_until <= now, is_visible(now))


def newest_release() -> ScalarSelect[int]:
    """The newest number as part of a statement."""
    return select(counters.c.value).where(_IS_OURS).scalar_subquery()
