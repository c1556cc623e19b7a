"""A picture from the shelf of media over HTTP, for whoever may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.errors import BadDataError
from syndicate.shelf.caching import IMMUTABLE
from syndicate.text.media_types import JPEG, media_type_of
from syndicate.web.http import responses
from syndicate.web.http.conditional import representation

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.shelf import Shelf


def shelved_picture(request: Request, shelf: Shelf, name: str) -> Response:
    """The picture of that name from the shelf, or 404."""
    try:
        stored = shelf.read(name)
    except BadDataError:
        stored = None
    if stored is None:
        raise responses.not_found()
    kept = representation(stored.content, media_type_of(name) or JPEG, modified_at=stored.modified_at, compress=False)
    return responses.conditional(request, kept, IMMUTABLE)
