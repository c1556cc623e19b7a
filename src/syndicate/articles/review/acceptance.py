"""Warnings that an editor takes as they are: remembered for an article by code and quote, for ever.

The same warning about the same words does not come back when the document is edited and read again; about
other words it does. What holds an article cannot be accepted: it has to be mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from syndicate.articles.model import Finding, Severity
from syndicate.storage.tables import accepted_findings as table

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.articles.model import Article

# Below the number of parameters that any SQLite build takes in one statement.
_MOST_PARAMETERS = 500


class AcceptanceStore:
    """What was accepted, in one transaction; nothing here commits."""

    def __init__(self, connection: Connection) -> None:
        """Work on that connection."""
        self._connection = connection

    def accepted(self, article: Article) -> frozenset[Finding]:
        """Those of the article's present findings that an editor has accepted."""
        return self.accepted_of([article])[article.id]

    def accepted_of(self, articles: Sequence[Article]) -> dict[str, frozenset[Finding]]:
        """By article id, what `accepted` gives; every one of the articles is in it."""
        known: set[tuple[str, str, str]] = set()
        for start in range(0, len(articles), _MOST_PARAMETERS):
            ids = [article.id for article in articles[start : start + _MOST_PARAMETERS]]
            query = select(table.c.article_id, table.c.code, table.c.quote).where(table.c.article_id.in_(ids))
            known |= {(article_id, code, quote) for article_id, code, quote in self._connection.execute(query)}
        return {
            article.id: frozenset(
                finding
                for finding in article.findings
                if _may_be(finding) and (article.id, finding.code, finding.quote) in known
            )
            for article in articles
        }

    def accept(self, article: Article, code: str, now: datetime, *, quote: str | None = None) -> tuple[Finding, ...]:
        """Accept the article's present warnings of that code, or the one with that quote; gives those that are meant.

        Doing it again changes nothing. Empty when the article has no such warning.
        """
        meant = tuple(
            finding
            for finding in article.findings
            if finding.code == code and quote in {None, finding.quote} and _may_be(finding)
        )
        fresh = {(finding.code, finding.quote) for finding in set(meant) - self.accepted(article)}
        for each_code, each_quote in sorted(fresh):
            row = {"article_id": article.id, "code": each_code, "quote": each_quote, "accepted_at": now}
            self._connection.execute(insert(table).values(row))
        return meant

    def take_back(self, article: Article, code: str, *, quote: str | None = None) -> bool:
        """Forget that warnings of that code, or the one with that quote, were accepted; whether there was any."""
        query = delete(table).where(table.c.article_id == article.id, table.c.code == code)
        if quote is not None:
            query = query.where(table.c.quote == quote)
        return self._connection.execute(query).rowcount > 0


def parted(findings: Iterable[Finding], accepted: frozenset[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings that are open, and those that were accepted, each in their order."""
    listed = list(findings)
    return [finding for finding in listed if finding not in accepted], [
        finding for finding in listed if finding in accepted
    ]


def _may_be(finding: Finding) -> bool:
    return finding.severity is Severity.WARN
