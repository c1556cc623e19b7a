"""What a caller sees when something went wrong: a calm page, and nothing about the cause."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from syndicate.errors import SyndicateError
from syndicate.text.plain import one_line
from syndicate.web.http import responses

if TYPE_CHECKING:
    from starlette.requests import Request

log = logging.getLogger("syndicate.web")


def handlers(
    template: str, sheet: str, policy: str, values: Callable[[], Mapping[str, Any]]
) -> dict[Any, Callable[[Request, Exception], Response]]:
    """Starlette's exception handlers, for pages of that template; ``values`` gives what it needs."""

    def say(status: int) -> Response:
        return responses.notice(status, template=template, sheet=sheet, policy=policy, site=values())

    def refused(request: Request, error: Exception) -> Response:
        del request
        assert isinstance(error, HTTPException)  # noqa: S101 (Starlette calls us for these alone)
        response = say(error.status_code)
        response.headers.update(error.headers or {})
        return response

    def unavailable(request: Request, error: Exception) -> Response:
        # The route, never the path: a path may be a reader's token.
        log.error("%s failed: %s", _route(request), cause(error))
        return say(HTTPStatus.SERVICE_UNAVAILABLE)

    def broken(request: Request, error: Exception) -> Response:
        del request, error  # the server writes the traceback to the log
        return say(HTTPStatus.INTERNAL_SERVER_ERROR)

    def gone(request: Request, error: Exception) -> Response:
        del request, error  # whoever hung up reads no answer, and whoever does so often fills no log
        return Response(status_code=HTTPStatus.BAD_REQUEST)

    return {
        HTTPException: refused,
        ClientDisconnect: gone,
        SyndicateError: unavailable,
        SQLAlchemyError: unavailable,
        Exception: broken,
    }


def cause(error: Exception) -> str:
    """What went wrong, in one line; of a database's error neither the statement nor its parameters."""
    reason = error.orig if isinstance(error, DBAPIError) else error
    return one_line(next(iter(str(reason).splitlines()), type(reason).__name__))


def _route(request: Request) -> str:
    return getattr(request.scope.get("route"), "path", "a request")
