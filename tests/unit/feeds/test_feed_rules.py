"""What validators complain about, asked of documents made of hostile articles."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree

from syndicate.articles.model import Author, ForeignTime
from syndicate.feeds.documents import check
from syndicate.feeds.entries import entry_of
from syndicate.feeds.entry_cache import documents
from syndicate.feeds.model import Entry
from tests.unit.feeds.feed_samples import EVERYTHING, LINKS, a_feed, a_hero, an_article

NS = {
    "a": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")

_TEXTS = [
    "plain",
    "]]> & <b>bold</b> &amp; &nbsp;",
    "🎉 👩‍👩‍👧 \u202eمرحبا\u202c",
    "a\x00b\x0bc\ufffed\ud800e",
    "\"quotes\" 'and' `ticks`",
    "",
    "é e\u0301 \u0338",
    "<![CDATA[x]]> <!-- y --> <?z?>",
    "\u2028line\u2029separators\r\n\ttabs",
    "<script>alert(1)</script>",
]
_BODIES = [
    '<p>One <a href="/x">two</a> <img src="//pictures.example/a.png" alt="]]&gt;"></p>',
    "<p>unclosed <b>tag soup <p>again</div>",
    "x" * 300_000,
    "<table><tr><td>1</table>&#1;&#xFFFF;&nbsp;&bogus;",
    "",
]
_OFFSETS = [timedelta(), timedelta(hours=5, minutes=45), timedelta(seconds=-1172), timedelta(hours=14)]


def _hostile(number: int) -> Entry:
    text, body = _TEXTS[number % len(_TEXTS)], _BODIES[number % len(_BODIES)]
    at = datetime(2025, 1, 1, tzinfo=UTC) - timedelta(hours=number, microseconds=number)
    article = an_article(
        id=f"a{number:012}",
        tag=f"tag:news.example,2026:a{number:012}",
        title=text or None,
        deck=_TEXTS[number % 7],
        sections=(text,),
        tags=(text, text.upper()),
        authors=(Author(name=text),) * (number % 3),
        permalink="https://news.example/ä b?q=<&>" if number % 2 else None,
        published=ForeignTime(at=at, offset=_OFFSETS[number % 4], raw="") if number % 5 else None,
        body_html=text + body,
        body_text=text,
        revision=1 + number % 2,
    )
    return entry_of(article, a_hero() if number % 2 else None, LINKS)


@cache
def _documents() -> dict[str, bytes]:
    return {one.path: one.content for one in documents(a_feed(*map(_hostile, range(100))), EVERYTHING, LINKS)}


@cache
def _tree(name: str) -> etree._Element:
    return etree.fromstring(_documents()[name])


def _found(parent: etree._Element, path: str) -> list[etree._Element]:
    return parent.findall(path, NS)


def _is_web(address: str | None) -> bool:
    parts = urlsplit(address or "")
    return bool(address) and str(address).isascii() and parts.scheme in {"http", "https"} and bool(parts.netloc)


def test_every_format_can_hold_every_hostile_article() -> None:
    for number in range(100):
        check(_hostile(number))


@pytest.mark.parametrize(("name", "version"), [("rss.xml", "rss20"), ("atom.xml", "atom10")])
def test_feedparser_finds_nothing_wrong_and_every_entry_with_its_own_id(name: str, version: str) -> None:
    feed = feedparser.parse(_documents()[name])
    assert (feed.bozo, feed.version, len(feed.entries)) == (False, version, 100)
    assert len({entry.id for entry in feed.entries}) == 100
    assert all(entry.title and entry.summary and entry.content[0].value for entry in feed.entries)


def test_an_rss_item_has_each_element_at_most_once() -> None:
    many = {"category", f"{{{NS['dc']}}}creator"}
    for item in _found(_tree("rss.xml"), "channel/item"):
        once = [child.tag for child in item if child.tag not in many]
        assert len(once) == len(set(once))
        assert {"link", "description", "guid", "pubDate"} <= set(once)


def test_no_creator_category_or_title_is_blank() -> None:
    root = _tree("rss.xml")
    for path in ("channel/item/title", "channel/item/category", "channel/item/dc:creator", "channel/item/description"):
        assert all((element.text or "").strip() for element in _found(root, path)), path


def test_every_date_is_of_the_right_standard_with_a_zone() -> None:
    for element in _found(_tree("rss.xml"), "channel/item/pubDate") + _found(_tree("rss.xml"), "channel/lastBuildDate"):
        assert RFC_822.fullmatch(element.text or "")
        assert parsedate_to_datetime(element.text or "").tzinfo
    for tag in ("updated", "published"):
        for element in _tree("atom.xml").iter(f"{{{NS['a']}}}{tag}"):
            assert RFC_3339.fullmatch(element.text or "")
    for item in json.loads(_documents()["feed.json"])["items"]:
        assert RFC_3339.fullmatch(item["date_published"])
        assert RFC_3339.fullmatch(item["date_modified"])


def test_every_address_is_absolute_and_ascii() -> None:
    rss, atom = _tree("rss.xml"), _tree("atom.xml")
    addresses = [element.text for element in _found(rss, "channel/item/link") + _found(rss, "channel/link")]
    addresses += [element.get("href") for element in atom.iter(f"{{{NS['a']}}}link")]
    addresses += [element.get("url") for element in [*_found(rss, ".//enclosure"), *_found(rss, ".//media:content")]]
    assert all(_is_web(address) for address in addresses)


def test_every_entry_of_atom_has_one_alternate_link_per_type_and_an_author_somewhere() -> None:
    root = _tree("atom.xml")
    assert _found(root, "a:author/a:name")
    for entry in _found(root, "a:entry"):
        rels = [link.get("rel") for link in _found(entry, "a:link")]
        assert rels.count("alternate") == 1
        assert rels.count("enclosure") <= 1
        assert all((name.text or "").strip() for name in _found(entry, "a:author/a:name"))


def test_every_enclosure_has_a_type_and_a_length_in_bytes() -> None:
    enclosures = _found(_tree("rss.xml"), ".//enclosure")
    assert len(enclosures) == 50
    for enclosure in enclosures:
        assert enclosure.get("type") == "image/jpeg"
        assert str(enclosure.get("length")).isdecimal()


def test_every_item_of_json_feed_keeps_to_the_types_of_the_specification() -> None:
    document: dict[str, Any] = json.loads(_documents()["feed.json"])
    strings = ("id", "url", "summary", "content_html", "language")
    for item in document["items"]:
        assert item.get("title", "-")
        assert all(isinstance(item[key], str) and item[key] for key in strings)
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
        assert all(author["name"] for author in item.get("authors", []))
        assert all(isinstance(one["size_in_bytes"], int) for one in item.get("attachments", []))


def test_no_document_is_larger_than_validators_read() -> None:
    assert all(len(content) <= 4_000_000 for content in _documents().values())


def test_no_script_survives_in_any_content() -> None:
    for item in json.loads(_documents()["feed.json"])["items"]:
        assert "<script" not in item["content_html"].lower()


def test_threads_that_build_side_by_side_give_the_same_bytes() -> None:
    feed = a_feed(*map(_hostile, range(20)))
    with ThreadPoolExecutor(4) as threads:
        built = list(threads.map(lambda _: documents(feed, EVERYTHING, LINKS), range(8)))
    assert all(one == built[0] for one in built)
