"""Keeps other sites' pages out of the desk.

By Host against DNS rebinding, by Origin against forged requests, and by what browsers say of a
fetch against pages that embed the desk's pictures, or try whether there are any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """Lets through what was asked of a loopback name at our own port, and acts only on our own pages' behalf."""

    def __init__(self, app: ASGIApp, refuse: Callable[[], Response]) -> None:
        """Wrap the application; ``refuse`` makes the answer for everybody else."""
        self._app = app
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        is_picture = scope["path"].startswith(PICTURES)
        if is_allowed(scope["method"], scope["headers"], scope["server"][1], has_key=is_picture):
            await self._app(scope, receive, send)
        else:
            await self._refuse()(scope, receive, send)


def is_allowed(method: str, headers: Sequence[tuple[bytes, bytes]], port: int, *, has_key: bool = False) -> bool:
    """Whether the raw headers name us as the host, and a person or one of our pages as the sender.

    Other sites may link here: then the browser says that it navigates. Acting needs an ``Origin`` of
    ours; reading does not, because not every client says where it comes from. What ``has_key`` in its address is
    read by who knows that: frames have no origin.
    """
    hosts = _hosts(port)
    if [value.lower() for value in _values(headers, b"host")] not in [[host] for host in hosts]:
        return False
    is_ours = _OWN_SITES.issuperset(_values(headers, b"sec-fetch-site"))
    if method in _SAFE:
        return is_ours or has_key or _values(headers, b"sec-fetch-mode") == [b"navigate"]
    origins = [f"http://{host.decode()}".encode() for host in hosts]
    return is_ours and _values(headers, b"origin") in [[origin] for origin in origins]


def _hosts(port: int) -> list[bytes]:
    named = [f"{name}:{port}".encode() for name in _NAMES]
    return named + [name.encode() for name in _NAMES] if port == _HTTP_PORT else named


def _values(headers: Sequence[tuple[bytes, bytes]], wanted: bytes) -> list[bytes]:
    return [value for name, value in headers if name == wanted]
