import json
from dataclasses import replace
from typing import Any

from syndicate.feeds.documents import FORMATS
from syndicate.feeds.model import Addresses, Entry
from tests.unit.feeds.feed_samples import SITE, a_feed, an_entry

SELF = "https://news.example/desk/feeds/feed.json"


def _read(*entries: Entry, **site: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        FORMATS["json"].render(a_feed(*entries, site=replace(SITE, **site)), Addresses(own=SELF))
    )
    return document


def test_the_head_has_what_the_specification_asks_for() -> None:
    head = _read(icon_url="https://news.example/icon.png")
    assert head == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": SITE.title,
        "home_page_url": "https://news.example/desk/",
        "feed_url": SELF,
        "description": SITE.description,
        "icon": "https://news.example/icon.png",
        "authors": [{"name": "The newsroom"}],
        "language": "en-GB",
        "items": [],
    }


def test_an_item_has_all_of_the_entry() -> None:
    one = an_entry()
    (item,) = _read(one)["items"]
    url = "https://news.example/desk/media/ab/cd.jpg"
    assert item == {
        "id": one.id,
        "url": one.url,
        "title": one.title,
        "summary": one.summary,
        "content_html": one.content_html,
        "date_published": "2025-10-05T15:34:55+01:00",
        "date_modified": "2025-10-06T08:00:00+00:00",
        "authors": [{"name": "Ada Marsh"}, {"name": "Bo Lind"}],
        "tags": ["World", "phones"],
        "language": "en",
        "image": url,
        "attachments": [
            {
                "url": url,
                "mime_type": "image/jpeg",
                "title": "The phone, from behind",
                "size_in_bytes": 98_765,
            }
        ],
    }


def test_what_is_unknown_is_left_out_and_never_null() -> None:
    document = _read(an_entry(picture=None, authors=(), categories=()))
    (item,) = document["items"]
    assert not {"image", "attachments", "authors", "tags"} & item.keys()
    assert "icon" not in document


def test_the_layout_is_that_of_one_document() -> None:
    document = FORMATS["json"].render(a_feed(an_entry(), an_entry()), Addresses(own=SELF))
    assert document == (json.dumps(json.loads(document), ensure_ascii=False, indent=2) + "\n").encode()


def test_letters_are_written_as_themselves() -> None:
    assert "Ærø 🎉 سلام".encode() in FORMATS["json"].render(a_feed(an_entry(title="Ærø 🎉 سلام")), Addresses(own=SELF))
