"""The archive: past editions of the newsletters that let everybody read them, each by the web copy of its mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syndicate.feeds.past_edition_store import PastEditionStore
from syndicate.feeds.scopes import of_series
from syndicate.shelf.caching import cache_control
from syndicate.text.direction import direction_of
from syndicate.web import dates
from syndicate.web.http import headers, responses
from syndicate.web.http.documents import DocumentCache
from syndicate.web.public.site import SHEET, chrome, links_of, policy
from syndicate.web.public.views import When, path_of
from syndicate.web.rendering import render

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.feeds.model import Series
    from syndicate.feeds.past_editions import PastEdition
    from syndicate.web.public.site import PublicSite

#: Editions on a page.
PAGE = 30
#: What is taken back should be gone soon, and an archive that is closed at once.
_FRESH = cache_control(60, stale_if_error_seconds=3600)


@dataclass(frozen=True, kw_only=True, slots=True)
class PastView:
    """A past edition in the list: its headline is its subject, below it stands its preheader."""

    headline: str
    href: str
    number: str
    on: When
    summary: str
    language: str
    direction: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesView:
    """A newsletter that has an archive, with the newest edition in it, if there is one."""

    title: str
    page: str
    language: str
    newest: PastView | None


class ArchivePages:
    """The pages below ``/archive/``. Of a newsletter without an archive they know nothing."""

    def __init__(self, site: PublicSite) -> None:
        """Serve what that site has."""
        self._site = site
        self._cache = DocumentCache(max_bytes=4_000_000)

    def newsletters(self, request: Request) -> Response:
        """Every newsletter with an archive, with its newest edition; 404 where none has."""
        if not self._site.archives:
            raise responses.not_found()
        with self._site.database.read() as connection:
            shown = [self._series(connection, series) for series in self._site.archives.values()]
        canonical = self._site.links.archive()
        return self._page(request, "archive.html.j2", canonical, newsletters=shown)

    def editions(self, request: Request) -> Response:
        """The past editions of a newsletter, the newest first; ``?before=`` is the number that they are below."""
        series = self._site.archives.get(request.path_params["newsletter"])
        if series is None:
            raise responses.not_found()
        before = responses.number_in(request, "before")
        with self._site.database.read() as connection:
            found = PastEditionStore(connection=connection, now=self._site.clock.now()).newest(series, PAGE + 1, before)
        shown, here = found[:PAGE], self._site.links.archive(series.name)
        older = f"?before={shown[-1].number}" if len(found) > PAGE else ""
        return self._page(
            request,
            "archive_editions.html.j2",
            here if before is None else f"{here}?before={before}",
            series=series,
            feeds=links_of(self._site, of_series(self._site.title, series)),
            editions=[self._view(series, edition) for edition in shown],
            older=f"{path_of(here)}{older}" if older else "",
            newest="" if before is None else path_of(here),
        )

    def _series(self, connection: Connection, series: Series) -> SeriesView:
        found = PastEditionStore(connection=connection, now=self._site.clock.now()).newest(series, 1)
        return SeriesView(
            title=series.title,
            page=path_of(self._site.links.archive(series.name)),
            language=series.language,
            newest=self._view(series, found[0]) if found else None,
        )

    def _view(self, series: Series, edition: PastEdition) -> PastView:
        on = edition.day(series.zone)
        return PastView(
            headline=edition.subject,
            href=path_of(self._site.links.edition(edition.id)),
            number=str(edition.number),
            on=When(machine=on.isoformat(), text=dates.of_day(on, self._site.words.language)),
            summary=edition.preheader,
            language=edition.language,
            direction=direction_of(edition.language),
        )

    def _page(self, request: Request, template: str, canonical: str, **values: Any) -> Response:
        text = render(template, SHEET, **chrome(self._site), canonical=canonical, **values)
        document = self._cache.document(canonical, text.encode(), responses.HTML)
        return responses.conditional(request, document, _FRESH, {headers.CSP: policy(self._site)})


def archive_of(connection: Connection, site: PublicSite, edition_id: str, now: datetime) -> Series | None:
    """The newsletter in whose archive an edition stands and can be found for good; ``None``: in none."""
    store = PastEditionStore(connection=connection, now=now)
    return next((series for series in site.archives.values() if store.holds(series, edition_id)), None)
