"""A site of WordPress as a source, over real HTTP to a server that is old, large, closed, or moves while it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.sources import Memory, SourceError, SourceReading
from syndicate.articles.sources.wordpress import NEWEST, PAGE, WordPressSource
from syndicate.net.polite import PoliteFetcher
from syndicate.testing.clock import ManualClock
from tests.foreign_host import ForeignHost, http
from tests.integration.fetching_parts import fetcher
from tests.peers import TEXT, WordPressSite, a_wordpress_post

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@dataclass
class Blog:
    """A site, and the source that asks it; ``memory`` is what the last whole reading left."""

    site: WordPressSite
    host: ForeignHost
    source: WordPressSource
    clock: ManualClock
    memory: Memory

    def look(self, **known: Any) -> SourceReading:
        """A whole reading; its documents are in a list."""
        reading = self.source.read(Memory(bookmark=self.memory.bookmark, **known))
        documents = [*reading.documents]
        reading.documents = iter(documents)
        self.memory = Memory(bookmark=reading.bookmark)
        return reading

    def ids(self, **known: Any) -> list[int]:
        return [int(document.external_id) for document in self.look(**known).documents]


@pytest.fixture
def blog() -> Iterator[Blog]:
    clock, site = ManualClock(NOW), WordPressSite([a_wordpress_post(number) for number in range(3)])
    with ForeignHost(site) as host:
        site.origin = host.url("")
        source = WordPressSource(
            name="blog",
            address=host.url("/"),
            language="en",
            zone=ZoneInfo("UTC"),
            max_bytes=200_000,
            fetcher=PoliteFetcher(fetcher(), clock, "syndicate"),
            clock=clock,
        )
        yield Blog(site, host, source, clock, Memory())


def small(number: int, **changes: Any) -> dict[str, Any]:
    return a_wordpress_post(number, content={"rendered": "<p>x</p>", "protected": False}, **changes)


def old(count: int) -> list[dict[str, Any]]:
    """Posts of years ago."""
    at = dict.fromkeys(("date", "date_gmt", "modified", "modified_gmt"), "2020-01-01T00:00:00")
    return [small(number, **at) for number in range(10, 10 + count)]


def test_a_look_asks_for_the_newest_the_changed_and_no_more(blog: Blog) -> None:
    blog.site.posts += old(150)
    assert sorted(blog.ids()) == sorted(post["id"] for post in blog.site.posts)
    blog.site.queries.clear()
    blog.site.posts[-1] |= {"modified_gmt": "2026-11-21T08:59:00"}
    assert blog.site.posts[-1]["id"] in blog.ids()
    newest, changed = blog.site.queries
    assert (newest["orderby"], newest["per_page"]) == ("date", str(NEWEST))
    assert (
        changed["modified_after"] == "2026-11-20T06:00:00Z"
    )  # with its zone, and more than a day before the last look
    assert "wp:featuredmedia" in changed["_embed"]
    assert "_links" in changed["_fields"]


def test_what_came_out_at_its_set_time_is_found_though_it_was_changed_long_before(blog: Blog) -> None:
    blog.look()
    late = [
        small(number, date_gmt=f"2026-11-21T08:{number}:00", modified_gmt="2020-01-01T00:00:00")
        for number in range(10, 50)
    ]
    blog.site.posts += late
    assert {post["id"] for post in late} <= {*blog.ids()}


def test_posts_that_are_deleted_while_pages_are_read_hide_no_other(blog: Blog) -> None:
    blog.site.posts = old(3 * PAGE)
    documents = blog.source.read(Memory()).documents
    ids = [int(next(documents).external_id)]
    blog.site.posts = blog.site.posts[:1] + blog.site.posts[40:]
    ids += [int(document.external_id) for document in documents]
    assert {post["id"] for post in blog.site.posts} <= {*ids}
    assert len(ids) == len({*ids})


def test_pages_may_be_smaller_than_asked_and_tell_no_total(blog: Blog) -> None:
    blog.site.posts, blog.site.most, blog.site.tells_total = old(130), 30, False
    reading = blog.look()
    assert (len([*reading.documents]), reading.extent) == (130, None)


def test_posts_too_long_for_one_answer_come_a_few_at_a_time(blog: Blog) -> None:
    long = {"rendered": f"<p>{'long ' * 3_000}</p>", "protected": False}
    blog.site.posts = [a_wordpress_post(number, content=long) for number in range(25)]
    assert len(blog.ids()) == 25


@pytest.mark.parametrize("is_refused", [True, False])
def test_a_site_from_before_5_7_is_asked_in_the_order_of_changes(blog: Blog, *, is_refused: bool) -> None:
    name = frozenset({"modified_after"})
    blog.site.refused, blog.site.ignored = (name, frozenset()) if is_refused else (frozenset(), name)
    blog.site.posts += old(150)
    blog.look()
    changed = blog.site.posts[-1]
    changed |= {"modified_gmt": "2026-11-21T08:59:00"}
    blog.site.queries.clear()
    assert changed["id"] in blog.ids()
    assert len(blog.site.queries) == 3


def test_a_site_that_knows_no_order_of_changes_is_read_by_its_newest_posts(blog: Blog) -> None:
    blog.site.refused = frozenset({"modified_after", "orderby=modified"})
    blog.look()
    blog.site.posts.append(small(900))
    reading = blog.look()
    assert "too old" in reading.notice
    assert str(901) in [document.external_id for document in reading.documents]


def test_posts_that_are_not_given_any_more_are_asked_for_by_name(blog: Blog) -> None:
    blog.site.posts += old(3)
    names = [str(number) for number in blog.ids()]
    gone = str(blog.site.posts.pop()["id"])
    assert blog.look(published=lambda _: names).missing == [gone]
    blog.site.posts += old(3)[-1:]
    assert int(gone) in blog.ids(missed=[gone])


def test_the_api_is_found_where_the_site_says_and_where_it_usually_is(blog: Blog) -> None:
    blog.site.root = "/elsewhere/"
    blog.site.front = http("200 OK", f'Link: <{blog.site.origin}/elsewhere/>; rel="https://api.w.org/"', body=b"<p>")
    assert len(blog.ids()) == 3
    blog.site.asked.clear()
    blog.look()
    assert "/" not in blog.site.asked  # it is remembered
    blog.site.root = "/third/"
    page = b"<!doctype html><link rel='https://api.w.org/' href='/third/'>"
    blog.site.front = http("200 OK", "Content-Type: text/html", body=page)
    assert len(blog.ids()) == 3
    blog.site.root, blog.site.front = "/?rest_route=/", http("200 OK", "Content-Type: text/html", body=b"<p>")
    assert len(blog.ids()) == 3


def test_what_changes_by_itself_makes_no_new_version(blog: Blog) -> None:
    first = [document.content for document in blog.look().documents]
    for post in blog.site.posts:
        post |= {"_links": {"x": "y"}, "class_list": ["z"]}
        post["_embedded"]["author"][0] |= {"avatar_urls": {"24": "https://x.example/a"}}
    assert sorted(document.content for document in blog.look().documents) == sorted(first)


def a_feed(origin: str, *, protected: str = "") -> bytes:
    items = "".join(
        f"<item><title>Story {name}</title><link>{origin}/{name}/</link><guid isPermaLink='false'>{guid}</guid>"
        f"<pubDate>Sat, 21 Nov 2026 08:00:00 +0000</pubDate><description>{TEXT}{form}</description></item>"
        for name, guid, form in (
            ("a", "https://old.example/?p=71", ""),
            ("b", f"{origin}/b/", ""),
            ("c", f"{origin}/c/", ""),
            ("d", "https://old.example/?p=74", protected),
        )
    )
    return http("200 OK", body=f"<rss version='2.0'><channel><title>Q</title>{items}</channel></rss>".encode())


@pytest.mark.parametrize(
    "closed",
    [
        http("401 Unauthorized", body=b'{"code": "rest_forbidden", "message": "", "data": {"status": 401}}'),
        http("403 Forbidden"),
        http("404 Not Found", body=b'{"code": "rest_no_route", "message": "", "data": {"status": 404}}'),
        http("200 OK", "Content-Type: text/html", body=b"<!doctype html><form action=/wp-login.php>"),
    ],
    ids=["401", "403", "404", "a login"],
)
def test_the_feed_stands_in_under_the_numbers_that_the_api_has(blog: Blog, closed: bytes) -> None:
    blog.site.closed = closed
    blog.site.feed = a_feed(blog.site.origin, protected="&lt;form class='post-password-form'>")
    page = http("200 OK", f"Link: <{blog.site.origin}/?p=72>; rel=shortlink", "Content-Type: text/html", body=b"<p>")
    pages = {"/b/": page, "/c/": http("200 OK", "Content-Type: text/html", body=b"<p>")}
    _serve(blog, pages)
    reading = blog.look()
    assert [(each.external_id, each.is_stopgap) for each in reading.documents] == [("72", True), ("71", True)]
    assert (reading.extent, reading.missing) == (None, [])
    assert "stands in" in reading.notice
    assert "1 of its stories" in reading.notice
    blog.site.asked.clear()
    assert sorted(blog.ids()) == [71, 72]
    assert "/b/" not in blog.site.asked  # its number is remembered
    blog.site.closed = None
    assert sorted(blog.ids()) == [1, 2, 3]


def _serve(blog: Blog, pages: dict[str, bytes]) -> None:
    """Let the site have some pages as well."""
    site = blog.site

    class WithPages:
        def get(self, target: str, default: Any) -> Any:
            site.asked.append(target)
            return pages[target] if target in pages else site.get(target, default)

    blog.host.answers = WithPages()


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"])
def test_a_site_that_only_fails_is_not_taken_for_closed(blog: Blog, status: str) -> None:
    blog.site.closed, blog.site.feed = http(status), a_feed(blog.site.origin)
    with pytest.raises(SourceError):
        blog.look()


def test_a_site_with_neither_api_nor_feed_says_why(blog: Blog) -> None:
    blog.site.closed = http("403 Forbidden")
    with pytest.raises(SourceError) as caught:
        blog.look()
    assert caught.value.code == "source-refused"


def test_another_address_is_another_site(blog: Blog) -> None:
    blog.look()
    moved = Memory(bookmark={**blog.memory.bookmark, "address": "https://before.example/"})
    blog.site.posts += old(50)
    assert len([*blog.source.read(moved).documents]) == 53


def test_what_was_dated_before_the_feed_stood_in_counts_as_seen(blog: Blog) -> None:
    blog.site.closed, blog.site.feed = http("403 Forbidden"), a_feed(blog.site.origin)
    blog.look()
    blog.clock.advance(timedelta(days=1))
    blog.look()
    blog.site.closed = None
    reading = blog.source.read(blog.memory)
    assert reading.seen_until == NOW
    assert len([*reading.documents]) == 3
    assert blog.source.read(Memory(bookmark=reading.bookmark)).seen_until is None
