"""Which articles readers may see, and which they could: one set of predicates for every room that asks the database.

The columns that stand before an article's text are asked first: whether an article is there but hidden must not
show in how long an answer takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, literal_column, or_, select, text, union

from syndicate.storage.tables import UNPUBLISHED, articles

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import BindParameter, ColumnElement, CompoundSelect


def is_visible(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether readers may see the article at ``now``: published, its embargo over, not yet expired."""
    return and_(
        articles.c.status == literal_column("'published'"),  # in so many words: a partial index says the same
        or_(articles.c.embargo_until.is_(None), articles.c.embargo_until <= now),
        or_(articles.c.expires_at.is_(None), articles.c.expires_at > now),
    )


def has_expired(now: datetime) -> ColumnElement[bool]:
    """Whether a published article counts as withdrawn at ``now``, because its time is over."""
    is_limited = articles.c.expires_at.is_not(None)  # so that its contrary is true of what never expires
    return and_(articles.c.status == "published", is_limited, articles.c.expires_at <= now)


def is_gone(now: datetime) -> ColumnElement[bool]:
    """Whether readers could see the article once and it was taken from them: withdrawn, or expired while it was out."""
    came_out_at = func.coalesce(articles.c.embargo_until, articles.c.released_at)
    was_out = and_(articles.c.released_at < articles.c.expires_at, came_out_at < articles.c.expires_at)
    return or_(and_(articles.c.status == "withdrawn", articles.c.was_public), and_(has_expired(now), was_out))


def hidden(now: datetime) -> CompoundSelect[tuple[str]]:
    """The ids of all articles that readers may not see at ``now``; by indexes, so that the archive costs nothing."""
    this = select(articles.c.id)
    return union(
        this.where(text(UNPUBLISHED)),
        this.where(articles.c.embargo_until > now),
        this.where(articles.c.expires_at <= now),
    )
