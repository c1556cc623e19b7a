"""Renditions over HTTP, but none that belongs to stories alone that are held or under embargo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.model import Status
from syndicate.articles.store import ArticleStore
from syndicate.errors import BadDataError
from syndicate.images.store import HeroStore
from syndicate.images.suffixes import media_type_of
from syndicate.shelf.caching import IMMUTABLE
from syndicate.web import answers
from syndicate.web.conditional import document

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.shelf import Shelf
    from syndicate.web.site import PublicSite

_SECRET = frozenset({Status.HELD, Status.EMBARGOED})


class Pictures:
    """The route ``/media/``."""

    def __init__(self, site: PublicSite) -> None:
        """Serve from the site's shelf of media."""
        self._site = site

    def rendition(self, request: Request) -> Response:
        """A rendition by its content-addressed name: the bytes behind it never change."""
        name: str = request.path_params["name"]
        found = shelved_picture(request, self._site.media, name)
        if is_secret(self._statuses(name)):
            raise answers.not_found()
        return found

    def _statuses(self, name: str) -> list[Status]:
        now = self._site.clock.now()
        with self._site.database.read() as connection:
            store = ArticleStore(connection)
            articles = [store.get(article_id, now) for article_id in HeroStore(connection).showing(name)]
        return [article.status for article in articles if article is not None]


def is_secret(statuses: Collection[Status]) -> bool:
    """Whether a picture must not be seen: some stories show it now, and none of them may be read.

    A picture that no story shows any more stays: mails that were sent still point to it.
    """
    return bool(statuses) and all(status in _SECRET for status in statuses)


def shelved_picture(request: Request, shelf: Shelf, name: str) -> Response:
    """The picture of that name from the shelf, or 404."""
    try:
        stored = shelf.read(name)
    except BadDataError:
        stored = None
    if stored is None:
        raise answers.not_found()
    kept = document(stored.content, media_type_of(name), modified_at=stored.modified_at, compress=False)
    return answers.conditional(request, kept, IMMUTABLE)
