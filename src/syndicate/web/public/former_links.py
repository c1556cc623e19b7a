"""Links in mails that a system before this one sent: they lie in inboxes for good, and lead here with the site.

Who was imported with the id that stands in such a link is known by it. For all others there is the page that asks for
the address and mails a link; it says the same to everybody.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from syndicate.audience.former_ids import former_id
from syndicate.audience.model import EndedBy, Ending
from syndicate.audience.store import AudienceStore
from syndicate.web.http import headers
from syndicate.web.http.callers import caller_of
from syndicate.web.http.conditional import NO_STORE
from syndicate.web.http.forms import small_body
from syndicate.web.public.unsubscribing import PAGE
from syndicate.web.public.views import path_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.audience.model import Subscription
    from syndicate.web.public.site import PublicSite
    from syndicate.web.public.unsubscribing import Unsubscribing

_NEVER_KEPT = {**headers.SECRET_ADDRESS, "cache-control": NO_STORE}
# What the front page is asked by where MailPoet, its predecessor and Newsletter, all of WordPress, lead their readers.
_FRONT_QUERIES = frozenset({"mailpoet_router", "mailpoet_page", "wysija-page", "nk"})


def is_for_readers(request: Request) -> bool:
    """Whether a query to the front page is a link of such a mail."""
    return not _FRONT_QUERIES.isdisjoint(request.query_params)


class FormerLinks:
    """The routes at which other systems end subscriptions."""

    def __init__(self, site: PublicSite, out: Unsubscribing) -> None:
        """End subscriptions in the site's database; ``out`` has the pages."""
        self._site = site
        self._out = out

    async def by_query(self, request: Request) -> Response:
        """``/unsubscribe?uuid=…`` of Ghost, ``?u=…&id=…`` of Mailchimp; without a query the page for everybody."""
        if not request.url.query:
            if request.method == "POST":
                raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED)
            return self._out.neutral(request)
        return await self._answer(request, request.query_params.get("uuid", ""))

    async def by_path(self, request: Request) -> Response:
        """``/subscription/<campaign>/<subscriber>`` of listmonk."""
        return await self._answer(request, request.path_params.get("subscriber", ""))

    async def by_token(self, request: Request) -> Response:
        """``/unsubscribe/<token>``: the id that Buttondown had, or a token of ours, which has a point in it."""
        token = request.path_params["token"]
        known = await run_in_threadpool(self._known, token) if former_id(token) else ()
        if known:
            return await self._answer(request, token)
        return await self._out.personal(request)

    def ask(self, request: Request) -> Response:
        """To the page that asks for the address; where nobody chooses anything, to the one that explains."""
        if self._site.readership is None:
            return self._out.neutral(request)
        return RedirectResponse(f"{path_of(self._site.links.home())}preferences", HTTPStatus.SEE_OTHER, _NEVER_KEPT)

    async def _answer(self, request: Request, written: str) -> Response:
        """By POST the act, as mail programs do it (RFC 8058), otherwise the way to the page that asks."""
        if request.method == "POST":
            await small_body(request)
            return await run_in_threadpool(self._leave, request, written)
        return await run_in_threadpool(self._lead, request, written)

    def _lead(self, request: Request, written: str) -> Response:
        theirs = self._known(written)
        if not theirs:
            return self.ask(request)
        which = next((each for each in theirs if each.ended_at is None), theirs[0])
        to = path_of(self._site.links.unsubscribe(which.id))
        return RedirectResponse(to, HTTPStatus.SEE_OTHER, _NEVER_KEPT)

    def _leave(self, request: Request, written: str) -> Response:
        """End all that comes to the person: which of our newsletters the other system's became, nobody can tell."""
        theirs = self._known(written)
        if not theirs:
            return self._out.unknown(request)
        ending = Ending(at=self._site.clock.now(), by=EndedBy.ONE_CLICK, page=PAGE, network=caller_of(request))
        with self._site.database.write() as connection:
            AudienceStore(connection).end_all([(each.id, ending) for each in theirs])
        return self._out.done(self._site.words_for(request))

    def _known(self, written: str) -> list[Subscription]:
        known_as = former_id(written)
        if known_as is None:
            return []
        with self._site.database.read() as connection:
            return AudienceStore(connection).of_former(known_as)
