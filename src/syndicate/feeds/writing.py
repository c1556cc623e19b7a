"""Articles become entries, and entries bytes, once each in a run however many feeds hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.correction_store import CorrectionStore
from syndicate.articles.model import Status
from syndicate.articles.store import ArticleStore
from syndicate.errors import BadDataError
from syndicate.feeds.documents import check
from syndicate.feeds.entries import entry_of, summarised
from syndicate.feeds.entry_cache import EntryCache
from syndicate.feeds.scopes import has_summaries
from syndicate.images.store import HeroStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from syndicate.articles.corrections import Correction
    from syndicate.articles.model import Article
    from syndicate.feeds.model import Entry, FeedSite, Scope
    from syndicate.images.model import Hero
    from syndicate.links import Links
    from syndicate.storage import Database


class Entries:
    """The entries of one run. ``cache`` has them in writing; ``left_out`` is why some articles have none."""

    def __init__(self, *, database: Database, links: Links, site: FeedSite, now: datetime) -> None:
        """Take the parts; articles are as they stand at ``now``."""
        self.cache = EntryCache()
        self.left_out: dict[str, str] = {}
        self._database = database
        self._links = links
        self._site = site
        self._now = now
        self._made: dict[str, Entry] = {}

    def read(self, article_ids: Iterable[str]) -> None:
        """Make the entries of these articles, unless they were made before."""
        missing = sorted(set(article_ids) - self._made.keys() - self.left_out.keys())
        if not missing:
            return
        with self._database.read() as connection:
            articles = ArticleStore(connection).some(missing, self._now)
            heroes = HeroStore(connection).of(articles)
            corrections = CorrectionStore(connection).of(articles)
        for article_id, article in sorted(articles.items()):
            # It may have been taken back since the feeds' articles were chosen.
            if article.status is Status.PUBLISHED:
                self._make(article, heroes.get(article_id), corrections.get(article_id, ()))

    def _make(self, article: Article, hero: Hero | None, corrections: Sequence[Correction]) -> None:
        try:
            entry = entry_of(
                article,
                hero,
                self._links,
                self._site.updates,
                has_podcast=self._site.podcast is not None,
                disclosures=self._site.disclosures,
                corrections=corrections,
            )
            check(entry, self.cache.entry)
        except BadDataError as error:
            self.left_out[article.id] = str(error)
        else:
            self._made[article.id] = entry

    def of(self, scope: Scope, article_ids: Sequence[str]) -> list[Entry]:
        """The entries of these articles, which were read, as the feed carries them; of those that have one."""
        held = [self._made[article_id] for article_id in article_ids if article_id in self._made]
        return [summarised(entry) for entry in held] if has_summaries(self._site, scope) else held

    def ids(self, article_ids: Iterable[str]) -> list[str]:
        """The entries' own ids of these articles, of those that have one."""
        return [self._made[article_id].id for article_id in article_ids if article_id in self._made]

    def size(self, scope: Scope, article_ids: Sequence[str]) -> int:
        """Bytes of these entries, each in the format that makes the most of it."""
        return sum(map(self.cache.size, self.of(scope, article_ids)))

    def aside(self) -> Entries:
        """An empty collection for articles that no other feed will want soon; it fails into the same report."""
        other = Entries(database=self._database, links=self._links, site=self._site, now=self._now)
        other.left_out = self.left_out
        return other

    def forget(self, article_ids: Iterable[str]) -> None:
        """Make room: these are not wanted any more."""
        for article_id in article_ids:
            if entry := self._made.pop(article_id, None):
                self.cache.forget(entry.id)
