"""Keeps other sites' pages out of the desk.

By Host against DNS rebinding, by Origin against forged requests, and by what browsers say of a
fetch against pages that embed the desk's pictures, or try whether there are any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

#: Below this lie the pictures of mails in frames, under a key that none but a page of ours knows.
PICTURES = "/pictures/"

_NAMES = ("localhost", "127.0.0.1", "[::1]")
_SAFE = frozenset({"GET", "HEAD"})
_OWN_SITES = frozenset({b"same-origin", b"none"})
_HTTP_PORT = 80


class LoopbackOnly:
    """Lets through what was asked of a loopback name at our own port, and acts only on our own pages' behalf.

    Behind a proxy the desk has one more name, by which the proxy asks.
    """

    def __init__(self, app: ASGIApp, refuse: Callable[[], Response], url: Callable[[], str | None]) -> None:
        """Wrap the application; ``refuse`` makes the answer for everybody else, ``url`` gives the further name."""
        self._app = app
        self._refuse = refuse
        self._url = url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        is_picture = scope["path"].startswith(PICTURES)
        port = scope["server"][1]
        if is_allowed(scope["method"], scope["headers"], port, has_key=is_picture, url=self._url()):
            await self._app(scope, receive, send)
        else:
            await self._refuse()(scope, receive, send)


def is_allowed(
    method: str,
    headers: Sequence[tuple[bytes, bytes]],
    port: int,
    *,
    has_key: bool = False,
    url: str | None = None,
) -> bool:
    """Whether the raw headers name us as the host, and a person or one of our pages as the sender.

    Other sites may link here: then the browser says that it navigates. Acting needs an ``Origin`` of
    ours; reading does not, because not every client says where it comes from. What ``has_key`` in its address is
    read by who knows that: frames have no origin. ``url`` is the desk's address behind a proxy: its scheme and host
    in the form that browsers write.
    """
    asked = _values(headers, b"host")
    origins = _origins_of(asked[0].lower(), port, url) if len(asked) == 1 else []
    is_ours = _OWN_SITES.issuperset(_values(headers, b"sec-fetch-site"))
    if method in _SAFE:
        may = is_ours or has_key or _values(headers, b"sec-fetch-mode") == [b"navigate"]
    else:
        may = is_ours and _values(headers, b"origin") in [[origin] for origin in origins]
    return bool(origins) and may


def _origins_of(host: bytes, port: int, url: str | None) -> list[bytes]:
    """Whose pages may act by that name of ours; nobody's if it is none: then nothing is shown by it either."""
    if url and host == urlsplit(url).netloc.encode():
        return [url.encode()]
    names = [f"{name}:{port}" for name in _NAMES] + (list(_NAMES) if port == _HTTP_PORT else [])
    return [f"http://{name}".encode() for name in names] if host in [name.encode() for name in names] else []


def _values(headers: Sequence[tuple[bytes, bytes]], wanted: bytes) -> list[bytes]:
    return [value for name, value in headers if name == wanted]
