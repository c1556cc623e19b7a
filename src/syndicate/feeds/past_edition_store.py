"""The SQL of past editions: what everybody may read of a newsletter that keeps an archive.

An edition is past once it is closed and somebody has had it. One that was stopped or discarded is none, nor one that
is under way again; nor one for a part of the readers, that puts something right, or that was sent once more to whom
another had not reached. While it shows what readers may not see any more, it is not there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from syndicate.articles.headlines import headline_of
from syndicate.feeds.past_editions import PastEdition, ToldStory
from syndicate.storage.beginnings import BEGINNING
from syndicate.storage.states import Audience, EditionState
from syndicate.storage.tables import articles, editions, rendering_articles, renderings, variants
from syndicate.storage.visibility import is_visible

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from syndicate.feeds.model import Series

#: The variant that the public sees.
_DEFAULT = "default"
_SAID = (variants.c.language, renderings.c.subject, renderings.c.preheader)
_OWN = (editions.c.id, editions.c.newsletter, editions.c.number, editions.c.slot, editions.c.first_claimed_at)


@dataclass(frozen=True, kw_only=True, slots=True)
class PastEditionStore:
    """The past editions of newsletters at ``now``, within one transaction."""

    connection: Connection
    now: datetime

    def newest(self, series: Series, limit: int, before: int | None = None) -> list[PastEdition]:
        """Those with the highest numbers, of all or of those below ``before``; the newest first."""
        query = (
            select(*_OWN, *_SAID, renderings.c.id.label("rendering"))
            .join_from(editions, variants, and_(variants.c.edition_key == editions.c.key, variants.c.name == _DEFAULT))
            .join(renderings, _is_in_force())
            .where(*_is_past(series), ~self._shows_hidden())
            .order_by(editions.c.number.desc())
            .limit(limit)
        )
        query = query if before is None else query.where(editions.c.number < before)
        rows = self.connection.execute(query).all()
        stories = self._stories([row.rendering for row in rows])
        return [
            PastEdition(
                id=row.id,
                newsletter=row.newsletter,
                number=row.number,
                slot=row.slot,
                came_out_at=row.first_claimed_at,
                language=row.language,
                subject=row.subject,
                preheader=row.preheader,
                stories=tuple(stories.get(row.rendering, ())),
            )
            for row in rows
        ]

    def holds(self, series: Series, edition_id: str) -> bool:
        """Whether the edition is one of the newsletter's past ones."""
        query = select(editions.c.key).where(editions.c.id == edition_id, *_is_past(series))
        return self.connection.execute(query).first() is not None

    def _stories(self, rendering_ids: Collection[int]) -> Mapping[int, list[ToldStory]]:
        """What each of the renderings tells, in reading order, under the headlines of today."""
        placed = rendering_articles.c
        query = (
            select(
                placed.rendering_id, *(articles.c[name] for name in ("id", "title", "permalink", "language")), BEGINNING
            )
            .join(articles, articles.c.id == placed.article_id)
            .where(placed.rendering_id.in_(rendering_ids))
            .order_by(placed.rendering_id, placed.position)
        )
        told: dict[int, list[ToldStory]] = defaultdict(list)
        for row in self.connection.execute(query):
            told[row.rendering_id].append(
                ToldStory(
                    article_id=row.id,
                    title=row.title,
                    headline=headline_of(row.title, row.beginning),
                    permalink=row.permalink,
                    language=row.language,
                )
            )
        return told

    def _shows_hidden(self) -> ColumnElement[bool]:
        placed = rendering_articles.c
        query = select(articles.c.id).join(rendering_articles, articles.c.id == placed.article_id)
        return query.where(placed.rendering_id == renderings.c.id, ~is_visible(self.now)).correlate(renderings).exists()


def _is_past(series: Series) -> tuple[ColumnElement[bool], ...]:
    return (
        editions.c.newsletter == series.name,
        editions.c.number.is_not(None),
        editions.c.state == EditionState.CLOSED,
        editions.c.first_claimed_at.is_not(None),
        editions.c.instead_of.is_(None),
        or_(editions.c.audience.is_(None), editions.c.audience == Audience.ALL),
        editions.c.cadence.not_in(series.besides),
    )


def _is_in_force() -> ColumnElement[bool]:
    return and_(renderings.c.variant_key == variants.c.key, renderings.c.revision == variants.c.revision)
