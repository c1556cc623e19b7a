"""Requests for what stood here before the site moved in: articles, feeds, and pages of members.

They are looked at only where nothing of ours answers, and lead to a path of ours, never to what the request names.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from syndicate.articles.old_addresses import OldAddressStore
from syndicate.articles.store import ArticleStore
from syndicate.errors import BadDataError
from syndicate.feeds.documents import FORMATS
from syndicate.feeds.model import FeedKind
from syndicate.links import slugify
from syndicate.web.public.site import PAGE_CACHE
from syndicate.web.public.views import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.public.site import PublicSite

# Where other systems have the feed of a whole site, by the format that we have in its place: WordPress, Ghost,
# Substack, Medium, Hugo, Jekyll, Eleventy, Pelican, Blogger, Buttondown.
_SITE_FEEDS = {
    "rss": "feed feed/rss feed/rss2 rss rss.xml rss2.xml index.xml index.rss feed/feed.xml feeds/all.rss.xml",
    "atom": "atom atom.xml feed/atom feed.atom feed.xml feeds/atom.xml feeds/all.atom.xml feeds/posts/default",
    "json": "feed.json feed/json index.json",
}
_FORMAT_OF = {f"/{path}": name for name, listed in _SITE_FEEDS.items() for path in listed.split()}
# The formats by the names that queries have for them.
_QUERIES = {"rss": "rss", "rss2": "rss", "feed": "rss", "atom": "atom", "json": "json"}
_OF_TERM = re.compile(
    r"/(?P<kind>category|categories|section|sections|tag|tags|topic|topics|author|authors)/(?:[^/]+/)*?(?P<name>[^/]+)"
    r"/(?:feed|rss|feed/rss2|feed/(?P<atom>atom)|index\.xml|feed\.xml)"
)
# What others call a tag may be a section here, and the other way round: the likelier first, by how the word begins.
_SECTION_FIRST, _TAG_FIRST = (FeedKind.SECTION, FeedKind.TAG), (FeedKind.TAG, FeedKind.SECTION)
_KINDS = {"c": _SECTION_FIRST, "s": _SECTION_FIRST, "t": _TAG_FIRST, "a": (FeedKind.AUTHOR,)}
_OF_MEMBERS = frozenset({"/account", "/members"})
_SAFE = frozenset({"GET", "HEAD"})


class OldAddresses:
    """Answers what nothing else answers."""

    def __init__(self, site: PublicSite, otherwise: Callable[[Request, Exception], Response]) -> None:
        """Look in the site's database; ``otherwise`` says that there is nothing."""
        self._site = site
        self._otherwise = otherwise

    def missing(self, request: Request, error: Exception) -> Response:
        """In place of 404: 301 to what stood there, or 410 for an article that was taken back."""
        try:
            found = self.found(request)
        except HTTPException as gone:
            return self._otherwise(request, gone)
        return found or self._otherwise(request, error)

    def found(self, request: Request) -> Response | None:
        """301 to the article or the feed that stood there; ``None``: there was none.

        Raises:
            HTTPException: 410, the article was taken back.
        """
        if request.method not in _SAFE:
            return None
        to = self._article(request) or self._feed(request) or self._member_page(request)
        return RedirectResponse(to, HTTPStatus.MOVED_PERMANENTLY, {"cache-control": PAGE_CACHE}) if to else None

    def _article(self, request: Request) -> str | None:
        now = self._site.clock.now()
        with self._site.database.read() as connection:
            article_id = OldAddressStore(connection).article_at(_path_in(request), request.url.query)
            if article_id is None:
                return None
            store = ArticleStore(connection)
            is_public = store.is_public(article_id, now)
            article = store.get(article_id, now) if is_public else None
        if is_public is False:
            raise HTTPException(HTTPStatus.GONE)
        return path_of(self._site.links.article(article.id, article.title)) if article else None

    def _feed(self, request: Request) -> str | None:
        path = _path_in(request).rstrip("/")
        if name := _site_format(path, request.query_params):
            return path_of(self._site.links.feed(FORMATS[name].file_name))
        of_term = _OF_TERM.fullmatch(path)
        return self._term_feed(of_term) if of_term else None

    def _term_feed(self, asked: re.Match[str]) -> str | None:
        """The feed of a section, tag or author, if there is one of that name."""
        file_name = FORMATS["atom" if asked["atom"] else "rss"].file_name
        places = (f"{kind}/{slugify(asked['name'])}/{file_name}" for kind in _KINDS[asked["kind"][0]])
        try:
            found = next((place for place in places if self._site.feeds.read(place)), None)
        except BadDataError:  # a name that no shelf can hold
            return None
        return path_of(self._site.links.feed(found)) if found else None

    def _member_page(self, request: Request) -> str | None:
        is_theirs = self._site.readership is not None and request.url.path.rstrip("/") in _OF_MEMBERS
        return f"{path_of(self._site.links.home())}preferences" if is_theirs else None


def _site_format(path: str, query: Mapping[str, str]) -> str | None:
    """The format of the feed of a whole site that was there, by its path, or as a query asks for it."""
    if not path:
        return _QUERIES.get(query.get("feed", "").lower())
    name = _FORMAT_OF.get(path.lower())
    return _QUERIES.get(query.get("alt", ""), name) if name else None


def _path_in(request: Request) -> str:
    """The path as it was asked for, without percent signs."""
    return str(request.scope["path"])
