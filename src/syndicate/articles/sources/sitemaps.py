"""Sitemaps (https://www.sitemaps.org/protocol.html) and news sitemaps, read: which pages there are, and since when."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from syndicate.articles.formats.claims.values import permalink, web_address
from syndicate.articles.formats.feed.xml import BrokenXmlError, parse
from syndicate.articles.reading.decoding import UndecodableError, decode

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

#: Addresses that one sitemap may have by the protocol.
MOST = 50_000
_GZIP = b"\x1f\x8b"


class BrokenSitemapError(ValueError):
    """What came is no sitemap; the message goes on behind the address."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SitemapPlace:
    """A page or a further sitemap: when it was changed, in RFC 3339 and UTC (``""``: nobody says).

    ``title`` and ``published`` are what a news sitemap says of the page, as it is written there.
    """

    url: str
    changed_at: str = ""
    title: str = ""
    published: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitemap:
    """What a document lists: pages, or further sitemaps if it ``is_index``."""

    places: Sequence[SitemapPlace]
    is_index: bool


def read_sitemap(content: bytes, base: str, max_bytes: int) -> Sitemap:
    """Read a document, packed by gzip or not; no more than ``max_bytes`` are unpacked.

    Raises:
        BrokenSitemapError: it is none.
    """
    content = _unpacked(content, max_bytes) if content.startswith(_GZIP) else content
    try:
        root = parse(decode(content))
    except (BrokenXmlError, UndecodableError) as error:
        message = f"sends no sitemap: {error}"
        raise BrokenSitemapError(message) from error
    kind = _bare(root)
    if kind not in {"urlset", "sitemapindex"}:
        message = f"sends no sitemap, but a document of “{kind[:80]}”"
        raise BrokenSitemapError(message)
    if len(root) > MOST:
        message = f"has more than {MOST:,} addresses, which no sitemap may"
        raise BrokenSitemapError(message)
    return Sitemap(places=[*_places(root, base)], is_index=kind == "sitemapindex")


def _unpacked(content: bytes, max_bytes: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(content, max_bytes)
    except zlib.error as error:
        message = "sends what looks packed by gzip, and cannot be unpacked"
        raise BrokenSitemapError(message) from error
    if unpacker.unconsumed_tail:
        message = f"unpacks to more than {max_bytes / 1_000_000:g} MB"
        raise BrokenSitemapError(message)
    return plain


def _places(root: Element, base: str) -> Iterator[SitemapPlace]:
    for element in root:
        fields = {_bare(child): child for child in reversed(element)}
        url = permalink(web_address(_text(fields.get("loc")), base))
        if url is None:
            continue
        news = {_bare(child): _text(child) for child in reversed(fields.get("news", ()))}
        published = news.get("publication_date", "")
        changed = _instant(_text(fields.get("lastmod"))) or _instant(published)
        yield SitemapPlace(url=url, changed_at=changed, title=news.get("title", ""), published=published)


def _bare(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element | None) -> str:
    return "".join(map(str, element.itertext()))[:2_000].strip() if element is not None else ""


def _instant(written: str) -> str:
    """W3C datetime, also of a day, a month or a year alone; it only has to differ when the page does."""
    padded = f"{written}-01-01"[:10] if len(written) in {4, 7} else written
    try:
        at = datetime.fromisoformat(padded)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return ""
