"""Renditions over HTTP, but none that only stories show which readers may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.errors import BadDataError
from syndicate.images.rendition_store import RenditionStore
from syndicate.shelf import names
from syndicate.shelf.caching import IMMUTABLE
from syndicate.text.media_types import JPEG, media_type_of
from syndicate.web.http import responses as answers
from syndicate.web.http.conditional import document

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.shelf import Shelf
    from syndicate.web.public.site import PublicSite


class Pictures:
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
            raise answers.not_found()
        return shelved_picture(request, self._site.media, name)

    def _is_public(self, name: str) -> bool:
        if not names.is_valid(name):
            return False
        with self._site.database.read() as connection:
            return RenditionStore(connection).is_public(name, self._site.clock.now())


def shelved_picture(request: Request, shelf: Shelf, name: str) -> Response:
    """The picture of that name from the shelf, or 404."""
    try:
        stored = shelf.read(name)
    except BadDataError:
        stored = None
    if stored is None:
        raise answers.not_found()
    kept = document(stored.content, media_type_of(name) or JPEG, modified_at=stored.modified_at, compress=False)
    return answers.conditional(request, kept, IMMUTABLE)
