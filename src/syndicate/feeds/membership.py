"""Where an article stands below ``feeds/``: for whoever has to say which copies of documents carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.feeds.archives import ArchivePage
from syndicate.feeds.filters import passes, values
from syndicate.feeds.model import FeedKind
from syndicate.feeds.scopes import NAMED_KINDS
from syndicate.feeds.slug_store import SlugStore
from syndicate.storage.tables import feed_appearances, feed_pages
from syndicate.storage.visibility import hidden

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.articles.model import Article
    from syndicate.feeds.model import FeedSite


@dataclass(frozen=True, kw_only=True, slots=True)
class _Named:
    """What an article can be chosen by."""

    sections: tuple[str, ...]
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    language: str


def scopes_with(connection: Connection, site: FeedSite, article: Article) -> list[str]:
    """The folders of the feeds that gather the article, and of those whose logs still have it; the site's is empty.

    A feed of a kind that the site has counts once its name was given a place, whether or not it is there now.
    """
    placed = _Named(
        sections=article.sections,
        tags=article.tags,
        authors=tuple(author.name for author in article.authors),
        language=article.language,
    )
    places = SlugStore(connection)
    names = [(kind, name) for kind in NAMED_KINDS if kind in site.kinds for name in values(placed, kind)]
    slugs = [(kind, places.of(kind, name)) for kind, name in names]
    named = [f"{kind}/{slug}" for kind, slug in slugs if slug is not None]
    filtered = [f"{FeedKind.FILTER}/{saved.name}" for saved in site.filters if passes(placed, saved)]
    logged = select(feed_appearances.c.scope).where(feed_appearances.c.article_id == article.id)
    return sorted({"", *named, *filtered, *connection.execute(logged).scalars()})


def pages_with(connection: Connection, article_id: str) -> list[str]:
    """The folders of the pages of archives that carry the article; one that it left meanwhile is not known any more."""
    log = feed_appearances
    on_page = (feed_pages.c.scope == log.c.scope) & (feed_pages.c.number == log.c.page)
    query = select(feed_pages).join(log, on_page).where(log.c.article_id == article_id)
    return sorted(
        {
            ArchivePage(number=row.number, taken=row.taken, is_full=row.is_full, made_for=row.made_for).folder(
                row.scope
            )
            for row in connection.execute(query)
        }
    )


def departed(connection: Connection, now: datetime) -> list[str]:
    """The articles that stand in the log of the site's feed, so readers have seen them, but may not see them now."""
    log = feed_appearances
    query = select(log.c.article_id).where(log.c.article_id.in_(hidden(now)), log.c.scope == "").distinct()
    return sorted(connection.execute(query).scalars())
