"""The public listener: front page, feeds, articles, editions, pictures, unsubscribe, health."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from syndicate.articles.correction_store import CorrectionStore
from syndicate.articles.store import ArticleStore
from syndicate.digests.store import EditionStore
from syndicate.errors import SyndicateError
from syndicate.feeds.model import FeedKind
from syndicate.feeds.slug_store import SlugStore
from syndicate.images.store import HeroStore
from syndicate.mail.merge_fields import fill_neutral
from syndicate.mail.model import Rendering
from syndicate.mail.pictures import picture_addresses
from syndicate.shelf.caching import cache_control
from syndicate.web.http import error_pages, headers, responses
from syndicate.web.http.documents import DocumentCache
from syndicate.web.public import views
from syndicate.web.public.archive import ArchivePages, archive_of
from syndicate.web.public.choosing import Choosing
from syndicate.web.public.confirming import ConfirmLinks
from syndicate.web.public.edition_copy import archive_link, as_page, notes_on
from syndicate.web.public.events import SnsDoor
from syndicate.web.public.feed_documents import FeedDocuments
from syndicate.web.public.former_links import FormerLinks, is_for_readers
from syndicate.web.public.old_addresses import OldAddresses
from syndicate.web.public.pictures import PublicPictures
from syndicate.web.public.site import ARTICLE_SHEETS, PAGE_CACHE, SHEET, PublicSite, autodiscovery, chrome, policy
from syndicate.web.public.subscribing import TRAP, Subscribing
from syndicate.web.public.undoing import Undoing
from syndicate.web.public.unsubscribing import Unsubscribing
from syndicate.web.rendering import render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.public.readership import Readership

__all__ = ["PublicSite", "public_app"]

log = logging.getLogger("syndicate.web")

#: Articles on the front page: one large, some with deck and thumbnail, the rest as headlines; so that the
#: page with its style fits into the first 14 kB, which arrive in one round trip.
FRONT_ARTICLES = 16
FRONT_SECONDARY = 6

_FORM = ["GET", "POST"]

#: An edition is frozen, but a story of it may be taken back, and should be gone as soon.
EDITION_CACHE = cache_control(60)


def public_app(site: PublicSite) -> Starlette:
    """The application for readers. It sets no cookies, and shows nothing that is held or under embargo."""
    refusals = error_pages.handlers("notice.html.j2", SHEET, policy(site), lambda: chrome(site))
    old = OldAddresses(site, refusals[HTTPException])
    former = FormerLinks(site, Unsubscribing(site))
    pages, archive = ArticlePages(site, old, former), ArchivePages(site)
    feeds, pictures = FeedDocuments(site), PublicPictures(site)
    app = Starlette(
        routes=[
            Route("/", pages.front),
            Route("/articles/{address}", pages.article),
            Route("/editions/{edition_id}", pages.edition),
            Route("/archive", archive.newsletters),
            Route("/archive/", archive.newsletters),
            Route("/archive/{newsletter}", archive.editions),
            Route("/archive/{newsletter}/", archive.editions),
            Route("/feeds", feeds.index),
            Route("/feeds/", feeds.index),
            Route("/feeds/{path:path}", feeds.document),
            Route("/news-sitemap.xml", feeds.news_sitemap),
            Route("/media/{name:path}", pictures.rendition),
            Route("/unsubscribe", former.by_query, methods=_FORM),
            Route("/unsubscribe/", former.by_query, methods=_FORM),
            Route("/unsubscribe/{token}", former.by_token, methods=_FORM),
            Route("/subscription/{campaign}/{subscriber}", former.by_path, methods=_FORM),
            Route("/action/disable_email", former.ask),
            *(_reader_routes(site, site.readership) if site.readership else ()),
            *([Route("/events/sns", SnsDoor(site.webhook).post, methods=["POST"])] if site.webhook else ()),
            *([Route("/push/{name}", site.pushes.post, methods=["POST"])] if site.pushes else ()),
            Route("/icon.svg", pages.icon),
            Route("/healthz", pages.health),
        ],
        middleware=[Middleware(headers.SecurityHeaders)],
        exception_handlers={**refusals, HTTPStatus.NOT_FOUND: old.missing},
    )
    app.router.redirect_slashes = False
    return app


def _reader_routes(site: PublicSite, readership: Readership) -> list[Route]:
    """Where people join, confirm, choose and come back; nobody joins where nothing is on offer."""
    joining, confirming = Subscribing(site, readership), ConfirmLinks(site, readership)
    choices, undoing = Choosing(site, readership), Undoing(site, readership)
    forms = [
        Route("/subscribe", joining.page, methods=_FORM),
        Route("/subscribe/snippet", joining.snippet),
    ]
    return [
        *(forms if site.may_be_joined else ()),
        Route("/confirm/{token}", confirming.page, methods=_FORM),
        Route("/preferences", choices.neutral, methods=_FORM),
        Route("/preferences/{token}", choices.personal, methods=_FORM),
        Route("/preferences/{token}/data.json", choices.data),
        Route("/undo/{token}", undoing.page, methods=_FORM),
    ]


class ArticlePages:
    """The pages that are made of articles and editions."""

    def __init__(self, site: PublicSite, old: OldAddresses, former: FormerLinks) -> None:
        """Serve from those parts; ``old`` and ``former`` know what stood behind a query to the front page."""
        self._site = site
        self._old = old
        self._former = former
        self._cache = DocumentCache(max_bytes=16_000_000)

    def front(self, request: Request) -> Response:
        """The newest articles, and the feeds of the site; behind a query, what stood there before."""
        if is_for_readers(request):
            return self._former.ask(request)
        if request.url.query and (found := self._old.found(request)):
            return found
        now = self._site.clock.now()
        with self._site.database.read() as connection:
            articles = ArticleStore(connection).visible(now, limit=FRONT_ARTICLES)
            heroes = HeroStore(connection).of([article.id for article in articles])
        shown = views.items(articles, heroes, self._site.links)
        return self._page(
            request,
            "front.html.j2",
            lead=shown[0] if shown else None,
            secondary=shown[1 : 1 + FRONT_SECONDARY],
            more=shown[1 + FRONT_SECONDARY :],
            feeds=autodiscovery(self._site),
        )

    def article(self, request: Request) -> Response:
        """An article by the id that its address ends with; 301 to the right slug, 410 when it was taken back."""
        address: str = request.path_params["address"]
        article_id = responses.an_id(address.rpartition("-")[2])
        now = self._site.clock.now()
        with self._site.database.read() as connection:
            store = ArticleStore(connection)
            is_public = store.is_public(article_id, now)
            article = store.get(article_id, now) if is_public else None
            if article is None:
                raise responses.not_found() if is_public is None else HTTPException(HTTPStatus.GONE)
            hero = HeroStore(connection).get(article_id)
            corrections = CorrectionStore(connection).of([article_id]).get(article_id, ())
            section = next(iter(article.sections), None)
            place = SlugStore(connection).of(FeedKind.SECTION, section) if section else None
        ours = views.path_of(self._site.links.article(article.id, article.title))
        if address != ours.rpartition("/")[2]:
            return RedirectResponse(ours, HTTPStatus.MOVED_PERMANENTLY, {"cache-control": PAGE_CACHE})
        shown = views.page(article, hero, self._site.links, self._site.disclosures, corrections)
        return self._page(
            request,
            "article.html.j2",
            ARTICLE_SHEETS,
            article=shown,
            feeds=autodiscovery(self._site, section, place),
            linked_data=views.linked_data(shown, self._site.title, self._site.links.home()),
        )

    def edition(self, request: Request) -> Response:
        """The web copy of an edition: the bytes in force, nobody's unsubscribe link, below its archive and corrections.

        Until a mail of it has left, and while it shows what readers may not see any more, there is none.
        """
        edition_id = responses.an_id(request.path_params["edition_id"])
        with self._site.database.read() as connection:
            now = self._site.clock.now()
            found = EditionStore(connection).public_copy(edition_id, now)
            notes = notes_on(connection, found, self._site.links, now) if found else []
            archive = archive_of(connection, self._site, edition_id, now)
        if found is None:
            raise responses.not_found()
        frozen = Rendering(html=found.html, text=found.text)
        copy = fill_neutral(frozen, self._site.links.site_url)
        canonical = self._site.links.edition(edition_id) if archive else ""
        page = as_page(copy.html, notes, canonical, archive_link(self._site, archive) if archive else None)
        document = self._cache.document(request.url.path, page.encode(), responses.HTML)
        extra = {headers.CSP: headers.mail_policy(*picture_addresses(copy.html))}
        if not canonical:  # it was mailed, and not put where everybody finds it
            extra["x-robots-tag"] = "noindex"
        return responses.conditional(request, document, EDITION_CACHE, extra)

    def icon(self, request: Request) -> Response:
        """The site's mark for browser tabs."""
        return responses.icon_of(request, self._site.mark)

    def health(self, request: Request) -> Response:
        """200 while the database answers, else 503; for machines."""
        del request
        try:
            with self._site.database.read() as connection:
                connection.execute(text("SELECT 1"))
        except (SyndicateError, SQLAlchemyError) as error:
            log.error("the database does not answer: %s", error_pages.cause(error))
            return _health("unavailable", HTTPStatus.SERVICE_UNAVAILABLE)
        return _health("ok", HTTPStatus.OK)

    def _page(self, request: Request, template: str, sheets: str = SHEET, **values: Any) -> Response:
        text_of_page = render(template, sheets, **chrome(self._site), trap=TRAP, **values)
        document = self._cache.document(request.url.path, text_of_page.encode(), responses.HTML)
        return responses.conditional(request, document, PAGE_CACHE, {headers.CSP: policy(self._site, sheets)})


def _health(word: str, status: HTTPStatus) -> Response:
    return JSONResponse({"status": word}, status, {"cache-control": "no-store"})
