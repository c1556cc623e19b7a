"""What a feed says beside its entries: hubs, an icon, what was taken back; and feeds of summaries."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from syndicate.articles.model import Retraction
from syndicate.feeds.documents import FORMATS
from syndicate.feeds.entries import entry_of, summarised
from syndicate.feeds.model import Addresses, Entry, Feed, Tombstone, Updates
from syndicate.feeds.retractions import MOST_TOLD, tombstones
from tests.profiles import effort
from tests.unit.feeds.feed_samples import EVERYTHING, LINKS, SITE, a_feed, an_article, an_entry

HUBS = ("https://hub.example/", "https://other.example/push")
ICON = "https://news.example/icon.png"
TAKEN_BACK = datetime(2025, 10, 8, 9, 0, tzinfo=UTC)
DELETED = Tombstone(id="tag:news.example,2026:gone", deleted_at=TAKEN_BACK)


def _written(name: str, feed: Feed) -> bytes:
    return FORMATS[name].render(feed, Addresses(own=LINKS.feed(FORMATS[name].file_name)))


def _rich(*entries: Entry) -> Feed:
    return replace(a_feed(*entries, site=replace(SITE, hubs=HUBS, icon_url=ICON)), deleted=(DELETED,))


def test_rss_names_its_hubs_and_its_image() -> None:
    read = feedparser.parse(_written("rss", _rich(an_entry())))
    assert not read.bozo
    assert [link.href for link in read.feed.links if link.rel == "hub"] == list(HUBS)
    assert (read.feed.image.href, read.feed.image.title) == (ICON, SITE.title)


def test_atom_names_its_hubs_its_icon_and_what_was_taken_back() -> None:
    document = _written("atom", _rich(an_entry()))
    read = feedparser.parse(document)
    assert not read.bozo
    assert [link.href for link in read.feed.links if link.rel == "hub"] == list(HUBS)
    assert (read.feed.icon, read.feed.logo) == (ICON, ICON)
    (stone,) = etree.fromstring(document).iterfind("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert {str(key): str(value) for key, value in stone.attrib.items()} == {
        "ref": DELETED.id,
        "when": "2025-10-08T09:00:00+00:00",
    }
    assert read.feed.updated == "2025-10-08T09:00:00+00:00"


def test_json_feed_names_its_hubs_its_icon_and_what_was_taken_back() -> None:
    read = json.loads(_written("json", _rich(an_entry())))
    assert read["hubs"] == [{"type": "WebSub", "url": url} for url in HUBS]
    assert read["icon"] == ICON
    assert read["_syndicate"] == {"deleted": [{"id": DELETED.id, "date_deleted": "2025-10-08T09:00:00+00:00"}]}


def test_a_feed_without_retractions_does_not_mention_their_names() -> None:
    assert b"tombstones" not in _written("atom", a_feed(an_entry()))
    assert b"_syndicate" not in _written("json", a_feed(an_entry()))


def test_a_feed_of_summaries_has_no_full_text_in_any_format() -> None:
    one = summarised(an_entry(picture=None))
    rss, atom = feedparser.parse(_written("rss", a_feed(one))), feedparser.parse(_written("atom", a_feed(one)))
    for read in (rss.entries[0], atom.entries[0]):
        assert "content" not in read
        assert (read.summary, read.link) == (one.summary, one.url)
    assert _written("atom", a_feed(one)).count(b'rel="alternate"') == 2
    (item,) = json.loads(_written("json", a_feed(one)))["items"]
    assert (item["content_text"], item.get("content_html")) == (one.summary, None)


def test_retractions_are_told_where_the_article_stood() -> None:
    one = Retraction(
        id="a", tag="tag:x,2026:a", withdrawn_at=TAKEN_BACK, language="en", sections=("World",), tags=(), authors=()
    )
    assert tombstones([one], EVERYTHING) == (Tombstone(id="tag:x,2026:a", deleted_at=TAKEN_BACK),)
    assert len(tombstones([one] * (MOST_TOLD + 5), EVERYTHING)) == MOST_TOLD


@pytest.mark.parametrize("name", FORMATS)
@effort(1 / 5)
@given(keep=st.lists(st.booleans(), max_size=6))
def test_entries_are_cut_out_of_a_document_and_the_rest_stays_as_it_was(name: str, keep: list[bool]) -> None:
    tricky = '</item></entry>\n    }\n<item>&lt;id&gt; "id": ]]>'
    entries = [
        an_entry(id=f'tag:news.example,2026:{at}&<"', title=f"{tricky} {at}", content_html=f"<p>{tricky}</p>")
        for at in range(len(keep))
    ]
    feed = a_feed(*entries)
    cut = FORMATS[name].without(
        _written(name, feed), [one.id for one, kept in zip(entries, keep, strict=True) if not kept]
    )
    rest = replace(feed, entries=tuple(one for one, kept in zip(entries, keep, strict=True) if kept))
    expected = _written(name, rest)
    if rest.updated_at == feed.updated_at:
        assert cut == expected
    assert FORMATS[name].written.findall(cut) == FORMATS[name].written.findall(expected)
    assert len(FORMATS[name].written.findall(cut)) == sum(keep)


def test_with_flagged_updates_an_edit_alone_moves_nothing() -> None:
    edited = an_article(revision=2, changed_at=TAKEN_BACK)
    assert entry_of(edited, None, LINKS).updated_at.replace(microsecond=0) == TAKEN_BACK
    silent = entry_of(edited, None, LINKS, Updates.FLAGGED)
    assert silent.updated_at.replace(microsecond=0) == silent.published_at


@pytest.mark.parametrize("policy", Updates)
def test_an_editor_s_word_moves_the_update_under_either_policy(policy: Updates) -> None:
    one = entry_of(an_article(significant_at=TAKEN_BACK), None, LINKS, policy)
    assert one.updated_at.replace(microsecond=0) == TAKEN_BACK
