"""What feeds there are and what they hold, for people who ask; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.store import ArticleStore
from syndicate.errors import NotFoundError
from syndicate.feeds.archive_store import ArchiveStore
from syndicate.feeds.documents import paths
from syndicate.feeds.past_edition_store import PastEditionStore
from syndicate.feeds.past_editions import entry_of_edition
from syndicate.feeds.publish import by_scope, subscription
from syndicate.feeds.retractions import TOLD_FOR, tombstones
from syndicate.feeds.scopes import ARCHIVED_KINDS, gather, has_summaries, of_series
from syndicate.feeds.slug_store import SlugStore
from syndicate.feeds.writing import Entries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.articles.model import Outline
    from syndicate.feeds.archives import ArchivePage
    from syndicate.feeds.model import Entry, FeedSite, Scope, Series, Tombstone
    from syndicate.links import Links
    from syndicate.storage import Database

#: What the site's feed, which has no folder, is called where a place is asked for.
SITE = "site"


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedView:
    """A feed as it would be written now: its ``place`` below ``feeds/``, `SITE` for the site's.

    ``addresses`` are its documents by format, ``articles`` counts what readers may see of its scope, in one of past
    editions none, ``pages`` is its archive, the oldest page first.
    """

    place: str
    scope: Scope
    id: str
    is_summary: bool
    articles: int
    addresses: dict[str, str]
    pages: tuple[ArchivePage, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedContents:
    """A feed with its entries, newest first, what it says of retractions, and what it cannot hold."""

    feed: FeedView
    entries: tuple[Entry, ...]
    deleted: tuple[Tombstone, ...]
    left_out: tuple[tuple[str, str], ...]


def all_feeds(database: Database, now: datetime, site: FeedSite, links: Links) -> list[FeedView]:
    """Every feed that there is at ``now``: the site's, then by kind and name; those of past editions last."""
    with database.read() as connection:
        placed = by_scope(site, ArticleStore(connection).outlines(now), SlugStore(connection).all())
        views = [_view(connection, scope, len(outlines), site, links) for scope, outlines in placed.items()]
        return [*views, *(_view(connection, of_series(site.title, series), 0, site, links) for series in site.series)]


def contents(database: Database, now: datetime, site: FeedSite, links: Links, place: str) -> FeedContents:
    """The feed at that place, whole.

    Raises:
        NotFoundError: there is none.
    """
    series = next((series for series in site.series if of_series(site.title, series).folder == place.strip("/")), None)
    if series is not None:
        return _of_past_editions(database, now, site, links, series)
    with database.read() as connection:
        store = ArticleStore(connection)
        scope, outlines = _at(by_scope(site, store.outlines(now), SlugStore(connection).all()), place)
        view = _view(connection, scope, len(outlines), site, links)
        deleted = tombstones(store.retractions(now - TOLD_FOR, now), scope)
        end = [row.article_id for row in ArchiveStore(connection, scope.folder).end()]
    entries = Entries(database=database, links=links, site=site, now=now)
    ids = subscription(outlines, end, site.entries)
    entries.read(ids)
    return FeedContents(
        feed=view,
        entries=tuple(entries.of(scope, ids)),
        deleted=deleted,
        left_out=tuple(sorted(entries.left_out.items())),
    )


def _of_past_editions(database: Database, now: datetime, site: FeedSite, links: Links, series: Series) -> FeedContents:
    with database.read() as connection:
        past = PastEditionStore(connection=connection, now=now).newest(series, site.entries)
        view = _view(connection, of_series(site.title, series), 0, site, links)
    entries = tuple(entry_of_edition(edition, site, links) for edition in past)
    return FeedContents(feed=view, entries=entries, deleted=(), left_out=())


def _at(placed: dict[Scope, list[Outline]], place: str) -> tuple[Scope, list[Outline]]:
    folder = "" if place.strip("/") == SITE else place.strip("/")
    for scope, outlines in placed.items():
        if scope.folder == folder:
            return scope, outlines
    message = f"there is no feed {place}"
    raise NotFoundError(message, code="feed-unknown", hint="See: syndicate feeds list")


def _view(connection: Connection, scope: Scope, articles: int, site: FeedSite, links: Links) -> FeedView:
    has_archive = scope.kind in ARCHIVED_KINDS
    return FeedView(
        place=scope.folder or SITE,
        scope=scope,
        id=gather(site, scope, (), links.home()).id,
        is_summary=has_summaries(site, scope),
        articles=articles,
        addresses={name: links.feed(path) for name, path in paths(scope).items()},
        pages=tuple(ArchiveStore(connection, scope.folder).pages()) if has_archive else (),
    )
