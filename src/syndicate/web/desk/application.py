"""The editor's desk: what is coming, what is wrong, and every mail as it looks.

It serves on a listener of its own, bound to loopback, because it shows what the public must not see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route

from syndicate.articles.model import Status
from syndicate.articles.review.acceptance import AcceptanceStore, parted
from syndicate.articles.store import ArticleStore
from syndicate.audience.store import AudienceStore
from syndicate.delivery.ledger import Ledger
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.images.model import HeroState
from syndicate.images.store import HeroStore
from syndicate.mail.merge_fields import fill_neutral
from syndicate.mail.model import Rendering
from syndicate.mail.pictures import picture_addresses
from syndicate.web import dates
from syndicate.web.desk import views
from syndicate.web.desk.actions import DeskActions
from syndicate.web.desk.guard import LoopbackOnly
from syndicate.web.desk.outbox import Outbox, take_apart
from syndicate.web.desk.pictures import hero_card
from syndicate.web.desk.views import Upcoming
from syndicate.web.headlines import headline_of
from syndicate.web.http import error_pages, headers, responses
from syndicate.web.pictures import shelved_picture
from syndicate.web.rendering import icon, render

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Connection
    from starlette.requests import Request

    from syndicate.clock import Clock
    from syndicate.digests.model import Edition
    from syndicate.links import Links
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

__all__ = ["Desk", "Upcoming", "desk_app"]

SHEET = "desk"

#: How much of each list the overview shows.
EDITIONS = 20
ARTICLES = 50
MAILS_ON_OVERVIEW = 8
MAILS = 200

#: True widths in which a mail is shown, in pixels: a small phone, and the column's own width.
WIDTHS = (320, 600)


def _nothing_missing(edition_id: str) -> str | None:
    del edition_id
    return None


def _nothing_upcoming(now: datetime) -> Sequence[Upcoming]:
    del now
    return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """The parts behind the desk. Times are shown on the clock of ``zone``.

    ``outbox`` is the folder of ``.eml`` files, or ``None`` when mails go elsewhere; ``newsletters``
    gives titles by name; ``upcoming`` says which editions follow after an instant, soonest first;
    ``missing`` which pictures keep the first mail of an edition back.
    """

    database: Database
    clock: Clock
    links: Links
    media: Shelf
    title: str
    zone: ZoneInfo
    outbox: Path | None = None
    newsletters: Mapping[str, str] = field(default_factory=dict)
    upcoming: Callable[[datetime], Sequence[Upcoming]] = _nothing_upcoming
    missing: Callable[[str], str | None] = _nothing_missing


def desk_app(desk: Desk) -> Starlette:
    """The application for editors; for a loopback listener only."""
    pages, mails, actions = DeskPages(desk), DeskMails(desk), DeskActions(desk.database, desk.clock)
    app = Starlette(
        routes=[
            Route("/", pages.overview),
            Route("/editions/{edition_id}", pages.edition),
            Route("/editions/{edition_id}/mail", mails.edition_mail),
            Route("/articles/{article_id}", pages.article),
            Route("/articles/{article_id}/findings", actions.accept, methods=["POST"]),
            Route("/outbox", mails.outbox),
            Route("/outbox/{delivery_id}.eml", mails.download),
            Route("/outbox/{delivery_id}", mails.mail),
            Route("/outbox/{delivery_id}/mail", mails.mail_html),
            Route("/media/{name:path}", mails.picture),
            Route("/icon.svg", pages.icon),
        ],
        # The headers first, so that they stand on a refusal too.
        middleware=[
            Middleware(headers.SecurityHeaders, extra=headers.OURS_ALONE),
            Middleware(LoopbackOnly, refuse=lambda: _refusal(desk)),
        ],
        exception_handlers=error_pages.handlers(
            "desk_notice.html.j2", SHEET, headers.desk_policy(), lambda: _chrome(desk)
        ),
    )
    app.router.redirect_slashes = False
    return app


class DeskPages:
    """The overview, an edition, an article."""

    def __init__(self, desk: Desk) -> None:
        """Show those parts."""
        self._desk = desk

    def overview(self, request: Request) -> Response:
        """Everything that an editor should know this morning, on one page."""
        del request
        now = self._desk.clock.now()
        with self._desk.database.read() as connection:
            store = EditionStore(connection)
            held = store.recent(EDITIONS, state=EditionState.HELD)
            values = {
                "waiting": [views.waiting_line(edition, self._desk.newsletters) for edition in held],
                "upcoming": self._upcoming(connection, now),
                "editions": [self._edition_line(connection, edition) for edition in store.recent(EDITIONS)],
                **self._alarms(connection, now),
            }
        outbox = Outbox(self._desk.outbox) if self._desk.outbox else None
        return _page(
            self._desk,
            "desk_overview.html.j2",
            **values,
            now=dates.at_desk(now, self._desk.zone, "en-GB"),
            mails=_mail_lines(self._desk, outbox, MAILS_ON_OVERVIEW) if outbox else None,
            mail_count=outbox.count() if outbox else 0,
        )

    def edition(self, request: Request) -> Response:
        """An edition: what readers got, how it looks, and how far it came."""
        now = self._desk.clock.now()
        with self._desk.database.read() as connection:
            edition = _edition(connection, request)
            articles = ArticleStore(connection)
            placed = [
                views.placed_line(placed, articles.get(placed.article_id, now))
                for placed in EditionStore(connection).articles(edition.id)
            ]
            line = self._edition_line(connection, edition)
            neutral = _neutral(self._desk, connection, edition)
        return _page(
            self._desk,
            "desk_edition.html.j2",
            edition=line,
            placed=placed,
            findings=edition.findings,
            sender=edition.sender,
            held_because=edition.held_because,
            missing=self._desk.missing(edition.id),
            text=neutral.text,
            widths=WIDTHS,
            public_url=self._desk.links.edition(edition.id),
        )

    def article(self, request: Request) -> Response:
        """An article with everything that was read, decided and complained about."""
        now = self._desk.clock.now()
        article_id = responses.an_id(request.path_params["article_id"])
        with self._desk.database.read() as connection:
            article = ArticleStore(connection).get(article_id, now)
            if article is None:
                raise responses.not_found()
            hero = HeroStore(connection).get(article.id)
            open_ones, accepted = parted(article.findings, AcceptanceStore(connection).accepted(article))
        return _page(
            self._desk,
            "desk_article.html.j2",
            article=article,
            findings=open_ones,
            accepted=accepted,
            headline=headline_of(article),
            times=views.time_lines(article, self._desk.zone),
            embargo=views.embargoed_line(article, self._desk.zone, now).reasons,
            hero=hero_card(hero, article, now) if hero else None,
            seen=dates.at_desk(article.first_seen_at, self._desk.zone, "en-GB"),
            changed=dates.at_desk(article.changed_at, self._desk.zone, "en-GB"),
            public_url=article.permalink or self._desk.links.article(article.id, article.title),
        )

    def icon(self, request: Request) -> Response:
        """The site's mark for browser tabs."""
        return responses.icon_of(request, icon(self._desk.title))

    def _upcoming(self, connection: Connection, now: datetime) -> list[views.UpcomingLine]:
        audience = AudienceStore(connection)
        return [
            views.upcoming_line(each, audience.count(each.newsletter, each.readers) if each.newsletter else None, now)
            for each in self._desk.upcoming(now)
        ]

    def _edition_line(self, connection: Connection, edition: Edition) -> views.EditionLine:
        counts = Ledger(connection).counts(edition.id)
        return views.edition_line(edition, counts, self._desk.newsletters, self._desk.zone)

    def _alarms(self, connection: Connection, now: datetime) -> dict[str, Any]:
        store = ArticleStore(connection)
        recent = store.all(now, limit=ARTICLES)
        heroes = HeroStore(connection).of([article.id for article in recent])
        failed = [
            article for article in recent if article.id in heroes and heroes[article.id].state is HeroState.FAILED
        ]
        embargoed = store.all(now, status=Status.EMBARGOED, limit=ARTICLES)
        return {
            "held": [views.held_line(article) for article in store.all(now, status=Status.HELD, limit=ARTICLES)],
            "embargoed": [views.embargoed_line(article, self._desk.zone, now) for article in embargoed],
            "pictures": [views.picture_line(article, heroes[article.id], now) for article in failed],
        }


class DeskMails:
    """Mails as they look: editions before a name is filled in, and what lies in the outbox."""

    def __init__(self, desk: Desk) -> None:
        """Show those parts."""
        self._desk = desk
        self._outbox = Outbox(desk.outbox) if desk.outbox else None

    def edition_mail(self, request: Request) -> Response:
        """The HTML of an edition, for a frame."""
        with self._desk.database.read() as connection:
            neutral = _neutral(self._desk, connection, _edition(connection, request))
        return self._framed(neutral.html)

    def outbox(self, request: Request) -> Response:
        """The newest mails of the outbox."""
        del request
        lines = _mail_lines(self._desk, self._outbox, MAILS) if self._outbox else None
        count = self._outbox.count() if self._outbox else 0
        return _page(self._desk, "desk_outbox.html.j2", mails=lines, mail_count=count)

    def mail(self, request: Request) -> Response:
        """One mail of the outbox: its headers, both parts, its bytes for download."""
        view = take_apart(self._content(request))
        return _page(self._desk, "desk_mail.html.j2", mail=view, id=request.path_params["delivery_id"], widths=WIDTHS)

    def mail_html(self, request: Request) -> Response:
        """The HTML part of a mail of the outbox, for a frame."""
        return self._framed(take_apart(self._content(request)).html)

    def download(self, request: Request) -> Response:
        """The mail as it lies there."""
        name = f"{request.path_params['delivery_id']}.eml"
        return Response(
            self._content(request),
            media_type="message/rfc822",
            headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
        )

    def picture(self, request: Request) -> Response:
        """A rendition, also of a story under embargo: this is the desk."""
        return shelved_picture(request, self._desk.media, request.path_params["name"])

    def _content(self, request: Request) -> bytes:
        content = self._outbox.read(request.path_params["delivery_id"]) if self._outbox else None
        if content is None:
            raise responses.not_found()
        return content

    def _framed(self, html: str) -> Response:
        # Pictures come from the desk itself, so that looking at a mail asks nothing of any other host.
        local = html
        for url in picture_addresses(html):
            if name := self._desk.links.media_name(url):
                local = local.replace(url, f"/media/{name}")
        return responses.html_page(local, policy=headers.framed_mail_policy(), extra=headers.SECRET_ADDRESS)


def _edition(connection: Connection, request: Request) -> Edition:
    edition = EditionStore(connection).get(responses.an_id(request.path_params["edition_id"]))
    if edition is None:
        raise responses.not_found()
    return edition


def _neutral(desk: Desk, connection: Connection, edition: Edition) -> Rendering:
    rendering = EditionStore(connection).rendering(edition.id)
    if rendering is None:
        raise responses.not_found()
    return fill_neutral(Rendering(html=rendering.html, text=rendering.text), desk.links.site_url)


def _mail_lines(desk: Desk, outbox: Outbox, limit: int) -> list[dict[str, str]]:
    return [
        {
            "id": entry.id,
            "subject": entry.subject or "(no subject)",
            "recipient": entry.recipient,
            "written": dates.at_desk(entry.written_at, desk.zone, "en-GB"),
        }
        for entry in outbox.recent(limit)
    ]


def _page(desk: Desk, template: str, **values: Any) -> Response:
    text = render(template, SHEET, **_chrome(desk), **values)
    return responses.html_page(text, policy=headers.desk_policy(), extra=headers.OWN_FORMS)


def _chrome(desk: Desk) -> dict[str, Any]:
    return {"desk": {"title": desk.title, "has_outbox": desk.outbox is not None, "public_url": desk.links.home()}}


def _refusal(desk: Desk) -> Response:
    return responses.notice(
        HTTPStatus.FORBIDDEN,
        template="desk_notice.html.j2",
        sheet=SHEET,
        policy=headers.desk_policy(),
        site=_chrome(desk),
    )
