"""Renditions over HTTP, but none that only stories show which readers may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.images.rendition_store import RenditionStore
from syndicate.shelf import names
from syndicate.web.http import responses
from syndicate.web.pictures import shelved_picture

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.public.site import PublicSite


class PublicPictures:
    """The route ``/media/``."""

    def __init__(self, site: PublicSite) -> None:
        """Serve from the site's shelf of media."""
        self._site = site

    def rendition(self, request: Request) -> Response:
        """A rendition by its content-addressed name: the bytes behind it never change.

        The shelf is not asked before the database has said that readers may see it: what is hidden, what was
        removed and what never was give the same answer by the same way.
        """
        name: str = request.path_params["name"]
        if not self._is_public(name):
            raise responses.not_found()
        return shelved_picture(request, self._site.media, name)

    def _is_public(self, name: str) -> bool:
        if not names.is_valid(name):
            return False
        with self._site.database.read() as connection:
            return RenditionStore(connection).is_public(name, self._site.clock.now())
