"""Taking articles back, and giving them back; whatever their files say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from syndicate.articles.model import Finding, ForeignTime, Severity, Status
from syndicate.articles.store import ArticleStore
from syndicate.storage import Database
from syndicate.storage.tables import articles
from tests.newsroom import Newsroom, dump
from tests.unit.feeds.feed_samples import an_article, row_of

NOW = datetime(2025, 10, 10, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def _given(database: Database, **changes: object) -> None:
    with database.write() as connection:
        connection.execute(insert(articles).values({**row_of(an_article()), **changes}))


def test_a_withdrawn_article_is_gone_for_readers_and_its_retraction_is_known(database: Database) -> None:
    _given(database)
    with database.write() as connection:
        store = ArticleStore(connection)
        assert store.withdraw("abcdefghijklm", NOW, "names a minor")
        assert not store.withdraw("abcdefghijklm", LATER)
    with database.read() as connection:
        store = ArticleStore(connection)
        found = store.get("abcdefghijklm", LATER)
        assert found is not None
        assert (found.status, found.withdrawn_at, found.withdrawal_reason) == (
            Status.WITHDRAWN,
            NOW,
            "names a minor",
        )
        assert not store.outlines(LATER)
        assert not store.visible(LATER, limit=9)
        (told,) = store.retractions(NOW, LATER)
        assert (told.tag, told.withdrawn_at, told.sections) == (found.tag, NOW, ("World",))
        assert store.retractions(NOW + timedelta(seconds=1), LATER) == []


@pytest.mark.parametrize("hidden", [{"status": "held"}, {"embargo_until": LATER}])
def test_what_readers_never_saw_is_withdrawn_without_a_word(database: Database, hidden: dict[str, object]) -> None:
    _given(database, **hidden)
    with database.write() as connection:
        store = ArticleStore(connection)
        assert store.withdraw("abcdefghijklm", NOW)
        assert store.retractions(NOW, LATER) == []


def test_a_restored_article_counts_as_changed_and_leaves_no_trace_of_its_absence(database: Database) -> None:
    _given(database)
    with database.write() as connection:
        store = ArticleStore(connection)
        assert not store.restore("abcdefghijklm", NOW)
        store.withdraw("abcdefghijklm", NOW, "a mistake")
        assert store.restore("abcdefghijklm", LATER)
        assert not store.restore("nobody", LATER)
        found = store.get("abcdefghijklm", LATER)
        assert found is not None
        assert (found.status, found.significant_at) == (Status.PUBLISHED, LATER)
        assert (found.withdrawn_at, found.withdrawal_reason) == (None, None)
        assert store.retractions(NOW, LATER) == []


def test_an_article_that_was_held_is_held_again(database: Database) -> None:
    block = Finding(severity=Severity.BLOCK, code="no-body", message="No text.")
    _given(database, status="held", findings=[{**{name: getattr(block, name) for name in block.__slots__}}])
    with database.write() as connection:
        store = ArticleStore(connection)
        store.withdraw("abcdefghijklm", NOW)
        assert store.restore("abcdefghijklm", NOW)
        found = store.get("abcdefghijklm", NOW)
    assert found is not None
    assert found.status is Status.HELD


def test_outlines_are_what_articles_say_without_their_texts(database: Database) -> None:
    _given(database)
    _given(database, sequence=2, id="undated", tag="tag:x,2026:u", external_id="u", published_at=None)
    with database.read() as connection:
        store = ArticleStore(connection)
        first, second = store.outlines(LATER)
        whole = store.some(["abcdefghijklm", "undated", "nobody"], LATER)
    assert isinstance(whole["abcdefghijklm"].published, ForeignTime)
    for outline in (first, second):
        one = whole[outline.id]
        assert (outline.dated_at, outline.sections, outline.tags) == (one.dated_at, one.sections, one.tags)
        assert outline.authors == tuple(author.name for author in one.authors)
    assert (second.published_at, second.dated_at) == (None, whole["undated"].first_seen_at)


def test_neither_the_same_file_nor_a_new_one_brings_a_withdrawn_article_back(newsroom: Newsroom) -> None:
    newsroom.json("collect")
    lamp = next(one for one in newsroom.json("articles", "list")["articles"] if one["external_id"] == "lamp.txt")
    assert newsroom.json("articles", "withdraw", lamp["id"], "--reason", "wrong lamp")["outcome"] == "withdrawn"
    assert newsroom.json("articles", "withdraw", lamp["id"])["outcome"] == "known"
    newsroom.json("collect")
    newsroom.write_article("lamp.txt", dump("The lamp is lit once more", section="Harbour"))
    newsroom.json("run", "--once")
    shown = newsroom.json("articles", "show", lamp["id"])
    assert (shown["status"], shown["withdrawal_reason"]) == ("withdrawn", "wrong lamp")
    assert shown["title"] == "The lamp is lit once more"
    assert "lamp is lit" not in (newsroom.feeds / "rss.xml").read_text(encoding="utf-8")
    assert lamp["tag"] in (newsroom.feeds / "atom.xml").read_text(encoding="utf-8")
    assert not any("The lamp is lit" in mail.as_string() for mail in newsroom.mails())
    assert newsroom.json("articles", "restore", lamp["id"])["outcome"] == "restored"
    assert newsroom.json("articles", "restore", lamp["id"])["outcome"] == "not-withdrawn"
    feed = (newsroom.feeds / "atom.xml").read_text(encoding="utf-8")
    assert "The lamp is lit once more" in feed
    assert "deleted-entry" not in feed


def test_an_editor_marks_an_article_as_updated_and_feeds_say_so(newsroom: Newsroom) -> None:
    newsroom.json("collect")
    first = newsroom.json("articles", "list")["articles"][0]
    assert newsroom.json("articles", "mark-updated", first["id"]) == {"id": first["id"], "outcome": "marked"}
    entries = newsroom.json("feeds", "show", "site")["entries"]
    (entry,) = (one for one in entries if one["id"] == first["tag"])
    assert entry["updated_at"] > entry["published_at"]


def test_feeds_are_listed_and_shown(newsroom: Newsroom) -> None:
    newsroom.json("run", "--once")
    feeds = newsroom.json("feeds", "list")["feeds"]
    assert [one["feed"] for one in feeds] == ["site", "section/culture", "section/harbour"]
    assert feeds[1]["addresses"]["atom"] == "http://127.0.0.1:8080/feeds/section/culture/atom.xml"
    shown = newsroom.json("feeds", "show", "section/harbour")
    assert [entry["title"] for entry in shown["entries"]] == ["The lamp is lit again"]
    told = newsroom.run("feeds", "show", "site")
    assert "2 articles, 0 pages in the archive" in told.stdout
    unknown = newsroom.run("feeds", "show", "section/none")
    assert (unknown.returncode, "there is no feed section/none" in unknown.stderr) == (1, True)
