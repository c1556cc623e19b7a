"""Leaving a newsletter: a page by GET that changes nothing, the act by POST (RFC 8058), and a day to take it back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from syndicate.audience.model import EndedBy, Ending, SubscriptionState
from syndicate.audience.store import AudienceStore
from syndicate.storage.states import CadenceKind
from syndicate.web.http.callers import caller_of
from syndicate.web.http.forms import small_body
from syndicate.web.public.presses import Presses
from syndicate.web.public.readership import UNDO_WITHIN
from syndicate.web.public.site import reader_page
from syndicate.web.public.views import path_of

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request

    from syndicate.audience.model import Subscription
    from syndicate.web.public.site import PublicSite
    from syndicate.words.translation import Words

#: How the act is named where it is written down.
PAGE = "unsubscribe"
#: Cadences that come more than once a week.
_OFTEN = (CadenceKind.DAILY, CadenceKind.WEEKDAYS, CadenceKind.INSTANT)


class Unsubscribing:
    """The routes ``/unsubscribe`` and ``/unsubscribe/<token>``."""

    def __init__(self, site: PublicSite) -> None:
        """End subscriptions in the site's database."""
        self._site = site
        self._presses = Presses(site.database)
        self._made: dict[str, tuple[Words, Response]] = {}

    def neutral(self, request: Request) -> Response:
        """Where the web copy of a mail leads: it belongs to no reader, so it can only explain."""
        return self._page(self._site.words_for(request), "neutral")

    def unknown(self, request: Request) -> Response:
        """For a link that is nobody's."""
        return self._page(self._site.words_for(request), "unknown", HTTPStatus.NOT_FOUND)

    async def personal(self, request: Request) -> Response:
        """By POST the act, for the mail program's one click and for our form; otherwise the page with the form.

        No cookie, no form token and no particular body is asked for: the signed address is the
        authority (RFC 8058 §3.2). The answer is the same however often it is done.
        """
        body = await small_body(request) if request.method == "POST" else None
        subscription_id = self._site.links.read_unsubscribe(request.path_params["token"])
        if subscription_id is None:
            return self.unknown(request)
        if body is None:
            return await run_in_threadpool(self._ask, request, subscription_id)
        ending = Ending(at=self._site.clock.now(), by=ended_by(body), page=PAGE, network=caller_of(request))
        if wants_all(body):
            return await run_in_threadpool(self._leave_all, request, subscription_id, ending)
        await self._presses.end(subscription_id, ending)
        # A mail program reads no page, and many press at once: nothing is looked up or made for them.
        if ending.by is EndedBy.ONE_CLICK:
            return self.done(self._site.words_for(request))
        return await run_in_threadpool(self._left, request, subscription_id, ending)

    def _ask(self, request: Request, subscription_id: str) -> Response:
        """Mail scanners open links and run scripts, so nothing happens here."""
        subscription = self._subscription(subscription_id)
        return self._page(self._words(request, subscription), "ask", newsletter=self._title(subscription))

    def done(self, words: Words) -> Response:
        """What everybody is told whose subscription is not looked up: one page in each language, made once."""
        made = self._made.get(words.language)
        if made is None or made[0] != words:
            made = (words, self._page(words, "done", newsletter=self._site.title))
            self._made[words.language] = made
        response = Response(made[1].body)
        response.raw_headers = list(made[1].raw_headers)  # its own: whoever passes it on adds to them
        return response

    def _left(self, request: Request, subscription_id: str, ending: Ending) -> Response:
        subscription = self._subscription(subscription_id)
        if subscription is None:
            return self.done(self._site.words_for(request))
        return self._page(
            self._words(request, subscription),
            "done",
            newsletter=self._title(subscription),
            undo=self._undo(subscription, ending.at),
            has_weekly=self._has_weekly(subscription),
            others=self._others(subscription),
        )

    def _leave_all(self, request: Request, subscription_id: str, ending: Ending) -> Response:
        with self._site.database.write() as connection:
            store = AudienceStore(connection)
            subscription = store.get(subscription_id)
            for each in store.of_address(subscription.subscriber.address_key) if subscription else ():
                store.end(each.id, ending)
        return self._page(self._words(request, subscription), "done-all")

    def _words(self, request: Request, subscription: Subscription | None) -> Words:
        """In the language that the reader chose, if they did."""
        return self._site.words_for(request, (subscription.wishes.language if subscription else None) or "")

    def _undo(self, subscription: Subscription, now: datetime) -> str:
        """The way back, for who has left within a day; later an old mail's link must not be one."""
        readership = self._site.readership
        if readership is None or not has_just_left(subscription, now):
            return ""
        return path_of(self._site.links.undo(subscription.id, now.date()))

    def _has_weekly(self, subscription: Subscription) -> bool:
        known = self._site.readership.newsletters if self._site.readership else {}
        newsletter = known.get(subscription.newsletter)
        if newsletter is None or newsletter.cadence(subscription.wishes.cadence).kind not in _OFTEN:
            return False
        return any(cadence.kind is CadenceKind.WEEKLY for cadence in newsletter.cadences)

    def _others(self, subscription: Subscription) -> int:
        """How many other newsletters still come to them."""
        with self._site.database.read() as connection:
            theirs = AudienceStore(connection).of_address(subscription.subscriber.address_key)
        return sum(each.state is not SubscriptionState.ENDED for each in theirs)

    def _subscription(self, subscription_id: str) -> Subscription | None:
        with self._site.database.read() as connection:
            return AudienceStore(connection).get(subscription_id)

    def _title(self, subscription: Subscription | None) -> str:
        """The newsletter's title; the address stays unsaid, because mails are forwarded."""
        return self._site.newsletters.get(subscription.newsletter if subscription else "", self._site.title)

    def _page(
        self,
        words: Words,
        step: str,
        status: int = HTTPStatus.OK,
        newsletter: str = "",
        *,
        undo: str = "",
        has_weekly: bool = False,
        others: int = 0,
    ) -> Response:
        return reader_page(
            self._site,
            words,
            "unsubscribe.html.j2",
            status,
            step=step,
            newsletter=newsletter,
            undo=undo,
            has_weekly=has_weekly,
            others=others,
        )


def has_just_left(subscription: Subscription, now: datetime) -> bool:
    """Whether its reader ended it by themselves, less than `UNDO_WITHIN` ago."""
    by_themselves = subscription.ended_by in {EndedBy.PAGE, EndedBy.ONE_CLICK}
    return by_themselves and subscription.ended_at is not None and now - subscription.ended_at < UNDO_WITHIN


def ended_by(body: bytes) -> EndedBy:
    """Our page's form says so; whatever else comes by POST is a mail program's one click."""
    return EndedBy.PAGE if _fields(body).get("by") == ["page"] else EndedBy.ONE_CLICK


def wants_all(body: bytes) -> bool:
    """Whether our page's form asks to leave every newsletter."""
    fields = _fields(body)
    return fields.get("by") == ["page"] and fields.get("all") == ["yes"]


def _fields(body: bytes) -> dict[str, list[str]]:
    return parse_qs(body.decode("utf-8", "replace"), max_num_fields=None)
