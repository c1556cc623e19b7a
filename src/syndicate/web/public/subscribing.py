"""Joining by a form: one row, the same work and the same page whoever the address belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse

from syndicate.audience import preferences
from syndicate.audience.joins.model import JoinRequest
from syndicate.audience.joins.receiving import WINDOW, receive
from syndicate.digests.newsletters import ClockOwner
from syndicate.errors import BadDataError
from syndicate.text.mailboxes import BEYOND_ASCII, read_mailbox
from syndicate.web.http.callers import caller_of
from syndicate.web.http.conditional import NO_STORE
from syndicate.web.http.forms import lists_of
from syndicate.web.public import speaking
from syndicate.web.public.cadence_words import comes
from syndicate.web.public.readership import version_of
from syndicate.web.public.site import reader_page
from syndicate.web.public.views import path_of
from syndicate.web.public.written_choices import first
from syndicate.web.public.zones import cities
from syndicate.web.rendering import fragment, script
from syndicate.words.translation import noted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.audience.joins.model import JoinRequest as Wish
    from syndicate.web.public.readership import Readership
    from syndicate.web.public.site import PublicSite
    from syndicate.words.translation import Words

#: A field that people neither see nor hear; what fills it is a program.
TRAP = "website"
#: The most fields that a form of ours has.
MOST_FIELDS = 100
#: Where a form of one field may stand, which is for all that was on offer when it was made.
_PLACES = frozenset({"front", "article", "snippet"})
_GUESS = "zone"
_BEYOND_ASCII = noted("We cannot mail to this address: before the @ we can take a to z, digits and signs alone.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """What somebody has written into the form so far, and what is wrong with it, by field."""

    address: str = ""
    newsletters: Sequence[str] = ()
    time_zone: str = ""
    language: str = ""
    place: str = "subscribe"
    problems: Mapping[str, str]


class Subscribing:
    """The routes ``/subscribe`` and ``/subscribe/snippet``."""

    def __init__(self, site: PublicSite, readership: Readership) -> None:
        """Take wishes in for that site."""
        self._site = site
        self._readership = readership

    async def page(self, request: Request) -> Response:
        """The form by GET; by POST it is taken in, whoever the mailbox belongs to."""
        if request.method != "POST":
            words = self._site.words_for(request)
            return self._form(words, Filled(newsletters=self._readership.offered, problems={}))
        fields = await lists_of(request, MOST_FIELDS)
        words = self._site.words_for(request, first(fields, "language"))
        if first(fields, TRAP):
            return sent(self._site, words)
        filled = self._filled(fields, words)
        if filled.problems:
            return self._form(words, filled, HTTPStatus.BAD_REQUEST)
        return await run_in_threadpool(take_in, self._site, self._readership, self._wish(filled, words, request), words)

    def snippet(self, request: Request) -> Response:
        """The form as HTML for other sites to put into theirs; it needs nothing of ours but its address."""
        words = self._site.words_for(request)
        form = fragment(
            "snippet.html.j2",
            **speaking.for_templates(words),
            action=self._site.links.subscribe(),
            offer=self._readership.offer(words),
            offered=self._readership.offered,
            consent=self._readership.wording(words),
            trap=TRAP,
        )
        return PlainTextResponse(form, headers={"cache-control": NO_STORE, "content-language": words.language})

    def _filled(self, fields: Mapping[str, Sequence[str]], words: Words) -> Filled:
        offered = self._readership.offered
        place, *meant = first(fields, "short").split() or [""]
        is_short = place in _PLACES
        # A snippet that was copied before it named any newsletter is for all.
        named = (meant or offered) if is_short else fields.get("newsletters", ())
        chosen = tuple(name for name in offered if name in named)
        problems = {}
        if not chosen:
            problems["newsletters"] = words.gettext("Choose at least one.")
        address = first(fields, "address")
        if problem := address_problem(address, words):
            problems["address"] = problem
        return Filled(
            address=address,
            newsletters=chosen,
            time_zone=_zone(first(fields, "time_zone")),
            language=first(fields, "language"),
            place=place if is_short else "subscribe",
            problems=problems,
        )

    def _wish(self, filled: Filled, words: Words, request: Request) -> Wish:
        wording = self._readership.wording(words)
        return JoinRequest(
            mailbox=read_mailbox(filled.address),
            newsletters=tuple(filled.newsletters),
            time_zone=filled.time_zone or None,
            language=words.language,
            wording=wording,
            version=version_of(wording),
            page=filled.place,
            network=caller_of(request),
        )

    def _form(self, words: Words, filled: Filled, status: int = HTTPStatus.OK) -> Response:
        series = self._readership.on_offer
        has_clocks = any(newsletter.clock is ClockOwner.READER for newsletter in series)
        return reader_page(
            self._site,
            words,
            "subscribe.html.j2",
            status,
            runs=_GUESS if has_clocks else "",
            filled=filled,
            series=[(each, comes(each.default, words)) for each in series],
            languages=[(tag, speaking.own_name(tag)) for tag in self._languages],
            cities=cities(words.language) if has_clocks else (),
            guess=script(_GUESS).text if has_clocks else "",
            consent=self._readership.wording(words),
            stored=f"{path_of(self._site.links.home())}preferences#stored",
            trap=TRAP,
        )

    @property
    def _languages(self) -> tuple[str, ...]:
        return speaking.offered(self._site.language, self._site.catalogs)


def take_in(site: PublicSite, readership: Readership, wish: Wish, words: Words) -> Response:
    """Keep a wish and say to look into one's mail; or 429, by how many came from that caller, or in all."""
    with site.database.write() as connection:
        is_taken = receive(connection, wish, readership.digests, readership.limits, site.clock.now())
    if is_taken:
        return sent(site, words)
    response = reader_page(site, words, "message.html.j2", HTTPStatus.TOO_MANY_REQUESTS, message="busy")
    response.headers["retry-after"] = str(int(WINDOW.total_seconds()))
    return response


def sent(site: PublicSite, words: Words) -> Response:
    """What everybody is told who sent a form; it says nothing of the address."""
    return reader_page(site, words, "message.html.j2", message="sent")


def address_problem(written: str, words: Words) -> str | None:
    """What is wrong with an address, in the reader's words; ``None``: nothing."""
    if not written.strip():
        return words.gettext("Write your e-mail address, such as robin@example.org.")
    try:
        read_mailbox(written)
    except BadDataError as error:
        if error.code == BEYOND_ASCII:
            return words.gettext(_BEYOND_ASCII)
        return words.gettext("No mail can be sent to this address. Write it like robin@example.org.")
    return None


def _zone(written: str) -> str:
    try:
        return preferences.time_zone(written) or ""
    except BadDataError:
        return ""
