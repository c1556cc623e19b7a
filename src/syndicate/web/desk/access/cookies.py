"""The cookie that carries a session's token: for this desk alone, and for no script."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.web.desk.access.session_store import LASTS

if TYPE_CHECKING:
    from starlette.types import Scope


def token_in(scope: Scope, url: str | None) -> str:
    """The token that a request brings, or an empty text; ``url`` is the desk's own behind a proxy, if it has one."""
    name, header = _name(scope, url), b"; ".join(value for key, value in scope["headers"] if key == b"cookie")
    for pair in header.decode("latin-1").split(";"):
        key, _, value = pair.strip().partition("=")
        if key == name:
            return value
    return ""


def cookie_with(token: str, scope: Scope, url: str | None) -> str:
    """The header that gives the token; an empty token takes the cookie back.

    Over ``https`` it goes over nothing else, and no other host can have set it (``__Host-``). Browsers give cookies to
    every port of a host, so that the name says which desk of this machine it is of.
    """
    cookie: SimpleCookie = SimpleCookie()
    name = _name(scope, url)
    cookie[name] = token
    morsel = cookie[name]
    morsel["path"], morsel["httponly"], morsel["samesite"] = "/", True, "Strict"
    morsel["max-age"] = int(LASTS.total_seconds()) if token else 0
    if _is_secure(scope, url):
        morsel["secure"] = True
    return morsel.OutputString()


def _name(scope: Scope, url: str | None) -> str:
    return "__Host-desk" if _is_secure(scope, url) else f"desk-{scope['server'][1]}"


def _is_secure(scope: Scope, url: str | None) -> bool:
    """Whether it was asked for by its address of ``https``, and not at this machine."""
    if url is None or not url.startswith("https:"):
        return False
    hosts = [value.lower() for key, value in scope["headers"] if key == b"host"]
    return hosts == [urlsplit(url).netloc.encode()]
