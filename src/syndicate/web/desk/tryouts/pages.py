"""Sending a test from the desk, and saying that it left."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.routing import Route

from syndicate.publishing import tryouts
from syndicate.web.desk.acting import acted
from syndicate.web.http.forms import fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.delivery.tryouts.mail import TryOut
    from syndicate.publishing.wiring import Parts
    from syndicate.web.desk.context import Desk


class DeskTryOuts:
    """``POST /tests``: of a frozen ``edition``, or of a ``newsletter`` with ``cadence`` and ``slot``; ``to`` whom."""

    def __init__(self, desk: Desk) -> None:
        """Send by that desk's parts."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where it lies."""
        return [Route("/tests", self.send, methods=["POST"])]

    async def send(self, request: Request) -> Response:
        """Send one, and lead back to what was tried."""
        fields = await fields_of(request)
        parts, back = self._desk.parts, _back(fields)

        def do() -> str:
            trying = tryouts.trying_out(parts)
            to = trying.must_be_allowed(fields.get("to", ""))
            trying.send(_wanted(parts, fields), to)
            return f"{back}?tested={quote(to.shown)}"

        return await acted(self._desk, do, back)


def _wanted(parts: Parts, fields: Mapping[str, str]) -> TryOut:
    if edition_id := fields.get("edition"):
        return tryouts.frozen(parts, edition_id)
    newsletter = parts.publisher.newsletter(fields.get("newsletter", ""))
    if fields.get("slot"):
        return tryouts.coming_slot(parts, newsletter, fields.get("cadence", ""), fields["slot"])
    return tryouts.coming(parts, newsletter)


def _back(fields: Mapping[str, str]) -> str:
    """The page of what was tried."""
    if edition_id := fields.get("edition"):
        return f"/editions/{quote(edition_id, safe='')}"
    names = [fields.get(name, "") for name in ("newsletter", "cadence", "slot")]
    return "/coming/" + "/".join(quote(name, safe="") for name in names) if all(names) else "/"
