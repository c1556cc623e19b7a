"""JSON Feed: what an item says, what is taken of its feed, and what becomes of values that do not fit."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.articles.model import Audio, Author, Candidate, Draft, PictureOrigin
from tests.profiles import effort
from tests.unit.articles.article_samples import codes
from tests.unit.articles.feed_samples import drafts_of, parts_of

VERSION = "https://jsonfeed.org/version/1.1"
SITE = "https://quay.example/"
TEXT = "<p>The night ferry will carry passengers again, the port authority announced on Sunday.</p>"


def an_item(**changes: Any) -> dict[str, Any]:
    item = {"id": "a", "title": "Night ferry", "content_html": TEXT, "date_published": "2025-10-05T15:34:55+02:00"}
    return item | changes


def a_feed(*items: object, **head: Any) -> str:
    return json.dumps({"version": VERSION, "title": "The Quay", "home_page_url": SITE, **head, "items": items})


def item_of(head: Mapping[str, Any] | None = None, **changes: Any) -> Draft:
    (draft,) = drafts_of(a_feed(an_item(**changes), **(head or {}))).values()
    return draft


# --- which it is, and its items --------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        a_feed(an_item()),
        a_feed(an_item()).replace("1.1", "1"),
        a_feed(an_item()).replace("/", "\\/"),
        a_feed(an_item()).replace("jsonfeed", "json\\u0066eed"),
        a_feed(an_item()).replace("https://jsonfeed", "http://www.jsonfeed"),
        json.dumps({"items": [an_item()], "version": VERSION}),
        "\ufeff\n" + a_feed(an_item()),
    ],
)
def test_a_json_feed_says_that_it_is_one(text: str) -> None:
    assert sniff(text) is DocumentFormat.JSON_FEED
    assert set(drafts_of(text)) == {"a"}


@pytest.mark.parametrize("version", ["2.0", 1, None, "https://quay.example/jsonfeed.org/version/1", [VERSION]])
def test_another_object_with_a_version_is_none(version: object) -> None:
    assert sniff(json.dumps({"version": version, "items": []})) is DocumentFormat.JSON


def test_each_item_is_an_article_by_its_id_and_a_number_counts_as_a_text() -> None:
    parts = parts_of(a_feed(an_item(id=f" {SITE}a \n"), an_item(id=7), an_item(id=1.5)))
    assert [one.item for one in parts] == [f"{SITE}a", "7", "1.5"]
    assert parts[0].external_id == f"quay.rss#{SITE}a"


def test_an_item_takes_along_no_more_of_the_head_than_is_read() -> None:
    (part,) = parts_of(a_feed(an_item(), authors=[{"name": f"Ann {number}"} for number in range(2_000)]))
    assert b"Ann 19" in part.content
    assert len(part.content) < 2_000


def test_items_without_an_id_and_later_ones_of_the_same_id_are_told_and_cost_no_other() -> None:
    link_alone = {"url": f"{SITE}x", "content_text": "y"}
    found = drafts_of(
        a_feed(an_item(), link_alone, an_item(id=" "), an_item(id="b"), an_item(id="b"), "x", an_item(id=[]))
    )
    assert set(found) == {"", "a", "b"}
    (finding,) = found[""].findings
    assert finding.code == "feed-items"
    assert finding.message.startswith("5 of 7 articles in the feed were not read: item 2 (line 1, column ")
    told = ("has no id", "has the id “b”, which item 4 (line 1, ", "item 6", "is a text, not an article")
    assert [one for one in told if one not in finding.message] == []


@pytest.mark.parametrize("items", [[], None, {}, "x", 7])
def test_a_feed_without_items_is_told(items: object) -> None:
    (finding,) = drafts_of(json.dumps({"version": VERSION, "items": items}))[""].findings
    assert (finding.code, finding.message) == ("feed-items", "The feed has no articles.")


@pytest.mark.parametrize("slip", ["[", ',"id":"b"', "\n\x01", "NaN,"])
def test_json_that_cannot_be_read_holds_the_feed_with_its_place(slip: str) -> None:
    broken = a_feed(an_item()).replace('"id": "a"', f'"id": "a"{slip}', 1)
    (finding,) = drafts_of(broken)[""].findings
    assert finding.code == "json-broken"
    assert "line " in finding.message


def test_a_part_does_not_change_with_the_other_items_nor_with_what_the_feed_says_of_itself() -> None:
    one, other = an_item(), an_item(id="b")
    early = parts_of(a_feed(one, other, description="Early", next_url=f"{SITE}2"))
    late = parts_of(a_feed(other, one, description="Late", _ours={"built": 7}))
    assert {part.item: part.content for part in early} == {part.item: part.content for part in late}


def test_a_head_that_is_too_large_to_be_given_to_every_item_holds_the_feed() -> None:
    text = a_feed(*(an_item(id=number) for number in range(1_000)), authors=[{"name": "x" * 100_000}])
    (finding,) = drafts_of(text)[""].findings
    assert (finding.code, "Shorten its head" in finding.message) == ("feed-items", True)


# --- what an item says ---------------------------------------------------------------------


def test_a_whole_item_is_read_whole() -> None:
    draft = item_of(
        url="/news/ferry",
        external_url="https://port.example/notice",
        summary="A route lost for thirty years sails again in spring.",
        image="/pictures/ferry.jpg",
        banner_image="https://pictures.example/berth.jpg",
        date_modified="2025-10-06T08:00:00Z",
        authors=[{"name": "Ann Reed", "url": "/ann", "avatar": "/ann.jpg"}, {"name": "Bo Dale"}],
        tags=["ferries", "night &amp;amp; day", "ferries"],
        language="en_gb",
        attachments=[
            {"url": "yard.png", "mime_type": "image/png", "title": "The yard"},
            {"url": "a.mp4", "mime_type": "video/mp4"},
            {"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 70_000, "duration_in_seconds": 61.5},
        ],
    )
    assert not {"setting-unfit", "picture-address", "no-date"} & set(codes(draft))
    assert (draft.title, draft.deck) == ("Night ferry", "A route lost for thirty years sails again in spring.")
    assert (draft.permalink, draft.language) == (f"{SITE}news/ferry", "en-GB")
    assert draft.authors == (Author(name="Ann Reed", url=f"{SITE}ann"), Author(name="Bo Dale"))
    assert draft.tags == ("ferries", "night & day")
    assert draft.published is not None
    assert draft.published.isoformat() == "2025-10-05T15:34:55+02:00"
    assert draft.updated is not None
    assert draft.updated.isoformat() == "2025-10-06T08:00:00+00:00"
    assert [(one.candidates[0].url, one.title, one.origin) for one in draft.media] == [
        (f"{SITE}pictures/ferry.jpg", "", PictureOrigin.FEATURED),
        ("https://pictures.example/berth.jpg", "", PictureOrigin.METADATA),
        (f"{SITE}news/yard.png", "The yard", PictureOrigin.METADATA),
    ]
    assert draft.audio == Audio(url=f"{SITE}a.mp3", media_type="audio/mpeg", size=70_000, seconds=61)


def test_the_image_has_the_words_that_it_has_in_the_text() -> None:
    figure = '<figure><img src="/a.jpg" alt="The ferry at dusk"><figcaption>At its berth.</figcaption></figure>'
    draft = item_of(content_html=TEXT + figure, image=f"{SITE}a.jpg")
    (media,) = draft.media
    assert (media.origin, media.description, media.caption) == (
        PictureOrigin.FEATURED,
        "The ferry at dusk",
        "At its berth.",
    )
    assert media.candidates == (Candidate(url=f"{SITE}a.jpg"),)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"content_html": "<p>One</p><p>Two</p>", "content_text": "No"}, "One\n\nTwo"),
        ({"content_html": "", "content_text": "One <b>\n\nTwo &amp;"}, "One <b>\n\nTwo &amp;"),
        (
            {"content_html": None, "summary": "A summary that stands for the text."},
            "A summary that stands for the text.",
        ),
        ({"content_html": "Plain &amp; short"}, "Plain & short"),
        ({"content_html": "<p>One</p><p>The post Night ferry appeared first on The Quay.</p>"}, "One"),
    ],
)
def test_the_text_is_the_html_or_else_the_plain_one_or_else_the_summary(changes: dict[str, Any], text: str) -> None:
    draft = item_of(**changes)
    assert (draft.body_text, draft.deck) == (text, None)


@pytest.mark.parametrize(
    ("changes", "link"),
    [
        ({"url": f"{SITE}a", "id": f"{SITE}?p=7"}, f"{SITE}a"),
        ({"url": "/a"}, f"{SITE}a"),
        ({"id": f"{SITE}?p=7", "external_url": "https://port.example/"}, f"{SITE}?p=7"),
        ({"external_url": "https://port.example/"}, "https://port.example/"),
        ({"url": "javascript:alert(1)"}, None),
        ({}, None),
    ],
)
def test_the_permalink_is_the_items_page_or_else_the_one_that_it_is_about(changes: dict[str, Any], link: str) -> None:
    draft = item_of(content_html='<p>See <a href="b">there</a>.</p>', **changes)
    assert draft.permalink == link
    assert 'href="https://quay.example/b"' in draft.body_html


def test_the_feeds_language_and_authors_hold_where_an_item_names_none() -> None:
    head = {"language": "de", "authors": [{"name": "Ann Reed"}]}
    assert item_of(head).language == "de"
    assert [one.name for one in item_of(head).authors] == ["Ann Reed"]
    assert [one.name for one in item_of(head, authors=[{"name": "Bo Dale"}]).authors] == ["Bo Dale"]
    assert item_of(head, language="uk").language == "uk"
    assert [one.name for one in item_of({"author": {"name": "Ann Reed"}}).authors] == ["Ann Reed"]
    assert [one.name for one in item_of({"authors": [{"name": "Ann"}]}, author={"name": "Bo Dale"}).authors] == [
        "Bo Dale"
    ]


@pytest.mark.parametrize(
    ("written", "title"),
    [("What the <table> tag is for", "What the <table> tag is for"), ("Ana&#8217;s <em>ferry</em>", "Ana’s ferry")],
)
def test_a_title_is_plain_unless_it_shows_that_it_is_html(written: str, title: str) -> None:
    assert item_of(title=written).title == title


def test_an_item_may_lack_a_title_or_a_text_if_it_has_a_link() -> None:
    draft = item_of(title="")
    assert (draft.title, draft.body_html, codes(draft)) == (None, TEXT, [])
    draft = item_of(content_html="", external_url="https://pier.example/bill")
    assert (draft.title, draft.permalink, codes(draft)) == ("Night ferry", "https://pier.example/bill", [])
    assert "no-body" in codes(item_of(content_html=""))
    assert "no-title" in codes(item_of(title="", content_html="", url="/a"))


# --- what does not fit -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("title", {"rendered": "x"}, "“title” must be a text, but it is a table; it was left out."),
        ("image", ["a.jpg"], "“image” must be a text, but it is a list; it was left out."),
        ("tags", "ferries", "“tags” must be a list, but it is a text; it was left out."),
        ("date_published", True, "“date_published” must be a text, but it is true or false; it was left out."),
    ],
)
def test_a_value_of_another_type_is_told_and_left_out(name: str, value: Any, message: str) -> None:
    draft = item_of(**{name: value})
    assert [one.message for one in draft.findings if one.code == "setting-unfit"] == [message]


def test_a_time_that_is_no_date_is_told() -> None:
    assert "date-invalid" in codes(item_of(date_published=1_759_671_295))


def test_a_recording_without_an_address_is_told_and_the_next_one_is_taken() -> None:
    broken, good = {"url": "ftp://x/a.mp3", "mime_type": "audio/mpeg"}, {"url": "b.ogg", "mime_type": "application/ogg"}
    draft = item_of(attachments=[broken, good])
    assert "audio-address" in codes(draft)
    assert draft.audio == Audio(url=f"{SITE}b.ogg", media_type="audio/ogg")
    assert item_of(attachments=[{"url": "a.mp3"}, 7, None, {}]).audio is not None


def test_many_attachments_are_told() -> None:
    many = [{"url": f"{number}.jpg", "mime_type": "image/jpeg"} for number in range(300)]
    draft = item_of(attachments=many)
    assert "media-many" in codes(draft)
    assert len(draft.media) == 50


def test_what_lies_too_deep_holds_the_feed() -> None:
    deep: Any = []
    for _ in range(40):
        deep = [deep]
    assert codes(drafts_of(a_feed(an_item(_ours=deep)))[""]) == ["json-broken"]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["a.jpg", "//", "http://[", "<p>x", "1e999"])
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["url", "name", "mime_type", "x"]), inner)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [
        "id",
        "url",
        "external_url",
        "title",
        "content_html",
        "content_text",
        "summary",
        "image",
        "banner_image",
        "date_published",
        "date_modified",
        "author",
        "authors",
        "tags",
        "language",
        "attachments",
    ]
)


@effort(1.5)
@given(
    st.lists(st.dictionaries(KEYS, VALUES, max_size=8) | VALUES, max_size=3), st.dictionaries(KEYS, VALUES, max_size=3)
)
def test_whatever_an_item_holds_is_read_or_told(items: list[object], head: dict[str, object]) -> None:
    for draft in drafts_of(json.dumps({"version": VERSION, **head, "items": items})).values():
        assert "unreadable" not in codes(draft)
