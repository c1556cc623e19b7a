"""The SQL of what composing looks at: the releases that nobody has decided on, and the crowds that wait for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, literal, select

from syndicate.audience.mailable import is_mailable
from syndicate.digests.grouping import Crowd, crowds_of
from syndicate.digests.had import legend_of, shown_by_others
from syndicate.digests.selection import ArticleCandidate
from syndicate.storage.states import ReleaseReason, Status, TermKind
from syndicate.storage.tables import (
    article_terms,
    articles,
    groups,
    newsletters,
    occurrences,
    passed_over,
    releases,
    subscribers,
    subscriptions,
)
from syndicate.storage.visibility import is_visible

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, RowMapping, Select

    from syndicate.digests.due import Turn
    from syndicate.digests.model import Newsletter

#: These stand for a wait that is over: the article became visible before, and is no older for having waited.
_AFTER_A_WAIT = (ReleaseReason.EMBARGO_OVER, ReleaseReason.RETURNED, ReleaseReason.UPGRADE)


class WindowStore:
    """Releases and crowds, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def newest_cut(self, newsletter: str) -> int:
        """Up to which release the newsletter has decided; where it began, if it has decided nothing yet."""
        decided = select(func.max(occurrences.c.cut)).where(occurrences.c.newsletter == newsletter)
        began = select(newsletters.c.since_release).where(newsletters.c.name == newsletter)
        query = select(func.coalesce(decided.scalar_subquery(), began.scalar_subquery(), 0))
        cut: int = self._connection.execute(query).scalar_one()
        return cut

    def crowds(self, turn: Turn, cut: int, since: datetime | None) -> list[Crowd]:
        """Whose turn it is and who has not decided on everything up to the cut, by watermark and history.

        A newsletter without any reader has a crowd of nobody, which goes on where it left off. What other
        newsletters decided after ``since`` counts as had; without it nothing of theirs does.
        """
        query = _due(turn, cut, func.count()).group_by(subscriptions.c.watermark)
        whole = [Crowd(watermark=watermark, count=count) for watermark, count in self._connection.execute(query)]
        if not whole:
            return [] if self._has_readers(turn) else [Crowd(watermark=self.newest_cut(turn.newsletter), count=0)]
        window = select(releases.c.article_id).where(
            releases.c.number > min(crowd.watermark for crowd in whole), releases.c.number <= cut
        )
        legend = legend_of(shown_by_others(self._connection, window, turn.newsletter, since=since))
        if not legend.shown:
            return whole
        marks = legend.marks(turn.newsletter)
        query = _due(turn, cut, marks.c.mark, func.count()).join(marks, marks.c.key == subscriptions.c.key)
        rows = self._connection.execute(query.group_by(subscriptions.c.watermark, marks.c.mark))
        readers = [Crowd(watermark=row[0], history=legend.articles(row[1]), count=row[2]) for row in rows]
        return crowds_of(whole, readers)

    def missed(self, turn: Turn, article_ids: Sequence[str], since: datetime | None) -> list[Crowd]:
        """Whom the edition did not reach that this one is instead of, by what they have had of the articles since."""
        ids = select(articles.c.id).where(articles.c.id.in_(article_ids))
        everybody = select(func.count()).select_from(subscriptions).join(subscribers).where(turn.is_theirs())
        count = self._connection.execute(everybody).scalar_one()
        whole = [Crowd(watermark=0, count=count)] if count else []
        legend = legend_of(shown_by_others(self._connection, ids, turn.newsletter, since=since))
        if not legend.shown:
            return whole
        marks = legend.marks(turn.newsletter)
        query = (
            select(marks.c.mark, func.count())
            .join_from(subscriptions, subscribers)
            .join(marks, marks.c.key == subscriptions.c.key)
            .where(turn.is_theirs())
            .group_by(marks.c.mark)
        )
        rows = self._connection.execute(query)
        return crowds_of(whole, [Crowd(watermark=0, history=legend.articles(row[0]), count=row[1]) for row in rows])

    def candidates(self, newsletter: Newsletter, after: int, cut: int, now: datetime) -> list[ArticleCandidate]:
        """The releases after one number up to the cut, in their order; no text of an article is read."""
        query = (
            select(
                releases,
                *(articles.c[name] for name in ("status", "published_at", "first_seen_at", "released_at")),
                articles.c.embargo_until,
                _is_matching(newsletter).label("is_matching"),
                is_visible(now).label("is_visible"),
            )
            .join(articles, articles.c.id == releases.c.article_id)
            .where(releases.c.number > after, releases.c.number <= cut, articles.c.is_backlog.is_(False))
            .where(~_was_done_with(newsletter))
            .order_by(releases.c.number)
        )
        return [_candidate(row) for row in self._connection.execute(query).mappings()]

    def _has_readers(self, turn: Turn) -> bool:
        query = select(subscriptions.c.key).join(subscribers)
        query = query.where(subscriptions.c.newsletter == turn.newsletter, is_mailable()).limit(1)
        return self._connection.execute(query).first() is not None


def _due(turn: Turn, cut: int, *columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(subscriptions.c.watermark, *columns)
        .join_from(subscriptions, subscribers)
        .where(turn.is_theirs(), subscriptions.c.watermark < cut)
    )


def _is_matching(newsletter: Newsletter) -> ColumnElement[bool]:
    if not newsletter.sections:
        return literal(value=True)
    terms = (article_terms.c.kind == TermKind.SECTION, article_terms.c.term.in_(newsletter.sections))
    return select(article_terms.c.term).where(article_terms.c.article_id == articles.c.id, *terms).exists()


def _was_done_with(newsletter: Newsletter) -> ColumnElement[bool]:
    """Whether the upgrade gave the number for the sake of another newsletter: this one had passed the article over."""
    earlier = (
        select(passed_over.c.article_id)
        .join(groups, groups.c.key == passed_over.c.group_key)
        .join(occurrences, occurrences.c.key == groups.c.occurrence_key)
        .where(
            passed_over.c.article_id == releases.c.article_id,
            occurrences.c.newsletter == newsletter.name,
            groups.c.moves_to < releases.c.number,
        )
    )
    return and_(releases.c.reason == ReleaseReason.UPGRADE, earlier.exists())


def _candidate(row: RowMapping) -> ArticleCandidate:
    return ArticleCandidate(
        number=row["number"],
        article_id=row["article_id"],
        dated_at=row["published_at"] or row["first_seen_at"],
        lag=_became_visible_at(row) - row["published_at"] if row["published_at"] else timedelta(),
        is_matching=bool(row["is_matching"]),
        hidden_because=None if row["is_visible"] else _hidden_because(row["status"]),
    )


def _became_visible_at(row: RowMapping) -> datetime:
    """When the release's own reason came about; whoever waits for a mail, or for us to look, ages nothing."""
    if row["reason"] not in _AFTER_A_WAIT:
        at: datetime = row["at"]
        return at
    released_at: datetime = row["released_at"] or row["first_seen_at"]
    return max(released_at, row["embargo_until"] or released_at)


def _hidden_because(status: str) -> str:
    words = {Status.PUBLISHED.value: "expired, or under embargo"}
    return f"not for readers: {words.get(status, status)}"
