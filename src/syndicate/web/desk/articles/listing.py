"""All articles, looked for by words, source, section, state and findings, some at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.routing import Route

from syndicate.articles.model import Status
from syndicate.articles.search import ArticleSearch
from syndicate.articles.search_store import SearchStore
from syndicate.publishing.known_names import sources_known
from syndicate.text.plain import shorten
from syndicate.web.desk.articles.views import found_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.desk.context import Desk

#: So many stand on a page.
ARTICLES = 50
_LONGEST = 200
#: Digits of a sequence: no larger one is asked for.
_MOST_DIGITS = 18


class ArticleListing:
    """The list of articles."""

    def __init__(self, desk: Desk) -> None:
        """List that desk's."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where it lies."""
        return [Route("/articles", self.articles)]

    def articles(self, request: Request) -> Response:
        """A page of the list, the last seen first; it goes on below the sequence ``before``."""
        asked, desk, now = request.query_params, self._desk, self._desk.clock.now()
        search, before = searched(asked), _sequence(asked.get("before", ""))
        with desk.database.read() as connection:
            store = SearchStore(connection)
            found = store.found(search, now, limit=ARTICLES + 1, before=before)
            sections, sources = store.sections(), sorted(sources_known(desk.parts.config, connection))
        shown = found[:ARTICLES]
        return desk.page(
            "articles",
            articles=[found_line(article, desk.when(article.dated_at)) for article in shown],
            search=search,
            statuses=[status.value for status in Status],
            sections=sections,
            sources=sources,
            is_continued=before is not None,
            more=_next(search, shown[-1].sequence) if len(found) > ARTICLES else "",
        )


def searched(asked: Mapping[str, str]) -> ArticleSearch:
    """What an address asks for; what it cannot mean narrows nothing."""
    status = asked.get("status", "")
    return ArticleSearch(
        words=shorten(asked.get("q", ""), _LONGEST),
        source=asked.get("source", ""),
        section=asked.get("section", ""),
        status=Status(status) if status in set(Status) else None,
        has_findings="findings" in asked,
    )


def _sequence(text: str) -> int | None:
    is_one = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_one else None


def _next(search: ArticleSearch, sequence: int) -> str:
    asked = {
        "q": search.words,
        "source": search.source,
        "section": search.section,
        "status": search.status or "",
        "findings": "1" if search.has_findings else "",
        "before": str(sequence),
    }
    return "/articles?" + urlencode({name: value for name, value in asked.items() if value})
