"""What lies beside the feeds: the list of them all, and the sitemap of what is news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.feeds import news_sitemap as sitemap
from syndicate.feeds import opml as list_of_all
from syndicate.feeds.documents import FORMATS
from syndicate.feeds.news_sitemap import MOST_URLS, is_news, news_sitemap
from syndicate.feeds.opml import opml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from syndicate.articles.model import Outline
    from syndicate.feeds.documents import FeedDocument
    from syndicate.feeds.model import FeedSite, Scope
    from syndicate.feeds.writing import Entries
    from syndicate.links import Links


_MEDIA_TYPES = {
    **{format_.file_name: format_.media_type for format_ in FORMATS.values()},
    list_of_all.PATH: list_of_all.MEDIA_TYPE,
    sitemap.PATH: sitemap.MEDIA_TYPE,
}


def media_type_of(path: str) -> str:
    """The media type of a document below ``feeds/``, by the name of its file."""
    return _MEDIA_TYPES[path.rpartition("/")[2]]


def lists(
    site: FeedSite, scopes: Sequence[Scope], outlines: Sequence[Outline], entries: Entries, links: Links, now: datetime
) -> tuple[FeedDocument, ...]:
    """The OPML of ``scopes`` and the news sitemap of ``outlines``; the site's scope comes first."""
    news = sorted((outline for outline in outlines if is_news(outline.dated_at, now)), key=lambda outline: outline.id)
    ids = [outline.id for outline in sorted(news, key=lambda outline: outline.dated_at, reverse=True)][:MOST_URLS]
    entries.read(ids)
    return opml(site, scopes, links), news_sitemap(site.title, entries.of(scopes[0], ids))
