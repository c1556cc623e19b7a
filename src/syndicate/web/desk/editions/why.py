"""Why: each story of an edition, in it or out of it, and each group of readers, with its sentence; also for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from syndicate.digests.explaining.details import both_clocks
from syndicate.errors import SyndicateError
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.desk.access.acting import must_be_named
from syndicate.web.desk.editions.pages import asked_edition

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.digests.explaining.model import EditionTold
    from syndicate.digests.newsletters import Newsletter
    from syndicate.web.desk.context import Desk


class DeskWhy:
    """What `syndicate edition explain` tells, as a page."""

    def __init__(self, desk: Desk) -> None:
        """Explain by that desk's parts."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where they lie."""
        return [Route("/editions/{edition_id}/why", self.why)]

    def why(self, request: Request) -> Response:
        """Why it is as it is; ``as`` asks for one reader by address, which only a named editor may."""
        desk, address = self._desk, request.query_params.get("as", "").strip()
        if address:
            must_be_named(request)
        with desk.database.read() as connection:
            edition = asked_edition(connection, request)
        publisher = desk.parts.publisher
        newsletter = publisher.newsletter(edition.newsletter)
        told = publisher.explaining.edition(newsletter, edition.id)
        return desk.page(
            "why",
            edition=edition,
            told=told,
            waves=_waves(told, newsletter),
            address=address,
            **self._reader(newsletter, edition.id, address),
        )

    def _reader(self, newsletter: Newsletter, edition_id: str, address: str) -> dict[str, Any]:
        """What one reader gets, or why that cannot be told."""
        if not address:
            return {"reader": None, "unknown": ""}
        try:
            told = self._desk.parts.publisher.explaining.reader(newsletter, edition_id, read_mailbox(address))
        except SyndicateError as error:
            return {"reader": None, "unknown": f"{error}. {error.hint or ''}".strip()}
        return {"reader": told, "unknown": ""}


def _waves(told: EditionTold, newsletter: Newsletter) -> list[str]:
    return [
        f"{both_clocks(wave.due_at, newsletter.zone)}: {wave.outcome or 'to come'}, {wave.mails:,} mails"
        for wave in told.waves
    ]
