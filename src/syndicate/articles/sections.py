"""The sections that a site has had lately, for whoever is to choose among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from syndicate.storage.states import Status, TermKind
from syndicate.storage.tables import article_terms, articles

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def sections_since(connection: Connection, since: datetime, limit: int) -> list[str]:
    """The sections of what was published from then on, by name; of more than ``limit``, those with the most of it."""
    query = (
        select(article_terms.c.term)
        .join(articles, articles.c.id == article_terms.c.article_id)
        .where(article_terms.c.kind == TermKind.SECTION, articles.c.status == Status.PUBLISHED)
        .where(articles.c.first_seen_at >= since)
        .group_by(article_terms.c.term)
        .order_by(func.count().desc(), article_terms.c.term)
        .limit(limit)
    )
    return sorted(connection.scalars(query), key=str.casefold)
