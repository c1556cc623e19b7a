"""The feed step: visible articles become documents on the shelf; what is unchanged stays untouched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from typing import TYPE_CHECKING, Protocol

from syndicate.articles.store import ArticleStore
from syndicate.feeds.archives import ARCHIVE, page_name
from syndicate.feeds.archiving import Archived, Archiving
from syndicate.feeds.documents import FORMATS
from syndicate.feeds.filters import belongs, values
from syndicate.feeds.lists import lists
from syndicate.feeds.model import Chain, FeedKind, FeedSite
from syndicate.feeds.news_sitemap import is_news
from syndicate.feeds.past_edition_store import PastEditionStore
from syndicate.feeds.past_editions import entry_of_edition, feed_of
from syndicate.feeds.retractions import TOLD_FOR, tombstones
from syndicate.feeds.scopes import ARCHIVED_KINDS, all_scopes, gather, of_series, page_of, slugs
from syndicate.feeds.slug_store import SlugStore
from syndicate.feeds.writing import Entries
from syndicate.images.store import HeroStore

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from syndicate.articles.model import Outline, Retraction
    from syndicate.clock import Clock
    from syndicate.feeds.documents import FeedDocument
    from syndicate.feeds.hubs import Hubs
    from syndicate.feeds.model import Scope
    from syndicate.feeds.past_editions import PastEdition
    from syndicate.feeds.scopes import Slugs
    from syndicate.links import Links
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

__all__ = ["FeedPublisher", "FeedReport", "FeedSite"]

_FILE_NAMES = "|".join(re.escape(format_.file_name) for format_ in FORMATS.values())
_KINDS = "|".join(kind for kind in FeedKind if kind is not FeedKind.SITE)
_OURS = re.compile(rf"(?:(?:{_KINDS})/[a-z0-9-]+/)?(?:{ARCHIVE}/\d+(?:-\d+)?/)?(?:{_FILE_NAMES})")


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedReport:
    """What a run did: documents written, left as they were, and removed.

    Pages of archives count when they are written or removed. ``left_out`` names each article that no
    feed can hold, with the reason.
    """

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Facts:
    """All that documents are made of, without texts; ``now`` alone makes no difference."""

    now: datetime = field(compare=False)
    outlines: tuple[Outline, ...]
    retractions: tuple[Retraction, ...]
    pictures: tuple[tuple[str, ...], ...]
    news: tuple[str, ...]
    past: tuple[PastEdition, ...]
    hubs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Last:
    """How the last run left the shelf: from which facts, with which documents; and what to report of it."""

    facts: int
    paths: frozenset[str]
    report: FeedReport


class Departures(Protocol):
    """Whoever has to know which articles readers lost: asked before feeds are made, and told when they are."""

    def note(self) -> Sequence[str]:
        """Note what leaves the feeds in this run; the addresses that wait to be told, by now or from before."""

    def tell(self, addresses: Sequence[str]) -> None:
        """The documents at these addresses are now as they should be."""


class FeedPublisher:
    """Puts the feeds of the site on the shelf, of every kind that it has."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        shelf: Shelf,
        links: Links,
        site: FeedSite,
        departures: Departures | None = None,
        hubs: Hubs | None = None,
    ) -> None:
        """Take the parts; ``shelf`` is the one whose root is ``feeds/``. ``hubs`` are told of what becomes news."""
        self._departures = departures
        self._hubs = hubs
        self._database = database
        self._clock = clock
        self._shelf = shelf
        self._links = links
        self._site = site
        self._last: _Last | None = None
        self._archiving = Archiving(database=database, shelf=shelf, links=links, site=site)

    def run(self) -> FeedReport:
        """Bring the shelf up to date with what is visible now. A second run changes nothing.

        Beside the feeds lie the list of them all and the news sitemap, which changes as news grows old, too.
        An article that cannot be represented is left out and reported; the others go out. Documents of
        feeds without a visible article are removed; those of filters stay.

        A run that finds everything as this object left it makes no document at all.
        """
        if self._departures is None:
            return self._brought_up()
        # In this order, whenever the process ends: what waits is told only by a run that began after it was noted.
        waiting = self._departures.note()
        report = self._brought_up()
        self._departures.tell(waiting)
        return report

    def _brought_up(self) -> FeedReport:
        facts = self._facts()
        shelved = frozenset(self._shelf.names())
        last, seen = self._last, hash(facts)
        if last and last.facts == seen and last.paths <= shelved:
            return replace(last.report, removed=self._remove(shelved - last.paths))
        self._last = None
        report, paths = self._build(facts, shelved)
        subscribed = sum(page_name(path) is None for path in paths)
        self._last = _Last(facts=seen, paths=paths, report=replace(report, written=0, unchanged=subscribed))
        return replace(report, removed=self._remove(shelved - paths))

    def _facts(self) -> _Facts:
        now = self._clock.now()
        with self._database.read() as connection:
            store = ArticleStore(connection)
            outlines, retractions = store.outlines(now), store.retractions(now - TOLD_FOR, now)
            pictures = HeroStore(connection).ready()
            past = PastEditionStore(connection=connection, now=now)
            editions = [edition for series in self._site.series for edition in past.newest(series, self._site.entries)]
        return _Facts(
            now=now,
            outlines=tuple(outlines),
            retractions=tuple(retractions),
            pictures=tuple(pictures),
            news=tuple(outline.id for outline in outlines if is_news(outline.dated_at, now)),
            past=tuple(editions),
            hubs=self._hubs.named() if self._hubs else self._site.hubs,
        )

    def _build(self, facts: _Facts, shelved: frozenset[str]) -> tuple[FeedReport, frozenset[str]]:
        """Make every document; the report, and where the documents lie."""
        entries = Entries(database=self._database, links=self._links, site=self._site, now=facts.now)
        placed = self._placed(facts.outlines)
        archives = {
            scope: self._archiving.bring_up(scope, placed[scope], entries, shelved)
            for scope in placed
            if scope.kind in ARCHIVED_KINDS
        }
        site = replace(self._site, hubs=facts.hubs)  # pages of archives name none: they are no news
        made = self._made(site, placed, archives, facts.retractions, entries)
        made += self._made_of_editions(site, facts.past, entries)
        scopes = [*placed, *(of_series(self._site.title, series) for series in self._site.series)]
        made += lists(self._site, scopes, facts.outlines, entries, self._links, facts.now)
        if self._hubs:
            self._hubs.note(made)
        written = sum(self._shelf.write(document.path, document.content) for document in made)
        report = FeedReport(
            written=written + sum(archived.written for archived in archives.values()),
            unchanged=len(made) - written,
            left_out=tuple(sorted(entries.left_out.items())),
        )
        return report, frozenset(document.path for document in made).union(
            *(archived.paths for archived in archives.values())
        )

    def _placed(self, outlines: Sequence[Outline]) -> dict[Scope, list[Outline]]:
        """Every feed with its articles; names that are new have their places from now on."""
        with self._database.read() as connection:
            given = SlugStore(connection).all()
        placed = by_scope(self._site, outlines, given)
        if fresh := {name: slug for name, slug in slugs(placed).items() if name not in given}:
            with self._database.write() as connection:
                SlugStore(connection).add(fresh)
        return placed

    def _made(
        self,
        site: FeedSite,
        placed: Mapping[Scope, Sequence[Outline]],
        archives: Mapping[Scope, Archived],
        retractions: Sequence[Retraction],
        entries: Entries,
    ) -> list[FeedDocument]:
        """The subscription document of every feed, in every format."""
        chosen = {
            scope: subscription(outlines, archives.get(scope, Archived()).end, self._site.entries)
            for scope, outlines in placed.items()
        }
        entries.read(article_id for ids in chosen.values() for article_id in ids)
        documents: list[FeedDocument] = []
        for scope, ids in chosen.items():
            archived = archives.get(scope, Archived())
            feed = gather(
                site,
                scope,
                entries.of(scope, ids),
                page_of(scope, self._links),
                deleted=tombstones(retractions, scope),
                kept=frozenset(entries.ids(archived.end)),
                chain=Chain(previous=archived.youngest),
            )
            documents += entries.cache.documents(feed, scope.folder, self._links)
        return documents

    def _made_of_editions(self, site: FeedSite, past: Sequence[PastEdition], entries: Entries) -> list[FeedDocument]:
        """The documents of every newsletter with an archive, which stay while it has no edition yet."""
        documents: list[FeedDocument] = []
        for series in site.series:
            theirs = (edition for edition in past if edition.newsletter == series.name)
            held = [entry_of_edition(edition, site, self._links) for edition in theirs]
            feed = feed_of(site, series, held, self._links)
            documents += entries.cache.documents(feed, of_series(site.title, series).folder, self._links)
        return documents

    def _remove(self, names: Collection[str]) -> int:
        return sum(self._shelf.remove(name) for name in sorted(names) if _OURS.fullmatch(name))


def by_scope(site: FeedSite, outlines: Sequence[Outline], given: Slugs) -> dict[Scope, list[Outline]]:
    """Every feed that there is, in the order of `all_scopes`, with the articles it gathers in theirs."""
    gathered: dict[Scope, list[Outline]] = {scope: [] for scope in all_scopes(site, outlines, given)}
    named = {
        (scope.kind, scope.value): scope for scope in gathered if scope.kind not in {FeedKind.SITE, FeedKind.FILTER}
    }
    kinds = {kind for kind, _ in named}
    for scope in gathered:
        if scope.kind in {FeedKind.SITE, FeedKind.FILTER}:
            gathered[scope] = [outline for outline in outlines if belongs(outline, scope)]
    for outline in outlines:
        for kind in kinds:
            for key in {(kind, value) for value in values(outline, kind)} & named.keys():
                gathered[named[key]].append(outline)
    return gathered


def subscription(outlines: Sequence[Outline], end: Iterable[str], most: int) -> list[str]:
    """The ids of the articles in a subscription document, newest date first, ties by id.

    Those at the ``end`` of the log, whatever their date, and the newest of all others up to ``most``.
    """
    rank = {outline.id: (-outline.dated_at.timestamp(), outline.id) for outline in outlines}
    held = {article_id for article_id in end if article_id in rank}
    others = nsmallest(max(most - len(held), 0), (key for article_id, key in rank.items() if article_id not in held))
    return sorted(held.union(article_id for _, article_id in others), key=lambda article_id: rank[article_id])
