"""The feed step on a real database and a real folder, read back by feedparser."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from sqlalchemy import delete, insert, update

from syndicate.articles.model import ForeignTime, Status
from syndicate.feeds.publish import FeedPublisher, FeedReport
from syndicate.images.model import Choice, Hero, HeroState, Rendition, Role
from syndicate.images.store import HeroStore
from syndicate.shelf.folder import FolderShelf
from syndicate.storage import Database
from syndicate.storage.tables import articles
from syndicate.testing.clock import ManualClock
from tests.unit.feeds.feed_samples import LINKS, SITE, an_article, row_of

NOW = datetime(2025, 10, 10, 12, 0, tzinfo=UTC)
DOCUMENTS = ["atom.xml", "feed.json", "rss.xml"]
SITE_DOCUMENTS = sorted([*DOCUMENTS, "feeds.opml", "news-sitemap.xml"])


class _Newsroom:
    """A database, a folder of feeds, and the step between them."""

    def __init__(self, database: Database, folder: Path, **site: Any) -> None:
        self.database = database
        self.folder = folder
        self.clock = ManualClock(NOW)
        self.publisher = FeedPublisher(
            database=database, clock=self.clock, shelf=FolderShelf(folder), links=LINKS, site=replace(SITE, **site)
        )

    def add(self, number: int, **changes: Any) -> str:
        """Store an article, the newer the higher its number; gives its id."""
        name = f"article{number:06}"
        tag = f"tag:news.example,2026:{name}"
        published = ForeignTime(
            at=NOW - timedelta(days=2) + timedelta(minutes=number), offset=timedelta(hours=2), raw="as found"
        )
        defaults = {"id": name, "tag": tag, "external_id": name, "title": f"Article {number}", "published": published}
        article = an_article(sequence=number + 1, **{**defaults, **changes})
        with self.database.write() as connection:
            connection.execute(insert(articles).values(row_of(article)))
        return article.id

    def change(self, article_id: str, **values: Any) -> None:
        with self.database.write() as connection:
            connection.execute(update(articles).where(articles.c.id == article_id).values(**values))

    def forget(self, article_id: str) -> None:
        with self.database.write() as connection:
            connection.execute(delete(articles).where(articles.c.id == article_id))

    def give_picture(self, article_id: str) -> None:
        url = "https://pictures.example/1.jpg"
        hero = Hero(
            article_id=article_id,
            choice=Choice(source_url=url, alt="The phone's back", caption=None, is_video=False),
            state=HeroState.READY,
            renditions=(Rendition(role=Role.LEAD, name="ab/cd.jpg", width=1200, height=675, size=98_765),),
        )
        with self.database.write() as connection:
            HeroStore(connection).put(hero)

    def files(self) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    def parsed(self, name: str = "rss.xml") -> Any:
        feed = feedparser.parse((self.folder / name).read_bytes())
        assert not feed.bozo
        return feed

    def ids(self, name: str = "rss.xml") -> list[str]:
        return [entry.id.rpartition(":")[2] for entry in self.parsed(name).entries]


@pytest.fixture
def newsroom(database: Database, tmp_path: Path) -> _Newsroom:
    return _Newsroom(database, tmp_path / "feeds")


def test_every_format_of_the_site_and_of_each_section_holds_the_articles_newest_first(newsroom: _Newsroom) -> None:
    newsroom.add(1, sections=("World",))
    newsroom.add(2, sections=("World", "Arts & Crafts"))
    assert newsroom.publisher.run() == FeedReport(written=11)
    sections = [f"section/{slug}/{name}" for slug in ("arts-crafts", "world") for name in DOCUMENTS]
    assert newsroom.files() == [*SITE_DOCUMENTS, *sections]
    for name in ("rss.xml", "atom.xml", "section/world/rss.xml", "section/world/atom.xml"):
        assert newsroom.ids(name) == ["article000002", "article000001"]
    assert newsroom.ids("section/arts-crafts/atom.xml") == ["article000002"]
    document = json.loads((newsroom.folder / "section/world/feed.json").read_bytes())
    assert [item["id"].rpartition(":")[2] for item in document["items"]] == ["article000002", "article000001"]
    assert document["feed_url"] == "https://news.example/desk/feeds/section/world/feed.json"


def test_the_time_of_publication_keeps_the_offset_that_it_was_read_with(newsroom: _Newsroom) -> None:
    newsroom.add(0)
    newsroom.publisher.run()
    assert newsroom.parsed().entries[0].published == "Wed, 08 Oct 2025 14:00:00 +0200"


@pytest.mark.parametrize("section", ["国际", 'The "100 %" _Club_', "L'Été", "back\\slash"])
def test_a_section_of_any_name_has_its_feed_with_its_articles_alone(newsroom: _Newsroom, section: str) -> None:
    newsroom.add(1, sections=(section,))
    newsroom.add(2, sections=("World",))
    newsroom.publisher.run()
    (path,) = (name for name in newsroom.files() if name.endswith("/rss.xml") and "/world/" not in name)
    feed = newsroom.parsed(path)
    assert feed.feed.title == f"{SITE.title}: {section}"
    assert newsroom.ids(path) == ["article000001"]


def test_a_section_keeps_its_place_whatever_sections_come_and_go(newsroom: _Newsroom) -> None:
    newsroom.add(1, sections=("Café",))
    newsroom.publisher.run()
    newsroom.add(2, sections=("Cafe",))
    newsroom.publisher.run()
    assert newsroom.ids("section/cafe/rss.xml") == ["article000001"]
    (other,) = (name for name in newsroom.files() if name.startswith("section/cafe-") and name.endswith("/rss.xml"))
    assert newsroom.ids(other) == ["article000002"]

    newsroom.change("article000001", status="held")
    newsroom.publisher.run()
    assert "section/cafe/rss.xml" not in newsroom.files()
    newsroom.change("article000001", status="published")
    newsroom.publisher.run()
    assert newsroom.ids("section/cafe/rss.xml") == ["article000001"]
    assert newsroom.ids(other) == ["article000002"]


def test_a_second_run_touches_nothing_even_on_another_day(newsroom: _Newsroom) -> None:
    newsroom.add(1, published=an_article().published)
    newsroom.publisher.run()
    before = {name: (newsroom.folder / name).stat().st_mtime_ns for name in newsroom.files()}
    newsroom.clock.at += timedelta(days=1)
    assert newsroom.publisher.run() == FeedReport(unchanged=8)
    assert {name: (newsroom.folder / name).stat().st_mtime_ns for name in newsroom.files()} == before


def test_before_the_first_article_there_are_empty_feeds_of_the_site(newsroom: _Newsroom) -> None:
    assert newsroom.publisher.run() == FeedReport(written=5)
    assert newsroom.files() == SITE_DOCUMENTS
    assert newsroom.parsed("rss.xml").entries == newsroom.parsed("atom.xml").entries == []


def test_only_what_readers_may_see_is_in_a_feed(newsroom: _Newsroom) -> None:
    newsroom.add(1)
    newsroom.add(2, status=Status.HELD, sections=("Secret",))
    newsroom.add(3, status=Status.WITHDRAWN)
    newsroom.add(4, embargo_until=NOW + timedelta(hours=1), sections=("Secret",))
    newsroom.publisher.run()
    assert newsroom.ids() == ["article000001"]
    assert not any("secret" in name for name in newsroom.files())
    newsroom.clock.at += timedelta(hours=2)
    newsroom.publisher.run()
    assert newsroom.ids() == ["article000004", "article000001"]
    assert newsroom.ids("section/secret/rss.xml") == ["article000004"]


def test_a_withdrawn_article_leaves_and_takes_its_empty_section_along(newsroom: _Newsroom) -> None:
    newsroom.add(1, sections=("World",))
    newsroom.add(2, sections=("Arts",))
    newsroom.publisher.run()
    newsroom.change("article000002", status="withdrawn")
    report = newsroom.publisher.run()
    assert report == FeedReport(written=5, unchanged=3, removed=3)
    assert newsroom.ids() == ["article000001"]
    assert not any("arts" in name for name in newsroom.files())


def test_files_that_are_not_ours_stay(newsroom: _Newsroom) -> None:
    strangers = ["README.md", "section/old/notes.txt", "section/rss.xml", "section/old/deep/rss.xml"]
    for name in strangers:
        (newsroom.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (newsroom.folder / name).write_text("somebody's")
    (newsroom.folder / "section/old/rss.xml").write_text("ours, of a section that is gone")
    assert newsroom.publisher.run().removed == 1
    assert newsroom.files() == sorted([*SITE_DOCUMENTS, *strangers])


def test_an_edit_keeps_the_id_and_moves_the_update_alone(newsroom: _Newsroom) -> None:
    newsroom.add(1)
    newsroom.publisher.run()
    before = newsroom.parsed("atom.xml").entries[0]
    newsroom.change(
        "article000001", title="A better title", revision=2, changed_at=NOW, permalink="https://n.example/2"
    )
    newsroom.publisher.run()
    after = newsroom.parsed("atom.xml").entries[0]
    assert (after.id, after.published) == (before.id, before.published)
    assert (after.title, after.updated[:19], after.updated[-6:]) == ("A better title", "2025-10-10T12:00:00", "+00:00")


def test_a_picture_that_comes_later_is_no_update_of_the_article(newsroom: _Newsroom) -> None:
    newsroom.add(1)
    newsroom.publisher.run()
    before = newsroom.parsed("atom.xml").entries[0]
    newsroom.give_picture("article000001")
    newsroom.publisher.run()
    after = newsroom.parsed("atom.xml").entries[0]
    assert after.updated == before.updated
    assert [link.href for link in after.enclosures] == ["https://news.example/desk/media/ab/cd.jpg"]
    (enclosure,) = newsroom.parsed("rss.xml").entries[0].enclosures
    assert (enclosure.type, enclosure.length) == ("image/jpeg", "98765")


@pytest.mark.parametrize(
    ("poison", "reason"),
    [
        ({"permalink": "/relative"}, "no web address"),
        ({"permalink": "javascript:alert(1)"}, "no web address"),
        ({"body_html": "<div>" * 5000}, "nests more than"),
        ({"tag": "tag:news.example,2026:\x01"}, "rss cannot hold"),
    ],
)
def test_a_poisoned_article_is_left_out_and_named_while_the_others_go_out(
    newsroom: _Newsroom, poison: dict[str, Any], reason: str
) -> None:
    others = [newsroom.add(number) for number in range(4)]
    poisoned = newsroom.add(9, **poison)
    report = newsroom.publisher.run()
    assert [(name, reason in why) for name, why in report.left_out] == [(poisoned, True)]
    assert newsroom.ids("rss.xml") == newsroom.ids("atom.xml") == others[::-1]
    assert newsroom.publisher.run() == FeedReport(unchanged=8, left_out=report.left_out)


def test_a_feed_holds_no_more_than_its_number_of_entries(database: Database, tmp_path: Path) -> None:
    newsroom = _Newsroom(database, tmp_path, entries=2)
    for number in range(4):
        newsroom.add(number)
    newsroom.publisher.run()
    assert newsroom.ids() == ["article000003", "article000002"]


def test_articles_of_one_instant_stand_in_one_order_in_every_run(newsroom: _Newsroom) -> None:
    published = an_article().published
    for number in (3, 1, 2):
        newsroom.add(number, published=published)
    newsroom.publisher.run()
    first = newsroom.ids()
    for number in (1, 2, 3):
        newsroom.forget(f"article{number:06}")
    for number in (2, 3, 1):
        newsroom.add(number, published=published)
    assert newsroom.publisher.run() == FeedReport(unchanged=8)
    assert newsroom.ids() == first
