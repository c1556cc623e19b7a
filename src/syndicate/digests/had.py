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
    groups,
    occurrences,
    passed_over,
    rendering_articles,
    renderings,
    variants,
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
        .join(variants, variants.c.key == renderings.c.variant_key)
        .join(editions, editions.c.key == variants.c.edition_key)
        .where(
            rendering_articles.c.article_id == articles.c.id,
            editions.c.newsletter == newsletter,
            editions.c.opened_at.is_not(None),
            or_(_somebody_has(), and_(_is_in_force(), _is_for_nobody())),
        )
    )
    left_out = (
        select(passed_over.c.article_id)
        .join(groups, groups.c.key == passed_over.c.group_key)
        .join(occurrences, occurrences.c.key == groups.c.occurrence_key)
        .where(passed_over.c.article_id == articles.c.id, occurrences.c.newsletter == newsletter)
    )
    return or_(carried.exists(), left_out.exists())


def carrying(article_ids: Collection[str], newsletter: str) -> Select[Any]:
    """The keys of editions of the newsletter with recipients that carry, or carried, any of the articles."""
    return (
        select(editions.c.key)
        .join(variants, variants.c.edition_key == editions.c.key)
        .join(renderings, renderings.c.variant_key == variants.c.key)
        .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
        .where(
            rendering_articles.c.article_id.in_(article_ids),
            editions.c.newsletter == newsletter,
            editions.c.opened_at.is_not(None),
        )
        .distinct()
    )


def has_had(
    subscription_key: ColumnElement[int], article_ids: Collection[str], edition_keys: Collection[int]
) -> ColumnElement[bool]:
    """Whether the subscription has had any of the articles by one of those editions."""
    other = deliveries.alias()
    carried = (
        select(other.c.key)
        .join(editions, editions.c.key == other.c.edition_key)
        .join(variants, variants.c.key == other.c.variant_key)
        .join(
            renderings,
            and_(
                renderings.c.variant_key == variants.c.key,
                renderings.c.revision == func.coalesce(other.c.revision, variants.c.revision),
            ),
        )
        .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
        .where(
            other.c.subscription_key == subscription_key,
            other.c.edition_key.in_(edition_keys),
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
    return renderings.c.revision == variants.c.revision


def _is_for_nobody() -> ColumnElement[bool]:
    has_recipients = exists().where(deliveries.c.edition_key == editions.c.key)
    return and_(editions.c.state != "discarded", ~has_recipients)


def _somebody_has() -> ColumnElement[bool]:
    """Whether a delivery with that rendering counts; one that was never claimed has the rendering in force."""
    claimed_with = or_(
        deliveries.c.revision == renderings.c.revision, and_(deliveries.c.revision.is_(None), _is_in_force())
    )
    return exists().where(deliveries.c.variant_key == variants.c.key, _counts(deliveries), claimed_with)
