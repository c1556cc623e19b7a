"""The page of a reader's choices: theirs who hold the signed link, with no account and no password."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse

from syndicate.articles.sections import sections_since
from syndicate.audience.joins.model import JoinRequest
from syndicate.audience.model import SubscriptionState
from syndicate.audience.store import AudienceStore
from syndicate.delivery.status.person import person_of
from syndicate.errors import BadDataError
from syndicate.storage.states import JoinKind
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.http import headers
from syndicate.web.http.callers import caller_of
from syndicate.web.http.conditional import NO_STORE
from syndicate.web.http.forms import lists_of
from syndicate.web.public import choice_acts, speaking
from syndicate.web.public.cadence_words import comes, day_of
from syndicate.web.public.choice_views import choice_view
from syndicate.web.public.readership import version_of
from syndicate.web.public.site import reader_page
from syndicate.web.public.subscribing import MOST_FIELDS, TRAP, address_problem, sent, take_in
from syndicate.web.public.written_choices import first, sent_by, wrong_fields
from syndicate.words.translation import noted

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.audience.model import Subscription
    from syndicate.digests.newsletters import Newsletter
    from syndicate.web.public.readership import Readership
    from syndicate.web.public.site import PublicSite
    from syndicate.web.public.written_choices import Written
    from syndicate.words.translation import Words

_GOES_ON = (SubscriptionState.CONFIRMED, SubscriptionState.PAUSED)
_LATELY = timedelta(days=90)
_MOST_SECTIONS = 40
#: What the page says after something was done.
DONE = ("saved", "paused", "back", "left", "joined", "not-joined")
_NEVER_KEPT = {**headers.SECRET_ADDRESS, "cache-control": NO_STORE}
_MOVE_WORDING = noted("Send my newsletters to this address from now on.")
_LINK_WORDING = noted("Send me the link to my choices.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """Who holds a link: the person's subscriptions, and the one that the link was made for."""

    subscription: Subscription
    subscriptions: Sequence[Subscription]

    def of(self, newsletter: str) -> Subscription | None:
        """Their subscription to that newsletter, ended or not."""
        return next((each for each in self.subscriptions if each.newsletter == newsletter), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class WrongForm:
    """What is wrong in a form that was sent: the newsletter's name, or ``address``; and what its fields hold."""

    place: str
    problem: str
    written: Written | None = None
    wrong: frozenset[str] = frozenset()

    def of(self, newsletter: str) -> dict[str, Any]:
        """What the newsletter's own form shows of it."""
        return {"written": self.written, "wrong": self.wrong} if newsletter == self.place else {}


class Choosing:
    """The routes ``/preferences``, ``/preferences/<token>`` and ``/preferences/<token>/data.json``."""

    def __init__(self, site: PublicSite, readership: Readership) -> None:
        """Let the readers of that site choose."""
        self._site = site
        self._readership = readership

    async def neutral(self, request: Request) -> Response:
        """Explains, and by POST sends the link to whoever has a subscription under that address."""
        words = self._site.words_for(request)
        if request.method != "POST":
            return self._neutral(words)
        fields = await lists_of(request, MOST_FIELDS)
        words = self._site.words_for(request, first(fields, "language"))
        if first(fields, TRAP):
            return sent(self._site, words)
        address = first(fields, "address")
        if problem := address_problem(address, words):
            return self._neutral(words, address, problem, HTTPStatus.BAD_REQUEST)
        wish = self._wish(JoinKind.JOIN, address, None, words, request)
        return await run_in_threadpool(take_in, self._site, self._readership, wish, words)

    async def personal(self, request: Request) -> Response:
        """The choices by GET; by POST one change of them. The signed address is the authority."""
        fields = await lists_of(request, MOST_FIELDS) if request.method == "POST" else {}
        return await run_in_threadpool(self._personal, request, fields)

    def data(self, request: Request) -> Response:
        """All that is known of the person, to take along; the same as ``subscribers show`` tells an operator."""
        holder = self._holder(request)
        if holder is None:
            return self._unknown(request)
        with self._site.database.read() as connection:
            known = person_of(connection, holder.subscription.subscriber.address_key)
        extra = {"cache-control": NO_STORE, "content-disposition": 'attachment; filename="data.json"'}
        return JSONResponse(known, headers={**headers.SECRET_ADDRESS, **extra})

    # --- one person's page -----------------------------------------------------------

    def _personal(self, request: Request, fields: Mapping[str, Sequence[str]]) -> Response:
        holder = self._holder(request)
        if holder is None:
            return self._unknown(request)
        words = self._site.words_for(request, holder.subscription.wishes.language or "")
        act = first(fields, "act")
        if act in choice_acts.BY_NAME:
            return self._act(request, choice_acts.BY_NAME[act], holder, fields, words)
        if act == "move":
            return self._move(request, holder, first(fields, "address"), words)
        if act == "erase":
            return reader_page(self._site, words, "erase.html.j2", is_done=False)
        if act == "forget":
            return self._forget(holder, words)
        return self._choices(request, holder, words)

    def _act(
        self,
        request: Request,
        act: Callable[..., str],
        holder: Holder,
        fields: Mapping[str, Sequence[str]],
        words: Words,
    ) -> Response:
        newsletter = self._readership.newsletters.get(first(fields, "newsletter"))
        if newsletter is None:
            return self._choices(request, holder, words)
        now = self._site.clock.now()
        try:
            with self._site.database.write() as connection:
                found = AudienceStore(connection).lock(holder.subscription.id)
                if found is None:  # they were forgotten meanwhile
                    return self._unknown(request)
                holder = _held_by(connection, found)
                asker = choice_acts.Asker(
                    connection=connection,
                    person=holder.subscription.subscriber,
                    subscription=holder.of(newsletter.name),
                    wording=self._readership.wording(words),
                    network=caller_of(request),
                    now=now,
                )
                done = act(asker, newsletter, fields)
        except BadDataError:
            wrong_form = _form_of(holder.of(newsletter.name), newsletter, fields, words)
            return self._choices(request, holder, words, wrong_form, status=HTTPStatus.BAD_REQUEST)
        return RedirectResponse(f"{request.url.path}?done={done}", HTTPStatus.SEE_OTHER, _NEVER_KEPT)

    def _move(self, request: Request, holder: Holder, address: str, words: Words) -> Response:
        if problem := address_problem(address, words):
            wrong_form = WrongForm(place="address", problem=problem)
            return self._choices(request, holder, words, wrong_form, address, HTTPStatus.BAD_REQUEST)
        wish = self._wish(JoinKind.MOVE, address, holder.subscription.id, words, request)
        return take_in(self._site, self._readership, wish, words)

    def _forget(self, holder: Holder, words: Words) -> Response:
        self._readership.erase(holder.subscription.subscriber.id)
        return reader_page(self._site, words, "erase.html.j2", is_done=True)

    def _holder(self, request: Request) -> Holder | None:
        """Whose link it is; ``None``: it is none of ours, or too old, or the person was forgotten, or has moved."""
        token, valid = request.path_params["token"], self._readership.preferences_valid
        held = self._site.links.read_preferences(token, self._site.clock.now(), valid)
        if held is None:
            return None
        with self._site.database.read() as connection:
            subscription = AudienceStore(connection).get(held.about)
            # Who has the link from before a change of address need not be its reader any more.
            if subscription is None or not held.is_of(subscription.subscriber.mailbox.lower()):
                return None
            return _held_by(connection, subscription)

    def _choices(
        self,
        request: Request,
        holder: Holder,
        words: Words,
        wrong_form: WrongForm | None = None,
        address: str = "",
        status: int = HTTPStatus.OK,
    ) -> Response:
        done = request.query_params.get("done", "")
        with self._site.database.read() as connection:
            since = self._site.clock.now() - _LATELY
            sections = sections_since(connection, since, _MOST_SECTIONS)
            known = person_of(connection, holder.subscription.subscriber.address_key)
        languages = speaking.offered(self._site.language, self._site.catalogs)
        newsletters = self._readership.newsletters
        own = [
            choice_view(
                newsletters[each.newsletter],
                each,
                sections,
                languages,
                words,
                **(wrong_form.of(each.newsletter) if wrong_form else {}),
            )
            for each in holder.subscriptions
            if each.newsletter in newsletters and each.state in _GOES_ON
        ]
        return reader_page(
            self._site,
            words,
            "choices.html.j2",
            status,
            done=done if done in DONE and not wrong_form else "",
            own=own,
            series=newsletters,
            further=self._further({view.name for view in own}, holder, words),
            person=holder.subscription.subscriber,
            is_suppressed=holder.subscription.suppressed is not None,
            since=day_of(holder.subscription.subscriber.created_at, self._zone, words),
            known=known,
            data=f"{request.url.path}/data.json",
            problems={wrong_form.place: wrong_form.problem} if wrong_form else {},
            address=address,
        )

    def _further(self, own: set[str], holder: Holder, words: Words) -> list[tuple[Newsletter, str]]:
        """Newsletters that they may join as they are: those on offer, and those that they had before."""
        before = {each.newsletter for each in holder.subscriptions}
        names = [name for name in self._readership.newsletters if name in self._readership.offered or name in before]
        series = [self._readership.newsletters[name] for name in names if name not in own]
        return [(each, comes(each.default, words)) for each in series]

    @property
    def _zone(self) -> Any:
        return next(iter(self._readership.newsletters.values())).zone

    def _neutral(self, words: Words, address: str = "", problem: str = "", status: int = HTTPStatus.OK) -> Response:
        return reader_page(
            self._site, words, "preferences.html.j2", status, address=address, problem=problem, trap=TRAP
        )

    def _unknown(self, request: Request) -> Response:
        words = self._site.words_for(request)
        return reader_page(self._site, words, "message.html.j2", HTTPStatus.NOT_FOUND, message="unknown")

    def _wish(
        self, kind: JoinKind, address: str, subscription_id: str | None, words: Words, request: Request
    ) -> JoinRequest:
        wording = words.gettext(_MOVE_WORDING if kind is JoinKind.MOVE else _LINK_WORDING)
        return JoinRequest(
            kind=kind,
            mailbox=read_mailbox(address),
            subscription_id=subscription_id,
            language=words.language,
            wording=wording,
            version=version_of(wording),
            page="preferences",
            network=caller_of(request),
        )


def _form_of(
    subscription: Subscription | None, newsletter: Newsletter, fields: Mapping[str, Sequence[str]], words: Words
) -> WrongForm:
    """What could not be chosen, and the form as its reader left it."""
    problem = words.gettext("This cannot be chosen. Nothing was changed.")
    if subscription is None or first(fields, "act") != "choose":
        return WrongForm(place=newsletter.name, problem=problem)
    wrong = wrong_fields(newsletter, subscription.wishes, fields)
    if wrong == {"other_zone"}:
        problem = words.gettext("No time zone has this name. Write it like {example}.", example="Asia/Pontianak")
    return WrongForm(place=newsletter.name, problem=problem, written=sent_by(fields), wrong=wrong)


def _held_by(connection: Connection, subscription: Subscription) -> Holder:
    theirs = AudienceStore(connection).of_address(subscription.subscriber.address_key)
    return Holder(subscription=subscription, subscriptions=theirs)
