"""Ids outlive everything but the article: new slug, section, domain, scheme, and a lost database."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest

from syndicate.articles.rules import Rules
from syndicate.links import Links
from syndicate.storage import open_database
from tests.judges.hostile_corpus import Pressroom, a_plain_dump

DUMPS = {f"{number}.txt": a_plain_dump(f"Story {number}", section="World") for number in range(3)}
RULES = Rules(language="en", zone=ZoneInfo("UTC"), permalink="http://old.example/{slug}")
MOVED_RULES = replace(RULES, permalink="https://new.example/news/{slug}-{id}")

Open = Callable[[str], Pressroom]


@pytest.fixture
def open_room(tmp_path: Path, migrated_sqlite: Path) -> Open:
    """A pressroom by that name, with a database of its own."""

    def opened(name: str) -> Pressroom:
        (tmp_path / name).mkdir()
        shutil.copy(migrated_sqlite, tmp_path / name / "syndicate.db")
        database = open_database(f"sqlite:///{tmp_path / name / 'syndicate.db'}")
        return Pressroom(database, tmp_path / name / "feeds", links=Links("http://old.example", ["key"]))

    return opened


def ids(room: Pressroom) -> set[str]:
    """The ids of the site's feed, the same in every format."""
    documents = room.documents()
    found = {item["id"] for item in json.loads(documents["feed.json"])["items"]}
    for name in ("rss.xml", "atom.xml"):
        assert {entry.id for entry in feedparser.parse(documents[name]).entries} == found
    return found


def first(room: Pressroom) -> set[str]:
    room.pick_up(DUMPS, RULES)
    room.publish()
    return ids(room)


def test_a_new_title_and_so_a_new_slug_keeps_the_id(open_room: Open) -> None:
    room = open_room("a")
    before = first(room)
    assert room.pick_up({**DUMPS, "1.txt": a_plain_dump("A better title", section="World")}, RULES).changed == 1
    room.publish()
    assert ids(room) == before
    assert b"http://old.example/a-better-title<" in room.documents()["rss.xml"]
    room.database.close()


def test_another_section_keeps_the_id_in_both_sections_feeds(open_room: Open) -> None:
    room = open_room("a")
    before = first(room)
    moved = {**DUMPS, "1.txt": a_plain_dump("Story 1", section="Town", deck="It moved")}
    room.pick_up(moved, RULES)
    room.publish()
    assert ids(room) == before
    (item,) = json.loads(room.documents()["section/town/feed.json"])["items"]
    assert item["id"] in before
    room.database.close()


def test_another_domain_and_https_keep_every_id_of_entries_and_feeds(open_room: Open) -> None:
    room = open_room("a")
    before = first(room)
    feed_id = feedparser.parse(room.documents()["section/world/atom.xml"]).feed.id
    room.links = Links("https://new.example", ["key"])
    room.pick_up(DUMPS, MOVED_RULES)
    room.publish()
    assert ids(room) == before
    moved = feedparser.parse(room.documents()["section/world/atom.xml"])
    assert moved.feed.id == feed_id
    assert all(entry.link.startswith("https://new.example/news/") for entry in moved.entries)
    room.database.close()


def test_reading_all_again_after_a_lost_database_gives_the_same_bytes(open_room: Open) -> None:
    room, again = open_room("a"), open_room("b")
    before = first(room)
    assert first(again) == before
    assert again.documents() == room.documents()
    room.database.close()
    again.database.close()


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json", "section/world/feed.json"])
def test_a_feed_of_ours_does_not_come_round_again_and_another_newsroom_reads_it(open_room: Open, name: str) -> None:
    room, other = open_room("a"), open_room("b")
    before = first(room)
    feed = {f"feeds/{Path(name).name}": room.documents()[name]}
    report = room.pick_up({**DUMPS, **feed}, RULES)
    assert (report.new, report.unchanged, report.held) == (0, 3, 1)
    assert "newsroom's own" in report.held_items[0][1]
    room.site = replace(room.site, id_authority="moved.example,2027")
    assert room.pick_up({**DUMPS, f"again/{Path(name).name}": room.documents()[name]}, RULES).new == 0
    other.site = replace(other.site, id_authority="other.example,2026")
    assert other.pick_up(feed, RULES).new == 3
    other.publish()
    assert not ids(other) & before
    room.database.close()
    other.database.close()
