"""The link of a mail that asks: a page by GET that changes nothing, and the act by POST."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from syndicate.audience.joins.confirming import Confirmation, ConfirmationResult, confirm
from syndicate.audience.joins.store import JoinStore
from syndicate.storage.states import JoinKind, JoinOutcome
from syndicate.web.http.callers import caller_of
from syndicate.web.http.forms import small_body
from syndicate.web.public.site import reader_page
from syndicate.web.public.views import path_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.audience.joins.model import Join
    from syndicate.digests.newsletters import Newsletter
    from syndicate.web.public.readership import Readership
    from syndicate.web.public.site import PublicSite
    from syndicate.words.translation import Words

_STATUS = {
    ConfirmationResult.TAKEN: HTTPStatus.CONFLICT,
    ConfirmationResult.REFUSED: HTTPStatus.CONFLICT,
    ConfirmationResult.GONE: HTTPStatus.GONE,
}


class ConfirmLinks:
    """The route ``/confirm/<token>``."""

    def __init__(self, site: PublicSite, readership: Readership) -> None:
        """Confirm wishes in the site's database."""
        self._site = site
        self._readership = readership

    async def page(self, request: Request) -> Response:
        """The button by GET; by POST what it does. The signed address is the authority."""
        is_post = request.method == "POST"
        if is_post:
            await small_body(request)
        now = self._site.clock.now()
        join_id = self._site.links.read_confirm(request.path_params["token"], now, self._readership.confirm_within)
        if join_id is None:
            return self._page(self._site.words_for(request), "expired", status=HTTPStatus.NOT_FOUND)
        return await run_in_threadpool(self._confirm if is_post else self._ask, request, join_id)

    def _ask(self, request: Request, join_id: str) -> Response:
        with self._site.database.read() as connection:
            join = JoinStore(connection).get(join_id)
        words = self._words(request, join)
        if join is None:
            return self._page(words, "expired", status=HTTPStatus.NOT_FOUND)
        if join.outcome is not JoinOutcome.ASKED:
            return self._page(words, ConfirmationResult.USED)
        step = "ask-move" if join.kind is JoinKind.MOVE else "ask"
        return self._page(words, step, newsletters=self._named(join.newsletters))

    def _confirm(self, request: Request, join_id: str) -> Response:
        now, network = self._site.clock.now(), caller_of(request)
        with self._site.database.write() as connection:
            join = JoinStore(connection).lock(join_id)
            if join is None:
                done = None
            else:
                offers, digests = self._readership.offers, self._readership.digests
                done = confirm(connection, join, digests, offers, now, network)
        words = self._words(request, join)
        if done is None:
            return self._page(words, "expired", status=HTTPStatus.NOT_FOUND)
        return self._page(
            words,
            done.result,
            status=_STATUS.get(done.result, HTTPStatus.OK),
            newsletters=self._named(done.newsletters),
            preferences=self._preferences(done),
        )

    def _preferences(self, done: Confirmation) -> str:
        """The way to what may be chosen; who has confirmed holds the mailbox."""
        if done.subscription_id is None:
            return ""
        today = self._site.clock.now().date()
        return path_of(self._site.links.preferences(done.subscription_id, done.mailbox, today))

    def _named(self, names: tuple[str, ...]) -> list[Newsletter]:
        known = self._readership.newsletters
        return [known[name] for name in names if name in known]

    def _words(self, request: Request, join: Join | None) -> Words:
        return self._site.words_for(request, (join.language if join else None) or "")

    def _page(
        self,
        words: Words,
        step: str,
        status: int = HTTPStatus.OK,
        newsletters: list[Newsletter] | None = None,
        preferences: str = "",
    ) -> Response:
        return reader_page(
            self._site,
            words,
            "confirm.html.j2",
            status,
            step=step,
            newsletters=newsletters or [],
            preferences=preferences,
            days=self._readership.confirm_within.days,
        )
