"""Feeds over HTTP: the bytes from the shelf, a page that lists them, and a page that shows each to people."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.responses import RedirectResponse

from syndicate.articles.model import Status
from syndicate.articles.store import ArticleStore
from syndicate.errors import BadDataError
from syndicate.feeds import news_sitemap, opml
from syndicate.feeds.archives import page_name
from syndicate.feeds.documents import FORMATS
from syndicate.feeds.model import FeedKind, Scope
from syndicate.feeds.polls import poll_of
from syndicate.images.store import HeroStore
from syndicate.shelf.caching import cache_control
from syndicate.web.feed_headers import FEEDS, FeedHeaders, media_type
from syndicate.web.http import headers, responses
from syndicate.web.http.documents import DocumentCache
from syndicate.web.public import views
from syndicate.web.public.poll_log import PollLog
from syndicate.web.public.site import SHEET, chrome, grouped, is_served, list_of_all, policy, view_of
from syndicate.web.rendering import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.feeds.archives import PageName
    from syndicate.shelf import Stored
    from syndicate.web.public.site import PublicSite
    from syndicate.web.public.views import ItemView

_JSON = FORMATS["json"].file_name
#: The folder by which people see the site's own feed, whose documents lie in no folder.
_SITE = "site"
_FOLDER = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*/?")


class FeedDocuments:
    """The routes below ``/feeds/``, and the news sitemap."""

    def __init__(self, site: PublicSite) -> None:
        """Serve from the site's shelf of feeds."""
        self._site = site
        self._cache = DocumentCache()
        self._polls = PollLog(site.database, site.clock)
        self._headers = FeedHeaders(
            links=site.links,
            hubs=site.hubs,
            fresh=cache_control(site.ttl_minutes * 60),
            archived=cache_control(site.archive_max_age_seconds),
        )

    def document(self, request: Request) -> Response:
        """A feed document, hashed and compressed once per change, or a feed's page; nothing else of that folder."""
        path: str = request.path_params["path"]
        folder, _, name = path.rpartition("/")
        is_document = name in {*FEEDS, opml.PATH}
        if not is_served(self._site, folder if is_document else path):
            raise responses.not_found()
        return self._shelved(request, path) if is_document else self._human_page(request, path)

    def news_sitemap(self, request: Request) -> Response:
        """What is news, for Google."""
        return self._shelved(request, news_sitemap.PATH)

    def index(self, request: Request) -> Response:
        """The page that lists every feed."""
        listed = self._read(opml.PATH)
        groups = grouped(self._site, listed.content) if listed else []
        return self._page(request, "feeds.html.j2", groups=groups, opml=list_of_all(self._site))

    def _shelved(self, request: Request, path: str) -> Response:
        stored, page = self._read(path), page_name(path)
        if stored is None:
            return self._elsewhere(page)
        document = self._cache.document(path, stored.content, media_type(path), stored.modified_at)
        response = responses.conditional(request, document, self._headers.freshness(path), self._headers.further(path))
        if path.rpartition("/")[2] in FEEDS:
            self._count(request, path, response)
        return response

    def _count(self, request: Request, path: str, response: Response) -> None:
        asked = request.headers
        poll = poll_of(
            path,
            asked.get("user-agent", ""),
            response.status_code,
            len(response.body),
            is_conditional="if-none-match" in asked or "if-modified-since" in asked,
        )
        self._polls.count(poll)

    def _elsewhere(self, page: PageName | None) -> Response:
        """For a page that grew on under another name, or is still to come: where its entries are for now."""
        if page is None:
            raise responses.not_found()
        grown = [name for name in self._site.feeds.names(page.grows_below) if name.endswith(f"/{page.file_name}")]
        path = next((name for name in (*grown, page.current) if self._read(name)), None)
        if path is None:
            raise responses.not_found()
        to = views.path_of(self._site.links.feed(path))
        return RedirectResponse(to, HTTPStatus.TEMPORARY_REDIRECT, {"cache-control": self._headers.fresh})

    def _human_page(self, request: Request, path: str) -> Response:
        """What a feed holds, as people see it; the page of an archive's page too."""
        folder = path.rstrip("/")
        stored = self._read(_json_of(folder)) if _FOLDER.fullmatch(path) else None
        feed = _parsed(stored) if stored else None
        if feed is None:
            raise responses.not_found()
        if folder.startswith(f"{FeedKind.NEWSLETTER}/"):
            archive = views.path_of(self._site.links.archive(folder.partition("/")[2]))
            return RedirectResponse(archive, HTTPStatus.TEMPORARY_REDIRECT, {"cache-control": self._headers.fresh})
        if not path.endswith("/"):
            moved = views.path_of(self._site.links.human_page(folder))
            return RedirectResponse(moved, HTTPStatus.MOVED_PERMANENTLY, {"cache-control": self._headers.fresh})
        scope = Scope(folder="" if folder == _SITE else folder, title=str(feed["title"]))
        return self._page(
            request,
            "feed.html.j2",
            feed=view_of(self._site, scope, scope.title),
            items=self._items(feed),
            older=_older(feed),
        )

    def _items(self, feed: Mapping[str, Any]) -> list[ItemView]:
        """The articles that the feed holds and readers may still see, in its order."""
        with self._site.database.read() as connection:
            store = ArticleStore(connection)
            ids = store.of_entries([str(item.get("id")) for item in feed["items"]])
            articles = store.some(ids, self._site.clock.now())
            heroes = HeroStore(connection).of(list(articles))
        shown = [articles[article_id] for article_id in ids if articles[article_id].status is Status.PUBLISHED]
        return [views.item(article, heroes.get(article.id), self._site.links) for article in shown]

    def _page(self, request: Request, template: str, **values: Any) -> Response:
        text = render(template, SHEET, **chrome(self._site), **values)
        document = self._cache.document(f" {request.url.path}", text.encode(), responses.HTML)
        return responses.conditional(request, document, self._headers.fresh, {headers.CSP: policy(self._site)})

    def _read(self, path: str) -> Stored | None:
        try:
            return self._site.feeds.read(path)
        except BadDataError:
            return None  # a name that no shelf can hold


def _json_of(folder: str) -> str:
    return _JSON if folder == _SITE else f"{folder}/{_JSON}"


def _parsed(stored: Stored) -> Mapping[str, Any] | None:
    """The JSON Feed, if it is one: somebody may have put another file there."""
    try:
        feed = json.loads(stored.content)
    except ValueError:
        return None
    is_feed = isinstance(feed, dict) and "title" in feed and isinstance(feed.get("items"), list)
    return feed if is_feed else None


def _older(feed: Mapping[str, Any]) -> str | None:
    """The page of the archive's page before this one."""
    following = feed.get("next_url")
    return views.path_of(following).removesuffix(_JSON) if isinstance(following, str) else None
