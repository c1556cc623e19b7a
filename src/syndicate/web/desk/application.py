"""The editor's desk: what is coming, what is wrong, and every mail as it looks.

It serves on a listener of its own, bound to loopback, because it shows what the public must not see.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from syndicate.errors import SyndicateError
from syndicate.web.desk import assets
from syndicate.web.desk.access.acting import NamelessError
from syndicate.web.desk.access.admission import Admission
from syndicate.web.desk.access.guard import LoopbackOnly
from syndicate.web.desk.access.pages import DeskAccess
from syndicate.web.desk.articles.acts import ArticleActs
from syndicate.web.desk.articles.listing import ArticleListing
from syndicate.web.desk.articles.pages import DeskArticles
from syndicate.web.desk.coming.pages import DeskComing
from syndicate.web.desk.context import SHEET, Desk
from syndicate.web.desk.editions.acts import EditionActs
from syndicate.web.desk.editions.corrections import DeskCorrections
from syndicate.web.desk.editions.listing import EditionListing
from syndicate.web.desk.editions.pages import DeskEditions
from syndicate.web.desk.editions.specials import DeskSpecials
from syndicate.web.desk.editions.why import DeskWhy
from syndicate.web.desk.feeds.pages import DeskFeeds
from syndicate.web.desk.frames import Frames
from syndicate.web.desk.live.pages import DeskLive
from syndicate.web.desk.outbox.pages import DeskOutbox
from syndicate.web.desk.people.pages import DeskPeople
from syndicate.web.desk.reports.pages import DeskReports
from syndicate.web.desk.today.pages import DeskToday
from syndicate.web.desk.told import telling
from syndicate.web.desk.tryouts.pages import DeskTryOuts
from syndicate.web.http import error_pages, headers, responses
from syndicate.web.rendering import icon

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["Desk", "desk_app"]

_NOTICE = "desk/notice.html.j2"


def desk_app(desk: Desk) -> Starlette:
    """The application for editors; for a loopback listener only."""
    frames, access = Frames(desk), DeskAccess(desk)

    def mark(request: Request) -> Response:
        return responses.icon_of(request, icon(desk.parts.config.site.title))

    def notice(status: HTTPStatus) -> Response:
        policy = headers.desk_policy(SHEET)
        return responses.notice(status, template=_NOTICE, sheet=SHEET, policy=policy, site=desk.chrome())

    app = Starlette(
        routes=[
            *DeskToday(desk).routes(),
            *EditionListing(desk).routes(),
            *DeskComing(desk, frames).routes(),
            *DeskEditions(desk, frames).routes(),
            *DeskWhy(desk).routes(),
            *EditionActs(desk).routes(),
            *DeskSpecials(desk).routes(),
            *DeskCorrections(desk).routes(),
            *ArticleListing(desk).routes(),
            *DeskArticles(desk).routes(),
            *ArticleActs(desk).routes(),
            *DeskTryOuts(desk).routes(),
            *DeskOutbox(desk, frames).routes(),
            *DeskPeople(desk).routes(),
            *DeskFeeds(desk).routes(),
            *DeskLive(desk).routes(),
            *DeskReports(desk).routes(),
            *access.routes(),
            *frames.routes(),
            *assets.routes(),
            Route("/icon.svg", mark),
        ],
        # The headers first, so that they stand on a refusal too.
        middleware=[
            Middleware(headers.SecurityHeaders, extra=headers.OURS_ALONE),
            Middleware(LoopbackOnly, refuse=partial(notice, HTTPStatus.FORBIDDEN), url=lambda: desk.url),
            Middleware(
                Admission,
                desk=desk,
                show_the_way=access.show_the_way,
                tell_to_wait=partial(notice, HTTPStatus.SERVICE_UNAVAILABLE),
            ),
        ],
        exception_handlers={
            **error_pages.handlers(_NOTICE, SHEET, headers.desk_policy(SHEET), desk.chrome),
            NamelessError: access.unnamed,
            SyndicateError: telling(desk),
        },
    )
    app.router.redirect_slashes = False
    return app
