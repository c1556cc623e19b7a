"""Leaving a newsletter: a page by GET that changes nothing, and the act by POST (RFC 8058)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool

from syndicate.audience.model import EndedBy, Ending
from syndicate.audience.store import AudienceStore
from syndicate.web.http import headers, responses
from syndicate.web.http.forms import small_body
from syndicate.web.public.site import SHEET, chrome, policy
from syndicate.web.rendering import render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.public.site import PublicSite


class Unsubscribing:
    """The routes ``/unsubscribe`` and ``/unsubscribe/<token>``."""

    def __init__(self, site: PublicSite) -> None:
        """End subscriptions in the site's database."""
        self._site = site

    def neutral(self, request: Request) -> Response:
        """Where the web copy of a mail leads: it belongs to no reader, so it can only explain."""
        del request
        return self._page("Unsubscribe by your own mail", "neutral")

    async def personal(self, request: Request) -> Response:
        """By POST the act, for the mail program's one click and for our form; otherwise the page with the form.

        No cookie, no form token and no particular body is asked for: the signed address is the
        authority (RFC 8058 §3.2). The answer is the same however often it is done.
        """
        by = ended_by(await small_body(request)) if request.method == "POST" else None
        subscription_id = self._site.links.read_unsubscribe(request.path_params["token"])
        if subscription_id is None:
            return self._page("This link does not work", "unknown", HTTPStatus.NOT_FOUND)
        return await run_in_threadpool(self._ask_or_end, subscription_id, by)

    def _ask_or_end(self, subscription_id: str, by: EndedBy | None) -> Response:
        if by is None:
            # Mail scanners open links and run scripts, so nothing happens here.
            return self._page("Leave this newsletter?", "ask", newsletter=self._newsletter(subscription_id))
        with self._site.database.write() as connection:
            AudienceStore(connection).end(subscription_id, Ending(at=self._site.clock.now(), by=by, page="unsubscribe"))
        return self._page("You are out", "done", newsletter=self._newsletter(subscription_id))

    def _newsletter(self, subscription_id: str) -> str:
        """The newsletter's title; the address stays unsaid, because mails are forwarded."""
        with self._site.database.read() as connection:
            subscription = AudienceStore(connection).get(subscription_id)
        return (
            self._site.newsletters.get(subscription.newsletter, self._site.title) if subscription else self._site.title
        )

    def _page(self, title: str, step: str, status: int = HTTPStatus.OK, newsletter: str = "") -> Response:
        text = render("unsubscribe.html.j2", SHEET, title=title, step=step, newsletter=newsletter, **chrome(self._site))
        return responses.html_page(text, policy=policy(self._site), status=status, extra=headers.SECRET_ADDRESS)


def ended_by(body: bytes) -> EndedBy:
    """Our page's form says so; whatever else comes by POST is a mail program's one click."""
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=None)
    return EndedBy.PAGE if fields.get("by") == ["page"] else EndedBy.ONE_CLICK
