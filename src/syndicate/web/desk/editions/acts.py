"""A person's hand on an edition at the desk: hold, resume, send, stop, discard. Nothing is sent inside a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from syndicate.errors import BadDataError
from syndicate.text.plain import one_line, shorten
from syndicate.web.desk.access.acting import editor_of
from syndicate.web.desk.acting import acted, number_must_be
from syndicate.web.http import responses
from syndicate.web.http.forms import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.publishing.publisher import Publisher
    from syndicate.web.desk.context import Desk

_LONGEST_REASON = 300


class EditionActs:
    """The acts on an edition; each leads back to its page, which says what came of it."""

    def __init__(self, desk: Desk) -> None:
        """Act by that desk's parts."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where they lie: below the edition, by the word for the act."""
        return [Route("/editions/{edition_id}/{act}", self.act, methods=["POST"])]

    async def act(self, request: Request) -> Response:
        """Do what the address names."""
        edition_id = responses.an_id(request.path_params["edition_id"])
        act = _ACTS.get(request.path_params["act"])
        if act is None:
            raise responses.not_found()
        fields = {**await fields_of(request), "by": editor_of(request)}
        publisher = self._desk.parts.publisher

        def do() -> str:
            made, word = act(publisher, edition_id, fields)
            return f"/editions/{made}?done={word}"

        return await acted(self._desk, do, f"/editions/{edition_id}")


def _hold(publisher: Publisher, edition_id: str, fields: Mapping[str, str]) -> tuple[str, str]:
    reason = shorten(one_line(fields.get("reason", "")), _LONGEST_REASON)
    if not reason:
        message = "no reason was given"
        raise BadDataError(message, code="reason-missing", hint="Say in a few words why it is held.")
    publisher.control.hold(edition_id, f"{reason} ({fields['by']})")
    return edition_id, "held"


def _resume(publisher: Publisher, edition_id: str, fields: Mapping[str, str]) -> tuple[str, str]:
    del fields
    publisher.control.resume(edition_id)
    return edition_id, "resumed"


def _send(publisher: Publisher, edition_id: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """Open it, or let it go on, before other editions; a stale one is composed anew, and waits to be seen."""
    number_must_be(fields.get("count", ""), publisher.audience(edition_id))
    if publisher.edition(edition_id).opened_at is None:
        if publisher.open_edition(edition_id).planned is None:
            return edition_id, "composed-anew"
    else:
        publisher.control.resume(edition_id)
    publisher.control.hurry(edition_id)
    return edition_id, "sent"


def _hurry(publisher: Publisher, edition_id: str, fields: Mapping[str, str]) -> tuple[str, str]:
    del fields
    publisher.control.hurry(edition_id)
    return edition_id, "hurried"


def _stop(publisher: Publisher, edition_id: str, fields: Mapping[str, str]) -> tuple[str, str]:
    number_must_be(fields.get("count", ""), publisher.audience(edition_id))
    publisher.control.stop(edition_id)
    return edition_id, "stopped"


def _discard(publisher: Publisher, edition_id: str, fields: Mapping[str, str]) -> tuple[str, str]:
    del fields
    publisher.control.discard(edition_id)
    return edition_id, "discarded"


def _instead(publisher: Publisher, edition_id: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """The same articles, as they are now, for those whom it did not reach."""
    del fields
    newsletter = publisher.newsletter(publisher.edition(edition_id).newsletter)
    made = publisher.compose_instead_of(newsletter, edition_id).edition
    return (made.id if made else edition_id), "composed"


_ACTS: Mapping[str, Callable[[Publisher, str, Mapping[str, str]], tuple[str, str]]] = {
    "hold": _hold,
    "resume": _resume,
    "send": _send,
    "hurry": _hurry,
    "stop": _stop,
    "discard": _discard,
    "instead": _instead,
}
