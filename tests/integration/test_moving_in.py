"""A site moves here with its archive: its ids stay in feeds, and what stood there before is answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import feedparser
import pytest
from sqlalchemy import update

from syndicate.articles.collecting.collector import Collector
from syndicate.articles.collecting.importing import Importer
from syndicate.articles.collecting.report import CollectionReport
from syndicate.articles.exports.pictures import ExportPictures
from syndicate.articles.exports.recognising import recognise
from syndicate.articles.exports.unpacking import unpacked
from syndicate.articles.model import Article
from syndicate.articles.store import ArticleStore
from syndicate.feedcheck import check_agreement
from syndicate.storage import Database
from syndicate.storage.tables import articles
from syndicate.web.public.application import public_app
from tests.integration.archive_parts import Press
from tests.judges.hostile_corpus import RULES, Desk
from tests.unit.web.web_samples import Door, Newsroom, Reply, fetch

ITEM = """<item><title>Story {number}</title><link>https://old.example/2024/story-{number}/</link>
<dc:creator>ada</dc:creator><guid isPermaLink="false">{guid}</guid><wp:post_id>{number}</wp:post_id>
<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>
<wp:post_date_gmt>2024-05-0{number} 08:00:00</wp:post_date_gmt>
<wp:post_name>story-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{more}</item>"""
OLD_SLUG = "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>first-name</wp:meta_value></wp:postmeta>"
TEXT = "The harbour town has a new ferry, and everybody who lives by the water came to look at it in the rain. " * 4
GUIDS = {
    1: "https://old.example/?p=1",
    2: "62b5f0a3c4d1e2f3a4b5c6d7",
    3: "tag:old.example,1999:blog-1.post-3",
    4: "https://old.example/?p=1",
}


def an_archive(**changes: str) -> dict[str, bytes]:
    """An export of three stories."""
    return {"1.xml": an_export(range(1, 4), **changes)}


def an_export(numbers: range, **changes: str) -> bytes:
    """What WordPress exports."""
    items = [
        ITEM.format(
            number=number,
            guid=GUIDS[number].replace("&", "&amp;"),
            text=changes.get(f"text{number}", f"{number}. {TEXT}"),
            more=OLD_SLUG if number == 1 else "",
        )
        for number in numbers
    ]
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        f"<title>Old</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>{''.join(items)}"
        "</channel></rss>"
    ).encode()


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def newsroom(database: Database, tmp_path: Path) -> Newsroom:
    return Newsroom(database, tmp_path)


def take_in(
    newsroom: Newsroom, texts: Mapping[str, bytes], name: str = "old", *, site: str | None = None
) -> CollectionReport:
    """Take in an export, as ``syndicate sources import`` does."""
    with TemporaryDirectory() as folder:
        for path, content in texts.items():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_bytes(content)
        with unpacked(Path(folder)) as files:
            pictures = ExportPictures(
                name=name,
                files=files,
                folder=newsroom.outbox,
            )
            importer = Importer(newsroom.database, newsroom.clock, "quay.example,2026")
            return importer.take_in(recognise(files, site=site), pictures, RULES, file="export")


def stories(newsroom: Newsroom) -> dict[str, Article]:
    with newsroom.database.read() as connection:
        return {str(article.title): article for article in ArticleStore(connection).all(newsroom.clock.now())}


def feeds(newsroom: Newsroom) -> dict[str, bytes]:
    newsroom.publish_feeds()
    found = {name: newsroom.feeds.read(name) for name in ("rss.xml", "atom.xml", "feed.json")}
    return {name: stored.content for name, stored in found.items() if stored}


def ids(newsroom: Newsroom) -> dict[str, dict[str, str]]:
    """File → title → id."""
    documents = feeds(newsroom)
    found = {
        name: {entry.title: entry.id for entry in feedparser.parse(documents[name]).entries}
        for name in ("rss.xml", "atom.xml")
    }
    items = json.loads(documents["feed.json"])["items"]
    return {**found, "feed.json": {item["title"]: item["id"] for item in items}}


# --- ids -----------------------------------------------------------------------------------


def test_articles_keep_the_ids_that_they_had_in_feeds(newsroom: Newsroom) -> None:
    assert take_in(newsroom, an_archive()).new == 3
    assert take_in(newsroom, {"2.xml": an_export(range(4, 5))}, "other").new == 1
    tags = {title: article.tag for title, article in stories(newsroom).items()}
    kept = {"Story 1": GUIDS[1], "Story 2": GUIDS[2], "Story 3": GUIDS[3], "Story 4": tags["Story 4"]}
    # Atom takes nothing that is no URI; of two articles with one id the second has ours.
    assert ids(newsroom) == {"rss.xml": kept, "feed.json": kept, "atom.xml": {**kept, "Story 2": tags["Story 2"]}}
    assert "guid-taken" in {finding.code for finding in stories(newsroom)["Story 4"].findings}
    documents = feeds(newsroom)
    assert f'<guid isPermaLink="false">{GUIDS[1]}</guid>'.encode() in documents["rss.xml"]
    named = dict(zip(("rss", "atom", "json"), documents.values(), strict=True))
    assert check_agreement(named) == ()


def test_an_id_that_was_out_never_changes(newsroom: Newsroom) -> None:
    take_in(newsroom, an_archive())
    with newsroom.database.write() as connection:  # as it was before ids were kept
        connection.execute(update(articles).values(guid=None))
    before = ids(newsroom)
    assert all(entry_id.startswith("tag:quay.example,2026:") for entry_id in before["rss.xml"].values())
    assert take_in(newsroom, an_archive(text1="Other words. " + TEXT)).changed == 1
    assert ids(newsroom) == before


def test_an_export_that_has_grown_is_read_again_and_no_id_moves(newsroom: Newsroom) -> None:
    take_in(newsroom, {"1.xml": an_export(range(1, 3))})
    before = ids(newsroom)["rss.xml"]
    report = take_in(newsroom, an_archive(text2="Other words. " + TEXT))
    assert (report.new, report.changed, report.unchanged, report.held) == (1, 1, 1, 0)
    after = ids(newsroom)["rss.xml"]
    assert {title: after[title] for title in before} == before


def test_a_story_that_is_taken_back_leaves_under_its_own_id(newsroom: Newsroom) -> None:
    take_in(newsroom, an_archive())
    feeds(newsroom)
    held = stories(newsroom)
    for title in ("Story 1", "Story 2"):
        newsroom.withdraw(held[title])
    documents = feeds(newsroom)
    deleted = {item["id"] for item in json.loads(documents["feed.json"])["_syndicate"]["deleted"]}
    assert deleted == {GUIDS[1], GUIDS[2]}
    for ref in (GUIDS[1], held["Story 2"].tag):
        assert f'ref="{ref}"'.encode() in documents["atom.xml"]


def test_a_feed_of_ours_does_not_come_round_again_by_ids_that_were_kept(newsroom: Newsroom) -> None:
    take_in(newsroom, an_archive())
    for name, content in feeds(newsroom).items():
        collector = Collector(newsroom.database, newsroom.clock, "quay.example,2026")
        assert collector.run(Desk({name: content}), RULES, mails_first_run=True).new == 0, name


def test_the_archive_pages_lose_a_story_by_the_id_that_it_kept(newsroom: Newsroom) -> None:
    press = Press(newsroom.database, count=100)
    take_in(newsroom, an_archive())
    for _ in range(14):
        press.publish()
    press.publisher.run()
    pages = [name for name in press.shelf.names() if GUIDS[2].encode() in press.shelf.read(name).content]  # type: ignore[union-attr]
    assert any("archive" in name for name in pages), pages
    newsroom.withdraw(stories(newsroom)["Story 2"])
    press.publisher.run()
    for name in pages:
        content = press.shelf.read(name).content  # type: ignore[union-attr]
        items = content.partition(b'"deleted"')[0]
        assert b"Story 2" not in items, name


# --- addresses -----------------------------------------------------------------------------

Ask = Callable[..., Reply]


@pytest.fixture
def ask(door: Door, newsroom: Newsroom) -> Ask:
    def asked(path: str, method: str = "GET", **changes: Any) -> Reply:
        door.app = public_app(replace(newsroom.site(), **changes))
        return fetch(door.url + path, method)

    return asked


def place(newsroom: Newsroom, title: str) -> str:
    article = stories(newsroom)[title]
    return newsroom.links.article(article.id, article.title).removeprefix("https://quay.example")


def test_articles_have_their_pages_here_and_are_found_where_they_stood(newsroom: Newsroom, ask: Ask) -> None:
    take_in(newsroom, an_archive())
    here = place(newsroom, "Story 1")
    assert f"<link>https://quay.example{here}</link>".encode() in feeds(newsroom)["rss.xml"]
    for path in (
        "/2024/story-1/",
        "/2024/story-1",
        "/2024/story%2D1/",
        "/2024/story-1/?utm_source=x",
        "/2024/first-name/",
        "/?p=1",
        "/?utm_source=x&p=1",
        "/2024/story-1/amp/",
    ):
        for method in ("GET", "HEAD"):
            reply = ask(path, method)
            assert (reply.status, reply.headers.get("location")) == (301, here), path
    assert "max-age=60" in reply.headers["cache-control"]
    assert f'href="{here}"' in ask("/feeds/site/").text
    assert ask(here).status == 200


def test_nothing_is_answered_that_never_was(newsroom: Newsroom, ask: Ask) -> None:
    take_in(newsroom, an_archive())
    for path in ("/2024/story-9/", "/2024/", "//evil.example/2024/", "/x%00y", "/%ff", "/?p=%00", "/2024/story-1/x"):
        reply = ask(path)
        assert reply.status == (200 if path.startswith("/?") else 404), path
        assert "location" not in reply.headers
    assert ask("/?p=99").status == 200
    assert ask("/?x=1").status == 200
    assert ask("/2024/story-1/", "POST").status == 404


def test_a_story_that_was_taken_back_is_gone_where_it_stood(newsroom: Newsroom, ask: Ask) -> None:
    take_in(newsroom, an_archive())
    newsroom.withdraw(stories(newsroom)["Story 2"])
    assert ask("/2024/story-2/").status == 410
    assert ask("/?p=2").status == 410


def test_a_redirect_leads_nowhere_else_whatever_is_asked(newsroom: Newsroom, ask: Ask) -> None:
    take_in(newsroom, an_archive())
    for path in ("//2024/story-1/", "///2024/story-1", "/2024/story-1/?next=https://evil.example"):
        reply = ask(path)
        assert reply.headers.get("location", "/articles/").startswith("/articles/"), path


OLD_FEEDS = {
    "/feed/": "/feeds/rss.xml",
    "/feed": "/feeds/rss.xml",
    "/rss/": "/feeds/rss.xml",
    "/feed/atom/": "/feeds/atom.xml",
    "/index.xml": "/feeds/rss.xml",
    "/feed.xml": "/feeds/atom.xml",
    "/atom.xml": "/feeds/atom.xml",
    "/feed.json": "/feeds/feed.json",
    "/feeds/posts/default": "/feeds/atom.xml",
    "/feeds/posts/default?alt=rss": "/feeds/rss.xml",
    "/feeds/all.atom.xml": "/feeds/atom.xml",
    "/?feed=rss2": "/feeds/rss.xml",
    "/category/world/feed/": "/feeds/section/world/rss.xml",
    "/categories/world/index.xml": "/feeds/section/world/rss.xml",
    "/tag/world/rss/": "/feeds/section/world/rss.xml",
}
OTHER_FEEDS = ("/comments/feed/", "/2024/a/feed/", "/category/nowhere/feed/", "/category/..%2f/feed/")


def test_feeds_of_the_system_before_lead_to_ours_and_no_other(newsroom: Newsroom, ask: Ask) -> None:
    newsroom.add()
    newsroom.publish_feeds()
    found = {path: ask(path) for path in (*OLD_FEEDS, *OTHER_FEEDS)}
    assert {path: found[path].headers.get("location") for path in OLD_FEEDS} == OLD_FEEDS
    assert {found[path].status for path in OLD_FEEDS} == {301}
    assert {ask(to).status for to in {*OLD_FEEDS.values()}} == {200}
    assert {found[path].status for path in OTHER_FEEDS} == {404}


def test_two_articles_of_one_address_are_told_and_the_first_keeps_it(newsroom: Newsroom, ask: Ask) -> None:
    take_in(newsroom, {"export.xml": an_export(range(1, 2))})
    was_called = OLD_SLUG.replace("first-name", "story-1")
    again = an_export(range(2, 3)).replace(b"</item>", f"{was_called}</item>".encode())
    take_in(newsroom, {"more.xml": again}, "other")
    assert "old-address-taken" in {finding.code for finding in stories(newsroom)["Story 2"].findings}
    assert ask("/2024/story-1/").headers["location"] == place(newsroom, "Story 1")


def test_a_story_that_another_source_took_back_goes_on_by_the_export(newsroom: Newsroom, ask: Ask) -> None:
    page = "https://old.example/2024/story-1/"
    story = f"---\ntitle: Story 1\ndate: 2024-05-01T08:00:00Z\ncanonical: {page}\n---\n\n1. {TEXT}\n"
    collector = Collector(newsroom.database, newsroom.clock, "quay.example,2026")
    assert collector.run(Desk({"story.md": story.encode()}), RULES, mails_first_run=True).new == 1
    before = stories(newsroom)["Story 1"]
    with newsroom.database.write() as connection:
        ArticleStore(connection).take_back_gone("desk", ["story.md"], newsroom.clock.now(), "gone")
    report = take_in(newsroom, an_archive())
    assert (report.new, report.changed) == (2, 1)
    after = stories(newsroom)["Story 1"]
    assert (after.id, after.tag, after.source) == (before.id, before.tag, "old")
    assert before.id in ask("/2024/story-1/").headers["location"]


def test_no_source_takes_the_place_of_what_was_imported(newsroom: Newsroom) -> None:
    take_in(newsroom, an_archive())
    before = stories(newsroom)["Story 1"]
    page = "https://old.example/2024/story-1/"
    summary = f"---\ntitle: Story 1\ndate: 2024-05-01T08:00:00Z\ncanonical: {page}\n---\n\n1. {TEXT[:150]}\n"
    collector = Collector(newsroom.database, newsroom.clock, "quay.example,2026", {"desk"})
    report = collector.run(Desk({"story.md": summary.encode()}), RULES, mails_first_run=True)
    assert (report.new, report.changed, report.aliases) == (0, 0, 1)
    assert stories(newsroom)["Story 1"] == before


def test_ids_and_addresses_may_be_as_long_as_any_database_keeps(newsroom: Newsroom, ask: Ask) -> None:
    letters = "".join(chr(0x4E00 + number * number % 20_000) for number in range(1_900))
    export = an_archive()["1.xml"].decode().replace(GUIDS[2], letters).replace("/story-3/", f"/{letters}/")
    assert take_in(newsroom, {"1.xml": export.encode()}).new == 3
    found = stories(newsroom)
    assert (found["Story 2"].guid, found["Story 1"].guid) == (None, GUIDS[1])
    assert ask("/2024/story-2/").status == 301
