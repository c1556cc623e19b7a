"""Where publishing systems push articles: ``/push/NAME``, there only for a source of that kind with a secret."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from syndicate.errors import BadDataError, SyndicateError
from syndicate.web.http.forms import small_body
from syndicate.web.http.limited_log import LimitedLog
from syndicate.web.http.responses import not_found

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.articles.sources.push import PushSource

log = logging.getLogger("syndicate.web")

_JSON = "application/json"


class PushDoor:
    """The route: 202 when a body lies in the inbox, 401 for who has not the secret, 415, 413, 422 for what is unfit.

    503 says that it should come again. Nothing is ever said to be gone, since systems forget such an address.
    """

    def __init__(self, sources: Mapping[str, PushSource], wake: Callable[[], object]) -> None:
        """``sources`` by name; ``wake`` has them read soon."""
        self._sources = sources
        self._wake = wake
        self._refused = LimitedLog()

    async def post(self, request: Request) -> Response:
        """Take one body."""
        source = self._sources.get(request.path_params["name"])
        if source is None or not await run_in_threadpool(lambda: source.is_open):
            raise not_found()
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await small_body(request, source.max_bytes)
        if not self._is_allowed(source, request, body):
            self._refused.tell(f"/push/{source.name}: a body without the secret, or signed long ago")
            challenge = {"www-authenticate": "Bearer"}
            return _answer(HTTPStatus.UNAUTHORIZED, challenge, error="send the secret, or sign the body and the time")
        if media_type != _JSON:
            return _answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, {"accept": _JSON}, error=f"send {_JSON}")
        return await run_in_threadpool(self._take, source, body)

    def _is_allowed(self, source: PushSource, request: Request, body: bytes) -> bool:
        headers = request.headers
        if "syndicate-signature" not in headers:
            return source.is_bearer(headers.get("authorization", ""))
        return source.is_signed(headers.get("syndicate-timestamp", ""), headers["syndicate-signature"], body)

    def _take(self, source: PushSource, body: bytes) -> Response:
        try:
            count = source.take(body)
        except BadDataError as error:
            return _answer(HTTPStatus.UNPROCESSABLE_ENTITY, error=error.message)
        except SyndicateError as error:
            log.error("/push/%s: %s", source.name, error)
            return _answer(HTTPStatus.SERVICE_UNAVAILABLE, {"retry-after": "30"}, error="try again later")
        self._wake()
        return _answer(HTTPStatus.ACCEPTED, accepted=count)


def _answer(status: HTTPStatus, headers: Mapping[str, str] | None = None, **content: object) -> Response:
    return JSONResponse(content, status, {"cache-control": "no-store", **(headers or {})})
