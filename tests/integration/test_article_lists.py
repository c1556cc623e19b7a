"""Documents that hold several articles, from the list to the database."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from syndicate.articles.collecting import CollectionReport, Collector
from syndicate.articles.model import Article, Status
from syndicate.articles.rules import Rules
from syndicate.articles.store import ArticleStore
from syndicate.storage import Database
from syndicate.testing.clock import ManualClock
from tests.integration.test_article_pickup import AUTHORITY, NOW, RULES, Shelf, stored
from tests.unit.articles.feed_samples import ITEM, an_rss


def an_item(name: str | int, **changes: Any) -> dict[str, Any]:
    return {"id": name, "title": f"Story {name}", "body_text": f"The text of story {name}."} | changes


@dataclass
class Room:
    """A source with a list in it, and the picking up."""

    database: Database
    source: Shelf = field(default_factory=Shelf)

    def put(self, *items: dict[str, Any] | str, name: str = "world/news.json") -> None:
        self.source.texts[name] = json.dumps(items, indent=1)

    def run(self, rules: Rules = RULES) -> CollectionReport:
        return Collector(self.database, ManualClock(NOW), AUTHORITY).run(self.source, rules, mails_first_run=True)

    def stored(self) -> dict[str, Article]:
        return stored(self.database)


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database)


def test_each_item_is_an_article_by_its_own_id_wherever_it_stands(room: Room) -> None:
    room.put(an_item("a"), an_item(7))
    report = room.run()
    assert (report.new, report.held) == (2, 0)
    first = room.stored()
    assert set(first) == {"world/news.json#a", "world/news.json#7"}
    room.put(an_item(7), an_item("b"), an_item("a"))
    report = room.run()
    assert (report.new, report.changed, report.unchanged) == (1, 0, 2)
    assert room.stored()["world/news.json#a"].id == first["world/news.json#a"].id


def test_a_list_that_did_not_change_costs_no_reading(room: Room) -> None:
    room.put(an_item("a"), an_item("b"))
    room.run()
    assert room.run().unchanged == 2


def test_an_item_that_vanishes_stays_and_one_that_changes_is_revised(room: Room) -> None:
    room.put(an_item("a"), an_item("b"))
    room.run()
    room.put(an_item("b", title="Another headline"))
    assert room.run().changed == 1
    after = room.stored()
    assert after["world/news.json#a"].status is Status.PUBLISHED
    assert (after["world/news.json#b"].title, after["world/news.json#b"].revision) == ("Another headline", 2)


def test_a_list_that_breaks_is_told_and_its_articles_stay_until_it_is_mended(room: Room) -> None:
    room.put(an_item("a"), an_item("b"))
    room.run()
    whole = room.source.texts["world/news.json"]
    assert isinstance(whole, str)
    room.source.texts["world/news.json"] = whole[:-20]
    report = room.run()
    assert report.held_items[0][0] == "world/news.json"
    found = room.stored()
    assert found["world/news.json"].status is Status.HELD
    assert found["world/news.json"].findings[0].code == "json-broken"
    assert found["world/news.json#a"].status is Status.PUBLISHED
    room.source.texts["world/news.json"] = whole
    assert room.run().unchanged == 2
    assert "world/news.json" not in room.stored()


def test_of_two_with_a_known_id_neither_is_taken_for_it_and_the_known_one_stays(room: Room) -> None:
    room.put(an_item("a"))
    room.run()
    room.put(an_item("a", title="One"), an_item("a", title="Two"), an_item("b"))
    report = room.run()
    assert (report.new, report.held) == (1, 1)
    found = room.stored()
    assert found["world/news.json#a"].title == "Story a"
    assert "“a”, which “/0” (line" in found["world/news.json"].findings[0].message


def test_of_two_with_one_id_the_first_is_taken_and_the_second_is_told(room: Room) -> None:
    room.put(an_item("a", title="One"), an_item("a", title="Two"))
    report = room.run()
    assert (report.new, report.held) == (1, 1)
    found = room.stored()
    assert (found["world/news.json#a"].title, found["world/news.json#a"].status) == ("One", Status.PUBLISHED)
    assert found["world/news.json"].status is Status.HELD


def test_the_first_that_was_read_stays_when_another_of_its_id_is_set_above_it(room: Room) -> None:
    room.put(an_item("a", title="One"))
    room.run()
    room.put(an_item("a", title="Two"), an_item("a", title="One"))
    report = room.run()
    assert (report.changed, report.unchanged) == (0, 1)
    assert room.stored()["world/news.json#a"].title == "One"


def test_a_document_that_becomes_a_list_keeps_the_article_that_it_was(room: Room) -> None:
    room.source.texts["world/news.json"] = json.dumps(an_item("a"))
    room.run()
    room.put(an_item("a"), an_item("b"))
    room.run()
    found = room.stored()
    assert found["world/news.json"].status is Status.PUBLISHED
    assert len(found) == 3


def test_a_broken_item_is_held_alone(room: Room) -> None:
    room.put(an_item("a"), {"id": "b", "title": "No text"})
    report = room.run()
    assert (report.new, report.held) == (1, 1)
    assert room.stored()["world/news.json#b"].status is Status.HELD


def test_pictures_lie_beside_the_list_and_addresses_are_made_of_the_id(room: Room) -> None:
    room.put(an_item("2026/11 a", image="pictures/a.jpg", image_alt="A ship"), an_item("b"))
    rules = Rules(language="en", zone=RULES.zone, permalink="https://quay.example/{stem}")
    room.run(rules)
    found = room.stored()
    assert found["world/news.json#2026/11 a"].media[0].candidates[0].url == "world/pictures/a.jpg"
    assert found["world/news.json#2026/11 a"].permalink == "https://quay.example/2026-11-a"
    assert found["world/news.json#b"].permalink == "https://quay.example/b"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_may_have_a_byte_order_mark(room: Room, encoding: str) -> None:
    room.source.texts["news.json"] = json.dumps([an_item("a")]).encode(encoding)
    assert room.run().new == 1


def test_a_dump_that_begins_with_its_media_metadata_is_no_list(room: Room) -> None:
    media = '[{"id": 1, "title": "a", "images": {"s1": "https://h.example/a.jpg"}}]'
    room.source.texts["a.txt"] = f"{media}\n\nNight Ferry Returns Again\n\nOctober 5, 2025, 15:34 CEST - It sails. " * 2
    room.run()
    assert set(room.stored()) == {"a.txt"}


def test_many_articles_in_one_list_are_stored_in_batches(room: Room) -> None:
    room.put(*(an_item(number) for number in range(450)))
    assert room.run().new == 450
    with room.database.read() as connection:
        assert len(ArticleStore(connection).all(NOW)) == 450


def test_a_list_that_the_first_run_left_for_later_was_seen_before_and_what_joins_it_is_news(room: Room) -> None:
    room.put(an_item("a"))
    room.source.postponed = ("world/news.json",)
    pick_up = Collector(room.database, ManualClock(NOW), AUTHORITY)
    pick_up.run(room.source, RULES, mails_first_run=False)
    room.source.postponed = ()
    pick_up.run(room.source, RULES, mails_first_run=False)
    room.put(an_item("a"), an_item("b"))
    pick_up.run(room.source, RULES, mails_first_run=False)
    found = room.stored()
    assert found["world/news.json#a"].is_backlog
    assert not found["world/news.json#b"].is_backlog


def test_a_feed_that_breaks_is_told_and_its_articles_stay_until_it_is_mended(room: Room) -> None:
    whole = an_rss(ITEM, ITEM.replace("<guid>a", "<guid>b"))
    room.source.texts["quay.rss"] = whole
    assert room.run().new == 2
    room.source.texts["quay.rss"] = whole[:-20]
    assert room.run().held_items[0][0] == "quay.rss"
    found = room.stored()
    assert {name: one.status for name, one in found.items()} == {
        "quay.rss": Status.HELD,
        "quay.rss#a": Status.PUBLISHED,
        "quay.rss#b": Status.PUBLISHED,
    }
    room.source.texts["quay.rss"] = whole.replace("<channel>", "<channel><lastBuildDate>later</lastBuildDate>")
    assert room.run().unchanged == 2
    assert set(room.stored()) == {"quay.rss#a", "quay.rss#b"}


def test_a_file_that_is_named_like_an_item_is_held_and_stops_nobody(room: Room) -> None:
    room.put(an_item("b.json"), an_item("b#c"), name="a")
    room.put(an_item("c"), name="a#b")
    room.put(an_item("d"), name="z.json")
    room.source.texts["a#b.json"] = json.dumps(an_item("file"))
    for _ in range(2):
        room.run()
        found = room.stored()
        assert {name for name, one in found.items() if one.status is Status.PUBLISHED} == {
            "a#b#c",
            "a#b.json",
            "z.json#d",
        }
        held = {name: one for name, one in found.items() if one.status is Status.HELD}
        assert set(held) == {r"a\x23b", r"a\x23b.json"}
        assert {one.findings[0].code for one in held.values()} == {"file-name"}
        assert found["a#b.json"].title == "Story b.json"
