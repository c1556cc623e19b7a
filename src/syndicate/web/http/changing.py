"""An application in whose place another can be put while it serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class ChangingApp:
    """Passes each request on to the application that stands when it comes; there it is answered to its end."""

    def __init__(self, app: ASGIApp) -> None:
        """Begin with that one."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        await self.app(scope, receive, send)
