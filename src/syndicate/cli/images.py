"""``syndicate images``: the hero image of each article, and an editor's word about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from syndicate.articles.model import Article
    from syndicate.errors import NotFoundError
    from syndicate.images.model import Focal, Hero
    from syndicate.publishing.wiring import Parts

_POINT = re.compile(r"\s*(\d{1,3})\s*%[\s,]+(\d{1,3})\s*%\s*", re.ASCII)
_WHOLE = 100
_SOON = "Pictures are being made by another process; it takes this up, or its next pass."


def register(group: click.Group) -> None:
    """Add the commands."""

    @group.group("images")
    def images() -> None:
        """Hero images: list them, look for one again, say which point a crop must keep."""

    _register_list(images)
    _register_retry(images)
    _register_focal(images)


def _register_list(group: click.Group) -> None:
    @command(group, "list", example="syndicate images list --state failed")
    @click.option("--state", type=click.Choice(["wanted", "ready", "failed"]), help="Only those that stand so.")
    @click.option("--limit", type=click.IntRange(1, 1_000_000), help="Of at most so many articles.")
    def list_images(session: Session, state: str | None, limit: int | None) -> None:
        """List hero images, of the newest article first: how they stand, and where they lie or why not."""
        with session.parts() as parts:
            found = [(article, hero) for article, hero in _heroes(parts, limit) if state in {None, hero.state}]
            shaped = _shaped(parts, found)
        session.give({"images": shaped}, _lines(shaped))


def _register_retry(group: click.Group) -> None:
    @command(group, "retry", example="syndicate images retry k3j9d2m4q8x1z")
    @click.argument("article_ids", metavar="[ID]...", nargs=-1)
    @click.option("--failed", is_flag=True, help="Every one that failed.")
    @click.option("--missing", is_flag=True, help="Every one with a file that is not on its shelf.")
    def retry(session: Session, article_ids: tuple[str, ...], failed: bool, missing: bool) -> None:  # noqa: FBT001 - click passes flags so
        """Look for the picture of each article ID again, now, whatever its next try was to be."""
        if not (article_ids or failed or missing):
            message = "name an article, or say --failed or --missing"
            raise click.UsageError(message)
        with session.parts() as parts, session.busy("Looking for pictures …"):
            ids = [*article_ids, *_ids_where(parts, failed=failed, missing=missing)]
            _see_that_there_are(parts, article_ids)
            _act(session, parts, lambda: parts.publisher.pictures.look_again(dict.fromkeys(ids)))
            shaped = _shaped(parts, _of(parts, dict.fromkeys(ids)))
        session.give({"images": shaped}, _lines(shaped) or ["no picture to look for"])
        session.exit_code = _exit_of(shaped)


def _register_focal(group: click.Group) -> None:
    @command(group, "focal", example='syndicate images focal k3j9d2m4q8x1z "50% 30%"')
    @click.argument("article_id", metavar="ID")
    @click.argument("point", metavar="[POINT]", required=False)
    @click.option("--clear", is_flag=True, help="Keep what the document says, or nothing, again.")
    def focal(session: Session, article_id: str, point: str | None, clear: bool) -> None:  # noqa: FBT001 - click passes flags so
        """Say which POINT of a picture every crop must keep: percent from the left and from the top, "50% 30%"."""
        if clear == (point is not None):
            message = 'say a point such as "50% 30%", or --clear'
            raise click.UsageError(message)
        wanted = _read_point(point) if point is not None else None
        with session.parts() as parts, session.busy("Making the picture …"):
            _see_that_there_are(parts, [article_id])
            _act(session, parts, lambda: _focus(parts, article_id, wanted))
            shaped = _shaped(parts, _of(parts, [article_id]))
        session.give(shaped[0], _lines(shaped))
        session.exit_code = _exit_of(shaped)


def _read_point(text: str) -> Focal:
    found = _POINT.fullmatch(text)
    point = (int(found[1]), int(found[2])) if found else None
    if point is None or max(point) > _WHOLE:
        message = f'"{text}" is no point; write percent from the left and from the top, such as "50% 30%"'
        raise click.UsageError(message)
    return point


def _focus(parts: Parts, article_id: str, point: Focal | None) -> None:
    from syndicate.images.store import HeroStore

    with parts.database.write() as connection:
        HeroStore(connection).focus(article_id, point, parts.clock.now())
    parts.publisher.make_pictures()


def _act(session: Session, parts: Parts, act: Callable[[], None]) -> None:
    """Act on pictures, and on the feeds, which show them, right after."""
    from syndicate.errors import TryLaterError

    try:
        act()
        parts.publisher.build_feeds()
    except TryLaterError:
        session.say(_SOON)


def _heroes(parts: Parts, limit: int | None = None) -> list[tuple[Article, Hero]]:
    from syndicate.articles.store import ArticleStore
    from syndicate.images.store import HeroStore

    with parts.database.read() as connection:
        articles = ArticleStore(connection).all(parts.clock.now(), limit=limit)
        heroes = HeroStore(connection).of([one.id for one in articles])
    return [(one, heroes[one.id]) for one in articles if one.id in heroes]


def _of(parts: Parts, ids: Iterable[str]) -> list[tuple[Article, Hero]]:
    from syndicate.articles.store import ArticleStore
    from syndicate.images.store import HeroStore

    with parts.database.read() as connection:
        articles = ArticleStore(connection).some(list(ids), parts.clock.now())
        heroes = HeroStore(connection).of(articles)
    return [(articles[one], heroes[one]) for one in ids if one in heroes]


def _ids_where(parts: Parts, *, failed: bool, missing: bool) -> list[str]:
    if not (failed or missing):
        return []
    from syndicate.images.model import HeroState

    heroes = [hero for _, hero in _heroes(parts)]
    found = [hero for hero in heroes if failed and hero.state is HeroState.FAILED]
    return [hero.article_id for hero in [*found, *(parts.publisher.pictures.gone(heroes) if missing else ())]]


def _see_that_there_are(parts: Parts, ids: Sequence[str]) -> None:
    """Raises `NotFoundError` for an article that there is not, or that has no picture to choose."""
    known = {hero.article_id for _, hero in _of(parts, ids)}
    for one in ids:
        if one not in known:
            raise _unknown(one)


def _unknown(article_id: str) -> NotFoundError:
    from syndicate.errors import NotFoundError

    message = f"there is no article {article_id} with a picture"
    return NotFoundError(message, code="image-unknown", hint="See: syndicate images list")


def _shaped(parts: Parts, found: Iterable[tuple[Article, Hero]]) -> list[dict[str, Any]]:
    from syndicate.cli import shapes

    return [shapes.hero_image(hero, article.title, parts.media_shelf, parts.links) for article, hero in found]


def _lines(shaped: Iterable[dict[str, Any]]) -> list[str]:
    return [f"{one['article']}  {one['state']:<6}  {_story(one)}" for one in shaped]


def _story(one: dict[str, Any]) -> str:
    """Where the picture lies, or why there is none and what comes next."""
    if one["state"] == "ready":
        return f"{one['path']} ({one['reason']})" if one["reason"] else str(one["path"])
    if one["reason"]:
        coming = f"next try {one['retry_at']}" if one["retry_at"] else "not tried again"
        return f"{one['reason']}; {coming}"
    return str(one["source_url"])


def _exit_of(shaped: Iterable[dict[str, Any]]) -> Exit:
    return Exit.PARTLY if any(one["state"] == "failed" for one in shaped) else Exit.OK
