"""The table of hero images."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, cast, delete, insert, or_, select, update

from syndicate.images.model import Choice, Hero, HeroState, Rendition, Role
from syndicate.storage.tables import articles, heroes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

#: Ids in one question; SQLite allows 32,766 variables, older builds 999.
_CHUNK = 500


class HeroStore:
    """Hero images, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, article_id: str) -> Hero | None:
        """The article's hero image, if one was chosen."""
        return self.of([article_id]).get(article_id)

    def of(self, article_ids: Iterable[str]) -> dict[str, Hero]:
        """The hero images of those articles that have one, by the article's id."""
        wanted = list(article_ids)
        found: dict[str, Hero] = {}
        for start in range(0, len(wanted), _CHUNK):
            few = wanted[start : start + _CHUNK]
            rows = self._connection.execute(select(heroes).where(heroes.c.article_id.in_(few))).mappings()
            found.update((row["article_id"], _hero(row)) for row in rows)
        return found

    def ready(self) -> list[tuple[str, ...]]:
        """Everything that readers may see of hero images, a row each, to compare with what it was before."""
        shown = (heroes.c.article_id, heroes.c.alt, heroes.c.caption, cast(heroes.c.renditions, Text))
        query = select(*shown).where(heroes.c.state == HeroState.READY).order_by(heroes.c.article_id)
        return [tuple(row) for row in self._connection.execute(query)]

    def showing(self, name: str) -> list[str]:
        """Ids of the articles whose hero image has a rendition of that name now."""
        is_named = cast(heroes.c.renditions, Text).contains(f'"{name}"', autoescape=True)
        return list(self._connection.execute(select(heroes.c.article_id).where(is_named)).scalars())

    def due(self, now: datetime, limit: int) -> list[Hero]:
        """Those to render at ``now``, of articles that readers may see; the least tried first, then the newest."""
        is_due = or_(
            heroes.c.state == HeroState.WANTED,
            and_(heroes.c.state == HeroState.FAILED, heroes.c.retry_at <= now),
        )
        is_visible = and_(
            articles.c.status == "published",
            or_(articles.c.embargo_until.is_(None), articles.c.embargo_until <= now),
        )
        query = (
            select(heroes)
            .join(articles, articles.c.id == heroes.c.article_id)
            .where(is_due, is_visible)
            .order_by(heroes.c.attempts, articles.c.sequence.desc())
            .limit(limit)
        )
        return [_hero(row) for row in self._connection.execute(query).mappings()]

    def choose(self, article_id: str, choice: Choice | None) -> bool:
        """Note the choice for an article; whether anything changed.

        Another picture starts over as wanted; other words for the same one leave it as it is.
        """
        known = self.get(article_id)
        if (known.choice if known else None) == choice:
            return False
        this = heroes.c.article_id == article_id
        if choice is None:
            self._connection.execute(delete(heroes).where(this))
            return True
        wanted = _chosen(choice) | _outcome(Hero(article_id=article_id, choice=choice, state=HeroState.WANTED))
        if known is None:
            self._connection.execute(insert(heroes).values(article_id=article_id, **wanted))
        else:
            values = _chosen(choice) if _is_same_picture(known.choice, choice) else wanted
            self._connection.execute(update(heroes).where(this).values(values))
        return True

    def settle(self, hero: Hero) -> bool:
        """Note how the rendering went; ``False`` when another picture was chosen meanwhile and the result is void."""
        result = self._connection.execute(
            update(heroes)
            .where(
                heroes.c.article_id == hero.article_id,
                heroes.c.source_url == hero.choice.source_url,
                heroes.c.is_video == hero.choice.is_video,
            )
            .values(_outcome(hero))
        )
        return result.rowcount == 1


def _is_same_picture(one: Choice, other: Choice) -> bool:
    return (one.source_url, one.is_video) == (other.source_url, other.is_video)


def _chosen(choice: Choice) -> dict[str, Any]:
    return {
        "source_url": choice.source_url,
        "alt": choice.alt,
        "caption": choice.caption,
        "is_video": choice.is_video,
    }


def _outcome(hero: Hero) -> dict[str, Any]:
    return {
        "state": hero.state.value,
        "renditions": [asdict(one) for one in hero.renditions],
        "reason": hero.reason,
        "attempts": hero.attempts,
        "retry_at": hero.retry_at,
    }


def _hero(row: RowMapping) -> Hero:
    return Hero(
        article_id=row["article_id"],
        choice=Choice(source_url=row["source_url"], alt=row["alt"], caption=row["caption"], is_video=row["is_video"]),
        state=HeroState(row["state"]),
        renditions=tuple(Rendition(**{**one, "role": Role(one["role"])}) for one in row["renditions"]),
        reason=row["reason"],
        attempts=row["attempts"],
        retry_at=row["retry_at"],
    )
