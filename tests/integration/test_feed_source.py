"""A feed by its address: a real server, real requests, the real database."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.collecting import Collector
from syndicate.articles.rules import Rules
from syndicate.articles.source_store import SourceStore
from syndicate.articles.sources import SourceError
from syndicate.articles.sources.feed import FeedSource
from syndicate.clock import SystemClock
from syndicate.net.polite import PoliteFetcher
from tests.foreign_host import ForeignHost, http
from tests.integration.fetching_parts import fetcher
from tests.peers import a_feed

if TYPE_CHECKING:
    from syndicate.articles.collecting import CollectionReport
    from syndicate.storage import Database

RULES = Rules(language="en", zone=ZoneInfo("UTC"))


def source(host: ForeignHost, path: str = "/feed") -> FeedSource:
    return FeedSource(
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
