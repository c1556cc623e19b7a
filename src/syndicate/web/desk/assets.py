"""The scripts of the desk: ours, and the one library by which pages change in part."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from starlette.routing import Route

from syndicate.shelf.caching import cache_control
from syndicate.web.http import responses
from syndicate.web.http.conditional import representation

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_JAVASCRIPT = "text/javascript; charset=utf-8"
#: Where each lies in the package. They are loaded in this order.
_FILES = {
    "htmx.js": "vendor/htmx.min.js",
    "desk.js": "pages/desk/desk.js",
    "live.js": "pages/desk/live.js",
    "coming.js": "pages/desk/coming.js",
}
# Their addresses change with what they hold.
_FOREVER = cache_control(31_536_000)


@cache
def addresses() -> tuple[str, ...]:
    """Of all scripts, in the order in which a page loads them."""
    return tuple(f"/assets/{name}?{_mark(name)}" for name in _FILES)


def routes() -> list[Route]:
    """Where they lie."""
    return [Route("/assets/{name}", _asset)]


def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        raise responses.not_found()
    return responses.conditional(request, representation(_content(name), _JAVASCRIPT), _FOREVER)


@cache
def _content(name: str) -> bytes:
    return (resources.files("syndicate.web") / _FILES[name]).read_bytes()


def _mark(name: str) -> str:
    return hashlib.sha256(_content(name)).hexdigest()[:12]
