"""A special edition at the desk: articles are found, chosen in an order, and composed for all or for breaking news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from syndicate.articles.model import Status
from syndicate.articles.search import ArticleSearch
from syndicate.articles.search_store import SearchStore
from syndicate.articles.store import ArticleStore
from syndicate.digests.specials.request import Special
from syndicate.digests.specials.store import SpecialStore
from syndicate.errors import BadDataError
from syndicate.storage.states import Audience
from syndicate.text.plain import one_line
from syndicate.web.desk.acting import acted
from syndicate.web.http.forms import lists_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.desk.context import Desk

#: So many are found at once, and so many may be chosen.
FOUND, MOST_CHOSEN = 20, 40
_AUDIENCES = (Audience.ALL, Audience.BREAKING)


class DeskSpecials:
    """Where a special edition is put together. The choice stands in the address alone until it is composed."""

    def __init__(self, desk: Desk) -> None:
        """Compose by that desk's parts."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where they lie."""
        return [
            Route("/specials", self.choose, methods=["GET"]),
            Route("/specials", self.compose, methods=["POST"]),
        ]

    def choose(self, request: Request) -> Response:
        """Look for articles by words; those that were chosen before come first, in their order."""
        desk, now, asked = self._desk, self._desk.clock.now(), request.query_params
        chosen = list(dict.fromkeys(asked.getlist("article")))[:MOST_CHOSEN]
        search = ArticleSearch(words=asked.get("q", ""), status=Status.PUBLISHED)
        with desk.database.read() as connection:
            articles = ArticleStore(connection).some(chosen, now)
            found = SearchStore(connection).found(search, now, limit=FOUND)
            breaking = {
                newsletter.name: SpecialStore(connection).has_breaking(newsletter)
                for newsletter in desk.parts.newsletters
            }
        return desk.page(
            "special",
            chosen=[articles[each] for each in chosen if each in articles],
            found=[line for line in found if line.id not in chosen],
            words=asked.get("q", ""),
            newsletter=asked.get("newsletter", ""),
            audience=asked.get("audience", ""),
            subject=asked.get("subject", ""),
            breaking=breaking,
        )

    async def compose(self, request: Request) -> Response:
        """Compose what was chosen, and hold it."""
        fields = await lists_of(request, MOST_CHOSEN + 10)
        publisher = self._desk.parts.publisher

        def do() -> str:
            newsletter = publisher.newsletter(_first(fields, "newsletter"))
            edition = publisher.compose_special(newsletter, _wanted(fields)).edition
            return f"/editions/{edition.id}?done=composed" if edition else "/editions?none=empty"

        return await acted(self._desk, do, "/specials")


def _wanted(fields: Mapping[str, list[str]]) -> Special:
    """What was asked for.

    Raises:
        BadDataError: no article was chosen, or it is not said for whom it is.
    """
    article_ids, audience = tuple(dict.fromkeys(fields.get("article", ()))), _first(fields, "audience")
    if not article_ids:
        message = "no article was chosen"
        raise BadDataError(message, code="special-unfit", hint="Look for one, and tick it.")
    if audience not in _AUDIENCES:
        message = "it is not said for whom it is"
        raise BadDataError(message, code="special-unfit", hint="Choose who gets it.")
    subject = one_line(_first(fields, "subject")) or None
    return Special(audience=Audience(audience), article_ids=article_ids, subject=subject)


def _first(fields: Mapping[str, list[str]], name: str) -> str:
    return next(iter(fields.get(name, ())), "")
