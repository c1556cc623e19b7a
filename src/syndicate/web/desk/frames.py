"""Mails in frames: their own bytes, with pictures from the desk, in a sandbox without a way out."""

from __future__ import annotations

from secrets import compare_digest
from typing import TYPE_CHECKING

from starlette.routing import Route

from syndicate.mail.pictures import picture_addresses
from syndicate.web.desk.access.guard import PICTURES
from syndicate.web.http import headers, responses
from syndicate.web.pictures import shelved_picture
from syndicate.web.rendering import script

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.desk.context import Desk


class Frames:
    """Shows the HTML of mails, and the pictures in them."""

    def __init__(self, desk: Desk) -> None:
        """Show what that desk has."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where the pictures lie: for the desk's own pages, and for frames, which are nobody's."""
        return [
            Route("/media/{name:path}", self.picture),
            Route(PICTURES + "{key}/{name:path}", self.framed_picture),
        ]

    def framed(self, html: str, policy: str | None = None) -> Response:
        """A mail for a frame. Looking at it asks no other host for anything."""
        local = html
        for url in picture_addresses(html):
            if name := self._desk.parts.links.media_name(url):
                local = local.replace(url, f"{PICTURES}{self._desk.picture_key}/{name}")
        local = f"{local}<script>{script('desk/frame').text}</script>" if html else ""
        return responses.html_page(local, policy=policy or headers.framed_mail_policy(), extra=headers.SECRET_ADDRESS)

    def picture(self, request: Request) -> Response:
        """A rendition, also of a story under embargo: this is the desk."""
        return shelved_picture(request, self._desk.parts.media_shelf, request.path_params["name"])

    def framed_picture(self, request: Request) -> Response:
        """The same, for who knows the key: a frame of ours has no origin, by which it would be known."""
        key: str = request.path_params["key"]
        if not compare_digest(key.encode("utf-8", "surrogatepass"), self._desk.picture_key.encode()):
            raise responses.not_found()
        response = self.picture(request)
        response.headers["cross-origin-resource-policy"] = "cross-origin"
        return response
