"""Taking back that one left: by the link on the page that said so, for a day."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from syndicate.audience.model import Ground, GroundKind, SubscriptionState
from syndicate.audience.store import AudienceStore
from syndicate.delivery.returning import come_back
from syndicate.digests.choosing import Asked, carry_out
from syndicate.errors import BadDataError
from syndicate.storage.states import CadenceKind
from syndicate.web.http.callers import caller_of
from syndicate.web.http.forms import fields_of
from syndicate.web.public.readership import UNDO_WITHIN, version_of
from syndicate.web.public.site import reader_page
from syndicate.web.public.unsubscribing import has_just_left

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.audience.model import Subscription
    from syndicate.web.public.readership import Readership
    from syndicate.web.public.site import PublicSite
    from syndicate.words.translation import Words

PAGE = "undo"


class Undoing:
    """The route ``/undo/<token>``."""

    def __init__(self, site: PublicSite, readership: Readership) -> None:
        """Let readers of that site come back."""
        self._site = site
        self._readership = readership

    async def page(self, request: Request) -> Response:
        """A button by GET; by POST they have it again, with ``cadence=weekly`` once a week."""
        fields = await fields_of(request) if request.method == "POST" else None
        token = request.path_params["token"]
        subscription_id = self._site.links.read_undo(token, self._site.clock.now(), UNDO_WITHIN)
        if subscription_id is None:
            return self._page(self._site.words_for(request), "expired", status=HTTPStatus.NOT_FOUND)
        if fields is None:
            return await run_in_threadpool(self._ask, request, subscription_id)
        is_weekly = fields.get("cadence") == CadenceKind.WEEKLY
        return await run_in_threadpool(self._undo, request, subscription_id, is_weekly=is_weekly)

    def _ask(self, request: Request, subscription_id: str) -> Response:
        with self._site.database.read() as connection:
            return self._page(self._words(request, AudienceStore(connection).get(subscription_id)), "ask")

    def _undo(self, request: Request, subscription_id: str, *, is_weekly: bool) -> Response:
        now = self._site.clock.now()
        with self._site.database.write() as connection:
            subscription = AudienceStore(connection).lock(subscription_id)
            words = self._words(request, subscription)
            if subscription is None or not (_is_back(subscription) or has_just_left(subscription, now)):
                return self._page(words, "expired", status=HTTPStatus.NOT_FOUND)
            ground = self._ground(words, caller_of(request))
            # Who presses twice is back already, and is told the same.
            is_back = _is_back(subscription) or come_back(connection, subscription, ground, now)
            if is_back and is_weekly:
                self._choose_weekly(connection, subscription_id)
        if not is_back or subscription.suppressed:
            return self._page(words, "refused", status=HTTPStatus.CONFLICT)
        return self._page(words, "done", subscription)

    def _words(self, request: Request, subscription: Subscription | None) -> Words:
        """In the language that the reader chose, if they did."""
        return self._site.words_for(request, (subscription.wishes.language if subscription else None) or "")

    def _choose_weekly(self, connection: Connection, subscription_id: str) -> None:
        subscription = AudienceStore(connection).get(subscription_id)
        newsletter = self._readership.newsletters.get(subscription.newsletter) if subscription else None
        if subscription is None or newsletter is None:
            return
        asked = Asked(given={"cadence": CadenceKind.WEEKLY})
        try:
            carry_out(connection, newsletter, subscription, asked, self._site.clock.now())
        except BadDataError:  # it is not offered any more: they are back, as they were
            return

    def _ground(self, words: Words, network: str) -> Ground:
        wording, now = words.gettext("Undo: send it to me again."), self._site.clock.now()
        return Ground(
            kind=GroundKind.PAGE,
            wording=wording,
            version=version_of(wording),
            page=PAGE,
            network=network,
            given_at=now,
            recorded_at=now,
        )

    def _page(
        self, words: Words, step: str, subscription: Subscription | None = None, status: int = HTTPStatus.OK
    ) -> Response:
        """What came of it, without a personal link to the choices.

        A link to leave never expires and mails are forwarded, so who has come by one need not be the reader.
        """
        known = self._site.newsletters
        newsletter = known.get(subscription.newsletter, self._site.title) if subscription else ""
        return reader_page(self._site, words, "undo.html.j2", status, step=step, newsletter=newsletter)


def _is_back(subscription: Subscription) -> bool:
    return subscription.state in {SubscriptionState.CONFIRMED, SubscriptionState.PAUSED}
