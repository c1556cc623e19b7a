"""What the judge found in a coming mail: told, led to its place, or taken as it is."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Route

from syndicate.articles.model import Severity
from syndicate.articles.review.acceptance import parted
from syndicate.digests.acceptance import MailAcceptanceStore, words_of
from syndicate.shipped import TEMPLATES
from syndicate.web.desk.access.acting import editor_of
from syndicate.web.desk.coming import views
from syndicate.web.desk.coming.asked import asked_edition
from syndicate.web.http import responses
from syndicate.web.http.forms import fields_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.articles.model import Finding
    from syndicate.web.desk.coming.asked import AskedEdition
    from syndicate.web.desk.coming.previews import DeskPreviews, SeenEdition
    from syndicate.web.desk.context import Desk


class DraftFindings:
    """The findings of a coming edition, and the lines of templates that they are about."""

    def __init__(self, desk: Desk, previews: DeskPreviews) -> None:
        """Tell of that desk's mails."""
        self._desk = desk
        self._previews = previews

    def routes(self, slot: str) -> list[Route]:
        """Where they lie: below the page of the slot, and the templates of each newsletter."""
        return [
            Route(f"{slot}/findings", self.findings),
            Route(f"{slot}/findings", self.accept, methods=["POST"]),
            Route("/templates/{newsletter}/{path:path}", self.template),
        ]

    def findings(self, request: Request) -> Response:
        """What was found, with what is taken as it is below."""
        return self._page(asked_edition(self._desk, request))

    async def accept(self, request: Request) -> Response:
        """Take the warning of that ``code`` and ``words`` as it is; with ``undo`` warn again."""
        fields, who = await fields_of(request), editor_of(request)
        code, words, is_undone = fields.get("code", ""), fields.get("words", ""), "undo" in fields
        return await run_in_threadpool(self._decide, request, code, words, who, is_undone=is_undone)

    def _decide(self, request: Request, code: str, words: str, who: str, *, is_undone: bool) -> Response:
        asked = asked_edition(self._desk, request)
        name = asked.newsletter.name
        meant = None if is_undone else self._warning(asked, code, words)
        with self._desk.database.write() as connection:
            store = MailAcceptanceStore(connection)
            if meant is not None:
                store.accept(name, meant, who, self._desk.clock.now())
            elif not is_undone or not store.take_back(name, code, words):
                raise responses.not_found()
        return RedirectResponse(asked.address("/findings"), HTTPStatus.SEE_OTHER)

    def _warning(self, asked: AskedEdition, code: str, words: str) -> Finding | None:
        """The warning that the mail has now, if it has it."""
        preview = self._previews.seen(asked, judges=True).preview
        warnings = [each for each in preview.made.findings if each.severity is Severity.WARN] if preview else []
        return next((each for each in warnings if (each.code, words_of(each)) == (code, words)), None)

    def _page(self, asked: AskedEdition) -> Response:
        seen: SeenEdition = self._previews.seen(asked, judges=True)
        found = seen.preview.made.findings if seen.preview else ()
        with self._desk.database.read() as connection:
            accepted = MailAcceptanceStore(connection).accepted(asked.newsletter.name, found)
        open_ones, taken = parted(found, accepted)
        blocks = sum(finding.severity is Severity.BLOCK for finding in open_ones)
        return self._desk.page(
            "coming_findings",
            asked=asked,
            findings=[views.finding_line(each, asked.newsletter.name) for each in open_ones],
            accepted=[views.finding_line(each, asked.newsletter.name) for each in taken],
            stopping=views.stopping(blocks),
            seen=seen,
        )

    def template(self, request: Request) -> Response:
        """A template of a newsletter's mails by its lines, each with a place to lead to."""
        newsletter = self._desk.parts.publisher.newsletter(request.path_params["newsletter"])
        section = next(each for each in self._desk.parts.config.newsletters if each.name == newsletter.name)
        folder = section.templates or self._desk.parts.config.mail.templates or TEMPLATES
        path: str = request.path_params["path"]
        return self._desk.page("template", path=path, lines=_text_of(folder, path).splitlines())


def _text_of(folder: Path, path: str) -> str:
    """The text of a file below the folder; 404 for what lies elsewhere or is none."""
    try:
        file = (folder / path).resolve(strict=True)
        if not file.is_relative_to(folder.resolve()):
            raise responses.not_found()
        return file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise HTTPException(HTTPStatus.NOT_FOUND) from error
