"""Feeds over HTTP: the bytes from the shelf, and a page that lists them for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.store import ArticleStore
from syndicate.errors import BadDataError
from syndicate.feeds.documents import FORMATS
from syndicate.web import answers, headers
from syndicate.web.conditional import cache_control
from syndicate.web.documents import DocumentCache
from syndicate.web.rendering import render
from syndicate.web.site import SHEET, chrome, policy, shelved

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.shelf import Stored
    from syndicate.web.site import PublicSite

_MEDIA_TYPES = {format_.file_name: format_.media_type for format_ in FORMATS.values()}


class FeedDocuments:
    """The routes below ``/feeds/``."""

    def __init__(self, site: PublicSite) -> None:
        """Serve from the site's shelf of feeds."""
        self._site = site
        self._cache = DocumentCache()
        self._fresh = cache_control(site.ttl_minutes * 60)

    def document(self, request: Request) -> Response:
        """A feed document, hashed and compressed once per change; nothing else that may lie in that folder."""
        path: str = request.path_params["path"]
        media_type = _MEDIA_TYPES.get(path.rpartition("/")[2])
        stored = self._read(path) if media_type else None
        if media_type is None or stored is None:
            raise answers.not_found()
        typed = f"{media_type}; charset=utf-8"
        document = self._cache.document(path, stored.content, typed, stored.modified_at)
        return answers.conditional(request, document, self._fresh)

    def index(self, request: Request) -> Response:
        """The page that lists every feed."""
        now = self._site.clock.now()
        with self._site.database.read() as connection:
            sections = ArticleStore(connection).sections(now)
        scopes = shelved(self._site, sections, frozenset(self._site.feeds.names()))
        text = render("feeds.html.j2", SHEET, scopes=scopes, **chrome(self._site))
        document = self._cache.document(" index", text.encode(), answers.HTML)
        return answers.conditional(request, document, self._fresh, {headers.CSP: policy()})

    def _read(self, path: str) -> Stored | None:
        try:
            return self._site.feeds.read(path)
        except BadDataError:
            return None  # a name that no shelf can hold
