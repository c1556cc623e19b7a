"""What an editor does with an article at the desk: withdraw it, give it back, or let readers look again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from syndicate.articles.store import ArticleStore
from syndicate.errors import NotFoundError, TryLaterError
from syndicate.text.plain import one_line
from syndicate.web.desk.acting import acted
from syndicate.web.http import responses
from syndicate.web.http.forms import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.publishing.wiring import Parts
    from syndicate.web.desk.context import Desk

_SENTENCES = {
    "withdrawn": "Withdrawn: page, pictures, feeds and coming mails have lost it.",
    "known": "It was withdrawn before.",
    "restored": "Given back to its readers, as its document has it now.",
    "withheld": "It stays withdrawn, because its own document withholds it.",
    "not-withdrawn": "It is not withdrawn.",
    "marked": "It shows as updated in feeds.",
}


class ArticleActs:
    """The acts on an article; each leads back to its page, which says what came of it."""

    def __init__(self, desk: Desk) -> None:
        """Act by that desk's parts."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where they lie: below the article, by the word for the act."""
        return [Route("/articles/{article_id}/{act}", self.act, methods=["POST"])]

    async def act(self, request: Request) -> Response:
        """Do what the address names."""
        article_id = responses.an_id(request.path_params["article_id"])
        act = _ACTS.get(request.path_params["act"])
        if act is None:
            raise responses.not_found()
        fields, parts, here = await fields_of(request), self._desk.parts, f"/articles/{article_id}"
        return await acted(self._desk, lambda: f"{here}?done={act(parts, article_id, fields)}", here)


def came_of(word: str | None) -> str:
    """What came of the act of that word; empty of a word that is none."""
    return _SENTENCES.get(word or "", "")


def _withdraw(parts: Parts, article_id: str, fields: Mapping[str, str]) -> str:
    done = parts.withdrawing.withdraw(article_id, one_line(fields.get("reason", "")) or None)
    return "withdrawn" if done.is_new else "known"


def _restore(parts: Parts, article_id: str, fields: Mapping[str, str]) -> str:
    del fields
    return parts.withdrawing.restore(article_id).outcome


def _mark_updated(parts: Parts, article_id: str, fields: Mapping[str, str]) -> str:
    """Note the change, and write the feeds right after; a process that is at them takes it up."""
    del fields
    with parts.database.write() as connection:
        if not ArticleStore(connection).mark_significant(article_id, parts.clock.now()):
            message = f"there is no article {article_id}"
            raise NotFoundError(message, code="article-unknown", hint="See the list of articles.")
    try:
        parts.publisher.build_feeds()
    except TryLaterError:
        return "marked"
    return "marked"


_ACTS: Mapping[str, Callable[[Parts, str, Mapping[str, str]], str]] = {
    "withdraw": _withdraw,
    "restore": _restore,
    "mark-updated": _mark_updated,
}
