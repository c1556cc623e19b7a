"""The news sitemap that Google reads: what was published in the last two days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lxml import etree

from syndicate.feeds.documents import FeedDocument

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from syndicate.feeds.model import Entry

#: The sitemap's place on the shelf of feeds; it is served at the top of the site.
PATH = "news-sitemap.xml"
MEDIA_TYPE = "application/xml"
#: How far back Google looks, and how many addresses it reads.
WINDOW = timedelta(hours=48)
MOST_URLS = 1_000

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_PREFIXES: dict[str, str] = {None: _SITEMAP, "news": _NEWS}  # type: ignore[dict-item]  # the stubs know no default
# Google's two languages with a region; all others go by the language alone (ISO 639).
_WITH_REGION = {"zh-cn", "zh-tw"}


def is_news(published_at: datetime, now: datetime) -> bool:
    """Whether the sitemap lists what was published at that instant."""
    return now - WINDOW < published_at <= now


def news_sitemap(publication: str, entries: Iterable[Entry]) -> FeedDocument:
    """The sitemap of those entries, given newest first; of two with one address the newer one stands.

    It depends on the present only by which entries are news, so it changes when one comes or goes.
    """
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap=_PREFIXES)
    newest: dict[str, Entry] = {}
    for entry in entries:
        newest.setdefault(entry.url, entry)
    for entry in list(newest.values())[:MOST_URLS]:
        _add(root, publication, entry)
    content = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return FeedDocument(path=PATH, media_type=MEDIA_TYPE, content=content)


def _add(root: etree._Element, publication: str, entry: Entry) -> None:
    url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
    etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = entry.url
    news = etree.SubElement(url, f"{{{_NEWS}}}news")
    about = etree.SubElement(news, f"{{{_NEWS}}}publication")
    etree.SubElement(about, f"{{{_NEWS}}}name").text = publication
    etree.SubElement(about, f"{{{_NEWS}}}language").text = _language(entry.language)
    etree.SubElement(news, f"{{{_NEWS}}}publication_date").text = entry.published_at.isoformat()
    etree.SubElement(news, f"{{{_NEWS}}}title").text = entry.title


def _language(tag: str) -> str:
    lower = tag.lower()
    return lower if lower in _WITH_REGION else lower.partition("-")[0]
