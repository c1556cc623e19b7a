"""Corrections at the desk: a note on an article, how many readers are owed it, and the edition that tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from syndicate.articles.correction_store import CorrectionStore
from syndicate.articles.headlines import UNTITLED
from syndicate.articles.store import ArticleStore
from syndicate.errors import BadDataError
from syndicate.text.plain import counted, one_line
from syndicate.web.desk.access.acting import editor_of
from syndicate.web.desk.acting import acted
from syndicate.web.http import responses
from syndicate.web.http.forms import fields_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.articles.corrections import Correction
    from syndicate.web.desk.context import Desk

#: Keys are row numbers: no longer one is asked for.
_MOST_DIGITS = 18


class DeskCorrections:
    """A correction's page, and what is done with one."""

    def __init__(self, desk: Desk) -> None:
        """Correct by that desk's parts."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where they lie."""
        return [
            Route("/articles/{article_id}/correction", self.note, methods=["POST"]),
            Route("/corrections/{key}", self.correction),
            Route("/corrections/{key}/edition", self.compose, methods=["POST"]),
        ]

    async def note(self, request: Request) -> Response:
        """Note what was wrong in an article; with ``anyway`` its present text is wrong as well."""
        article_id = responses.an_id(request.path_params["article_id"])
        fields, by = await fields_of(request), editor_of(request)
        publisher = self._desk.parts.publisher

        def do() -> str:
            note = one_line(fields.get("note", ""))
            if not note:
                message = "the note is empty"
                raise BadDataError(message, code="note-unfit", hint="Say what was wrong and what is right.")
            correction = publisher.noting.note(article_id, note, by, is_wrong_still="anyway" in fields)
            return f"/corrections/{correction.key}"

        return await acted(self._desk, do, f"/articles/{article_id}")

    def correction(self, request: Request) -> Response:
        """What was noted, who is owed it, and what can be sent to them."""
        desk = self._desk
        correction = self._asked(request)
        with desk.database.read() as connection:
            article = ArticleStore(connection).get(correction.article_id, desk.clock.now())
        publisher = desk.parts.publisher
        owed = {newsletter.name: publisher.owed(newsletter, correction) for newsletter in publisher.newsletters}
        return desk.page(
            "correction",
            correction=correction,
            headline=(article and article.name) or UNTITLED,
            language=article.language if article else "en",
            noted=desk.when(correction.noted_at),
            owed=[
                (name, f"{counted(count, 'reader')} of {desk.titles[name]} had it wrong.")
                for name, count in owed.items()
                if count
            ],
        )

    async def compose(self, request: Request) -> Response:
        """Compose the edition that tells exactly those of a newsletter, and hold it."""
        fields, correction = await fields_of(request), self._asked(request)
        publisher = self._desk.parts.publisher

        def do() -> str:
            newsletter = publisher.newsletter(fields.get("newsletter", ""))
            edition = publisher.compose_correction(newsletter, correction).edition
            return f"/editions/{edition.id}?done=composed" if edition else f"/corrections/{correction.key}"

        return await acted(self._desk, do, f"/corrections/{correction.key}")

    def _asked(self, request: Request) -> Correction:
        key = request.path_params["key"]
        if not (key.isascii() and key.isdigit() and len(key) <= _MOST_DIGITS):
            raise responses.not_found()
        with self._desk.database.read() as connection:
            found = CorrectionStore(connection).some([int(key)])
        if not found:
            raise responses.not_found()
        return found[0]
