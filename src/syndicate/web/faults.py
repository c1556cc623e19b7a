"""What a caller sees when something went wrong: a calm page, and nothing about the cause."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from syndicate.errors import SyndicateError
from syndicate.web import answers

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

log = logging.getLogger("syndicate.web")


def handlers(
    template: str, sheet: str, policy: str, values: Callable[[], Mapping[str, Any]]
) -> dict[Any, Callable[[Request, Exception], Response]]:
    """Starlette's exception handlers, for pages of that template; ``values`` gives what it needs."""

    def say(status: int) -> Response:
        return answers.notice(status, template=template, sheet=sheet, policy=policy, site=values())

    def refused(request: Request, error: Exception) -> Response:
        del request
        assert isinstance(error, HTTPException)  # noqa: S101 (Starlette calls us for these alone)
        response = say(error.status_code)
        response.headers.update(error.headers or {})
        return response

    def unavailable(request: Request, error: Exception) -> Response:
        # The route, never the path: a path may be a reader's token.
        log.error("%s failed: %s", _route(request), error)
        return say(HTTPStatus.SERVICE_UNAVAILABLE)

    def broken(request: Request, error: Exception) -> Response:
        del request, error  # the server writes the traceback to the log
        return say(HTTPStatus.INTERNAL_SERVER_ERROR)

    return {HTTPException: refused, SyndicateError: unavailable, SQLAlchemyError: unavailable, Exception: broken}


def _route(request: Request) -> str:
    return getattr(request.scope.get("route"), "path", "a request")
