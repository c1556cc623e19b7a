"""People: found by a part of their address, and seen with all that is known of them. For named editors alone."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.routing import Route

from syndicate.audience.consents import ConsentLedger
from syndicate.audience.model import SuppressionReason
from syndicate.audience.people_store import PeopleStore
from syndicate.audience.store import AudienceStore
from syndicate.delivery.status.history import deliveries_to
from syndicate.delivery.status.person import consent_shape, delivery_shape, person_of
from syndicate.errors import BadDataError
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.desk.access.acting import must_be_named
from syndicate.web.desk.people import views
from syndicate.web.desk.people.acts import PersonActs
from syndicate.web.http import responses

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.desk.context import Desk

#: The most people that a search lists, and the most editions of a person's page.
FOUND = 50
DELIVERIES = 50


class DeskPeople:
    """The search, and the page of one person."""

    def __init__(self, desk: Desk) -> None:
        """Show that desk's audience."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where they lie."""
        acts = PersonActs(self._desk, self._refused)
        return [Route("/people", self.search), Route("/people/{person}", self.person), *acts.routes()]

    def search(self, request: Request) -> Response:
        """Counts of all, and who has what was searched for in their address; nobody without a search."""
        must_be_named(request)
        wanted = request.query_params.get("address", "").strip()[:254]
        titles = self._desk.titles
        with self._desk.database.read() as connection:
            store = PeopleStore(connection)
            counts = store.counts()
            found = store.find(wanted, FOUND)
            nobody = "" if found else self._of_nobody(connection, wanted)
        return self._desk.page(
            "people",
            wanted=wanted,
            counts=views.count_lines(counts, titles),
            found=[views.person_line(person, titles) for person in found],
            most=FOUND,
            nobody=nobody,
            done=views.DONE.get(request.query_params.get("done", ""), ""),
        )

    def person(self, request: Request) -> Response:
        """All that is known of one person, and what can be done."""
        must_be_named(request)
        done = views.DONE.get(request.query_params.get("done", ""), "")
        return self._page(responses.an_id(request.path_params["person"]), done=done)

    def _of_nobody(self, connection: Connection, wanted: str) -> str:
        """What is known of an address that no subscription has, where one was typed in full."""
        try:
            key = read_mailbox(wanted).key
        except BadDataError:
            return ""
        store = AudienceStore(connection, self._desk.parts.address_digests)
        suppression = store.suppressions_of([key]).get(key)
        return views.nobody_line(suppression, was_erased=bool(store.erased([key])), when=self._desk.when)

    def _refused(self, person_id: str, problem: str) -> Response:
        return self._page(person_id, problem=problem)

    def _page(self, person_id: str, *, done: str = "", problem: str = "") -> Response:
        desk, titles = self._desk, self._desk.titles
        readers = {newsletter.name: newsletter.readers for newsletter in desk.parts.newsletters}
        with desk.database.read() as connection:
            mailbox = PeopleStore(connection).mailbox(person_id)
            known = person_of(connection, mailbox.key, readers) if mailbox else None
            if mailbox is None or known is None:
                raise responses.not_found()
            held = AudienceStore(connection).of_address(mailbox.key)
            acts = ConsentLedger(connection).of(each.id for each in held)
            consents = [consent_shape(each, acts.get(each.id, ())) for each in held]
            past = [delivery_shape(each) for each in deliveries_to(connection, person_id, DELIVERIES)]
        return desk.page(
            "person",
            status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
            id=person_id,
            address=known["address"],
            name=known["name"] or "",
            barred=views.barred_line(known["suppression"], desk.when),
            reasons=[reason.value for reason in SuppressionReason],
            subscriptions=[views.subscription_card(each, titles, desk.when) for each in known["subscriptions"]],
            deliveries=[views.delivery_line(each, titles, desk.when) for each in past],
            most=DELIVERIES,
            consents=views.consent_lines(consents, titles, desk.when),
            done=done,
            problem=problem,
        )
