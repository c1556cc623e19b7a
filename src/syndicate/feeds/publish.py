"""The feed step: visible articles become documents on the shelf; what is unchanged stays untouched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.store import ArticleStore
from syndicate.errors import BadDataError
from syndicate.feeds.documents import FORMATS, check, documents
from syndicate.feeds.entries import entry_of
from syndicate.feeds.model import FeedSite
from syndicate.feeds.scopes import SECTIONS, gather, scopes
from syndicate.images.store import HeroStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

    from syndicate.articles.model import Article
    from syndicate.clock import Clock
    from syndicate.feeds.documents import Document
    from syndicate.feeds.model import Entry, Scope
    from syndicate.images.model import Hero
    from syndicate.links import Links
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

__all__ = ["FeedPublisher", "FeedReport", "FeedSite"]

_FILE_NAMES = "|".join(re.escape(format_.file_name) for format_ in FORMATS.values())
_OURS = re.compile(rf"{SECTIONS}/[a-z0-9-]+/(?:{_FILE_NAMES})")


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedReport:
    """What a run did: documents written, left as they were, and removed.

    ``left_out`` names each article that no feed can hold, with the reason.
    """

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    left_out: tuple[tuple[str, str], ...] = ()


class FeedPublisher:
    """Puts the feeds of the site and of every section on the shelf."""

    def __init__(self, *, database: Database, clock: Clock, shelf: Shelf, links: Links, site: FeedSite) -> None:
        """Take the parts; ``shelf`` is the one whose root is ``feeds/``."""
        self._database = database
        self._clock = clock
        self._shelf = shelf
        self._links = links
        self._site = site

    def run(self) -> FeedReport:
        """Bring the shelf up to date with what is visible now. A second run changes nothing.

        An article that cannot be represented is left out and reported; the others go out. Documents of
        sections without a visible article are removed.
        """
        with self._database.read() as connection:
            gathered, heroes = self._load(connection)
        entries, left_out = self._entries(gathered, heroes)
        made = [document for scope, articles in gathered.items() for document in self._made(scope, articles, entries)]
        written = sum(self._shelf.write(document.path, document.content) for document in made)
        return FeedReport(
            written=written,
            unchanged=len(made) - written,
            removed=self._remove_all_but({document.path for document in made}),
            left_out=left_out,
        )

    def _load(self, connection: Connection) -> tuple[dict[Scope, Sequence[Article]], dict[str, Hero]]:
        now = self._clock.now()
        store = ArticleStore(connection)
        gathered: dict[Scope, Sequence[Article]] = {
            scope: store.visible(now, section=scope.section, limit=self._site.entries)
            for scope in scopes(self._site.title, store.sections(now))
        }
        return gathered, HeroStore(connection).of(sorted(_by_id(gathered.values())))

    def _entries(
        self, gathered: dict[Scope, Sequence[Article]], heroes: dict[str, Hero]
    ) -> tuple[dict[str, Entry], tuple[tuple[str, str], ...]]:
        """Every article's entry by the article's id, and those left out."""
        entries: dict[str, Entry] = {}
        left_out: list[tuple[str, str]] = []
        for article_id, article in sorted(_by_id(gathered.values()).items()):
            try:
                entry = entry_of(article, heroes.get(article_id), self._links)
                check(entry)
            except BadDataError as error:
                left_out.append((article_id, str(error)))
            else:
                entries[article_id] = entry
        return entries, tuple(left_out)

    def _made(self, scope: Scope, articles: Sequence[Article], entries: dict[str, Entry]) -> tuple[Document, ...]:
        held = [entries[article.id] for article in articles if article.id in entries]
        return documents(gather(self._site, scope, held, self._links.home()), scope, self._links)

    def _remove_all_but(self, kept: set[str]) -> int:
        gone = [name for name in self._shelf.names(f"{SECTIONS}/") if name not in kept and _OURS.fullmatch(name)]
        return sum(self._shelf.remove(name) for name in gone)


def _by_id(groups: Iterable[Sequence[Article]]) -> dict[str, Article]:
    return {article.id: article for group in groups for article in group}
