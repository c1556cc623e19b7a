from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from typing import Any

import feedparser
import pytest
from lxml import etree

from syndicate.feeds import markup
from syndicate.feeds.documents import FORMATS
from syndicate.feeds.model import Addresses, Entry
from tests.unit.feeds.feed_samples import SITE, a_feed, an_entry

SELF = "https://news.example/desk/feeds/rss.xml"


def _bytes(*entries: Entry, **site: Any) -> bytes:
    return FORMATS["rss"].render(a_feed(*entries, site=replace(SITE, **site)), Addresses(own=SELF))


def _channel(*entries: Entry, **site: Any) -> etree._Element:
    return etree.fromstring(_bytes(*entries, **site))[0]


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _texts(parent: etree._Element, tag: str) -> list[str | None]:
    return [element.text for element in parent.findall(tag)]


def test_feedparser_reads_the_entry_as_it_was() -> None:
    one = an_entry()
    feed = feedparser.parse(_bytes(one))
    (read,) = feed.entries
    assert (feed.bozo, feed.version) == (False, "rss20")
    assert (read.id, read.guidislink, read.link, read.title) == (one.id, False, one.url, one.title)
    assert (read.summary, read.content[0].value) == (one.summary, one.content_html)
    assert [author.name for author in read.authors] == list(one.authors)
    assert [tag.term for tag in read.tags] == list(one.categories)
    assert read.published == "Sun, 05 Oct 2025 15:34:55 +0100"
    assert read.updated == "2025-10-06T08:00:00+00:00"


def test_the_channel_links_to_the_site_and_names_itself() -> None:
    channel = _channel(an_entry())
    assert channel.findtext("link") == "https://news.example/desk/"
    links = [_attributes(link) for link in channel.findall(f"{{{markup.ATOM}}}link")]
    assert links == [
        {"href": SELF, "rel": "self", "type": "application/rss+xml"},
        {"href": "https://news.example/desk/", "rel": "alternate", "type": "text/html"},
    ]


def test_the_channel_says_language_and_how_long_it_keeps() -> None:
    channel = _channel(language="de-AT", ttl_minutes=15)
    assert (channel.findtext("language"), channel.findtext("ttl")) == ("de-AT", "15")


def test_the_last_build_is_the_newest_change_and_an_empty_channel_had_none() -> None:
    assert _texts(_channel(an_entry()), "lastBuildDate") == ["Mon, 06 Oct 2025 08:00:00 +0000"]
    assert _texts(_channel(), "lastBuildDate") == []


def test_the_image_bears_the_title_and_the_link_of_the_channel() -> None:
    image = _channel(icon_url="https://news.example/icon.png").find("image")
    assert image is not None
    assert [child.text for child in image] == [
        "https://news.example/icon.png",
        SITE.title,
        "https://news.example/desk/",
    ]


def test_the_picture_is_one_enclosure_and_media_with_every_attribute() -> None:
    item = _channel(an_entry()).find("item")
    assert item is not None
    (enclosure,) = item.findall("enclosure")
    url = "https://news.example/desk/media/ab/cd.jpg"
    assert _attributes(enclosure) == {"url": url, "length": "98765", "type": "image/jpeg"}
    (media,) = item.findall(f"{{{markup.MEDIA}}}content")
    assert _attributes(media) == {
        "url": url,
        "fileSize": "98765",
        "type": "image/jpeg",
        "medium": "image",
        "width": "1200",
        "height": "675",
    }
    assert [child.text for child in media] == ["The phone, from behind", "The second screen.", "Cy Low"]


def test_without_a_picture_there_is_neither() -> None:
    (item,) = _channel(an_entry(picture=None)).findall("item")
    assert not item.findall("enclosure")
    assert not item.findall(f"{{{markup.MEDIA}}}content")


def test_a_name_is_a_creator_and_never_an_author_who_needs_a_mail_address() -> None:
    (item,) = _channel(an_entry()).findall("item")
    assert _texts(item, f"{{{markup.DC}}}creator") == ["Ada Marsh", "Bo Lind"]
    assert not item.findall("author")


def test_an_entry_that_never_changed_says_nothing_about_it() -> None:
    one = an_entry()
    (item,) = _channel(an_entry(updated_at=one.published_at)).findall("item")
    assert not item.findall(f"{{{markup.DCTERMS}}}modified")


def test_a_title_with_markup_is_written_so_that_no_reader_takes_it_for_html() -> None:
    document = _bytes(an_entry(title="Is <b> > &lt;i&gt; at AT&T?"))
    assert b"<title>Is &#x3C;b&#x3E; &#x3E; &#x26;lt;i&#x26;gt; at AT&#x26;T?</title>" in document
    assert etree.fromstring(document).findtext(".//item/title") == "Is <b> > &lt;i&gt; at AT&T?"


def test_a_plain_summary_stays_plain_for_readers_who_expect_html() -> None:
    (read,) = feedparser.parse(_bytes(an_entry(summary="if a < b & c: <script>x</script>"))).entries
    assert read.summary == "if a &lt; b &amp; c: &lt;script&gt;x&lt;/script&gt;"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Is <b>this</b> bold?", "Is this bold?"),
        ("a < b </i> & c", "a < b & c"),
        ("</b>", "</b>"),
        ("No <b> end", "No <b> end"),
    ],
)
def test_a_title_loses_tags_that_were_meant_to_be_html(title: str, written: str) -> None:
    document = _bytes(an_entry(title=title))
    assert etree.fromstring(document).findtext(".//item/title") == written


def test_a_category_and_the_channels_description_are_written_like_titles() -> None:
    document = _bytes(an_entry(categories=("R&D", "&nbsp;")), description="Salt & <pepper>")
    assert b"<category>R&#x26;D</category>" in document
    assert b"<category>&#x26;nbsp;</category>" in document
    assert b"<description>Salt &#x26; &#x3C;pepper&#x3E;</description>" in document


def test_words_of_a_picture_that_look_like_html_are_declared_as_html() -> None:
    picture = an_entry().picture
    assert picture is not None
    for words in ("1 &lt; 2", "Fish &chips; &copy 2026", "Q&4", "the <b tag"):
        (media,) = _channel(an_entry(picture=replace(picture, alt=words, title=""))).iterfind(
            f".//{{{markup.MEDIA}}}title"
        )
        assert (media.get("type"), unescape(media.text or "")) == ("html", words)
    (media,) = _channel(an_entry(picture=replace(picture, alt="R&D < 3", title=""))).iterfind(
        f".//{{{markup.MEDIA}}}title"
    )
    assert (media.get("type"), media.text) == ("plain", "R&D < 3")


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (345, "Sun, 05 Oct 2025 09:49:55 +0000"),
        (-15, "Sun, 05 Oct 2025 15:49:55 +0000"),
        (330, "Sun, 05 Oct 2025 15:34:55 +0530"),
        (-570, "Sun, 05 Oct 2025 15:34:55 -0930"),
    ],
)
def test_a_zone_of_quarter_hours_is_told_in_utc_for_readers_that_know_whole_and_half_ones(
    minutes: int, written: str
) -> None:
    at = datetime(2025, 10, 5, 15, 34, 55, tzinfo=timezone(timedelta(minutes=minutes)))
    assert _channel(an_entry(published_at=at, updated_at=at)).findtext("item/pubDate") == written


def test_description_precedes_the_content() -> None:
    (item,) = _channel(an_entry()).findall("item")
    tags = [element.tag for element in item]
    assert tags.index("description") < tags.index(f"{{{markup.CONTENT}}}encoded")


def test_no_namespace_is_declared_twice() -> None:
    document = _bytes(an_entry(), an_entry(id="tag:news.example,2026:other"))
    assert document.count(b"xmlns:") == 5
    assert b"ns0:" not in document


def test_a_date_is_written_in_english_whatever_the_year() -> None:
    at = datetime(999, 3, 1, tzinfo=UTC)
    (item,) = _channel(an_entry(published_at=at, updated_at=at)).findall("item")
    assert item.findtext("pubDate") == "Fri, 01 Mar 0999 00:00:00 +0000"
