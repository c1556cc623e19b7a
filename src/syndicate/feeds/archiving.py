"""Keeps the archives on the shelf: pages first, then the note of them, so that a crash loses nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from syndicate.articles.identity import tag_uri
from syndicate.feeds.archive_store import ArchiveStore
from syndicate.feeds.archives import (
    OPEN_BYTES,
    ArchivePage,
    Cut,
    changes,
    cuts,
    inside,
    overflow,
    superseded,
    version_of,
)
from syndicate.feeds.documents import FORMATS, paths_in
from syndicate.feeds.model import Chain
from syndicate.feeds.scopes import gather, has_summaries, page_of
from syndicate.ids import stable_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from syndicate.articles.model import Outline
    from syndicate.feeds.archives import Appearance
    from syndicate.feeds.model import FeedSite, Scope
    from syndicate.feeds.writing import Entries
    from syndicate.links import Links
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

#: Articles that are read at once while pages are filled.
_BATCH = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Archived:
    """How an archive stands: the articles at the end of its log, and the folder of its youngest page.

    ``paths`` are the documents of all pages; ``written`` counts those that were written now.
    """

    end: tuple[str, ...] = ()
    youngest: str | None = None
    paths: frozenset[str] = frozenset()
    written: int = 0


class Archiving:
    """The archives of all feeds that have one. It remembers what it saw, so that a pass without change is cheap."""

    def __init__(self, *, database: Database, shelf: Shelf, links: Links, site: FeedSite) -> None:
        """Take the parts; ``shelf`` is the one whose root is ``feeds/``."""
        self._database = database
        self._shelf = shelf
        self._links = links
        self._site = site
        self._seen: dict[str, int] = {}

    def bring_up(self, scope: Scope, placed: Sequence[Outline], entries: Entries, shelved: frozenset[str]) -> Archived:
        """Bring a feed's archive up to date with its articles, given in the order of first sight.

        ``shelved`` are the names on the shelf: a page that got lost is written again.
        """
        seen = hash(tuple(placed))
        written = 0
        if self._seen.get(scope.folder) != seen:
            written += self._follow(scope, placed)
        written += self._put_away(scope, entries)
        written += self._mend(scope, entries, shelved)
        self._seen[scope.folder] = seen
        with self._database.read() as connection:
            store = ArchiveStore(connection, scope.folder)
            end, pages = store.end(), store.pages()
        folders = [page.folder(scope.folder) for page in pages]
        return Archived(
            end=tuple(row.article_id for row in end),
            youngest=folders[-1] if folders else None,
            paths=frozenset(path for folder in folders for path in paths_in(folder).values()),
            written=written,
        )

    # --- what changed ------------------------------------------------------------------

    def _follow(self, scope: Scope, placed: Sequence[Outline]) -> int:
        """Note what came and what changed; what left the feed leaves its pages."""
        with self._database.read() as connection:
            store = ArchiveStore(connection, scope.folder)
            lag = changes({outline.id: version_of(outline) for outline in placed}, store.log())
            leaving = [row for row in lag.gone if row.page is not None]
            known = store.entry_ids({row.article_id for row in leaving})
            pages = {page.number: page for page in store.pages()}
        written = 0
        for number, rows in groupby(sorted(leaving, key=_page_of), key=_page_of):
            ids = {entry_id for row in rows for entry_id in known.get(row.article_id) or self._lost_id(row)}
            written += self._take_off(pages[number].folder(scope.folder), ids)
        if lag.gone or lag.fresh:
            with self._database.write() as connection:
                store = ArchiveStore(connection, scope.folder)
                store.forget(lag.gone)
                store.append(lag.fresh)
        return written

    def _lost_id(self, row: Appearance) -> set[str]:
        return {tag_uri(self._site.id_authority, row.article_id)}

    def _take_off(self, folder: str, ids: Collection[str]) -> int:
        written = 0
        for name, path in paths_in(folder).items():
            if stored := self._shelf.read(path):
                written += self._shelf.write(path, FORMATS[name].without(stored.content, ids))
        return written

    # --- the end of the log --------------------------------------------------------------

    def _put_away(self, scope: Scope, entries: Entries) -> int:
        """Put what is too much at the end of the log on pages."""
        with self._database.read() as connection:
            store = ArchiveStore(connection, scope.folder)
            end = store.end()
            moving = overflow(end, self._site.entries) or self._heavy(scope, end, entries)
            if not moving:
                return 0
            log, pages = store.log(), store.pages()
        growing = pages[-1] if pages and not pages[-1].is_full else None
        rows = [row for row in log if growing and row.page == growing.number]
        old = superseded(rows, frozenset(row.article_id for row in end))
        taken, number = (growing.taken, growing.number) if growing else (0, len(pages) + 1)
        written = 0
        kept = [row for row in rows if row not in old]
        aside = entries.aside()
        for cut in cuts(self._weighed(scope, [*kept, *moving], aside), taken, self._site.page_entries):
            page = self._page(scope, number, taken + sum(row.page is None for row in cut.rows), cut)
            written += self._write(scope, page, cut.rows, aside)
            with self._database.write() as connection:
                store = ArchiveStore(connection, scope.folder)
                store.forget(old)
                store.put(page, cut.rows)
            aside.forget(row.article_id for row in cut.rows)
            old, taken, number = (), 0, number + 1
        return written

    def _heavy(self, scope: Scope, end: Sequence[Appearance], entries: Entries) -> Sequence[Appearance]:
        """All of the end of the log, when its entries would crowd everything else out of the document."""
        ids = [row.article_id for row in end]
        entries.read(ids)
        return end if entries.size(scope, ids) > OPEN_BYTES else ()

    @staticmethod
    def _weighed(scope: Scope, rows: Sequence[Appearance], entries: Entries) -> Iterator[tuple[Appearance, int]]:
        for start in range(0, len(rows), _BATCH):
            some = rows[start : start + _BATCH]
            entries.read(row.article_id for row in some)
            yield from ((row, entries.size(scope, [row.article_id])) for row in some)

    def _page(self, scope: Scope, number: int, taken: int, cut: Cut) -> ArchivePage:
        return ArchivePage(number=number, taken=taken, is_full=cut.is_full, made_for=self._made_for(scope))

    def _made_for(self, scope: Scope) -> str:
        return stable_id(self._links.site_url, str(has_summaries(self._site, scope)), *self._site.disclosures.own)

    def _write(self, scope: Scope, page: ArchivePage, rows: Sequence[Appearance], entries: Entries) -> int:
        ids = [row.article_id for row in reversed(rows)]
        entries.read(ids)
        chain = Chain(
            previous=inside(scope.folder, str(page.number - 1)) if page.number > 1 else None,
            following=inside(scope.folder, str(page.number + 1)) if page.is_full else None,
            current=scope.folder,
        )
        feed = gather(self._site, scope, entries.of(scope, ids), page_of(scope, self._links), chain=chain)
        documents = entries.cache.documents(feed, page.folder(scope.folder), self._links)
        return sum(self._shelf.write(document.path, document.content) for document in documents)

    # --- what got lost -------------------------------------------------------------------

    def _mend(self, scope: Scope, entries: Entries, shelved: frozenset[str]) -> int:
        """Write pages again that are not on the shelf, or were made for other settings.

        They are written from the articles as they are now, without those that stand nearer to the
        subscription document.
        """
        with self._database.read() as connection:
            store = ArchiveStore(connection, scope.folder)
            lost = [page for page in store.pages() if self._is_lost(scope, page, shelved)]
            log = store.log() if lost else []
        latest = {row.article_id: row.position for row in log}
        by_page: dict[int, list[Appearance]] = defaultdict(list)
        for row in log:
            if row.page is not None and latest[row.article_id] == row.position:
                by_page[row.page].append(row)
        return sum(self._rewrite(scope, page, by_page[page.number], entries.aside()) for page in lost)

    def _is_lost(self, scope: Scope, page: ArchivePage, shelved: frozenset[str]) -> bool:
        paths = paths_in(page.folder(scope.folder)).values()
        return page.made_for != self._made_for(scope) or not all(
            path in shelved or self._shelf.read(path) for path in paths
        )

    def _rewrite(self, scope: Scope, page: ArchivePage, rows: Sequence[Appearance], entries: Entries) -> int:
        again = ArchivePage(number=page.number, taken=page.taken, is_full=page.is_full, made_for=self._made_for(scope))
        written = self._write(scope, again, rows, entries)
        with self._database.write() as connection:
            ArchiveStore(connection, scope.folder).put(again, ())
        return written


def _page_of(row: Appearance) -> int:
    return row.page or 0
