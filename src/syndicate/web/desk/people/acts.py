"""What an editor does to a person's subscriptions and data: by the same steps as the commands."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse
from starlette.routing import Route

from syndicate.audience.model import EndedBy, Ending, Suppression, SuppressionReason
from syndicate.audience.people_store import PeopleStore
from syndicate.audience.store import AudienceStore
from syndicate.publishing.forgetting import forget_person
from syndicate.web.desk.access.acting import must_be_named
from syndicate.web.http import responses
from syndicate.web.http.forms import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.desk.context import Desk

    Fields = Mapping[str, str]


class PersonActs:
    """The routes that change something; each answers by leading back to a page that says what came of it.

    ``show`` makes the person's page again, where something was typed that does not do.
    """

    def __init__(self, desk: Desk, show: Callable[[str, str], Response]) -> None:
        """Act in that desk's database."""
        self._desk = desk
        self._show = show

    def routes(self) -> list[Route]:
        """Where they lie."""
        acts = {"end": self._end, "suppress": self._suppress, "unsuppress": self._unsuppress, "erase": self._erase}
        return [Route(f"/people/{{person}}/{name}", self._doing(act), methods=["POST"]) for name, act in acts.items()]

    def _doing(self, act: Callable[[str, Fields], Response]) -> Callable[[Request], object]:
        async def done(request: Request) -> Response:
            must_be_named(request)
            person_id = responses.an_id(request.path_params["person"])
            return await run_in_threadpool(act, person_id, await fields_of(request))

        return done

    def _end(self, person_id: str, fields: Fields) -> Response:
        with self._desk.database.write() as connection:
            store = AudienceStore(connection, self._desk.parts.address_digests)
            theirs = {each.id for each in store.of_address(_key(connection, person_id))}
            subscription_id = fields.get("subscription", "")
            if subscription_id not in theirs:
                raise responses.not_found()
            is_new = store.end(subscription_id, Ending(at=self._desk.clock.now(), by=EndedBy.OPERATOR))
        return _back(person_id, "ended" if is_new else "known")

    def _suppress(self, person_id: str, fields: Fields) -> Response:
        reason = fields.get("reason", SuppressionReason.BLOCKED)
        if reason not in set(SuppressionReason):
            raise responses.not_found()
        with self._desk.database.write() as connection:
            key, now = _key(connection, person_id), self._desk.clock.now()
            suppression = Suppression(address_key=key, reason=reason, since=now, source="operator")
            is_new = AudienceStore(connection, self._desk.parts.address_digests).suppress(suppression)
        return _back(person_id, "suppressed" if is_new else "known")

    def _unsuppress(self, person_id: str, fields: Fields) -> Response:
        del fields
        with self._desk.database.write() as connection:
            is_new = AudienceStore(connection).unsuppress(_key(connection, person_id))
        return _back(person_id, "unsuppressed" if is_new else "known")

    def _erase(self, person_id: str, fields: Fields) -> Response:
        with self._desk.database.read() as connection:
            known = PeopleStore(connection).mailbox(person_id)
        if known is None:
            raise responses.not_found()
        if fields.get("address", "").strip() != known.shown:
            return self._show(person_id, "What was typed is not the whole address. Nothing was done.")
        forgotten = forget_person(self._desk.parts, person_id)
        if forgotten is None:
            raise responses.not_found()
        _, cleaned = forgotten
        done = "leaving" if cleaned.in_flight else "erased" if cleaned.is_log_empty else "log"
        return RedirectResponse(f"/people?done={done}", HTTPStatus.SEE_OTHER)


def _key(connection: Connection, person_id: str) -> str:
    mailbox = PeopleStore(connection).mailbox(person_id)
    if mailbox is None:
        raise responses.not_found()
    return mailbox.key


def _back(person_id: str, done: str) -> Response:
    return RedirectResponse(f"/people/{person_id}?done={done}", HTTPStatus.SEE_OTHER)
