"""A site of Ghost as a source, over real HTTP to a server that pages and filters as Ghost does."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.collecting import CollectionReport, Collector
from syndicate.articles.model import Status
from syndicate.articles.rules import Rules
from syndicate.articles.source_store import SourceStore
from syndicate.articles.sources import Memory, SourceError
from syndicate.articles.sources.ghost import PAGE, GhostSource
from syndicate.articles.store import ArticleStore
from syndicate.errors import TryLaterError
from syndicate.net.polite import PoliteFetcher
from syndicate.storage import Database
from syndicate.testing.clock import ManualClock
from tests.foreign_host import ForeignHost
from tests.integration.fetching_parts import fetcher
from tests.peers import KEY, GhostSite, a_post

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
RULES = Rules(language="en", zone=ZoneInfo("UTC"))


@dataclass
class Blog:
    """A site, and the source that asks it."""

    site: GhostSite
    source: GhostSource
    collector: Collector
    database: Database
    clock: ManualClock
    keys: list[str]

    def poll(self) -> CollectionReport:
        return self.collector.run(self.source, RULES, mails_first_run=True, every=timedelta(minutes=5))

    def status(self, external_id: str) -> Status:
        with self.database.read() as connection:
            return ArticleStore(connection).known("blog", [external_id])[external_id].status

    def titles(self) -> dict[str, str | None]:
        with self.database.read() as connection:
            ids = [post["id"] for post in self.site.posts]
            known = ArticleStore(connection).known("blog", ids)
            articles = [ArticleStore(connection).get(each.id, self.clock.now()) for each in known.values()]
        return {article.external_id: article.title for article in articles if article}


@pytest.fixture
def blog(sqlite_database: Database) -> Iterator[Blog]:
    clock, site, keys = ManualClock(NOW), GhostSite([a_post(number) for number in range(3)]), [KEY]
    with ForeignHost(site) as host:
        source = GhostSource(
            name="blog",
            address=host.url("/"),
            language="en",
            zone=ZoneInfo("UTC"),
            max_bytes=200_000,
            fetcher=PoliteFetcher(fetcher(), clock, "syndicate"),
            key=lambda: keys[-1],
            clock=clock,
        )
        collector = Collector(sqlite_database, clock, "quay.example,2026")
        yield Blog(site, source, collector, sqlite_database, clock, keys)


def read_ids(blog: Blog, memory: Memory) -> tuple[list[str], Memory]:
    reading = blog.source.read(memory)
    ids = [document.external_id for document in reading.documents]
    return ids, Memory(bookmark=reading.bookmark)


def test_a_poll_takes_what_is_new_or_changed_and_else_nothing(blog: Blog) -> None:
    assert (blog.poll().new, blog.poll().new) == (3, 0)
    blog.site.posts[0] |= {"title": "Mended", "updated_at": "2026-11-20T12:00:00.000+00:00"}
    blog.site.posts.append(a_post(200))
    report = blog.poll()
    assert (report.new, report.changed) == (1, 1)
    assert blog.titles()[blog.site.posts[0]["id"]] == "Mended"


def test_every_post_comes_once_however_many_were_changed_in_one_second(blog: Blog) -> None:
    at = "2026-11-20T12:00:00.000+00:00"
    blog.site.posts = [a_post(number, html="<p>x</p>") for number in range(PAGE)]
    blog.site.posts += [a_post(number, html="<p>x</p>", updated_at=at) for number in range(1_000, 1_000 + 3 * PAGE)]
    ids, _ = read_ids(blog, Memory())
    assert (len(ids), len({*ids})) == (4 * PAGE, 4 * PAGE)


def test_a_post_that_moves_while_pages_are_read_hides_no_other(blog: Blog) -> None:
    blog.site.posts = [a_post(number, html="<p>x</p>") for number in range(2 * PAGE)]
    documents = blog.source.read(Memory()).documents
    ids = [next(documents).external_id]
    blog.site.posts[1]["updated_at"] = "2026-11-20T23:00:00.000+00:00"
    ids += [document.external_id for document in documents]
    assert {post["id"] for post in blog.site.posts} == {*ids}


def test_posts_too_long_for_one_answer_come_a_few_at_a_time(blog: Blog) -> None:
    blog.site.posts = [a_post(number, html=f"<p>{'long ' * 4_000}</p>") for number in range(12)]
    ids, _ = read_ids(blog, Memory())
    assert len({*ids}) == 12


def test_a_time_ahead_hides_nothing_that_comes_later(blog: Blog) -> None:
    blog.site.posts.append(a_post(5, updated_at="9999-12-31T23:59:59.000+00:00"))
    _, memory = read_ids(blog, Memory())
    blog.site.posts.append(a_post(900, updated_at="2026-11-21T08:30:00.000+00:00"))
    ids, _ = read_ids(blog, memory)
    assert a_post(900)["id"] in ids


def test_posts_that_are_not_given_any_more_are_asked_for_by_name(blog: Blog) -> None:
    ids, memory = read_ids(blog, Memory())
    blog.site.posts.pop(0)
    blog.site.posts.append(a_post(800))
    reading = blog.source.read(Memory(bookmark={"changed_at": "2026-11-20 12:00:00"}, published=lambda _: ids))
    assert [document.external_id for document in reading.documents] == [a_post(800)["id"]]
    assert reading.missing == ids[:1]
    assert memory.bookmark


def test_a_post_that_is_taken_back_leaves_its_readers_and_comes_back_as_it_was(blog: Blog) -> None:
    assert blog.poll().new == 3
    taken = blog.site.posts.pop(0)
    assert blog.poll().withdrawn == 0  # one reading is not believed
    blog.clock.advance(timedelta(minutes=5))
    assert blog.poll().withdrawn == 0  # nor are two close together
    blog.clock.advance(timedelta(minutes=6))
    report = blog.poll()
    assert (report.withdrawn, report.withdrawn_items[0][0]) == (1, taken["id"])
    assert blog.status(taken["id"]) is Status.WITHDRAWN
    blog.clock.advance(timedelta(days=1))
    assert blog.poll().withdrawn == 0
    blog.site.posts.append(taken)  # with its old time of change
    assert blog.poll().changed == 1
    assert blog.status(taken["id"]) is Status.PUBLISHED


def test_a_reading_that_is_told_to_stop_is_no_failure_and_begins_again(blog: Blog) -> None:
    with pytest.raises(TryLaterError) as caught:
        blog.collector.run(blog.source, RULES, mails_first_run=True, is_stopped=lambda: True)
    assert caught.value.code == "stopped"
    with blog.database.read() as connection:
        assert SourceStore(connection).standings() == {}
    assert blog.poll().new == 3


def test_a_post_that_was_missing_once_stays(blog: Blog) -> None:
    blog.poll()
    away = blog.site.posts.pop(0)
    blog.poll()
    blog.site.posts.append(away)
    blog.clock.advance(timedelta(minutes=11))
    blog.poll()
    blog.site.posts.remove(away)
    assert blog.poll().withdrawn == 0
    assert blog.status(away["id"]) is Status.PUBLISHED


def test_more_than_half_of_the_newest_missing_at_once_is_not_believed(blog: Blog) -> None:
    blog.site.posts = [a_post(number) for number in range(250)]
    assert blog.poll().new == 250
    blog.site.posts = blog.site.posts[:180]
    for _ in range(2):
        report = blog.poll()
        assert (report.withdrawn, "hard to believe" in report.notice) == (0, True)
        blog.clock.advance(timedelta(minutes=11))


def test_what_an_operator_took_back_is_theirs(blog: Blog) -> None:
    blog.poll()
    taken = blog.site.posts[0]
    with blog.database.write() as connection:
        known = ArticleStore(connection).known("blog", [taken["id"]])[taken["id"]]
        ArticleStore(connection).withdraw(known.id, blog.clock.now(), "ours")
    blog.site.posts.pop(0)
    for _ in range(3):
        blog.clock.advance(timedelta(minutes=11))
        assert blog.poll().withdrawn == 0
    blog.site.posts.append({**taken, "updated_at": "2026-11-21T08:00:00.000+00:00"})
    blog.poll()
    assert blog.status(taken["id"]) is Status.WITHDRAWN


def test_a_refused_key_is_told_and_never_shown(blog: Blog, caplog: pytest.LogCaptureFixture) -> None:
    wrong = "0123456789abcdef"
    blog.keys.append(wrong)
    with caplog.at_level(logging.DEBUG), pytest.raises(SourceError) as caught:
        blog.source.read(Memory())
    assert caught.value.code == "source-refused"
    assert wrong not in f"{caught.value} {caught.value.hint} {caught.value.__cause__} {caplog.text}"
