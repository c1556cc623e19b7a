"""Every feed document: its size, its headers as readers get them, its bytes as text, and what our judge finds."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.routing import Route

from syndicate.errors import BadDataError
from syndicate.feeds import news_sitemap
from syndicate.feeds.poll_store import PollStore
from syndicate.feeds.polls import ProgramPolls
from syndicate.publishing.feed_checking import ENDINGS
from syndicate.shelf.caching import cache_control
from syndicate.web.desk.feeds import views
from syndicate.web.desk.feeds.judged import JudgedFolders
from syndicate.web.desk.reports.views import PLOT_SIZE
from syndicate.web.feed_headers import FeedHeaders, media_type
from syndicate.web.http import headers, responses
from syndicate.web.http.conditional import ConditionalRequest, http_date, respond
from syndicate.web.http.documents import DocumentCache

if TYPE_CHECKING:
    from starlette.requests import Request

    from syndicate.shelf import Stored
    from syndicate.web.desk.context import Desk
    from syndicate.web.http.conditional import Representation

#: So many documents are listed, and so many programs that ask for them in so many days.
LISTED, LISTED_PROGRAMS, DAYS = 500, 50, 30


class DeskFeeds:
    """The list of all feed documents, and the page of one."""

    def __init__(self, desk: Desk) -> None:
        """Show what lies on that desk's shelf."""
        self._desk = desk
        self._cache = DocumentCache()
        self._judged = JudgedFolders(desk.clock)

    def routes(self) -> list[Route]:
        """Where they lie."""
        return [
            Route("/feeds", self.feeds),
            Route("/feed-polls.svg", self.polls),
            Route("/feeds/{path:path}", self.document),
        ]

    def feeds(self, request: Request) -> Response:
        """Every document, by its place."""
        del request
        names = [name for name in self._desk.parts.feeds_shelf.names() if name.endswith(ENDINGS)]
        stored = {name: found for name in names[:LISTED] if (found := self._read(name))}
        documents = {name: self._document(name, each) for name, each in stored.items()}
        remarks = self._judged.of(self._desk.parts, {name: each.etag for name, each in documents.items()})
        lines = []
        for name, document in documents.items():
            says, is_alarming = views.verdict(remarks.get(name))
            lines.append(
                views.DocumentLine(
                    path=name,
                    size=f"{len(document.content):,} bytes",
                    etag=document.etag,
                    modified=http_date(stored[name].modified_at),
                    verdict=says,
                    is_alarming=is_alarming,
                )
            )
        disagreeing = {name: remarks[name] for name in remarks if name.endswith("/")}
        return self._desk.page(
            "feeds",
            lines=lines,
            count=len(names),
            waiting=sum(name not in remarks for name in documents),
            disagreeing=[views.remark_line(remark) for each in disagreeing.values() for remark in each],
            readers=[views.reader_line(program) for program in self._programs()],
            hubs=[views.hub_line(hub, self._desk.clock.now()) for hub in self._desk.parts.hubs.all()],
            size=PLOT_SIZE,
        )

    def polls(self, request: Request) -> Response:
        """Polls day by day, as SVG with a policy of its own: its style stands inside it."""
        from syndicate.web.desk.reports import plots

        del request
        with self._desk.parts.database.read() as connection:
            days = PollStore(connection).days(self._since())
        own = {headers.CSP: plots.POLICY, "cache-control": "no-store"}
        return Response(plots.drawn(plots.polls(days)), media_type=plots.MEDIA_TYPE, headers=own)

    def _programs(self) -> list[ProgramPolls]:
        with self._desk.parts.database.read() as connection:
            return PollStore(connection).programs(self._since())[:LISTED_PROGRAMS]

    def _since(self) -> date:
        return self._desk.clock.now().date() - timedelta(days=DAYS - 1)

    def document(self, request: Request) -> Response:
        """One document: headers, findings, and its bytes as text, which nothing reads as anything else."""
        path: str = request.path_params["path"]
        stored = self._read(path) if path.endswith(ENDINGS) else None
        if stored is None:
            raise responses.not_found()
        document = self._document(path, stored)
        remarks = self._judged.of(self._desk.parts, {path: document.etag})
        links = self._desk.parts.links
        return self._desk.page(
            "feed",
            path=path,
            url=links.news_sitemap() if path == news_sitemap.PATH else links.feed(path),
            headers=self._headers_of(path, document),
            size=len(stored.content),
            remarks=[views.remark_line(remark) for remark in remarks.get(path, ())],
            is_judged=path in remarks,
            text=views.shown_text(stored.content),
            most=views.SHOWN_BYTES,
        )

    def _headers_of(self, path: str, document: Representation) -> list[tuple[str, str]]:
        """What a reader that takes gzip is answered with."""
        config = self._desk.parts.config.feeds
        rules = FeedHeaders(
            links=self._desk.parts.links,
            hubs=self._desk.parts.hubs.named,
            fresh=cache_control(config.ttl_minutes * 60),
            archived=cache_control(int(config.archive_max_age.total_seconds())),
        )
        asked = ConditionalRequest(method="GET", accept_encoding="gzip")
        answered = MutableHeaders({**respond(document, asked, rules.freshness(path)).headers, **rules.further(path)})
        headers.harden(answered)
        return sorted(answered.items())

    def _document(self, path: str, stored: Stored) -> Representation:
        kind = "application/octet-stream"
        with contextlib.suppress(KeyError):  # somebody may have put another file there, which is not served
            kind = media_type(path)
        return self._cache.document(path, stored.content, kind, stored.modified_at)

    def _read(self, path: str) -> Stored | None:
        try:
            return self._desk.parts.feeds_shelf.read(path)
        except BadDataError:
            return None  # a name that no shelf can hold
