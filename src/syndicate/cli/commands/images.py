"""``syndicate images``: the hero image of each article, and an editor's word about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from syndicate.articles.model import Headline
    from syndicate.errors import NotFoundError
    from syndicate.images.model import Focal, Hero
    from syndicate.publishing.wiring import Parts

    HeroLine = tuple[Hero, Headline]

_POINT = re.compile(r"\s*(\d{1,3})\s*%[\s,]+(\d{1,3})\s*%\s*", re.ASCII)
_WHOLE = 100
_SOON = "Pictures are being made by another process; it takes this up, or its next pass."


@command("list", example="syndicate images list --state failed")
@click.option("--state", type=click.Choice(["wanted", "ready", "failed"]), help="Only those that stand so.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), help="At most so many.")
def list_images(session: Session, state: str | None, limit: int | None) -> None:
    """List hero images, of the newest article first: how they stand, and where they lie or why not."""
    from syndicate.images.model import HeroState
    from syndicate.images.store import HeroStore

    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        standing = HeroState(state) if state else None
        store, now = HeroStore(connection), parts.clock.now()
        _give_each(session, parts, lambda: store.listed(now, state=standing, limit=limit))


@command("retry", example="syndicate images retry k3j9d2m4q8x1z")
@click.argument("article_ids", metavar="[ID]...", nargs=-1)
@click.option("--failed", is_flag=True, help="Every one that failed.")
@click.option("--missing", is_flag=True, help="Every one with a file that is not on its shelf.")
def retry(session: Session, article_ids: tuple[str, ...], failed: bool, missing: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Look for the picture of each article ID again, now, whatever its next try was to be."""
    if not (article_ids or failed or missing):
        message = "name an article, or say --failed or --missing"
        raise click.UsageError(message)
    with session.parts() as parts:
        with session.busy("Looking for pictures …"):
            _see_that_there_are(parts, article_ids)
            ids = dict.fromkeys([*article_ids, *_ids_where(parts, failed=failed, missing=missing)])
            _act(session, parts, lambda: parts.publisher.pictures_at_hand.look_again(ids))
        if ids:
            _give_each(session, parts, lambda: _with_headlines(session, parts, ids))
        else:
            session.give({"images": []}, ["no picture to look for"])


@command("focal", example='syndicate images focal k3j9d2m4q8x1z "50% 30%"')
@click.argument("article_id", metavar="ID")
@click.argument("point", metavar="[POINT]", required=False)
@click.option("--clear", is_flag=True, help="Keep what the document says, or nothing, again.")
def focal(session: Session, article_id: str, point: str | None, clear: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Say which POINT of a picture every crop must keep: percent from the left and from the top, "50% 30%"."""
    if clear == (point is not None):
        message = 'say a point such as "50% 30%", or --clear'
        raise click.UsageError(message)
    kept = read_point(point) if point is not None else None
    with session.parts() as parts, session.busy("Making the picture …"):
        _see_that_there_are(parts, [article_id])
        _act(session, parts, lambda: _focus(parts, article_id, kept))
        ((hero, article),) = _with_headlines(session, parts, [article_id])
    session.give(_shape(parts, hero, article), [_line(parts, hero, article)])


def read_point(text: str) -> Focal:
    """A point as people write it: percent from the left and from the top."""
    match = _POINT.fullmatch(text)
    point = (int(match[1]), int(match[2])) if match else None
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


def _ids_where(parts: Parts, *, failed: bool, missing: bool) -> list[str]:
    from syndicate.images.model import HeroState
    from syndicate.images.store import HeroStore

    ids: list[str] = []
    if failed:
        with parts.database.read() as connection:
            ids += HeroStore(connection).ids(HeroState.FAILED)
    return ids + (parts.publisher.pictures_at_hand.lost() if missing else [])


def _see_that_there_are(parts: Parts, ids: Sequence[str]) -> None:
    """Raises `NotFoundError` for an article that there is not, or that has no picture to choose."""
    from syndicate.images.store import HeroStore

    with parts.database.read() as connection:
        known = HeroStore(connection).of(ids)
    for article_id in ids:
        if article_id not in known:
            raise _unknown(article_id)


def _unknown(article_id: str) -> NotFoundError:
    from syndicate.errors import NotFoundError

    message = f"there is no article {article_id} with a picture"
    return NotFoundError(message, code="image-unknown", hint="See: syndicate images list")


def _with_headlines(session: Session, parts: Parts, ids: Iterable[str]) -> Iterator[HeroLine]:
    """How the pictures of these articles stand, as they are read; one that failed shows in the exit code."""
    from syndicate.images.store import HeroStore

    with parts.database.read() as connection:
        for hero, article in HeroStore(connection).with_headlines(ids, parts.clock.now()):
            if hero.state == "failed":
                session.exit_code = Exit.PARTLY
            yield hero, article


def _give_each(session: Session, parts: Parts, heroes: Callable[[], Iterable[HeroLine]]) -> None:
    session.give_each(
        "images",
        lambda: (_shape(parts, hero, article) for hero, article in heroes()),
        lambda: (_line(parts, hero, article) for hero, article in heroes()),
    )


def _shape(parts: Parts, hero: Hero, article: Headline) -> dict[str, Any]:
    from syndicate.cli import shapes

    return shapes.hero_image(hero, article.title, parts.media_shelf, parts.links)


def _line(parts: Parts, hero: Hero, article: Headline) -> str:
    return f"{article.id}  {hero.state:<6}  {_story(parts, hero, article)}"


def _story(parts: Parts, hero: Hero, article: Headline) -> str:
    """Where the picture lies, or why there is none and what comes next."""
    from syndicate.cli.shapes import instant
    from syndicate.images.model import Role

    lead = hero.rendition(Role.LEAD)
    if hero.state == "ready" and lead:
        place = parts.media_shelf.place(lead.name)
        return f"{place} ({hero.reason})" if hero.reason else place
    if article.status == "embargoed":
        return f"{hero.choice.source_url}; made when the article comes out, {instant(article.embargo_until)}"
    if hero.reason:
        coming = f"next try {instant(hero.retry_at)}" if hero.retry_at else "not tried again"
        return f"{hero.reason}; {coming}"
    return hero.choice.source_url


commands = (list_images, retry, focal)
