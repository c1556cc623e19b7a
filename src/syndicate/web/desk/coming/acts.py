"""What an editor does with a coming edition: each act is noted at once, with who and when, and can be undone."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Route

from syndicate.digests.drafts.model import DraftWish, Verb
from syndicate.digests.introduction import LONGEST
from syndicate.errors import BadDataError, NotFoundError, SyndicateError, TryLaterError, UnavailableError
from syndicate.web.desk.access.acting import editor_of
from syndicate.web.desk.coming.asked import asked_edition
from syndicate.web.desk.told import status_of
from syndicate.web.http.forms import fields_of, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.desk.coming.asked import AskedEdition
    from syndicate.web.desk.context import Desk

_TEXTS = frozenset({Verb.SUBJECT, Verb.PREHEADER, Verb.INTRODUCTION, Verb.HOLD})
_STORIES = frozenset({Verb.LEAD, Verb.PIN, Verb.DROP})
#: An introduction of twice the letters that stand above the stories, so that it is told by how much it is too long;
#: each of them takes up to twelve bytes in a form.
MOST_BYTES = 24 * LONGEST + 2_000
# What an editor can do something about: the page tells it, with all that was there before.
_TOLD = (BadDataError, NotFoundError, TryLaterError, UnavailableError)


class PageOf(Protocol):
    """Shows the page of a coming edition."""

    def __call__(self, asked: AskedEdition, told: str = "", status: int = HTTPStatus.OK) -> Response:
        """The page, with what came of an act, and its status."""


class DraftActs:
    """Notes what editors wish, and leads back to the page."""

    def __init__(self, desk: Desk, page_of: PageOf) -> None:
        """Act on that desk's drafts."""
        self._desk = desk
        self._page_of = page_of

    def routes(self, slot: str) -> list[Route]:
        """Where acts are done, below the page of the slot."""
        return [
            Route(f"{slot}/acts", self.act, methods=["POST"]),
            Route(f"{slot}/undo", self.undo, methods=["POST"]),
            Route(f"{slot}/approve", self.approve, methods=["POST"]),
        ]

    async def act(self, request: Request) -> Response:
        """Note a wish: ``verb``, and by that ``article`` or ``value``; ``version`` is of the draft that was seen."""
        fields, who = await fields_of(request, MOST_BYTES), editor_of(request)

        def note(asked: AskedEdition) -> None:
            editing = self._desk.parts.publisher.editing
            editing.shape(asked.newsletter, asked.slot, [wish_of(fields)], who, version_of(fields))

        return await self._done(request, note)

    async def undo(self, request: Request) -> Response:
        """Undo the act of that ``number``, or the newest that stands."""
        fields, who = await fields_of(request), editor_of(request)
        number = number_of(fields, "number")

        def take_back(asked: AskedEdition) -> None:
            self._desk.parts.publisher.editing.undo(asked.newsletter, asked.slot, who, number, version_of(fields))

        return await self._done(request, take_back)

    async def approve(self, request: Request) -> Response:
        """Approve what had the ``hash`` that was seen."""
        fields, who = await fields_of(request), editor_of(request)

        def approved(asked: AskedEdition) -> None:
            self._desk.parts.publisher.editing.approve(asked.newsletter, asked.slot, who, fields.get("hash") or None)

        return await self._done(request, approved)

    async def _done(self, request: Request, act: Callable[[AskedEdition], None]) -> Response:
        return await run_in_threadpool(done, self._desk, request, act, self._page_of)


def done(desk: Desk, request: Request, act: Callable[[AskedEdition], None], page_of: PageOf) -> Response:
    """Act on the edition that the address names, and lead back to its page; or show that with why it could not be."""
    asked = asked_edition(desk, request)
    try:
        act(asked)
    except _TOLD as error:
        return page_of(asked, told_of(error), status_of(error))
    return RedirectResponse(asked.address(), HTTPStatus.SEE_OTHER)


def told_of(error: SyndicateError) -> str:
    """An error in words for an editor at the desk."""
    if error.code == "draft-changed":
        return f"{error}. Nothing of yours was saved: look at what stands now, and do it again if you still want it so."
    return f"{error}. {error.hint}" if error.hint else f"{error}."


def wish_of(fields: Mapping[str, str]) -> DraftWish:
    """The wish that the fields of a form say; one that no form of ours says is refused with 400."""
    try:
        verb = Verb(fields.get("verb", ""))
    except ValueError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error
    if verb in _TEXTS:
        return DraftWish(verb=verb, value=fields.get("value") or None)
    if verb in _STORIES:
        return DraftWish(verb=verb, article_id=fields.get("article") or None)
    if verb is Verb.ORDER:
        return DraftWish(verb=verb, value=fields.get("value", "").split())
    if verb is Verb.HERO and fields.get("article"):
        return DraftWish(verb=verb, article_id=fields["article"])
    return DraftWish(verb=Verb.RELEASE) if verb is Verb.RELEASE else _unknown()


def version_of(fields: Mapping[str, str]) -> int | None:
    """The version of the draft that the editor saw."""
    return number_of(fields, "version")


def _unknown() -> DraftWish:
    raise HTTPException(HTTPStatus.BAD_REQUEST)
