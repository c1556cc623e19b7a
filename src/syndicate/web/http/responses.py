"""Answers in Starlette's terms: documents with conditional GET, pages, and calm words for what went wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from syndicate.shelf.caching import cache_control
from syndicate.web.http import headers
from syndicate.web.http.conditional import NO_STORE, ConditionalRequest, representation, respond
from syndicate.web.rendering import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from syndicate.web.http.conditional import Representation

_ID = re.compile(r"[a-z0-9]{1,64}")
_NUMBER = re.compile(r"[0-9]{1,9}")

HTML = "text/html; charset=utf-8"

ICON_CACHE = cache_control(86_400)

#: How long a caller should wait after 503.
RETRY_AFTER_SECONDS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A page that says one thing."""

    title: str
    text: str


_NOTICES = {
    HTTPStatus.BAD_REQUEST: Notice(
        title="That was not understood", text="The request is not one that a page of ours would make."
    ),
    HTTPStatus.NOT_FOUND: Notice(
        title="There is no such page",
        text="The address may be mistyped, or the page may have moved. The front page has what is new.",
    ),
    HTTPStatus.GONE: Notice(
        title="This article was withdrawn",
        text="The publisher has taken it back. It will not return at this address.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Notice(
        title="That cannot be done here", text="This address does not take that kind of request."
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Notice(
        title="That was too much", text="The request is larger than anything that this address needs."
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: Notice(
        title="One moment, please", text="Something that this page needs does not answer. Please try again in a minute."
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: Notice(
        title="That went wrong",
        text="The fault is ours, and it has been written down. Trying again later may help.",
    ),
}
_FORBIDDEN = Notice(title="That is not allowed", text="This request did not come from one of our own pages.")


def not_found() -> HTTPException:
    """For everything that is not there, or not to be known about."""
    return HTTPException(HTTPStatus.NOT_FOUND)


def number_in(request: Request, name: str) -> int | None:
    """The number, from 0, that a query gives under that name; ``None`` where it names nothing.

    Raises:
        HTTPException: 404, for what is no number that a database can hold.
    """
    text = request.query_params.get(name)
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        raise not_found()
    return int(text)


def an_id(text: str) -> str:
    """That part of an address, if it can be an identifier of ours at all; otherwise the answer is 404.

    Databases differ in what they say to the rest: PostgreSQL fails on U+0000.
    """
    if not _ID.fullmatch(text):
        raise not_found()
    return text


def conditional(
    request: Request, document: Representation, freshness: str, extra: Mapping[str, str] | None = None
) -> Response:
    """The document, or 304; ``extra`` headers stand on both."""
    conditions = ConditionalRequest(
        method=request.method,
        accept_encoding=", ".join(request.headers.getlist("accept-encoding")),
        if_none_match=", ".join(request.headers.getlist("if-none-match")) or None,
        if_modified_since=request.headers.get("if-modified-since"),
    )
    made = respond(document, conditions, freshness)
    return Response(made.body, status_code=made.status, headers={**made.headers, **(extra or {})})


def icon_of(request: Request, mark: bytes) -> Response:
    """The mark of a site."""
    return conditional(request, representation(mark, "image/svg+xml"), ICON_CACHE)


def html_page(
    text: str, *, policy: str, status: int = HTTPStatus.OK, extra: Mapping[str, str] | None = None
) -> Response:
    """A page that is never kept by caches."""
    set_by_us = {headers.CSP: policy, "cache-control": NO_STORE, "content-type": HTML}
    return Response(text.encode(), status_code=status, headers={**set_by_us, **(extra or {})})


def notice(status: int, *, template: str, sheet: str, policy: str, site: Mapping[str, Any]) -> Response:
    """The page that explains a status; tells nothing about the cause."""
    shown = (
        _FORBIDDEN if status == HTTPStatus.FORBIDDEN else _NOTICES.get(HTTPStatus(status), _NOTICES[HTTPStatus(500)])
    )
    text = render(template, sheet, notice=shown, status=int(status), **site)
    response = html_page(text, policy=policy, status=status)
    headers.harden(response.headers)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["retry-after"] = str(RETRY_AFTER_SECONDS)
    return response
