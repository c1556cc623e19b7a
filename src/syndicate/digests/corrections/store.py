"""The SQL of corrections as editions know them: who said what wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from syndicate.articles.corrections import Correction
from syndicate.digests.variant_store import DEFAULT
from syndicate.storage.tables import corrections, editions, rendering_articles, renderings, variants

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from syndicate.digests.model import FrozenRendering


def corrections_of_copy(connection: Connection, copy: FrozenRendering) -> list[Correction]:
    """What was wrong in what the public sees of an edition, the newest first."""
    query = (
        select(corrections)
        .join(
            rendering_articles,
            and_(
                rendering_articles.c.article_id == corrections.c.article_id,
                rendering_articles.c.revision < corrections.c.revision,
            ),
        )
        .join(renderings, renderings.c.id == rendering_articles.c.rendering_id)
        .join(variants, variants.c.key == renderings.c.variant_key)
        .join(editions, editions.c.key == variants.c.edition_key)
        .where(editions.c.id == copy.edition_id, variants.c.name == DEFAULT, renderings.c.revision == copy.revision)
        .order_by(corrections.c.noted_at.desc(), corrections.c.key.desc())
    )
    return [Correction(**row) for row in connection.execute(query).mappings()]


def mailed_revisions(connection: Connection, article_id: str) -> Collection[int]:
    """In which revisions the article stood in editions that were opened."""
    query = (
        select(func.distinct(rendering_articles.c.revision))
        .join(renderings, renderings.c.id == rendering_articles.c.rendering_id)
        .join(variants, variants.c.key == renderings.c.variant_key)
        .join(editions, editions.c.key == variants.c.edition_key)
        .where(rendering_articles.c.article_id == article_id, editions.c.opened_at.is_not(None))
    )
    return set(connection.execute(query).scalars())
