"""A feed by its address: a real server, real requests, the real database."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from syndicate.articles.collecting import Collector
from syndicate.articles.rules import Rules
from syndicate.articles.source_store import SourceStanding, SourceStore
from syndicate.articles.sources import SourceError
from syndicate.articles.sources.feed import FeedSource
from syndicate.clock import SystemClock
from syndicate.net.polite import PoliteFetcher
from syndicate.storage.tables import articles
from tests.foreign_host import ForeignHost, http
from tests.integration.fetching_parts import fetcher
from tests.peers import a_feed

if TYPE_CHECKING:
    from syndicate.articles.collecting import CollectionReport
    from syndicate.storage import Database

RULES = Rules(language="en", zone=ZoneInfo("UTC"))


def source(host: ForeignHost, path: str = "/feed") -> FeedSource:
    return FeedSource(
        home="https://news.example/",
        name="wire",
        address=host.url(path),
        language="en",
        zone=ZoneInfo("UTC"),
        max_bytes=100_000,
        fetcher=PoliteFetcher(fetcher(), SystemClock(), "syndicate-test"),
    )


def collect(database: Database, host: ForeignHost, path: str = "/feed") -> CollectionReport:
    collector = Collector(database, SystemClock(), "quay.example,2026")
    return collector.run(source(host, path), RULES, mails_first_run=False)


def test_an_unchanged_feed_is_asked_for_by_its_tag_and_read_no_more(sqlite_database: Database) -> None:
    with ForeignHost({"/feed": http("200 OK", 'ETag: "one"', body=a_feed("a", "b"))}) as host:
        assert collect(sqlite_database, host).new == 2
        host.answers["/feed"] = http("304 Not Modified")
        assert collect(sqlite_database, host).unchanged == 0
        assert 'If-None-Match: "one"' in host.requests[-1]


def test_what_comes_with_the_word_that_nothing_has_changed_is_not_read(sqlite_database: Database) -> None:
    with ForeignHost({"/feed": http("200 OK", 'ETag: "one"', body=a_feed("a"))}) as host:
        collect(sqlite_database, host)
        host.answers["/feed"] = http("304 Not Modified", 'ETag: "two"', body=a_feed("a", "b"))
        assert collect(sqlite_database, host).new == 0
        collect(sqlite_database, host)
        assert 'If-None-Match: "one"' in host.requests[-1]


def test_another_address_is_asked_without_the_tag_of_the_first(sqlite_database: Database) -> None:
    answer = http("200 OK", 'ETag: "one"', body=a_feed("a"))
    with ForeignHost({"/feed": answer, "/other": answer}) as host:
        collect(sqlite_database, host)
        collect(sqlite_database, host, "/other")
        assert "If-None-Match" not in host.requests[-1]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (http("200 OK", body=b"<!doctype html><html><body><p>Back soon</p></body></html>"), "source-answer"),
        (http("200 OK", body=a_feed("a", "b")[:-90]), "source-answer"),
        (http("200 OK", body=a_feed()), "source-answer"),
        (http("200 OK", body=b'{"status": "ok"}'), "source-answer"),
        (http("200 OK"), "source-answer"),
        (http("500 Internal Server Error"), "source-down"),
        (http("429 Too Many Requests", "Retry-After: 120"), "source-busy"),
        (http("410 Gone"), "source-gone"),
    ],
)
def test_what_is_no_feed_changes_nothing(sqlite_database: Database, answer: bytes, code: str) -> None:
    with ForeignHost({"/feed": http("200 OK", 'ETag: "one"', body=a_feed("a", "b"))}) as host:
        collect(sqlite_database, host)
        with sqlite_database.read() as connection:
            before = SourceStore(connection).course("wire").bookmark
        host.answers["/feed"] = answer
        with pytest.raises(SourceError) as caught:
            collect(sqlite_database, host)
        assert caught.value.code == code
        with sqlite_database.read() as connection:
            assert SourceStore(connection).course("wire").bookmark == before
        host.answers["/feed"] = http("200 OK", body=a_feed("a", "b"))
        assert collect(sqlite_database, host).unchanged == 2


def standing(database: Database) -> SourceStanding:
    with database.read() as connection:
        return SourceStore(connection).standings()["wire"]


def states(database: Database) -> dict[str, str]:
    with database.read() as connection:
        return {row.external_id: row.status for row in connection.execute(select(articles))}


def an_atom(*parts: str) -> bytes:
    head = "<title>Q</title><link href='https://quay.example/'/><id>q</id><updated>2026-11-01T08:00:00Z</updated>"
    spaces = "xmlns='http://www.w3.org/2005/Atom' xmlns:gone='http://purl.org/atompub/tombstones/1.0'"
    return f"<feed {spaces}>{head}{''.join(parts)}</feed>".encode()


def an_entry(name: str) -> str:
    when = "<updated>2026-11-01T08:00:00Z</updated><published>2026-11-01T08:00:00Z</published>"
    return f"<entry><id>{name}</id><title>Story {name}</title>{when}<content>It sails.</content></entry>"


def a_tombstone(name: str) -> str:
    return f"<gone:deleted-entry ref='{name}' when='2026-11-02T08:00:00Z'/>"


def test_a_tombstone_takes_its_story_back_and_the_entry_brings_it_again(sqlite_database: Database) -> None:
    with ForeignHost({"/feed": http("200 OK", body=an_atom(an_entry("a"), an_entry("b")))}) as host:
        collect(sqlite_database, host)
        host.answers["/feed"] = http("200 OK", body=an_atom(an_entry("b"), a_tombstone("a"), a_tombstone("b")))
        assert collect(sqlite_database, host).withdrawn == 1
        assert states(sqlite_database) == {"feed#a": "withdrawn", "feed#b": "published"}
        assert collect(sqlite_database, host).withdrawn == 0
        host.answers["/feed"] = http("200 OK", body=an_atom(an_entry("a"), an_entry("b"), a_tombstone("a")))
        collect(sqlite_database, host)
        assert states(sqlite_database) == {"feed#a": "published", "feed#b": "published"}


@pytest.mark.parametrize(("status", "is_told"), [("301 Moved", True), ("308 Moved", True), ("302 Found", False)])
def test_an_address_that_moved_for_good_is_told(sqlite_database: Database, status: str, *, is_told: bool) -> None:
    answers = {"/feed": http(status, "Location: /new"), "/new": http("200 OK", 'ETag: "1"', body=a_feed("a"))}
    with ForeignHost(answers) as host:
        collect(sqlite_database, host)
        host.answers["/new"] = http("304 Not Modified")
        assert collect(sqlite_database, host).unchanged == 0
        moved = f"It has moved for good to {host.url('/new')}. Write that address into the configuration."
        assert standing(sqlite_database).notice == (moved if is_told else None)


def test_a_redirect_for_now_behind_one_for_good_is_none_for_good(sqlite_database: Database) -> None:
    answers = {
        "/feed": http("301 Moved", "Location: /new"),
        "/new": http("302 Found", "Location: /today"),
        "/today": http("200 OK", body=a_feed("a")),
    }
    with ForeignHost(answers) as host:
        collect(sqlite_database, host)
        assert f"moved for good to {host.url('/new')}." in (standing(sqlite_database).notice or "")


@pytest.mark.parametrize("link", ["https://news.example/", "https://news.example/sections/world"])
def test_a_feed_of_this_newsroom_is_refused_whatever_its_ids(sqlite_database: Database, link: str) -> None:
    ours = a_feed("a").replace(
        b"https://quay.example/</link>", f"{link}</link><generator>syndicate</generator>".encode(), 1
    )
    with ForeignHost({"/feed": http("200 OK", body=ours)}) as host, pytest.raises(SourceError) as refused:
        collect(sqlite_database, host)
    assert refused.value.code == "source-answer"
    assert states(sqlite_database) == {}


def test_a_feed_that_another_newsroom_makes_so_is_read(sqlite_database: Database) -> None:
    theirs = a_feed("a").replace(b"<item>", b"<generator>syndicate</generator><item>", 1)
    with ForeignHost({"/feed": http("200 OK", body=theirs)}) as host:
        assert collect(sqlite_database, host).new == 1


def test_a_page_in_place_of_a_feed_names_its_feed(sqlite_database: Database) -> None:
    page = (
        b"<!doctype html><html><head><LINK rel='me alternate' type='application/atom+xml' href='/atom'></head></html>"
    )
    with ForeignHost({"/feed": http("200 OK", body=page)}) as host, pytest.raises(SourceError) as refused:
        collect(sqlite_database, host)
    assert f"the page names one: {host.url('/atom')}" in refused.value.message


def test_what_is_lost_of_a_feed_is_told(sqlite_database: Database) -> None:
    nameless = b"<item><title>x</title><description>y</description></item></channel>"
    with ForeignHost({"/feed": http("200 OK", body=a_feed("a", "b").replace(b"</channel>", nameless))}) as host:
        collect(sqlite_database, host)
    assert "1 of 3 articles in the feed were not read" in (standing(sqlite_database).notice or "")
    assert states(sqlite_database) == {"feed": "held", "feed#a": "published", "feed#b": "published"}


def test_items_of_a_second_channel_are_read(sqlite_database: Database) -> None:
    two = a_feed("a").replace(b"</channel>", b"</channel>" + a_feed("b").partition(b"<rss version='2.0'>")[2][:-6])
    with ForeignHost({"/feed": http("200 OK", body=two)}) as host:
        assert collect(sqlite_database, host).new == 2
