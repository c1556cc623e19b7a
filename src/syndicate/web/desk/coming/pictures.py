"""Another picture for a story of a coming edition, or another part of it, by a click into the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from syndicate.articles.headlines import UNTITLED
from syndicate.articles.store import ArticleStore
from syndicate.images.choice import choices_of
from syndicate.images.model import Hero, HeroState, Role
from syndicate.images.store import HeroStore
from syndicate.web.desk.access.acting import editor_of
from syndicate.web.desk.coming.acts import done, version_of
from syndicate.web.desk.coming.asked import asked_edition
from syndicate.web.http import responses
from syndicate.web.http.forms import fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.digests.shape import Shape
    from syndicate.images.model import Choice, Focal, Rendition
    from syndicate.web.desk.coming.acts import PageOf
    from syndicate.web.desk.coming.asked import AskedEdition
    from syndicate.web.desk.context import Desk

_WHOLE = 100
#: More than any picture has pixels.
_MOST_DIGITS = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureOffer:
    """A picture that the article has; ``is_shown``: it is the one in the edition."""

    address: str
    alt: str
    is_shown: bool


class DraftPictures:
    """The pictures of a story, to choose from and to click into."""

    def __init__(self, desk: Desk, page_of: PageOf) -> None:
        """Work on that desk's drafts."""
        self._desk = desk
        self._page_of = page_of

    def routes(self, slot: str) -> list[Route]:
        """Where they lie, below the page of the slot."""
        return [
            Route(f"{slot}/pictures/{{article_id}}", self.pictures),
            Route(f"{slot}/pictures/{{article_id}}", self.choose, methods=["POST"]),
        ]

    def pictures(self, request: Request) -> Response:
        """The picture that the story has in this edition, and the others that it could have."""
        asked, article_id = asked_edition(self._desk, request), responses.an_id(request.path_params["article_id"])
        review = self._desk.parts.publisher.editing.look(asked.newsletter, asked.slot)
        with self._desk.database.read() as connection:
            article = ArticleStore(connection).get(article_id, self._desk.clock.now())
            hero = HeroStore(connection).get(article_id)
        if article is None:
            raise responses.not_found()
        shown = _shown(review.shaped.shape, article_id, hero)
        choice = _choice(review.shaped.shape, article_id, hero)
        return self._desk.page(
            "coming_pictures",
            asked=asked,
            article=article,
            headline=article.name or UNTITLED,
            shown=shown,
            alt=choice.alt if choice else "",
            is_other=article_id in review.shaped.shape.heroes,
            lines=[_line(each, choice) for each in choices_of(article.media)],
            version=review.shaped.row.version if review.shaped.row else 0,
        )

    async def choose(self, request: Request) -> Response:
        """Show the picture of that ``address``, cut around the ``point`` that was clicked or the percents given."""
        fields, who = await fields_of(request), editor_of(request)
        article_id = responses.an_id(request.path_params["article_id"])

        def shown(asked: AskedEdition) -> None:
            editing = self._desk.parts.publisher.editing
            wish = editing.picture(article_id, fields.get("address") or None, point_of(fields))
            editing.shape(asked.newsletter, asked.slot, [wish], who, version_of(fields))

        return await run_in_threadpool(done, self._desk, request, shown, self._page_of)


def point_of(fields: Mapping[str, str]) -> Focal | None:
    """Where a picture was clicked, in percent of its ``width`` and ``height``; or the percents that were typed."""
    across, down = _number(fields.get("left")), _number(fields.get("top"))
    if across is None or down is None:
        x, y = _number(fields.get("point.x")), _number(fields.get("point.y"))
        width, height = _number(fields.get("width")), _number(fields.get("height"))
        if x is None or y is None or not width or not height:
            return None
        across, down = round(x * _WHOLE / width), round(y * _WHOLE / height)
    return min(across, _WHOLE), min(down, _WHOLE)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) <= _MOST_DIGITS else None


def _shown(shape: Shape, article_id: str, hero: Hero | None) -> Rendition | None:
    """The file that the edition shows."""
    if wish := shape.heroes.get(article_id):
        return next((file for file in wish.picture.files if file.role is Role.LEAD), None)
    return hero.rendition(Role.LEAD) if hero and hero.state is HeroState.READY else None


def _choice(shape: Shape, article_id: str, hero: Hero | None) -> Choice | None:
    wish = shape.heroes.get(article_id)
    return wish.picture.choice if wish else hero.choice if hero else None


def _line(choice: Choice, shown: Choice | None) -> PictureOffer:
    is_shown = shown is not None and shown.source_url == choice.source_url
    return PictureOffer(address=choice.source_url, alt=choice.alt, is_shown=is_shown)
