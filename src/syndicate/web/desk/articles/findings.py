"""What an editor does at the desk: take a warning as it is, or have it back.

`LoopbackOnly` lets a POST through from the desk's own pages alone.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from syndicate.articles.review.acceptance import AcceptanceStore
from syndicate.articles.store import ArticleStore
from syndicate.web.http import responses
from syndicate.web.http.forms import fields_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.clock import Clock
    from syndicate.storage import Database


class FindingActs:
    """The routes that change something; each answers by leading back to the page that it was done on."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Act on that database."""
        self._database = database
        self._clock = clock

    async def accept(self, request: Request) -> Response:
        """Accept the warning of an article that ``code`` and ``quote`` name; with ``undo`` warn again."""
        article_id = responses.an_id(request.path_params["article_id"])
        fields = await fields_of(request)
        code, quote = fields.get("code", ""), fields.get("quote", "")
        await run_in_threadpool(self._decide, article_id, code, quote, is_undone="undo" in fields)
        return RedirectResponse(f"/articles/{article_id}", HTTPStatus.SEE_OTHER)

    def _decide(self, article_id: str, code: str, quote: str, *, is_undone: bool) -> None:
        now = self._clock.now()
        with self._database.write() as connection:
            article = ArticleStore(connection).get(article_id, now)
            if article is None:
                raise responses.not_found()
            acceptance = AcceptanceStore(connection)
            if is_undone:
                acceptance.take_back(article, code, quote=quote)
            elif not acceptance.accept(article, code, now, quote=quote):
                raise responses.not_found()
