"""The SQL of the archives: the log of each feed, and its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from syndicate.feeds.archives import Appearance, ArchivePage
from syndicate.storage.tables import articles, feed_appearances, feed_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection

# Below the number of parameters that any SQLite build takes in one statement.
_MOST_PARAMETERS = 500
_log = feed_appearances.c


class ArchiveStore:
    """The archive of one feed in one transaction; nothing here commits."""

    def __init__(self, connection: Connection, scope: str) -> None:
        """Work on that connection; ``scope`` is the feed's folder."""
        self._connection = connection
        self._scope = scope
        self._is_ours = _log.scope == scope

    def log(self) -> list[Appearance]:
        """Every appearance, in order."""
        return self._rows(self._is_ours)

    def end(self) -> list[Appearance]:
        """The appearances that are on no page yet, in order."""
        return self._rows(self._is_ours & _log.page.is_(None))

    def pages(self) -> list[ArchivePage]:
        """The pages, the oldest first; only the last can have room."""
        query = select(feed_pages).where(feed_pages.c.scope == self._scope).order_by(feed_pages.c.number)
        return [
            ArchivePage(number=row.number, taken=row.taken, is_full=row.is_full, made_for=row.made_for)
            for row in self._connection.execute(query)
        ]

    def entry_ids(self, article_ids: Iterable[str]) -> dict[str, set[str]]:
        """Article id → the ids by which feeds know it, whatever became of the article."""
        known: dict[str, set[str]] = {}
        for some in _batched(list(article_ids)):
            query = select(articles.c.id, articles.c.tag, articles.c.guid).where(articles.c.id.in_(some))
            known.update((row.id, {row.tag, row.guid or row.tag}) for row in self._connection.execute(query))
        return known

    def forget(self, rows: Iterable[Appearance]) -> None:
        """Take appearances out of the log."""
        for some in _batched([row.position for row in rows]):
            self._connection.execute(delete(feed_appearances).where(_log.position.in_(some)))

    def append(self, fresh: Sequence[tuple[str, str]]) -> None:
        """Put articles, as id and version, at the end of the log."""
        if fresh:
            rows = [
                {"scope": self._scope, "article_id": article_id, "version": version} for article_id, version in fresh
            ]
            self._connection.execute(insert(feed_appearances), rows)

    def put(self, page: ArchivePage, rows: Sequence[Appearance]) -> None:
        """Store the page, and that these appearances, neighbours in the log, are on it."""
        this = (feed_pages.c.scope == self._scope) & (feed_pages.c.number == page.number)
        stated = {"taken": page.taken, "is_full": page.is_full, "made_for": page.made_for}
        if not self._connection.execute(update(feed_pages).where(this).values(stated)).rowcount:
            self._connection.execute(insert(feed_pages).values(scope=self._scope, number=page.number, **stated))
        if rows:
            lie_between = _log.position.between(rows[0].position, rows[-1].position)
            self._connection.execute(
                update(feed_appearances).where(self._is_ours, lie_between).values(page=page.number)
            )

    def _rows(self, are_wanted: ColumnElement[bool]) -> list[Appearance]:
        columns = (_log.position, _log.article_id, _log.version, _log.page)
        query = select(*columns).where(are_wanted).order_by(_log.position)
        return [
            Appearance(position=position, article_id=article_id, version=version, page=page)
            for position, article_id, version, page in self._connection.execute(query)
        ]


def _batched(values: list[str] | list[int]) -> Iterable[Sequence[str | int]]:
    return (values[start : start + _MOST_PARAMETERS] for start in range(0, len(values), _MOST_PARAMETERS))
