"""The mails that lie in the outbox, as they look and as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from syndicate.web.desk.outbox.mails import take_apart
from syndicate.web.desk.outbox.views import mail_lines
from syndicate.web.http import responses

if TYPE_CHECKING:
    from starlette.requests import Request

    from syndicate.web.desk.context import Desk
    from syndicate.web.desk.frames import Frames

#: The newest of them are listed.
MAILS = 200
#: True widths in which a mail is shown, in pixels: a small phone, and the column's own width.
WIDTHS = (320, 600)


class DeskOutbox:
    """The outbox, and each mail of it."""

    def __init__(self, desk: Desk, frames: Frames) -> None:
        """Show that desk's."""
        self._desk = desk
        self._frames = frames

    def routes(self) -> list[Route]:
        """Where they lie."""
        return [
            Route("/outbox", self.outbox),
            Route("/outbox/{delivery_id}.eml", self.download),
            Route("/outbox/{delivery_id}", self.mail),
            Route("/outbox/{delivery_id}/mail", self.mail_html),
        ]

    def outbox(self, request: Request) -> Response:
        """The newest mails of the outbox."""
        del request
        outbox = self._desk.outbox
        lines = mail_lines(outbox.recent(MAILS), self._desk) if outbox else None
        return self._desk.page("outbox", mails=lines, mail_count=outbox.count() if outbox else 0)

    def mail(self, request: Request) -> Response:
        """One mail of the outbox: its headers, both parts, its bytes for download."""
        view = take_apart(self._content(request))
        return self._desk.page("mail", mail=view, id=request.path_params["delivery_id"], widths=WIDTHS)

    def mail_html(self, request: Request) -> Response:
        """The HTML part of a mail of the outbox, for a frame."""
        return self._frames.framed(take_apart(self._content(request)).html)

    def download(self, request: Request) -> Response:
        """The mail as it lies there."""
        name = f"{request.path_params['delivery_id']}.eml"
        return Response(
            self._content(request),
            media_type="message/rfc822",
            headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
        )

    def _content(self, request: Request) -> bytes:
        outbox = self._desk.outbox
        content = outbox.read(request.path_params["delivery_id"]) if outbox else None
        if content is None:
            raise responses.not_found()
        return content
