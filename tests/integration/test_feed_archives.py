"""The archives of feeds, walked as readers walk them: by the links in the documents alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sqlalchemy import select, update

from syndicate.articles.disclosure import DisclosureWords
from syndicate.feeds.publish import FeedPublisher, FeedReport
from syndicate.links import Links
from syndicate.storage import Database, open_database
from syndicate.storage.tables import articles, feed_pages, metadata
from tests.integration.archive_parts import ATOM, FILES, NAMES, Press, Reader, first_met, read_page
from tests.profiles import effort
from tests.unit.feeds.feed_samples import LINKS, SITE


@pytest.fixture
def press(sqlite_database: Database) -> Press:
    return Press(sqlite_database)


# --- the property -----------------------------------------------------------------------


_WHAT = ["publish"] * 4 + ["build"] * 3 + ["old", "edit", "edit", "withdraw", "restore", "move", "redate", "look"]
_STEPS = st.lists(
    st.tuples(st.sampled_from(_WHAT), st.integers(min_value=0, max_value=1_000)), min_size=30, max_size=60
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("archives") / "shared.db"
    shutil.copy(migrated_sqlite, path)
    database = open_database(f"sqlite:///{path}")
    yield database
    database.close()


def _take(press: Press, what: str, which: int) -> None:
    names = sorted(press.visible())
    if what in {"publish", "old"}:
        press.publish(which if what == "old" else 0, section=("World", "Arts")[which % 2])
    elif what == "restore" and press.withdrawn:
        press.restore(press.withdrawn[which % len(press.withdrawn)])
    elif names and what == "move":
        press.move(names[which % len(names)], ("World", "Arts")[which % 2])
    elif names and what == "redate":
        press.redate(names[which % len(names)], which)
    elif names and what in {"edit", "withdraw"}:
        getattr(press, what)(names[which % len(names)])


def _check_walks(press: Press) -> None:
    for section, folder in ((None, ""), ("World", "section/world/"), ("Arts", "section/arts/")):
        visible = press.visible(section)
        if section is None or visible:
            for file in FILES:
                assert first_met(press, folder + file) == visible
                assert all(len(entries) <= 6 for _, entries in press.walk(folder + file))


def _check_stays(before: dict[str, bytes], press: Press) -> None:
    """What stood on a page still stands there, or was taken back, or went to another section."""
    now = press.pages()
    for path in before.keys() & now.keys():
        section = {"section/world": "World", "section/arts": "Arts"}.get(path.partition("/archive")[0])
        gone = {name for name, _ in read_page(before[path])[0]} - press.visible(section).keys()
        kept = [entry for entry in read_page(before[path])[0] if entry[0] not in gone]
        assert read_page(now[path])[0] == kept
        assert gone or now[path] == before[path]


@effort(1 / 15)
@given(steps=_STEPS)
def test_whatever_happens_every_walk_meets_every_article_and_its_newest_version_first(
    shared: Database, steps: list[tuple[str, int]]
) -> None:
    with shared.write() as connection:
        for table in reversed([table for table in metadata.sorted_tables if table.name != "counters"]):
            connection.execute(table.delete())
    press = Press(shared)
    press.build()
    reader = Reader("atom.xml")
    for what, which in [*steps, ("build", 0), ("look", 0)]:
        if what in {"build", "look"}:
            before = press.pages()
            press.build()
            _check_stays(before, press)
            _check_walks(press)
        if what == "look":
            reader.look_in(press)
            assert press.visible().items() <= reader.known.items()
        _take(press, what, which)
    assert press.build().written == 0


# --- what it looks like -----------------------------------------------------------------------


def test_a_short_feed_has_no_archive(press: Press) -> None:
    press.publish()
    press.build()
    assert press.pages() == {}
    assert b"prev-archive" not in press.document(LINKS.feed("atom.xml"))
    assert "next_url" not in json.loads(press.document(LINKS.feed("feed.json")))


def test_pages_say_what_they_are_and_who_stands_beside_them(press: Press) -> None:
    for _ in range(14):
        press.publish()
        press.build()
    page = etree.fromstring(press.document(LINKS.feed("archive/2/atom.xml")))
    links = {link.get("rel"): link.get("href") for link in page.findall(f"{ATOM}link")}
    assert page.find("fh:archive", NAMES) is not None
    assert links == {
        "self": LINKS.feed("archive/2/atom.xml"),
        "alternate": links["alternate"],
        "prev-archive": LINKS.feed("archive/1/atom.xml"),
        "next-archive": LINKS.feed("archive/3/atom.xml"),
        "current": LINKS.feed("atom.xml"),
    }
    channel = etree.fromstring(press.document(LINKS.feed("archive/1/rss.xml")))[0]
    assert channel.find("fh:archive", NAMES) is not None
    relations = [link.get("rel") for link in channel.findall(f"{ATOM}link")]
    assert relations == ["self", "alternate", "next-archive", "current"]
    document = json.loads(press.document(LINKS.feed("archive/2/feed.json")))
    assert document["next_url"] == LINKS.feed("archive/1/feed.json")
    assert document["feed_url"] == LINKS.feed("feed.json")
    subscription = etree.fromstring(press.document(LINKS.feed("atom.xml")))
    assert subscription.find("fh:archive", NAMES) is None
    assert page.findtext(f"{ATOM}id") == subscription.findtext(f"{ATOM}id")


def test_the_pages_of_many_articles_at_once_are_full(press: Press) -> None:
    for _ in range(23):
        press.publish()
    press.build()
    lengths = [len(entries) for _, entries in press.walk("atom.xml")]
    assert lengths == [6, 2, 5, 5, 5, 5]


def test_a_growing_page_gets_a_new_name_so_that_no_address_ever_says_two_things(press: Press) -> None:
    for _ in range(4):
        press.publish()
    press.build()
    assert {path.partition("/")[2].partition("/")[0] for path in press.pages() if path.startswith("archive")} == {"1-3"}
    for _ in range(3):
        press.publish()
    press.build()
    names = {path.split("/")[1] for path in press.pages() if path.startswith("archive")}
    assert names == {"1", "2-1"}


def test_full_pages_do_not_change_by_a_byte_when_more_is_published_and_edited(press: Press) -> None:
    for _ in range(12):
        press.publish()
    press.build()
    before = press.pages()
    full = {path: content for path, content in before.items() if "-" not in path.rpartition("archive/")[2]}
    assert full
    for name in list(press.titles):
        press.edit(name)
        press.publish(days_old=900)
        press.build()
    assert {path: press.pages()[path] for path in full} == full


def test_a_withdrawn_article_leaves_every_page_it_stands_on_and_nothing_else_moves(press: Press) -> None:
    first = press.publish()
    for _ in range(9):
        press.publish()
    press.build()
    press.edit(first)
    for _ in range(9):
        press.publish()
    press.build()
    standing = [path for path, content in press.pages().items() if first.encode() in content]
    assert len({path.split("/")[-2] for path in standing}) > 1
    before = press.pages()
    press.withdraw(first)
    press.build()
    after = press.pages()
    assert not any(first.encode() in content for content in after.values())
    assert {path for path in before if before[path] != after[path]} == set(standing)
    for path in standing:
        assert read_page(after[path])[0] == [entry for entry in read_page(before[path])[0] if entry[0] != first]


def test_pages_that_got_lost_are_written_again(press: Press) -> None:
    for _ in range(12):
        press.publish()
    press.build()
    before = press.pages()
    for path in before:
        press.shelf.remove(path)
    press.build()
    assert press.pages() == before


def test_a_site_that_moves_takes_its_pages_along(press: Press) -> None:
    for _ in range(12):
        press.publish()
    press.build()
    ids = [entry for _, entries in press.walk("atom.xml") for entry in entries]
    press.links = Links("https://elsewhere.example", ["a key of the tests"])
    press.open()
    press.build()
    assert [entry for _, entries in press.walk("atom.xml") for entry in entries] == ids
    assert not any(b"news.example/desk" in content for content in press.pages().values())


def test_another_process_goes_on_where_the_first_one_stopped(press: Press) -> None:
    for _ in range(9):
        press.publish()
        press.build()
    before = press.pages()
    press.open()
    assert press.build() == FeedReport(unchanged=8)
    assert press.pages() == before


def test_a_section_that_fell_silent_takes_its_archive_off_the_shelf_and_brings_it_back(press: Press) -> None:
    names = [press.publish(section="Arts") for _ in range(9)]
    press.build()
    for name in names:
        press.withdraw(name)
    press.build()
    assert not any("section/" in path for path in press.shelf.names())
    for name in names:
        press.restore(name)
    press.build()
    assert first_met(press, "section/arts/rss.xml") == press.visible("Arts")


def test_a_feed_of_summaries_has_pages_of_summaries_as_soon_as_it_becomes_one(press: Press) -> None:
    for _ in range(9):
        press.publish()
    press.build()
    press.open(summaries=frozenset({"section"}))
    press.build()
    for path, content in press.pages().items():
        assert (b"The phone is" in content) == (not path.startswith("section"))


def test_other_words_about_ai_are_in_old_pages_too(press: Press) -> None:
    for _ in range(9):
        press.publish()
    press.build()
    with press.database.write() as connection:
        connection.execute(update(articles).values(ai="generated"))
    press.open(disclosures=DisclosureWords(text_generated="A machine wrote it."))
    press.build()
    assert press.pages()
    assert all(b"A machine wrote it." in content for content in press.pages().values())


def test_heavy_articles_are_put_away_before_the_subscription_document_overflows(press: Press) -> None:
    press.publisher = FeedPublisher(
        database=press.database, clock=press.clock, shelf=press.shelf, links=LINKS, site=replace(SITE, entries=60)
    )
    names = [press.publish() for _ in range(25)]
    with press.database.write() as connection:
        connection.execute(update(articles).values(body_html=f"<p>{'heavy ' * 30_000}</p>"))
    press.build()
    documents = [press.document(url) for file in FILES for url, _ in press.walk(file)]
    assert len(documents) > 6
    assert max(map(len, documents)) <= 4_000_000
    assert set(first_met(press, "atom.xml")) == set(names)
    with press.database.read() as connection:
        assert connection.execute(select(feed_pages)).all()
