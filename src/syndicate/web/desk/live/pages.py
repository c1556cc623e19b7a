"""What pages listen to, and what stands above them of files that were saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from syndicate.web.desk.live.streams import LiveStream

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.desk.context import Desk


class DeskLive:
    """The stream of events, and the notes."""

    def __init__(self, desk: Desk) -> None:
        """Tell of that desk."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where they lie."""
        return [Route("/live", self.live), Route("/live/notes", self.notes)]

    async def live(self, request: Request) -> Response:
        """A stream of server-sent events; the first says by which version a page would be made now."""
        del request
        live = self._desk.live
        return LiveStream(live.streams, [("now", {"version": live.version})])

    def notes(self, request: Request) -> Response:
        """What stands above every page, alone."""
        del request
        return self._desk.page("notes")
