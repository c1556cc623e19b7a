from dataclasses import replace
from html import unescape
from typing import Any

import feedparser
import pytest
from lxml import etree

from syndicate.feeds.documents import FORMATS
from syndicate.feeds.model import Addresses, Entry
from tests.unit.feeds.feed_samples import SITE, a_feed, an_entry

SELF = "https://news.example/desk/feeds/atom.xml"
NS = {"a": "http://www.w3.org/2005/Atom", "media": "http://search.yahoo.com/mrss/"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _bytes(*entries: Entry, **site: Any) -> bytes:
    return FORMATS["atom"].render(a_feed(*entries, site=replace(SITE, **site)), Addresses(own=SELF))


def _root(*entries: Entry, **site: Any) -> etree._Element:
    return etree.fromstring(_bytes(*entries, **site))


def _links(parent: etree._Element) -> list[dict[str, str]]:
    return [{str(key): str(value) for key, value in link.attrib.items()} for link in parent.findall("a:link", NS)]


def test_feedparser_reads_the_entry_as_it_was() -> None:
    one = an_entry()
    feed = feedparser.parse(_bytes(one))
    (read,) = feed.entries
    assert (feed.bozo, feed.version, feed.feed.id) == (False, "atom10", "tag:news.example,2026:feed")
    assert (read.id, read.link, read.title, read.summary) == (one.id, one.url, one.title, one.summary)
    assert (read.content[0].type, read.content[0].value) == ("text/html", one.content_html)
    assert [author.name for author in read.authors] == list(one.authors)
    assert [tag.term for tag in read.tags] == list(one.categories)
    assert (read.published, read.updated) == ("2025-10-05T15:34:55+01:00", "2025-10-06T08:00:00+00:00")


def test_no_attribute_of_an_entrys_links_is_lost() -> None:
    entry = _root(an_entry()).find("a:entry", NS)
    assert entry is not None
    assert _links(entry) == [
        {"href": "https://news.example/phones?page=1&full=yes", "rel": "alternate", "type": "text/html"},
        {
            "href": "https://news.example/desk/media/ab/cd.jpg",
            "rel": "enclosure",
            "type": "image/jpeg",
            "length": "98765",
        },
    ]


def test_every_entry_has_exactly_one_alternate_link_and_every_feed_an_author() -> None:
    root = _root(an_entry(picture=None), an_entry(authors=()))
    for entry in root.findall("a:entry", NS):
        assert [link["rel"] for link in _links(entry)].count("alternate") == 1
    assert root.findtext("a:author/a:name", namespaces=NS) == "The newsroom"


def test_the_feed_needs_no_author_in_the_configuration() -> None:
    assert _root(author="").findtext("a:author/a:name", namespaces=NS) == SITE.title


def test_the_feed_names_itself_and_its_site() -> None:
    assert _links(_root()) == [
        {"href": SELF, "rel": "self", "type": "application/atom+xml"},
        {"href": "https://news.example/desk/", "rel": "alternate", "type": "text/html"},
    ]


def test_an_empty_feed_has_a_date_that_does_not_move() -> None:
    assert _root().findtext("a:updated", namespaces=NS) == "1990-01-01T00:00:00+00:00"


def test_a_name_with_an_ampersand_is_written_so_that_no_reader_takes_it_for_html() -> None:
    document = _bytes(an_entry(authors=("Bo &amp; Ada",)), author="R&D <staff>")
    assert b"<name>Bo &#x26;amp; Ada</name>" in document
    assert b"<name>R&#x26;D &#x3C;staff&#x3E;</name>" in document


@pytest.mark.parametrize("title", ["&copy 2026", "Q&4", "the <b tag", "the </b> tag"])
def test_a_title_that_looks_like_html_is_declared_as_html(title: str) -> None:
    element = _root(an_entry(title=title)).find("a:entry/a:title", NS)
    assert element is not None
    assert (element.get("type"), unescape(element.text or "")) == ("html", title)


def test_the_feed_changed_last_when_an_entry_did() -> None:
    assert _root(an_entry()).findtext("a:updated", namespaces=NS) == "2025-10-06T08:00:00+00:00"


def test_each_entry_bears_its_own_language() -> None:
    root = _root(an_entry(language="ar"), language="en-GB")
    entry = root.find("a:entry", NS)
    assert entry is not None
    assert (root.get(LANG), entry.get(LANG)) == ("en-GB", "ar")


def test_the_picture_stands_as_media_outside_any_group() -> None:
    (media,) = _root(an_entry()).findall("a:entry/media:content", NS)
    assert (media.get("width"), media.get("height"), media.get("fileSize")) == ("1200", "675", "98765")
    assert media.findtext("media:title", namespaces=NS) == "The phone, from behind"
    assert media.findtext("media:description", namespaces=NS) == "The second screen."
    assert media.findtext("media:credit", namespaces=NS) == "Cy Low"


def test_a_picture_without_words_has_no_empty_elements() -> None:
    picture = an_entry().picture
    assert picture is not None
    wordless = replace(picture, alt="", caption=None, title="", credit="")
    (media,) = _root(an_entry(picture=wordless)).findall("a:entry/media:content", NS)
    assert len(media) == 0


def test_subtitle_and_icon_are_there_when_they_are_known() -> None:
    full = _root(icon_url="https://news.example/icon.png")
    assert full.findtext("a:subtitle", namespaces=NS) == SITE.description
    assert full.findtext("a:icon", namespaces=NS) == "https://news.example/icon.png"
    bare = _root(description="")
    assert (bare.find("a:subtitle", NS), bare.find("a:icon", NS)) == (None, None)


def test_every_element_is_in_the_namespace_of_atom() -> None:
    root = _root(an_entry())
    known = {NS["a"], NS["media"]}
    assert {etree.QName(element).namespace for element in root.iter()} == known
    assert _bytes(an_entry()).count(b"xmlns") == 2
