"""What an address offers as a source: as what it answers itself, or as the page that comes names it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.articles.reading.decoding import UndecodableError, decode
from syndicate.articles.sources.feed import ACCEPT
from syndicate.articles.sources.find_feed import find_feed
from syndicate.articles.sources.sitemap import asks_for_password
from syndicate.articles.sources.sitemaps import BrokenSitemapError, read_sitemap
from syndicate.articles.sources.wordpress_api import site_of
from syndicate.net.model import FetchError

if TYPE_CHECKING:
    from syndicate.articles.checking.hurried import HurriedFetcher
    from syndicate.net.model import Fetched

_FEEDS = frozenset({DocumentFormat.RSS, DocumentFormat.ATOM, DocumentFormat.JSON_FEED})
_ANY = f"text/html, {ACCEPT}"
#: Bytes of a page in which its head lies.
_HEAD = 200_000
_GENERATOR = rb"<meta\b[^<>]{0,200}\bname\s*=\s*[\"']?generator\b[^<>]{0,200}\bcontent\s*=\s*[\"']?%s\b"
_GHOST = re.compile(_GENERATOR % b"ghost" + rb"|<script\b[^<>]{0,500}\bdata-ghost=", re.IGNORECASE)
_WORDPRESS = re.compile(_GENERATOR % b"wordpress", re.IGNORECASE)
#: How robots.txt names sitemaps (https://www.sitemaps.org/protocol.html#submit_robots).
_SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
#: Where sitemaps usually are, the most useful first.
_USUAL = ("/news-sitemap.xml", "/sitemap.xml")
#: Sitemaps of one robots.txt that are looked at.
_MOST = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceOffer:
    """A source that there may be: its kind, as the configuration calls it, and where.

    One that ``is_guess`` stands where such things usually are; nobody has named it.
    """

    kind: str
    address: str
    is_guess: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Discovery:
    """What came at an address: what it offers, the most useful first, found as it is walked; whether it ``is_login``.

    ``address`` is where the answer came from.
    """

    address: str
    is_login: bool
    offers: Iterator[SourceOffer]


def discover(fetcher: HurriedFetcher, address: str, max_bytes: int) -> Discovery:
    """Ask an address what it is.

    Raises:
        FetchError: it does not answer.
    """
    answer = fetcher.get(address, max_bytes=max_bytes, accept=_ANY)
    text = _text(answer)
    form = sniff(text)
    if form in _FEEDS:
        return Discovery(address=answer.url, is_login=False, offers=iter([SourceOffer(kind="feed", address=address)]))
    if _is_sitemap(answer, max_bytes):
        return Discovery(
            address=answer.url, is_login=False, offers=iter([SourceOffer(kind="sitemap", address=address)])
        )
    return Discovery(
        address=answer.url,
        is_login=asks_for_password(answer),
        offers=_offers_of_page(fetcher, answer, text, max_bytes),
    )


def _text(answer: Fetched) -> str:
    try:
        return decode(answer.content)
    except UndecodableError:
        return ""


def _is_sitemap(answer: Fetched, max_bytes: int) -> bool:
    try:
        read_sitemap(answer.content, answer.url, max_bytes)
    except BrokenSitemapError:
        return False
    return True


def _offers_of_page(fetcher: HurriedFetcher, page: Fetched, text: str, max_bytes: int) -> Iterator[SourceOffer]:
    head = page.content[:_HEAD]
    feed = find_feed(text, page.url)
    if (site := site_of(page)) or _WORDPRESS.search(head):
        yield SourceOffer(kind="wordpress", address=site or page.url)
    if _GHOST.search(head):
        yield SourceOffer(kind="ghost", address=feed.removesuffix("/rss/") if feed else page.url)
    if feed:
        yield SourceOffer(kind="feed", address=feed)
    yield from _sitemaps(fetcher, page.url, max_bytes)


def _sitemaps(fetcher: HurriedFetcher, address: str, max_bytes: int) -> Iterator[SourceOffer]:
    """Those that robots.txt names, news first, and those that are where they usually are."""
    try:
        robots = fetcher.get(urljoin(address, "/robots.txt"), max_bytes=max_bytes, accept="text/plain")
        named = [urljoin(robots.url, place) for place in _SITEMAP.findall(robots.content.decode("utf-8", "replace"))]
    except (FetchError, ValueError):  # ValueError: an address such as http://[
        named = []
    offers: Mapping[str, bool] = dict.fromkeys((urljoin(address, place) for place in _USUAL), True)
    offers = dict.fromkeys(sorted(named, key=lambda place: "news" not in place)[:_MOST], False) | {
        place: is_guess for place, is_guess in offers.items() if place not in named
    }
    for place, is_guess in offers.items():
        yield SourceOffer(kind="sitemap", address=place, is_guess=is_guess)
