"""A news sitemap and the pages behind it as a source, over real HTTP."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from syndicate.articles import reading
from syndicate.articles.collecting import Collector
from syndicate.articles.model import RawDocument
from syndicate.articles.rules import Rules
from syndicate.articles.sources import Memory, SourceError, SourceReading
from syndicate.articles.sources.sitemap import PAGES, TRIES, SitemapSource
from syndicate.net.polite import PoliteFetcher
from syndicate.storage import Database
from syndicate.storage.tables import articles
from syndicate.testing.clock import ManualClock
from syndicate.text.page_names import page_name
from tests.foreign_host import ForeignHost, http
from tests.integration.fetching_parts import fetcher
from tests.peers import NewsSite, Story

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
RULES = Rules(language="en", zone=ZoneInfo("UTC"))


@dataclass
class Paper:
    """A site and the source that asks it, with its bookmark."""

    site: NewsSite
    source: SitemapSource
    clock: ManualClock
    memory: Memory = field(default_factory=Memory)

    def poll(self) -> tuple[list[RawDocument], SourceReading]:
        self.site.asked.clear()
        found = self.source.read(self.memory)
        documents = [*found.documents]
        self.memory = Memory(bookmark=found.bookmark)
        return documents, found

    def pages(self) -> list[str]:
        return [document.external_id.partition("/")[2] for document in self.poll()[0]]


@pytest.fixture
def paper() -> Iterator[Paper]:
    clock, site = ManualClock(NOW), NewsSite({"/a": Story("Ferry"), "/b": Story("Tide")})
    with ForeignHost(site) as host:
        site.origin = host.url("")
        source = SitemapSource(
            name="paper",
            address=host.url("/sitemap.xml"),
            language="en",
            zone=ZoneInfo("UTC"),
            max_bytes=300_000,
            fetcher=PoliteFetcher(fetcher(), clock, "syndicate"),
            clock=clock,
        )
        yield Paper(site, source, clock)


def test_only_pages_that_are_new_or_changed_are_asked_for(paper: Paper) -> None:
    assert sorted(paper.pages()) == ["a", "b"]
    assert paper.pages() == []
    assert paper.site.asked == ["/sitemap.xml"]
    paper.site.stories["/a"].changed_at = "2026-11-21T08:00:00+00:00"
    paper.site.stories["/c?utm_source=x"] = Story("Quay", "2026-11-21T08:30:00+00:00")
    assert paper.pages() == ["c", "a"]


def test_the_sitemap_is_a_witness_where_the_page_says_nothing(paper: Paper) -> None:
    documents, _ = paper.poll()
    drafts = [reading.read(document, RULES) for document in documents]
    assert {draft.title for draft in drafts} == {"Ferry", "Tide"}
    assert {draft.published.isoformat() for draft in drafts if draft.published} == {"2026-11-20T10:00:00+00:00"}


def test_an_empty_news_sitemap_is_a_good_answer_and_says_nothing(paper: Paper) -> None:
    paper.poll()
    paper.site.stories.clear()
    _, found = paper.poll()
    assert (found.extent, found.gone, found.missing) == (None, [], [])


def test_so_many_pages_at_one_look_and_the_rest_at_the_next(paper: Paper) -> None:
    paper.site.stories = {f"/{n}": Story(f"Story {n}", f"2026-11-20T10:00:{n:02}+00:00") for n in range(PAGES + 5)}
    documents, found = paper.poll()
    assert (len(documents), len(found.postponed)) == (PAGES, 5)
    paper.site.stories["/new"] = Story("New", "2026-11-21T08:00:00+00:00")
    assert sorted(paper.pages()) == ["0", "1", "2", "3", "4", "new"]
    assert paper.pages() == []


def test_a_page_that_fails_is_tried_again_and_holds_back_nobody(paper: Paper) -> None:
    paper.site.stories["/a"].answer = http("500 Internal Server Error")
    assert paper.pages() == ["b"]
    for _ in range(TRIES - 1):
        assert paper.pages() == []
        assert "/a" in paper.site.asked
    assert paper.pages() == []
    assert "/a" not in paper.site.asked


def test_a_page_that_asks_for_patience_is_left_alone_so_long(paper: Paper) -> None:
    for story in paper.site.stories.values():
        story.answer = http("429 Too Many Requests", "Retry-After: 900")
    paper.poll()
    assert len(paper.site.asked) == 3  # the sitemap, robots.txt and one page
    for story in paper.site.stories.values():
        story.answer = None
    assert paper.pages() == []
    paper.clock.advance(timedelta(minutes=16))
    assert sorted(paper.pages()) == ["a", "b"]


def test_what_robots_may_not_read_is_not_asked_for(paper: Paper) -> None:
    paper.site.robots = "User-agent: *\nDisallow: /a\n"
    assert paper.pages() == ["b"]
    assert "/a" not in paper.site.asked


def test_a_page_that_is_gone_says_so(paper: Paper) -> None:
    paper.poll()
    for path, status in (("/a", "410 Gone"), ("/b", "404 Not Found")):
        paper.site.stories[path] = Story("Ferry", "2026-11-21T08:00:00+00:00", answer=http(status))
    _, found = paper.poll()
    names = [page_name(f"{paper.site.origin}{path}") for path in ("/a", "/b")]
    assert (found.gone, found.missing) == (names[:1], names[1:])


def test_a_page_that_is_gone_leaves_its_readers_at_once_and_one_that_is_missing_later(
    paper: Paper, sqlite_database: Database
) -> None:
    collector = Collector(sqlite_database, paper.clock, "quay.example,2026")

    def withdrawn() -> int:
        return collector.run(paper.source, RULES, mails_first_run=True).withdrawn

    assert withdrawn() == 0
    for path, status in (("/a", "410 Gone"), ("/b", "404 Not Found")):
        paper.site.stories[path] = Story("Ferry", "2026-11-21T08:00:00+00:00", answer=http(status))
    assert withdrawn() == 1
    assert withdrawn() == 0
    paper.clock.advance(timedelta(minutes=11))
    assert withdrawn() == 1
    paper.site.stories = {path: Story("Ferry", "2026-11-21T10:00:00+00:00") for path in ("/a", "/b")}
    assert collector.run(paper.source, RULES, mails_first_run=True).changed == 2


LOGIN = (
    b"<!DOCTYPE html><html><body><h1>Welcome back</h1><p>Please log in, so that we know that it is you who reads.</p>"
    b"<form action=/login><input name=user><input type='password' name=word></form></body></html>"
)


def test_a_login_behind_a_page_is_no_page_and_is_asked_again(paper: Paper) -> None:
    assert sorted(paper.pages()) == ["a", "b"]
    to_login = http("302 Found", "Location: /login?back=/c")
    paper.site.stories["/c"] = Story("Quay", "2026-11-21T08:30:00+00:00", answer=to_login)
    paper.site.stories["/login?back=/c"] = Story("", "2026-11-01T08:30:00+00:00", answer=http("200 OK", body=LOGIN))
    documents, found = paper.poll()
    assert (documents, found.notice) == ([], "1 pages could not be read; 1 are tried again")
    paper.site.stories["/c"].answer = None
    assert paper.pages() == ["c"]


def test_a_login_in_place_of_every_page_moves_no_story(paper: Paper, sqlite_database: Database) -> None:
    collector = Collector(sqlite_database, paper.clock, "quay.example,2026")

    def stored() -> dict[str, tuple[str, str]]:
        collector.run(paper.source, RULES, mails_first_run=True)
        with sqlite_database.read() as connection:
            rows = connection.execute(select(articles))
            return {row.external_id.rpartition("/")[2]: (row.status, row.body_text) for row in rows}

    before = stored()
    for path in ("/a", "/b", "/c"):
        login = http("200 OK", body=LOGIN)
        paper.site.stories[path] = Story("Another tide", "2026-11-21T08:30:00+00:00", answer=login)
    after = stored()
    assert {name: after[name] for name in before} == before
    assert {status for status, _ in after.values()} == {"published", "held"}


def test_a_date_ahead_hides_nothing(paper: Paper) -> None:
    paper.site.stories["/a"].changed_at = "9999-12-31T00:00:00+00:00"
    paper.poll()
    paper.site.stories["/c"] = Story("Quay", "2026-11-21T08:00:00+00:00")
    assert paper.pages() == ["c"]


def index(*addresses: str) -> bytes:
    listed = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f"<sitemapindex>{listed}</sitemapindex>".encode()


def test_an_index_may_name_another_and_no_third(paper: Paper) -> None:
    plain, origin = paper.site.sitemap(), paper.site.origin
    pages = {
        "/sitemap.xml": http("200 OK", body=index(f"{origin}/deeper")),
        "/deeper": http("200 OK", body=index(f"{origin}/packed")),
        "/packed": http("200 OK", body=gzip.compress(plain)),
    }
    paper.site.stories |= {path: Story(path, answer=answer) for path, answer in pages.items()}
    assert sorted(paper.pages()) == ["a", "b"]
    paper.site.stories["/deeper"] = Story("above", answer=http("200 OK", body=index(f"{origin}/sitemap.xml")))
    with pytest.raises(SourceError, match="index of sitemaps"):
        paper.poll()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://Quay.example:443/a/?utm_source=x#top", "http://quay.example/a"),
        ("https://quay.example/a/amp/", "https://quay.example/a"),
        ("https://quay.example/a?y=2&x=1&fbclid=3", "https://quay.example/a?x=1&y=2"),
    ],
)
def test_one_page_has_one_name(one: str, other: str) -> None:
    assert page_name(one) == page_name(other)
    assert page_name(one) != page_name(f"{other}b")
