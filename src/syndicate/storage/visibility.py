"""Which articles readers may see: one predicate for every room that asks the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_

from syndicate.storage.tables import articles

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement


def is_visible(now: datetime) -> ColumnElement[bool]:
    """Whether readers may see the article at ``now``: published, its embargo over, not yet expired."""
    return and_(
        articles.c.status == "published",
        or_(articles.c.embargo_until.is_(None), articles.c.embargo_until <= now),
        or_(articles.c.expires_at.is_(None), articles.c.expires_at > now),
    )
