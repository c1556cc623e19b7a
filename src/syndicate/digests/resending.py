"""Whether an edition may be sent once more: as long as it is known who has had what of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from syndicate.errors import BadDataError
from syndicate.storage.tables import delivery_sums, editions, rendering_articles, renderings, variants

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select


def must_be_known(connection: Connection, edition_id: str) -> None:
    """Refuse to send an edition once more of which `is_past` says that nobody knows any more who had it.

    Raises:
        BadDataError: it is past.
    """
    if is_past(connection, edition_id):
        message = "it is not known any more who had the stories of the edition, so nothing of it is sent again"
        hint = f"Its page stays; see: syndicate edition show {edition_id}"
        raise BadDataError(message, code="edition-past", hint=hint)


def is_past(connection: Connection, edition_id: str) -> bool:
    """Whether the edition was thinned, or readers of another one are forgotten that had a story of it."""
    thinned = select(editions.c.key).where(editions.c.id == edition_id, editions.c.thinned_at.is_not(None))
    own = _joined(rendering_articles.c.article_id).where(editions.c.id == edition_id)
    forgotten = (
        _joined(delivery_sums.c.edition_key)
        .join(delivery_sums, delivery_sums.c.edition_key == editions.c.key)
        .where(rendering_articles.c.article_id.in_(own))
    )
    return any(connection.execute(query.limit(1)).first() for query in (thinned, forgotten))


def _joined(column: Any) -> Select[Any]:
    """Of what editions carry, to anybody and in any revision."""
    return (
        select(column)
        .select_from(rendering_articles)
        .join(renderings, renderings.c.id == rendering_articles.c.rendering_id)
        .join(variants, variants.c.key == renderings.c.variant_key)
        .join(editions, editions.c.key == variants.c.edition_key)
    )
