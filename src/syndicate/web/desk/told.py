"""What the desk says when something that was asked for could not be done: why, and what to do instead."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from syndicate.errors import BadDataError, NotFoundError, StorageError, SyndicateError, TryLaterError
from syndicate.web.http import responses

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.desk.context import Desk

_STATUSES: tuple[tuple[type[SyndicateError], HTTPStatus], ...] = (
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (BadDataError, HTTPStatus.CONFLICT),
    (TryLaterError, HTTPStatus.SERVICE_UNAVAILABLE),
    (StorageError, HTTPStatus.SERVICE_UNAVAILABLE),
)


def status_of(error: SyndicateError) -> HTTPStatus:
    """The status of a page that tells of the error."""
    found = (status for kind, status in _STATUSES if isinstance(error, kind))
    return next(found, HTTPStatus.BAD_GATEWAY)


def telling(desk: Desk) -> Callable[[Request, Exception], Response]:
    """The handler for our own errors: an editor can do something about most of them."""

    def tell(request: Request, error: Exception) -> Response:
        del request
        assert isinstance(error, SyndicateError)  # noqa: S101 - Starlette calls us for these alone
        status = status_of(error)
        notice = responses.Notice(title=str(error), text=error.hint or "")
        return desk.page("notice", status=int(status), notice=notice)

    return tell
