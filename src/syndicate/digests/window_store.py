"""The SQL of what composing looks at: the releases that nobody has decided on, and the crowds that wait for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from syndicate.articles.releases import newest_release
from syndicate.audience.mailable import is_mailable
from syndicate.digests.corrections.owing import ReaderMarks, owing, recent
from syndicate.digests.due import SPECIAL
from syndicate.digests.grouping import Crowd, crowds_of
from syndicate.digests.had import legend_of, shown_by_others
from syndicate.digests.matching import Terms
from syndicate.digests.occurrence_store import newest_edition
from syndicate.digests.selection import HIDDEN, ArticleCandidate
from syndicate.storage.states import HeroState, ReleaseReason, Status, TermKind
from syndicate.storage.tables import (
    article_terms,
    articles,
    groups,
    heroes,
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

    from syndicate.audience.reader_filter import ReaderFilter
    from syndicate.digests.due import Turn

#: These stand for a wait that is over: the article became visible before, and is no older for having waited.
_AFTER_A_WAIT = (ReleaseReason.EMBARGO_OVER, ReleaseReason.RETURNED, ReleaseReason.UPGRADE)
#: What makes a crowd of subscriptions.
_ALIKE = (subscriptions.c.choice_id, subscriptions.c.watermark, subscriptions.c.patience)


class WindowStore:
    """Releases and crowds, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def newest(self) -> tuple[int, int]:
        """The newest release, and the newest occurrence of all newsletters that came to an edition, by its key."""
        row = self._connection.execute(select(newest_release(), newest_edition().scalar_subquery())).one()
        return row[0], row[1]

    def newest_cut(self, newsletter: str) -> int:
        """Up to which release the newsletter has decided; where it began, if it has decided nothing yet."""
        of_cadences = (occurrences.c.newsletter == newsletter, ~occurrences.c.slot.startswith(SPECIAL))
        decided = select(func.max(occurrences.c.cut)).where(*of_cadences)
        began = select(newsletters.c.since_release).where(newsletters.c.name == newsletter)
        query = select(func.coalesce(decided.scalar_subquery(), began.scalar_subquery(), 0))
        cut: int = self._connection.execute(query).scalar_one()
        return cut

    def crowds(self, turn: Turn, cut: int, since: datetime | None, now: datetime) -> list[Crowd]:
        """Whose turn it is and who has not decided on everything up to the cut, by choice, watermark and history.

        What other newsletters decided after ``since`` counts as had; without it nothing of theirs does. Corrections
        are owed as of ``now``.
        """
        whole = self._whole(_due(turn, cut))
        if not whole:
            return []
        known = self.known(turn.newsletter, min(crowd.watermark for crowd in whole), cut, since, now)
        return self._with_histories(_due(turn, cut), whole, known, turn.newsletter)

    def known(self, newsletter: str, after: int, cut: int, since: datetime | None, now: datetime) -> ReaderMarks:
        """What is known of readers that tells what they get of the releases after one number up to the cut."""
        window = select(releases.c.article_id).where(releases.c.number > after, releases.c.number <= cut)
        return self._known(window, newsletter, since, now)

    def marks_of(self, known: ReaderMarks, newsletter: str, keys: Sequence[int]) -> dict[int, str]:
        """The marks of those of the subscriptions of which something is known."""
        if not known.is_something:
            return {}
        return dict(self._connection.execute(select(known.marks(newsletter, keys))).all())

    def everybody(self, turn: Turn, article_ids: Sequence[str], since: datetime | None, now: datetime) -> list[Crowd]:
        """Whose turn it is, whatever they have decided on, by choice and by what they have had of those articles."""
        ids = select(articles.c.id).where(articles.c.id.in_(article_ids))
        everybody = select().join_from(subscriptions, subscribers).where(turn.is_theirs())
        counts = everybody.add_columns(subscriptions.c.choice_id, func.count()).group_by(subscriptions.c.choice_id)
        rows = self._connection.execute(counts)
        whole = [Crowd(watermark=0, choice_id=choice_id, count=count) for choice_id, count in rows]
        known = self._known(ids, turn.newsletter, since, now)
        if not known.is_something or not whole:
            return whole
        marks = known.marks(turn.newsletter)
        columns = (subscriptions.c.choice_id, marks.c.mark)
        marked = everybody.join(marks, marks.c.key == subscriptions.c.key).add_columns(*columns, func.count())
        found = self._connection.execute(marked.group_by(*columns))
        readers = [
            _reader(Crowd(watermark=0, choice_id=choice_id, count=count), known, mark)
            for choice_id, mark, count in found
        ]
        return crowds_of(whole, readers)

    def forgotten(self, article_ids: Sequence[str], before: datetime) -> set[str]:
        """Those of the articles that were first released by then."""
        first = select(releases.c.article_id).where(releases.c.article_id.in_(article_ids))
        query = first.group_by(releases.c.article_id).having(func.min(releases.c.at) <= before)
        return set(self._connection.execute(query).scalars())

    def has_readers(self, newsletter: str, readers: ReaderFilter) -> bool:
        """Whether anybody among those readers of the newsletter may be mailed."""
        query = select(subscriptions.c.key).join(subscribers)
        query = query.where(subscriptions.c.newsletter == newsletter, is_mailable(readers)).limit(1)
        return self._connection.execute(query).first() is not None

    def candidates(
        self, newsletter: str, after: int, cut: int, now: datetime, kept: timedelta
    ) -> list[ArticleCandidate]:
        """The releases after one number up to the cut, in their order; no text of an article is read.

        None is among them that came longer ago than history is ``kept``.
        """
        first = releases.alias()
        first_at = select(func.min(first.c.at)).where(first.c.article_id == articles.c.id).scalar_subquery()
        picture = select(heroes.c.article_id).where(
            heroes.c.article_id == articles.c.id, heroes.c.state == HeroState.READY
        )
        names = ("source", "language", "ai", "status", "published_at", "first_seen_at", "released_at", "embargo_until")
        query = (
            select(
                releases,
                *(articles.c[name] for name in names),
                first_at.label("first_at"),
                picture.exists().label("has_picture"),
                is_visible(now).label("is_visible"),
            )
            .join(articles, articles.c.id == releases.c.article_id)
            .where(releases.c.number > after, releases.c.number <= cut, articles.c.is_backlog.is_(False))
            .where(~_was_done_with(newsletter), releases.c.at > now - kept)
            .order_by(releases.c.number)
        )
        rows = self._connection.execute(query).mappings().all()
        words = self._words({row["article_id"] for row in rows})
        return [_candidate(row, words[row["article_id"]], is_forgotten=row["first_at"] <= now - kept) for row in rows]

    def _words(self, article_ids: set[str]) -> dict[str, dict[str, set[str]]]:
        query = select(article_terms).where(article_terms.c.article_id.in_(article_ids))
        words: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self._connection.execute(query) if article_ids else ():
            words[row.article_id][row.kind].add(row.term)
        return words

    def _whole(self, due: Select[Any]) -> list[Crowd]:
        rows = self._connection.execute(due.add_columns(*_ALIKE, func.count()).group_by(*_ALIKE))
        return [_crowd(*row) for row in rows]

    def _known(self, window: Select[Any], newsletter: str, since: datetime | None, now: datetime) -> ReaderMarks:
        shown = shown_by_others(self._connection, window, newsletter, since=since)
        owed = owing(self._connection, newsletter, recent(self._connection, now))
        return ReaderMarks(had=legend_of(shown), owing=owed)

    def _with_histories(self, due: Select[Any], whole: list[Crowd], known: ReaderMarks, newsletter: str) -> list[Crowd]:
        if not known.is_something:
            return whole
        marks = known.marks(newsletter)
        query = due.join(marks, marks.c.key == subscriptions.c.key)
        rows = self._connection.execute(
            query.add_columns(*_ALIKE, func.count(), marks.c.mark).group_by(*_ALIKE, marks.c.mark)
        )
        readers = [_reader(_crowd(*row[:4]), known, row[4]) for row in rows]
        return crowds_of(whole, readers)


def _crowd(choice_id: int, watermark: int, patience: int | None, count: int) -> Crowd:
    return Crowd(choice_id=choice_id, watermark=watermark, patience=patience, count=count)


def _reader(crowd: Crowd, known: ReaderMarks, mark: str) -> Crowd:
    history, owed = known.read(mark)
    return replace(crowd, history=history, corrections=owed)


def is_due(turn: Turn, cut: int) -> ColumnElement[bool]:
    """Whose turn it is and who has not decided on everything up to the cut."""
    return and_(turn.is_theirs(), subscriptions.c.watermark < cut)


def _due(turn: Turn, cut: int) -> Select[Any]:
    return select().join_from(subscriptions, subscribers).where(is_due(turn, cut))


def _was_done_with(newsletter: str) -> ColumnElement[bool]:
    """Whether the upgrade gave the number for the sake of another newsletter: this one had passed the article over."""
    earlier = (
        select(passed_over.c.article_id)
        .join(groups, groups.c.key == passed_over.c.group_key)
        .join(occurrences, occurrences.c.key == groups.c.occurrence_key)
        .where(
            passed_over.c.article_id == releases.c.article_id,
            occurrences.c.newsletter == newsletter,
            groups.c.moves_to < releases.c.number,
        )
    )
    return and_(releases.c.reason == ReleaseReason.UPGRADE, earlier.exists())


def _candidate(row: RowMapping, words: dict[str, set[str]], *, is_forgotten: bool) -> ArticleCandidate:
    return ArticleCandidate(
        number=row["number"],
        article_id=row["article_id"],
        dated_at=row["published_at"] or row["first_seen_at"],
        released_at=row["at"],
        lag=_became_visible_at(row) - row["published_at"] if row["published_at"] else timedelta(),
        terms=Terms(
            sections=frozenset(words[TermKind.SECTION]),
            tags=frozenset(words[TermKind.TAG]),
            authors=frozenset(words[TermKind.AUTHOR]),
            source=row["source"],
            language=row["language"],
        ),
        has_picture=bool(row["has_picture"]),
        has_ai_record=row["ai"] is not None,
        hidden_because=None if row["is_visible"] else _hidden_because(row["status"]),
        is_forgotten=is_forgotten,
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
    return f"{HIDDEN}: {words.get(status, status)}"
