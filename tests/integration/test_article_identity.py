"""One story is one article, whatever brings it and whatever its file is called."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.alias_store import AliasStore
from syndicate.articles.collecting import CollectionReport, Collector
from syndicate.articles.model import Article, Status
from syndicate.articles.rules import Rules
from syndicate.articles.sources.folder import FolderSource
from syndicate.articles.store import ArticleStore
from syndicate.storage import Database
from syndicate.testing.clock import ManualClock
from syndicate.text.page_names import page_claimed, page_name

NOW = datetime(2030, 3, 1, 9, tzinfo=UTC)
RULES = Rules(language="en", zone=ZoneInfo("UTC"))
WORDS = (
    "The harbour council met on Monday night and chose a new pier master after eleven ballots. She starts in May, "
    "when the ferries from the islands run again, and wants a roof over the northern landing before winter. "
    "Two of the members left the hall before the last vote was counted, and said nothing to those who waited."
)
OTHER = (
    "Bakers along the canal have begun to sell their bread by weight, as their grandparents did, since flour became "
    "dear last autumn. Nobody complains; the loaves are larger, and what is left over goes to the school at noon. "
    "A scale of brass stands on each counter, tested every spring by an inspector who comes by bicycle."
)


class Room:
    """Folders that are sources of one newsroom."""

    def __init__(self, database: Database, root: Path) -> None:
        self.database = database
        self.clock = ManualClock(NOW)
        self.root = root
        self.configured: set[str] | None = None

    def write(self, path: str, *, title: str, text: str = WORDS, page: str | None = None, day: int = 1) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        canonical = f'canonical: "{page}"\n' if page else ""
        file.write_text(f'---\ntitle: "{title}"\ndate: 2030-02-{day:02}T08:00:00Z\n{canonical}---\n\n{text}\n')
        return file

    def run(self, name: str = "desk") -> CollectionReport:
        source = FolderSource(
            name=name,
            folder=self.root / name,
            language="en",
            zone=ZoneInfo("UTC"),
            max_bytes=100_000,
            settle_seconds=0,
            clock=self.clock,
        )
        collector = Collector(self.database, self.clock, "quay.example,2026", self.configured)
        return collector.run(source, RULES, mails_first_run=True)

    def articles(self) -> dict[str, Article]:
        with self.database.read() as connection:
            return {f"{each.source}:{each.external_id}": each for each in ArticleStore(connection).all(NOW)}

    def aliases(self, article: Article) -> list[tuple[str, str]]:
        with self.database.read() as connection:
            return AliasStore(connection).of(article.id)


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Room:
    return Room(database, tmp_path)


def codes(article: Article) -> set[str]:
    return {finding.code for finding in article.findings}


def test_two_sources_with_one_page_have_one_article(room: Room) -> None:
    room.write("desk/pier.md", title="A pier master", page="https://quay.example/pier/?utm_source=mail")
    room.write("wire/a.md", title="A pier master is chosen", page="http://www.quay.example/pier/amp/#top")
    room.run("desk")
    report = room.run("wire")
    (article,) = room.articles().values()
    assert (report.new, report.aliases) == (0, 1)
    assert article.id in report.alias_items[0][1]
    assert room.aliases(article) == [("wire", "a.md")]
    assert room.run("wire").unchanged == 1
    room.write("wire/a.md", title="Changed there", page="http://www.quay.example/pier/")
    assert room.run("wire").aliases == 1
    assert room.articles()["desk:pier.md"].title == "A pier master"


def test_a_document_that_comes_to_tell_another_story_is_an_article_of_its_own(room: Room) -> None:
    room.write("desk/pier.md", title="A pier master", page="https://quay.example/pier")
    room.write("wire/a.md", title="A pier master is chosen", page="https://quay.example/pier")
    room.run("desk")
    assert room.run("wire").aliases == 1
    room.write("wire/a.md", title="Bread by weight", text=OTHER, page="https://quay.example/pier")
    assert room.run("wire").aliases == 1  # as long as it says that it is that page
    room.write("wire/a.md", title="A pier master is chosen", page="https://quay.example/moved")
    assert room.run("wire").aliases == 1  # or tells its story
    room.write("wire/a.md", title="Bread by weight", text=OTHER, page="https://quay.example/bread", day=2)
    report = room.run("wire")
    assert (report.new, report.aliases) == (1, 0)
    assert [each.title for each in room.articles().values()] == ["Bread by weight", "A pier master"]
    assert room.aliases(room.articles()["desk:pier.md"]) == []


def test_a_batch_knows_its_own_pages(room: Room) -> None:
    room.write("desk/a.md", title="A pier master", page="https://quay.example/pier")
    room.write("desk/b.md", title="A pier master", page="https://quay.example/pier")
    report = room.run()
    assert (report.new, report.aliases) == (1, 1)


def test_a_page_that_many_stories_claim_makes_none_of_them_one(room: Room) -> None:
    room.write("desk/a.md", title="Weather", page="https://quay.example/news", day=1)
    room.write("desk/b.md", title="Weather", text=OTHER, page="https://quay.example/news", day=2)
    room.write("desk/c.md", title="Tides", text=OTHER[::-1], page="https://quay.example/news", day=3)
    room.write("desk/d.md", title="Root", page="https://quay.example/", day=3)
    report = room.run()
    assert (report.new, report.aliases) == (4, 0)


def test_an_alias_takes_over_when_its_leader_is_no_source_any_more(room: Room) -> None:
    room.write("desk/pier.md", title="A pier master", page="https://quay.example/pier")
    room.run("desk")
    before = room.articles()["desk:pier.md"]
    room.configured = {"wire"}
    room.write("wire/a.md", title="A pier master, at last", page="https://quay.example/pier")
    assert room.run("wire").changed == 1
    (article,) = room.articles().values()
    assert (article.id, article.tag, article.title, article.source) == (
        before.id,
        before.tag,
        "A pier master, at last",
        "wire",
    )


def test_what_its_source_takes_back_goes_on_by_its_alias(room: Room) -> None:
    room.write("desk/pier.md", title="A pier master", page="https://quay.example/pier")
    room.write("wire/a.md", title="A pier master is chosen", page="https://quay.example/pier")
    room.run("desk")
    room.run("wire")
    with room.database.write() as connection:
        assert ArticleStore(connection).take_back_gone("desk", ["pier.md"], NOW, "gone") == []
    (article,) = room.articles().values()
    assert (article.status, article.source, room.aliases(article)) == (Status.PUBLISHED, "wire", [])
    room.run("wire")
    assert room.articles()["wire:a.md"].title == "A pier master is chosen"
    with room.database.write() as connection:
        assert ArticleStore(connection).take_back_gone("wire", ["a.md"], NOW, "gone") == ["a.md"]
    room.write("desk/other.md", title="A pier master", page="https://quay.example/pier")
    report = room.run("desk")  # what was taken back comes again, by the name that is read first
    assert (report.changed, report.aliases) == (1, 1)
    assert [each.status for each in room.articles().values()] == [Status.PUBLISHED]


def test_a_renamed_file_is_the_article_that_it_was(room: Room) -> None:
    file = room.write("desk/pier.md", title="A pier master")
    room.run()
    before = room.articles()["desk:pier.md"]
    file.rename(file.with_name("pier-master.md"))
    report = room.run()
    assert report.new == 0
    after = room.articles()["desk:pier-master.md"]
    assert (len(room.articles()), after.id, after.sequence) == (1, before.id, before.sequence)
    room.write("desk/pier.md", title="Bread by weight", text=OTHER)  # the old name is free again
    assert room.run().new == 1
    assert room.articles()["desk:pier.md"].id != before.id


def test_a_copy_is_no_renamed_file(room: Room) -> None:
    room.write("desk/a.md", title="A pier master")
    room.run()
    room.write("desk/b.md", title="A pier master")
    assert room.run().new == 1
    assert "near-duplicate" in codes(room.articles()["desk:b.md"])
    assert "near-duplicate" not in codes(room.articles()["desk:a.md"])


@pytest.mark.parametrize(
    "text",
    [
        WORDS.replace("eleven", "twelve"),
        f"{WORDS} Her predecessor will keep the keys until then.",
        WORDS[: len(WORDS) * 3 // 4],
    ],
)
def test_nearly_the_same_text_is_flagged_on_the_later_one(room: Room, text: str) -> None:
    room.write("desk/a.md", title="A pier master")
    room.write("desk/b.md", title="Bread by weight", text=OTHER)
    room.run("desk")
    room.write("wire/c.md", title="News from the harbour", text=text)
    assert room.run("wire").new == 1
    (finding,) = [each for each in room.articles()["wire:c.md"].findings if each.code == "near-duplicate"]
    assert room.articles()["desk:a.md"].id in finding.message
    assert not any("near-duplicate" in codes(room.articles()[f"desk:{name}.md"]) for name in "ab")
    room.write("wire/c.md", title="News from the bakeries", text=f"{OTHER} Some of it.")
    room.run("wire")
    (finding,) = [each for each in room.articles()["wire:c.md"].findings if each.code == "near-duplicate"]
    assert room.articles()["desk:b.md"].id in finding.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://quay.example/a", "http://QUAY.example:80/a/?utm_campaign=x&fbclid=y#z"),
        ("https://quay.example/a?x=1&y=2", "https://quay.example/a?y=2&amp;x=1&mc_cid=3"),
        ("https://www.quay.example/a", "https://quay.example/a/amp/"),
        ("https://quay.example/a", "https://quay.example:443/a/embed"),
    ],
)
def test_one_page_has_many_addresses(one: str, other: str) -> None:
    assert page_claimed(one) == page_claimed(other)


@pytest.mark.parametrize(
    "address", ["https://quay.example", "https://quay.example/?utm_source=x", "", "http://[", None]
)
def test_a_root_is_nobodys_page(address: str | None) -> None:
    assert page_claimed(address) is None


def test_what_says_which_page_it_is_stays() -> None:
    assert page_name("https://quay.example/?p=7") != page_name("https://quay.example/?p=8")
    assert page_claimed("https://quay.example/?p=7") == "quay.example/?p=7"
