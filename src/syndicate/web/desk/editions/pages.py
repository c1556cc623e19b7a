"""An edition: what readers got, how it looks, how far it came, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from syndicate.articles.store import ArticleStore
from syndicate.delivery.status.store import StatusStore
from syndicate.delivery.status.sums import sums_of
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.errors import UnknownNameError
from syndicate.feeds.past_edition_store import PastEditionStore
from syndicate.mail.merge_fields import fill_neutral
from syndicate.mail.model import Rendering
from syndicate.publishing.feed_site import series_of
from syndicate.publishing.tryouts import where_tests_go
from syndicate.publishing.under_way import status_settings
from syndicate.web.desk.coming.rules import held_rule
from syndicate.web.desk.editions.faring import FaringLine, faring_line
from syndicate.web.desk.editions.outcomes import acts_of, came_of
from syndicate.web.desk.editions.views import edition_line, placed_line
from syndicate.web.desk.tryouts.views import tested
from syndicate.web.http import responses

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

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
            Route("/editions/{edition_id}/progress", self.progress),
        ]

    def edition(self, request: Request) -> Response:
        """An edition whole."""
        desk, now, asked = self._desk, self._desk.clock.now(), request.query_params
        zone = desk.parts.config.site.time_zone
        with desk.database.read() as connection:
            edition = asked_edition(connection, request)
            placed, neutral = EditionStore(connection).articles(edition.id), self._neutral(connection, edition)
            articles = ArticleStore(connection).some([place.article_id for place in placed], now)
            counts = sums_of(connection, [edition.id])[edition.id].everybody
            archive_url = self._archive_url(connection, edition)
        readers = self._readers(edition)
        return desk.page(
            "edition",
            edition=edition_line(edition, counts, desk.titles, zone),
            placed=[placed_line(place, articles.get(place.article_id)) for place in placed],
            faring=self._faring(edition, readers),
            acts=acts_of(edition, counts),
            readers=readers,
            done=tested(request) or came_of(asked.get("done"), counts, carried_by(desk, edition.id)),
            findings=edition.findings,
            sender=edition.sender,
            missing=desk.parts.publisher.edition_pictures.missing(edition.id),
            text=neutral.text,
            widths=WIDTHS,
            is_public=edition.first_claimed_at is not None,
            public_url=desk.parts.links.edition(edition.id),
            archive_url=archive_url,
            held_rule=held_rule(desk.parts.config, edition.newsletter, edition.held_because),
            test=where_tests_go(desk.parts),
        )

    def _archive_url(self, connection: Connection, edition: Edition) -> str:
        """The archive that it stands in; empty: in none."""
        parts, now = self._desk.parts, self._desk.clock.now()
        series = next((each for each in series_of(parts.config) if each.name == edition.newsletter), None)
        if series is None or not PastEditionStore(connection=connection, now=now).holds(series, edition.id):
            return ""
        return parts.links.archive(series.name)

    def mail(self, request: Request) -> Response:
        """The HTML of an edition, for a frame."""
        with self._desk.database.read() as connection:
            neutral = self._neutral(connection, asked_edition(connection, request))
        return self._frames.framed(neutral.html)

    def progress(self, request: Request) -> Response:
        """How far it came, as a part of its page that is put in place of an older one."""
        with self._desk.database.read() as connection:
            edition = asked_edition(connection, request)
        return self._desk.page("faring", faring=self._faring(edition, self._readers(edition)))

    def _faring(self, edition: Edition, readers: int | None) -> FaringLine:
        desk, settings = self._desk, status_settings(self._desk.parts)
        unopened = readers if edition.opened_at is None else None
        with desk.database.read() as connection:
            look = StatusStore(connection, settings).of(edition.id, desk.clock.now(), unopened)
        return faring_line(look, desk.titles.get(edition.newsletter, edition.newsletter), self._zone(edition))

    def _zone(self, edition: Edition) -> ZoneInfo:
        site = self._desk.parts.config.site.time_zone
        zones = {newsletter.name: newsletter.zone for newsletter in self._desk.parts.newsletters}
        return zones.get(edition.newsletter, site)

    def _readers(self, edition: Edition) -> int | None:
        """To how many it would go now; ``None``: to nobody any more, or its newsletter is not configured."""
        if edition.state not in {EditionState.HELD, EditionState.SENDING}:
            return None
        try:
            return self._desk.parts.publisher.audience(edition.id)
        except UnknownNameError:
            return None

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


def carried_by(desk: Desk, edition_id: str) -> str:
    """Who carries what leaves: never the desk itself."""
    seconds = desk.parts.config.schedule.deliver_every.total_seconds()
    return (
        f"A running publisher carries it within {seconds:.0f} seconds; where none runs, this does: "
        f"syndicate edition send {edition_id}"
    )
