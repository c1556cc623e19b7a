"""Who has had what: the conditions that keep an article from reaching anybody twice.

A reader *has had* an article when a delivery to them that carries it is pending, claimed, submitted
or uncertain. A refused, excluded or stopped one does not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select

from syndicate.storage.tables import (
    articles,
    deliveries,
    editions,
    passed_over,
    rendering_articles,
    renderings,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Select

#: The states of a delivery that its reader has, or will have, or may have.
HAD_STATES = ("pending", "claimed", "submitted", "uncertain")


def is_taken(newsletter: str) -> ColumnElement[bool]:
    """Whether the newsletter has done with the row of `articles`: somebody has had it, or it was passed over.

    An edition without any recipient counts as well: it was for nobody, and is over.
    """
    carried = (
        select(renderings.c.id)
        .join_from(rendering_articles, renderings, renderings.c.id == rendering_articles.c.rendering_id)
        .join(editions, editions.c.id == renderings.c.edition_id)
        .where(
            rendering_articles.c.article_id == articles.c.id,
            editions.c.newsletter == newsletter,
            editions.c.opened_at.is_not(None),
            or_(_somebody_has(), and_(_is_in_force(), _is_for_nobody())),
        )
    )
    left_out = exists().where(passed_over.c.article_id == articles.c.id, passed_over.c.newsletter == newsletter)
    return or_(carried.exists(), left_out)


def carrying(article_ids: Collection[str], newsletter: str) -> Select[Any]:
    """The editions of the newsletter with recipients that carry, or carried, any of the articles."""
    return (
        select(editions.c.id)
        .join(renderings, renderings.c.edition_id == editions.c.id)
        .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
        .where(
            rendering_articles.c.article_id.in_(article_ids),
            editions.c.newsletter == newsletter,
            editions.c.opened_at.is_not(None),
        )
        .distinct()
    )


def has_had(
    subscription: ColumnElement[str], article_ids: Collection[str], edition_ids: Collection[str]
) -> ColumnElement[bool]:
    """Whether the subscription has had any of the articles by one of those editions."""
    other = deliveries.alias()
    carried = (
        select(other.c.id)
        .join(editions, editions.c.id == other.c.edition_id)
        .join(
            renderings,
            and_(
                renderings.c.edition_id == other.c.edition_id,
                renderings.c.revision == func.coalesce(other.c.revision, editions.c.revision),
            ),
        )
        .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
        .where(
            other.c.subscription_id == subscription,
            other.c.edition_id.in_(edition_ids),
            _counts(other),
            rendering_articles.c.article_id.in_(article_ids),
        )
    )
    return carried.exists()


def _counts(delivery: Any) -> ColumnElement[bool]:
    """Whether the row's reader has it; what still waits of an edition that was ended never leaves."""
    waits_in_vain = and_(delivery.c.state == "pending", editions.c.state.in_(["stopped", "discarded"]))
    return and_(delivery.c.state.in_(HAD_STATES), ~waits_in_vain)


def _is_in_force() -> ColumnElement[bool]:
    return renderings.c.revision == editions.c.revision


def _is_for_nobody() -> ColumnElement[bool]:
    has_recipients = exists().where(deliveries.c.edition_id == editions.c.id)
    return and_(editions.c.state != "discarded", ~has_recipients)


def _somebody_has() -> ColumnElement[bool]:
    """Whether a delivery with that rendering counts; one that was never claimed has the rendering in force."""
    claimed_with = or_(
        deliveries.c.revision == renderings.c.revision, and_(deliveries.c.revision.is_(None), _is_in_force())
    )
    return exists().where(deliveries.c.edition_id == editions.c.id, _counts(deliveries), claimed_with)
