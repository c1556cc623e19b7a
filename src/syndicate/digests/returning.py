"""What an edition that nobody had gives back: its articles are released once more, and come with the next.

Who has had one of them by another way does not get it again: that is asked of each reader, as always.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, union

from syndicate.articles.releases import ReleaseStore
from syndicate.digests.had import somebody_has
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.storage.states import GroupOutcome, ReleaseReason
from syndicate.storage.tables import (
    articles,
    deliveries,
    editions,
    groups,
    occurrences,
    passed_over,
    releases,
    rendering_articles,
    renderings,
    variants,
)
from syndicate.storage.visibility import is_visible

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select


def give_back_discarded(connection: Connection, edition_id: str, now: datetime) -> None:
    """Release what a discarded edition took and what it passed over, since nothing of it left."""
    taken = union(_carried(edition_id), _passed_over(edition_id)).subquery()
    _release(connection, edition_id, select(taken.c.article_id), now)
    OccurrenceStore(connection).take_back(edition_id)


def give_back(connection: Connection, edition_id: str, now: datetime) -> None:
    """Release what an edition took that is at its end, if it was for somebody and nobody had it; repeatable."""
    if somebody_has(connection, edition_id) or not _was_for_somebody(connection, edition_id):
        return
    _release(connection, edition_id, _carried(edition_id), now)


def _release(connection: Connection, edition_id: str, taken: Select[tuple[str]], now: datetime) -> None:
    """Give numbers to those that readers may see; the others get one when they come back."""
    ended = select(editions.c.closed_at).where(editions.c.id == edition_id).scalar_subquery()
    again = select(releases.c.number).where(
        releases.c.article_id == articles.c.id, releases.c.reason == ReleaseReason.RETURNED, releases.c.at >= ended
    )
    query = select(articles.c.id).where(articles.c.id.in_(taken), is_visible(now), ~again.exists())
    ids = connection.execute(query.order_by(articles.c.sequence)).scalars()
    ReleaseStore(connection).add([(article_id, ReleaseReason.RETURNED) for article_id in ids], now)


def _carried(edition_id: str) -> Select[tuple[str]]:
    return (
        select(rendering_articles.c.article_id)
        .join(renderings, renderings.c.id == rendering_articles.c.rendering_id)
        .join(variants, variants.c.key == renderings.c.variant_key)
        .join(editions, editions.c.key == variants.c.edition_key)
        .where(editions.c.id == edition_id)
    )


def _passed_over(edition_id: str) -> Select[tuple[str]]:
    return (
        select(passed_over.c.article_id)
        .join(groups, groups.c.key == passed_over.c.group_key)
        .join(occurrences, occurrences.c.key == groups.c.occurrence_key)
        .join(editions, editions.c.key == occurrences.c.edition_key)
        .where(editions.c.id == edition_id)
    )


def _was_for_somebody(connection: Connection, edition_id: str) -> bool:
    """Whether a mail was planned; rows that only name why there is none do not count."""
    query = (
        select(deliveries.c.key)
        .join(editions, editions.c.key == deliveries.c.edition_key)
        .outerjoin(groups, groups.c.key == deliveries.c.group_key)
        .where(editions.c.id == edition_id)
        .where(or_(groups.c.key.is_(None), groups.c.outcome == GroupOutcome.MAIL))
    )
    return connection.execute(query.limit(1)).first() is not None
