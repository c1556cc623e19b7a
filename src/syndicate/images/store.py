"""The table of hero images."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, cast, delete, insert, or_, select, update

from syndicate.articles.rows import HEADLINED, headline_of
from syndicate.images.model import AiUse, Choice, Hero, HeroState, Original, Rejection, Wish
from syndicate.images.rendition_store import RenditionStore
from syndicate.storage.beginnings import BEGINNING
from syndicate.storage.tables import articles, heroes, renditions
from syndicate.storage.visibility import is_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select

    from syndicate.articles.model import Headline
    from syndicate.images.model import Focal, Rendition

#: Ids in one question; SQLite allows 32,766 variables, older builds 999.
CHUNK = 500

#: How a hero image is whose files were removed: to be made again as if for the first time.
_UNMADE: dict[str, Any] = {
    "state": HeroState.WANTED,
    "renditions": (),
    "original": None,
    "reason": None,
    "attempts": 0,
    "retry_at": None,
}


def chunks(article_ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in their order, as many at a time as one question takes."""
    ids = iter(article_ids)
    while few := list(islice(ids, CHUNK)):
        yield few


class HeroStore:
    """Hero images, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._renditions = RenditionStore(connection)

    def get(self, article_id: str) -> Hero | None:
        """The article's hero image, if one was chosen."""
        return self.of([article_id]).get(article_id)

    def of(self, article_ids: Iterable[str]) -> dict[str, Hero]:
        """The hero images of those articles that have one, by the article's id."""
        found: dict[str, Hero] = {}
        for few in chunks(article_ids):
            rows = self._connection.execute(select(heroes).where(heroes.c.article_id.in_(few))).all()
            found.update((hero.article_id, hero) for hero in self._whole(rows))
        return found

    def listed(
        self, now: datetime, *, state: HeroState | None = None, limit: int | None = None
    ) -> Iterator[tuple[Hero, Headline]]:
        """Hero images in that state or any, with their articles, the last seen first; read as it is used up."""
        query = _with_headlines().order_by(articles.c.sequence.desc()).limit(limit)
        if state is not None:
            query = query.where(heroes.c.state == state)
        with self._connection.execute(query, execution_options={"yield_per": CHUNK}) as rows:
            for few in rows.partitions():
                yield from zip(self._whole(few), (headline_of(row, now) for row in few), strict=True)

    def with_headlines(self, article_ids: Iterable[str], now: datetime) -> Iterator[tuple[Hero, Headline]]:
        """The same of those articles, in that order; what has no hero image is left out."""
        for few in chunks(article_ids):
            rows = self._connection.execute(_with_headlines().where(heroes.c.article_id.in_(few)))
            by_id = {row.article_id: row for row in rows}
            found = [by_id[article_id] for article_id in few if article_id in by_id]
            yield from zip(self._whole(found), (headline_of(row, now) for row in found), strict=True)

    def ids(self, state: HeroState) -> list[str]:
        """The articles whose hero image is in that state, the last seen first."""
        query = select(heroes.c.article_id).join(articles).where(heroes.c.state == state)
        return list(self._connection.execute(query.order_by(articles.c.sequence.desc())).scalars())

    def ready(self) -> list[tuple[str, ...]]:
        """Everything that readers may see of hero images, a row each, to compare with what it was before.

        Of the files the first stands for all: they are made together, and named by what they hold.
        """
        first = and_(renditions.c.article_id == heroes.c.article_id, renditions.c.position == 0)
        shown = (heroes.c.article_id, heroes.c.alt, heroes.c.caption, cast(heroes.c.details, Text), renditions.c.name)
        query = select(*shown).outerjoin(renditions, first).where(heroes.c.state == HeroState.READY)
        return [tuple(row) for row in self._connection.execute(query.order_by(heroes.c.article_id))]

    def due(self, now: datetime, limit: int) -> list[Hero]:
        """Those to look for or at again at ``now``, of articles that readers may see.

        The least tried come first, among them the newest.
        """
        is_due = or_(heroes.c.state == HeroState.WANTED, heroes.c.retry_at <= now)
        query = (
            select(heroes)
            .join(articles, articles.c.id == heroes.c.article_id)
            .where(is_due, is_visible(now))
            .order_by(heroes.c.attempts, articles.c.sequence.desc())
            .limit(limit)
        )
        return self._whole(self._connection.execute(query).all())

    def put(self, hero: Hero) -> None:
        """Store that, in place of whatever stood there for the article."""
        values = _columns(hero)
        this = update(heroes).where(heroes.c.article_id == hero.article_id)
        if not self._connection.execute(this.values(values)).rowcount:
            self._connection.execute(insert(heroes).values(article_id=hero.article_id, **values))
        self._renditions.put(hero.article_id, hero.renditions)

    def forget(self, article_id: str) -> None:
        """The article has no hero image; nothing happens when it had none."""
        self._connection.execute(delete(heroes).where(heroes.c.article_id == article_id))
        self._renditions.put(article_id, ())

    def lose(self, names: Sequence[str]) -> None:
        """These files are not on the shelf any more: who showed one of them is to be made anew, once it may be seen."""
        for few in chunks(self._renditions.showing(names)):
            for hero in self.of(few).values():
                self.put(replace(hero, **_UNMADE))
        self._renditions.forget(names)

    def settle(self, hero: Hero, before: Hero) -> bool:
        """Note how looking went that began from ``asked``; ``False`` when something else is asked for meanwhile.

        Words that changed meanwhile stay as they are when the file is the same.
        """
        known = self._locked(hero.article_id)
        if known is None or not _asks_the_same(known, before):
            return False
        if known.choice.source_url == hero.choice.source_url:
            hero = replace(hero, choice=known.choice)
        self.put(hero)
        return True

    def retry(self, article_id: str, now: datetime) -> bool:
        """Look at the article's hero image again at ``now``, as an editor wishes; whether there is one.

        What was found wanting is asked for again, too. A ready one is shown meanwhile.
        """
        known = self._locked(article_id)
        if known is None:
            return False
        self.put(replace(known, attempts=0, retry_at=now, rejections=(), sizes={}))
        return True

    def focus(self, article_id: str, focal: Focal | None, now: datetime) -> bool:
        """Keep that point in every crop from ``now`` on, or the document's own again; whether there is a hero image.

        ``focal`` is in percent from the left and from the top.
        """
        known = self._locked(article_id)
        if known is None:
            return False
        if known.focal != focal:
            self.put(replace(known, focal=focal, attempts=0, retry_at=now))
        return True

    def _locked(self, article_id: str) -> Hero | None:
        query = select(heroes).where(heroes.c.article_id == article_id).with_for_update()
        return next(iter(self._whole(self._connection.execute(query).all())), None)

    def _whole(self, rows: Sequence[Row[Any]]) -> list[Hero]:
        """The hero images in rows of the table, in their order, each with its files; at most `CHUNK` rows."""
        files = self._renditions.of([row.article_id for row in rows])
        return [_hero(row, files.get(row.article_id, ())) for row in rows]


def _with_headlines() -> Select[Any]:
    return select(heroes, *(articles.c[name] for name in HEADLINED), BEGINNING).join(articles)


def _asks_the_same(known: Hero, before: Hero) -> bool:
    return (known.wish, known.focal, known.choice.is_video) == (before.wish, before.focal, before.choice.is_video)


def _columns(hero: Hero) -> dict[str, Any]:
    return {
        "source_url": hero.choice.source_url,
        "alt": hero.choice.alt,
        "caption": hero.choice.caption,
        "is_video": hero.choice.is_video,
        "state": hero.state.value,
        "details": _details(hero),
        "reason": hero.reason,
        "attempts": hero.attempts,
        "retry_at": hero.retry_at,
    }


def _details(hero: Hero) -> dict[str, Any]:
    """All that has no column of its own."""
    return {
        "ground": hero.ground,
        "title": hero.choice.title,
        "credit": hero.choice.credit,
        "choice_focal": hero.choice.focal,
        "ai": hero.choice.ai,
        "focal": hero.focal,
        "wish": asdict(hero.wish),
        "original": asdict(hero.original) if hero.original else None,
        "rejections": [asdict(rejection) for rejection in hero.rejections],
        "sizes": dict(hero.sizes),
    }


def _hero(row: Row[Any], files: tuple[Rendition, ...]) -> Hero:
    more: Mapping[str, Any] = row.details
    choice = Choice(
        source_url=row.source_url,
        alt=row.alt,
        caption=row.caption,
        is_video=row.is_video,
        title=more.get("title", ""),
        credit=more.get("credit"),
        focal=_point(more.get("choice_focal")),
        ai=_ai_use(more),
    )
    return Hero(
        article_id=row.article_id,
        choice=choice,
        state=HeroState(row.state),
        renditions=files,
        reason=row.reason,
        attempts=row.attempts,
        retry_at=row.retry_at,
        wish=Wish(**more.get("wish", {})),
        ground=more.get("ground"),
        original=_original(more.get("original")),
        rejections=tuple(Rejection(**rejection) for rejection in more.get("rejections", ())),
        sizes={address: (width, height) for address, (width, height) in more.get("sizes", {}).items()},
        focal=_point(more.get("focal")),
    )


def _original(stored: Mapping[str, Any] | None) -> Original | None:
    return Original(**{**stored, "point": _point(stored["point"]), "ai": _ai_use(stored)}) if stored else None


def _ai_use(stored: Mapping[str, Any]) -> AiUse | None:
    return AiUse(stored["ai"]) if stored.get("ai") else None


def _point(stored: list[int] | None) -> Focal | None:
    return (stored[0], stored[1]) if stored else None
