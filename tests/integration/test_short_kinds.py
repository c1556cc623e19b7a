"""What has no headline, or nothing but one: in mails, feeds and at the command line, from a feed in a folder."""

from __future__ import annotations

import json
from datetime import timedelta

from lxml import etree
from lxml.html import document_fromstring

from syndicate.digests.explaining.article_store import StoryStore
from syndicate.digests.store import EditionStore
from syndicate.publishing.wiring import Parts
from tests.integration.edition_parts import MORNING, compose, publish
from tests.newsroom import Newsroom

LINK = "https://pier.example/bill"
FOG = "Fog on the quay this morning: the nine o’clock boat waits until the pilots can see the second buoy again."
NOTE = "The ice boat is back."


def item(name: str, **fields: str) -> dict[str, str]:
    return {"id": name, "date_published": (MORNING - timedelta(hours=1)).isoformat(), **fields}


def publish_items(desk: Newsroom, parts: Parts, *items: dict[str, str]) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Notes", "language": "en", "items": items}
    desk.write_article("notes.json", json.dumps(feed))
    parts.publisher.collect()


FOGGY = item("fog", content_html=f"<p>{FOG}</p>", url="https://pier.example/1")
BILL = item("bill", title="Ferry bill passes", external_url=LINK)


def test_an_edition_of_briefs_has_a_subject_and_tells_each_in_a_line(desk: Newsroom, parts: Parts) -> None:
    publish_items(desk, parts, FOGGY, BILL, item("note", content_text=NOTE))
    compose(parts)
    with parts.database.read() as connection:
        (edition,) = EditionStore(connection).recent()
        mail = EditionStore(connection).rendering(edition.id)
    told = {edition.subject, *edition.preheader.split(" · ")}
    assert {"Ferry bill passes", NOTE} < told
    assert mail
    text, page = " ".join(mail.text.split()), document_fromstring(mail.html)
    assert [text.count(words) for words in (FOG, NOTE, "Ferry bill passes")] == [1, 1, 1]
    shown = " ".join("".join(map(str, page.itertext())).split())
    assert all(words in shown for words in (FOG, NOTE, "Ferry bill passes"))
    assert f'href="{LINK}"' in mail.html
    assert "Untitled" not in mail.html
    assert len(page.findall(".//h1")) == 1


def test_a_story_leads_before_a_brief(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "The ferry sails", published=MORNING - timedelta(hours=3))
    publish_items(desk, parts, FOGGY)
    compose(parts)
    with parts.database.read() as connection:
        (edition,) = EditionStore(connection).recent()
    assert (edition.subject, edition.preheader[:20]) == ("The ferry sails", FOG[:20])


def test_feeds_give_no_title_where_they_need_not(desk: Newsroom, parts: Parts) -> None:
    publish_items(desk, parts, FOGGY, BILL)
    parts.publisher.build_feeds()
    held = {name: (desk.feeds / name).read_bytes() for name in ("rss.xml", "atom.xml", "feed.json")}
    assert [entry.get("title") for entry in json.loads(held["feed.json"])["items"]].count(None) == 1
    rss = etree.fromstring(held["rss.xml"])
    assert sorted(len(found.findall("title")) for found in rss.iter("item")) == [0, 1]
    assert LINK in [found.findtext("link") for found in rss.iter("item")]
    titles = [title.text for title in etree.fromstring(held["atom.xml"]).iter("{*}title")]
    assert "Fog on the quay this morning: the nine o’clock boat waits until the pilots can…" in titles


def test_editors_see_first_words_in_quotation_marks(desk: Newsroom, parts: Parts) -> None:
    publish_items(desk, parts, item("note", content_text=NOTE))
    with parts.database.read() as connection:
        (article_id,) = StoryStore(connection).between(0, 10**6)
        assert StoryStore(connection).titles([article_id]) == {article_id: f"“{NOTE}”"}
