"""All editions, by newsletter and state, some at a time; and the next by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.routing import Route

from syndicate.delivery.status.sums import sums_of
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.web.desk.acting import acted
from syndicate.web.desk.editions.views import edition_line
from syndicate.web.http import responses
from syndicate.web.http.forms import fields_of

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.digests.model import Edition
    from syndicate.web.desk.context import Desk

#: So many stand on a page.
EDITIONS = 30
_NOTHING = {
    "empty": "Nothing is new to compose of.",
    "late": "It is too late for its slot, which was skipped.",
    "skipped": "Its slot is skipped.",
    "ended": "Its edition was stopped before this wave.",
}


class EditionListing:
    """The list of editions, and composing one by hand."""

    def __init__(self, desk: Desk) -> None:
        """List that desk's."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where they lie."""
        return [
            Route("/editions", self.editions, methods=["GET"]),
            Route("/editions", self.compose, methods=["POST"]),
        ]

    def editions(self, request: Request) -> Response:
        """A page of the list: ``newsletter`` and ``state`` narrow it, it goes on after the edition ``before``."""
        asked, desk = request.query_params, self._desk
        newsletter, state = asked.get("newsletter") or None, _state(asked.get("state"))
        zone = desk.parts.config.site.time_zone
        with desk.database.read() as connection:
            before = _known(connection, asked["before"]) if "before" in asked else None
            store = EditionStore(connection)
            found = store.recent(EDITIONS + 1, state=state, newsletter=newsletter, before=before)
            shown = found[:EDITIONS]
            sums = sums_of(connection, [edition.id for edition in shown])
        return desk.page(
            "editions",
            editions=[edition_line(each, sums[each.id].everybody, desk.titles, zone) for each in shown],
            states=[each.value for each in EditionState],
            newsletter=newsletter or "",
            state=state or "",
            more=_next(newsletter, state, shown[-1]) if len(found) > EDITIONS else "",
            is_continued=before is not None,
            nothing=_NOTHING.get(asked.get("none", ""), ""),
        )

    async def compose(self, request: Request) -> Response:
        """Compose an edition of what is new of a newsletter, whatever the hour, and hold it."""
        name = (await fields_of(request)).get("newsletter", "")
        publisher = self._desk.parts.publisher

        def do() -> str:
            composed = publisher.compose_by_hand(publisher.newsletter(name))
            if composed.edition is None:
                return f"/editions?none={composed.outcome or 'empty'}"
            return f"/editions/{composed.edition.id}?done=composed"

        return await acted(self._desk, do, "/editions")


def _state(text: str | None) -> EditionState | None:
    return EditionState(text) if text in set(EditionState) else None


def _known(connection: Connection, edition_id: str) -> Edition:
    found = EditionStore(connection).get(responses.an_id(edition_id))
    if found is None:
        raise responses.not_found()
    return found


def _next(newsletter: str | None, state: EditionState | None, last: Edition) -> str:
    asked = {"newsletter": newsletter or "", "state": state or "", "before": last.id}
    return "/editions?" + urlencode({name: value for name, value in asked.items() if value})
