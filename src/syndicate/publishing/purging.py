"""What caches have to drop when readers lose an article: found while rows still tell, listed once it is gone.

Addresses wait in rows from the moment that an article leaves; they come into the operator's list only when the
documents behind them are as they should be, or a cache would fetch the story anew. So an address may be listed
twice after a crash, and is never forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.store import ArticleStore
from syndicate.digests.store import EditionStore
from syndicate.feeds import news_sitemap, opml
from syndicate.feeds.documents import FORMATS
from syndicate.feeds.membership import departed, pages_with, scopes_with
from syndicate.feeds.scopes import of_series
from syndicate.publishing.purge_list import add_to
from syndicate.publishing.purge_store import PurgeStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from syndicate.articles.model import Article
    from syndicate.clock import Clock
    from syndicate.feeds.model import FeedSite
    from syndicate.links import Links
    from syndicate.storage import Database


class Purging:
    """Keeps the list of addresses whose copies caches should drop. `FeedPublisher` asks and tells it in each run."""

    def __init__(self, *, database: Database, clock: Clock, links: Links, site: FeedSite, file: Path) -> None:
        """Take the parts; ``file`` is the list."""
        self._database = database
        self._clock = clock
        self._links = links
        self._site = site
        self._file = file

    def note(self) -> list[str]:
        """Note what readers lost since the last run, by whatever way; every address that waits to be listed."""
        now = self._clock.now()
        with self._database.read() as connection:
            ids = departed(connection, now)
        if ids:
            with self._database.write() as connection:
                for article in ArticleStore(connection).some(ids, now).values():
                    self.note_article(connection, article)
        with self._database.read() as connection:
            return PurgeStore(connection).waiting()

    def tell(self, addresses: Sequence[str]) -> None:
        """List these, which were noted, since what lies there has changed by now.

        Raises:
            StorageError: the list cannot be written; the next run tries again.
        """
        if not addresses:
            return
        add_to(self._file, addresses)
        with self._database.write() as connection:
            PurgeStore(connection).forget(addresses)

    def note_article(self, connection: Connection, article: Article) -> list[str]:
        """Note, in that transaction, every address that shows the article, pictures aside; they are given too."""
        addresses = self.addresses(connection, article)
        self.note_addresses(connection, addresses)
        return addresses

    def note_addresses(self, connection: Connection, addresses: Iterable[str]) -> None:
        """Note addresses, in that transaction: the next run over the feeds lists them."""
        PurgeStore(connection).note(addresses, self._clock.now())

    def addresses(self, connection: Connection, article: Article) -> list[str]:
        """Our public addresses that show the article or name it, pictures aside; each once, sorted."""
        found = {
            self._links.home(),
            self._links.feed(""),
            self._links.feed("").rstrip("/"),
            self._links.feed(opml.PATH),
            self._links.feed(news_sitemap.PATH),
            self._links.news_sitemap(),
            *self._pages(article),
            *self._web_copies(connection, article.id),
            *self._archives(),
        }
        series = [of_series(self._site.title, series).folder for series in self._site.series]
        folders = [*scopes_with(connection, self._site, article), *pages_with(connection, article.id), *series]
        for folder in folders:
            found.add(self._links.human_page(folder))
            files = (format_.file_name for format_ in FORMATS.values())
            found.update(self._links.feed(f"{folder}/{file}" if folder else file) for file in files)
        return sorted(found)

    def _pages(self, article: Article) -> set[str]:
        """The article's own page, also by its id alone, which leads there; its permalink if that is of this site."""
        ours = {self._links.article(article.id, article.title), self._links.article(article.id, None)}
        permalink = article.permalink or ""
        return ours | {permalink} if permalink.startswith(self._links.home()) else ours

    def _web_copies(self, connection: Connection, article_id: str) -> set[str]:
        """The web copies of the mails that carried the article."""
        return {self._links.edition(edition_id) for edition_id in EditionStore(connection).carrying(article_id)}

    def _archives(self) -> set[str]:
        """The pages that list past editions: which of them tell the article is not asked."""
        names = [series.name for series in self._site.series]
        return {self._links.archive(), *map(self._links.archive, names)} if names else set()

    def pictures(self, names: Iterable[str]) -> list[str]:
        """The public addresses of renditions: where readers get them, and below the site, where older mails look."""
        return sorted({address for name in names for address in self._links.media_addresses(name)})
