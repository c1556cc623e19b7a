import pytest

from syndicate.feedcheck import check, kind_of
from tests.unit.feeds.ideal_feeds import JSON, JSON_ADDRESS, faults, slugs

ONE = '"id": "tag:news.example,2026:one"'


def test_an_ideal_feed_has_no_fault() -> None:
    assert check(JSON.encode(), address=JSON_ADDRESS) == ()
    assert kind_of(JSON.encode()) == "json"


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        ("version/1.1", "version/1", "invalid-version"),
        ('"title": "The Gazette",\n', "", "missing-key"),
        ('"title": "The Gazette"', '"title": null', "invalid-type"),
        ('"title": "The Gazette"', '"title": " "', "blank"),
        ('"title": "The Gazette"', '"title": "The\\u0085Gazette"', "bad-character"),
        ('"title": "The Gazette"', '"title": "The Gazette", "title": "again"', "not-json"),
        ('"title": "The Gazette"', '"title": "The Gazette", "expired": NaN', "not-json"),
        ('"title": "The Gazette"', '"title": "The Gazette", "subtitle": "x"', "unknown-key"),
        ('"title": "The Gazette"', '"title": "The Gazette", "author": {"name": "x"}', "deprecated-author"),
        ('"_ours": {"deleted": []}', '"_ours": []', "invalid-extension"),
        ('"https://news.example/",\n', '"/",\n', "invalid-address"),
        ('"home_page_url": "https://news.example/",\n', "", "missing-home-page"),
        ('"feed_url": "https://news.example/feeds/feed.json",\n', "", "missing-self"),
        ("https://news.example/feeds/archive/3.json", JSON_ADDRESS, "link-past-end"),
        ('"language": "en-GB"', '"language": "English, British"', "invalid-language"),
        ('{"type": "WebSub", "url": "https://hub.example/"}', '{"url": "https://hub.example/"}', "missing-key"),
        ('{"type": "WebSub", "url": "https://hub.example/"}', '"https://hub.example/"', "invalid-type"),
        ('[{"name": "The newsroom"}]', "[{}]", "missing-name"),
        ('"items": [', '"items": [7,', "invalid-type"),
        (ONE, '"id": 1', "invalid-type"),
        (ONE, '"id": ""', "invalid-id"),
        (ONE, '"id": "tag:news.example:one"', "invalid-tag-uri"),
        (ONE, '"id": "tag:news.example,2026:two"', "duplicate-id"),
        (f"{ONE},\n", "", "missing-key"),
        ('"content_text": "Two."', '"summary": "Two."', "missing-content"),
        ("<p>Bread", "<p><img src='a.jpg'>Bread", "relative-address"),
        ("2025-10-05T15:34:55+01:00", "2025-10-05 15:34", "invalid-rfc3339-date"),
        ('["World"]', '[""]', "blank"),
        ('["World"]', "[1]", "invalid-type"),
        ('"size_in_bytes": 98765', '"size_in_bytes": -1', "invalid-number"),
        ('"size_in_bytes": 98765', '"size_in_bytes": true', "invalid-number"),
        ('"mime_type": "image/jpeg"', '"mime_type": "jpeg"', "invalid-media-type"),
        ('"mime_type": "image/jpeg", ', "", "missing-key"),
    ],
)
def test_a_broken_rule_is_named(before: str, after: str, slug: str) -> None:
    assert slug in faults(JSON, before, after)


@pytest.mark.parametrize(
    ("document", "slug"),
    [
        ("[]", "not-an-object"),
        ("{}", "missing-key"),
        ("{", "not-json"),
        (b"\xef\xbb\xbf{}", "not-json"),
        (b'{"title": "\xff"}', "not-json"),
        ("[" * 100_000, "not-json"),
        ('{"a":' * 60 + "1" + "}" * 60, "not-json"),
    ],
)
def test_what_is_no_feed_is_told_and_no_more(document: str | bytes, slug: str) -> None:
    assert slug in slugs(document)


def test_brackets_inside_strings_nest_nothing() -> None:
    assert slugs(JSON.replace("Bread & roses", "[" * 200 + '\\"' + "{" * 200)) == set()


def test_a_feed_that_names_another_address_is_warned_of() -> None:
    assert slugs(JSON, "https://news.example/other.json") == {"self-elsewhere"}
