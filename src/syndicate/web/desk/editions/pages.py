"""An edition: what readers got, how it looks, and how far it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from syndicate.articles.store import ArticleStore
from syndicate.delivery.ledger import Ledger
from syndicate.digests.store import EditionStore
from syndicate.mail.merge_fields import fill_neutral
from syndicate.mail.model import Rendering
from syndicate.web.desk.editions.views import edition_line, placed_line
from syndicate.web.http import responses

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.digests.model import Edition
    from syndicate.web.desk.context import Desk
    from syndicate.web.desk.frames import Frames

#: True widths in which a mail is shown, in pixels: a small phone, and the column's own width.
WIDTHS = (320, 600)


class DeskEditions:
    """A frozen edition, and its mail before a name is filled in."""

    def __init__(self, desk: Desk, frames: Frames) -> None:
        """Show that desk's."""
        self._desk = desk
        self._frames = frames

    def routes(self) -> list[Route]:
        """Where they lie."""
        return [
            Route("/editions/{edition_id}", self.edition),
            Route("/editions/{edition_id}/mail", self.mail),
        ]

    def edition(self, request: Request) -> Response:
        """An edition whole."""
        desk, now = self._desk, self._desk.clock.now()
        with desk.database.read() as connection:
            edition = asked_edition(connection, request)
            articles = ArticleStore(connection)
            placed = [
                placed_line(placed, articles.get(placed.article_id, now))
                for placed in EditionStore(connection).articles(edition.id)
            ]
            counts = Ledger(connection).counts(edition.id)
            neutral = self._neutral(connection, edition)
        return desk.page(
            "edition",
            edition=edition_line(edition, counts, desk.titles, desk.parts.config.site.time_zone),
            placed=placed,
            findings=edition.findings,
            sender=edition.sender,
            held_because=edition.held_because,
            missing=desk.parts.publisher.edition_pictures.missing(edition.id),
            text=neutral.text,
            widths=WIDTHS,
            public_url=desk.parts.links.edition(edition.id),
        )

    def mail(self, request: Request) -> Response:
        """The HTML of an edition, for a frame."""
        with self._desk.database.read() as connection:
            neutral = self._neutral(connection, asked_edition(connection, request))
        return self._frames.framed(neutral.html)

    def _neutral(self, connection: Connection, edition: Edition) -> Rendering:
        rendering = EditionStore(connection).rendering(edition.id)
        if rendering is None:
            raise responses.not_found()
        return fill_neutral(Rendering(html=rendering.html, text=rendering.text), self._desk.parts.links.site_url)


def asked_edition(connection: Connection, request: Request) -> Edition:
    """The edition that the address names; 404 without one."""
    edition = EditionStore(connection).get(responses.an_id(request.path_params["edition_id"]))
    if edition is None:
        raise responses.not_found()
    return edition
