"""The SQL of looking for articles: a page at a time, the last seen first; no text is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, case, cast, or_, select

from syndicate.articles.model import Status
from syndicate.articles.rows import finding_of, headline_of, storable
from syndicate.articles.search import FoundArticle
from syndicate.articles.store import has_status, is_in
from syndicate.storage.beginnings import BEGINNING
from syndicate.storage.states import TermKind
from syndicate.storage.tables import accepted_findings, article_terms
from syndicate.storage.tables import articles as table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row, Select

    from syndicate.articles.search import ArticleSearch

_NOTHING_FOUND = "[]"
_LISTED = (
    *(table.c[name] for name in ("sequence", "id", "source", "external_id", "status", "title", "sections", "language")),
    *(table.c[name] for name in ("embargo_until", "expires_at", "published_at", "first_seen_at", "findings")),
    BEGINNING,
)


class SearchStore:
    """Looks for articles, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def found(
        self, search: ArticleSearch, now: datetime, *, limit: int, before: int | None = None
    ) -> list[FoundArticle]:
        """What is as looked for, the last seen first; with ``before`` it goes on below that sequence."""
        query = select(*_LISTED).order_by(table.c.sequence.desc()).limit(limit)
        for condition in _conditions(search, now):
            query = query.where(condition)
        return self._load(query.where(table.c.sequence < before) if before is not None else query, now)

    def complained_of(self, articles: Sequence[FoundArticle]) -> list[FoundArticle]:
        """Those of the articles of which something was found that nobody has accepted."""
        found = [article for article in articles if article.findings]
        accepted = self._accepted([article.id for article in found])
        return [article for article in found if _is_open(article, accepted)]

    def sections(self) -> list[str]:
        """Every section that an article is in, sorted."""
        query = select(article_terms.c.term).where(article_terms.c.kind == TermKind.SECTION).distinct()
        return sorted(self._connection.execute(query).scalars())

    def _accepted(self, article_ids: Sequence[str]) -> set[tuple[str, str, str]]:
        columns = (accepted_findings.c.article_id, accepted_findings.c.code, accepted_findings.c.quote)
        query = select(*columns).where(accepted_findings.c.article_id.in_(article_ids))
        return {(row.article_id, row.code, row.quote) for row in self._connection.execute(query)}

    def _load(self, query: Select[Any], now: datetime) -> list[FoundArticle]:
        return [_found(row, now) for row in self._connection.execute(query)]


def _is_open(article: FoundArticle, accepted: set[tuple[str, str, str]]) -> bool:
    return any((article.id, finding.code, finding.quote) not in accepted for finding in article.findings)


def _conditions(search: ArticleSearch, now: datetime) -> list[ColumnElement[bool]]:
    said = (table.c.title, table.c.deck, BEGINNING)
    named: list[ColumnElement[bool]] = [
        or_(*(column.contains(spelling, autoescape=True) for column in said for spelling in spellings))
        for spellings in search.spellings()
    ]
    if search.status is not None:
        named.append(_stands_so(search.status, now))
    if search.source:
        named.append(table.c.source == storable(search.source))
    if search.section:
        named.append(is_in(search.section))
    if search.has_findings:
        named.append(_has_findings())
    return named


def _stands_so(status: Status, now: datetime) -> ColumnElement[bool]:
    """As `has_status`. Most articles are out: a database that looked for these by an index would sort them all."""
    condition = has_status(status, now)
    return case((condition, 1), else_=0) == 1 if status is Status.PUBLISHED else condition


def _has_findings() -> ColumnElement[bool]:
    return cast(table.c.findings, Text) != _NOTHING_FOUND


def _found(row: Row[Any], now: datetime) -> FoundArticle:
    headline = headline_of(row, now)
    return FoundArticle(
        sequence=row.sequence,
        id=row.id,
        source=row.source,
        external_id=row.external_id,
        status=headline.status,
        name=headline.name,
        sections=tuple(row.sections),
        language=row.language,
        embargo_until=row.embargo_until,
        dated_at=headline.dated_at,
        findings=tuple(map(finding_of, row.findings)),
    )
