"""Hubs are told of every document that is news, once it lies there; documents name those that answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from sqlalchemy import insert, update

from syndicate.articles.model import ForeignTime
from syndicate.feeds.hubs import Hubs
from syndicate.feeds.pinging import Pinging, PingReport
from syndicate.feeds.publish import FeedPublisher
from syndicate.shelf.folder import FolderShelf
from syndicate.storage.tables import articles
from syndicate.testing.clock import ManualClock
from tests.foreign_host import ForeignHost, http
from tests.integration.fetching_parts import fetcher
from tests.unit.feeds.feed_samples import LINKS, SITE, an_article, row_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from syndicate.storage import Database

NOW = datetime(2025, 10, 10, 12, 0, tzinfo=UTC)
DOCUMENTS = ["atom.xml", "feed.json", "rss.xml"]
TAKEN, REFUSED = http("204 No Content"), http("503 Service Unavailable")


class Press:
    """Feeds in a folder, and one hub that is told of them."""

    def __init__(self, database: Database, folder: Path, host: ForeignHost, address: str) -> None:
        self.database = database
        self.host = host
        self.address = address
        self.clock = ManualClock(NOW)
        self.shelf = FolderShelf(folder)
        self.count = 0
        self.restart()

    def restart(self, *addresses: str) -> None:
        """What a new process has."""
        parts: dict[str, Any] = {
            "database": self.database,
            "clock": self.clock,
            "shelf": self.shelf,
            "addresses": addresses or (self.address,),
        }
        self.hubs = Hubs(**parts)
        self.pinging = Pinging(**parts, fetcher=fetcher(), links=LINKS)
        self.feeds = FeedPublisher(
            database=self.database, clock=self.clock, shelf=self.shelf, links=LINKS, site=SITE, hubs=self.hubs
        )

    def add(self, name: str, *sections: str) -> None:
        self.count += 1
        published = ForeignTime(at=NOW - timedelta(days=1, minutes=-self.count), offset=timedelta(), raw="as found")
        article = an_article(
            sequence=self.count,
            id=name,
            tag=f"tag:{name}",
            external_id=name,
            title=name,
            published=published,
            sections=sections,
        )
        with self.database.write() as connection:
            connection.execute(insert(articles).values(row_of(article)))

    def hold(self, name: str) -> None:
        with self.database.write() as connection:
            connection.execute(update(articles).where(articles.c.id == name).values(status="held"))

    def tell(self) -> PingReport:
        return self.pinging.run(Event().is_set)

    def told(self) -> list[str]:
        """The documents that the hub was told of since this was asked last, sorted."""
        forms = [parse_qs(body.decode()) for body in self.host.bodies]
        self.host.bodies.clear()
        assert all(form["hub.mode"] == ["publish"] for form in forms)
        return sorted(form["hub.url"][0].removeprefix(LINKS.feed("")) for form in forms)

    def names_hub(self) -> bool:
        """Whether the documents do, all of them."""
        stored = [self.shelf.read(name) for name in DOCUMENTS]
        (named,) = {self.address.encode() in found.content for found in stored if found}
        return named


@pytest.fixture
def press(database: Database, tmp_path: Path) -> Iterator[Press]:
    with ForeignHost({"/hub": TAKEN}) as host:
        yield Press(database, tmp_path / "feeds", host, host.url("/hub"))


def settled(press: Press) -> None:
    """Until nothing is new: the hub has answered, is named, and was told of that."""
    for _ in range(2):
        press.feeds.run()
        press.tell()
    press.told()


def test_a_hub_is_named_once_it_has_taken_a_ping_and_hears_of_each_changed_document_once(press: Press) -> None:
    press.add("first")
    press.feeds.run()
    assert not press.names_hub()
    assert press.tell().answering == (press.address,)
    assert press.told() == DOCUMENTS
    press.feeds.run()
    assert press.names_hub()
    press.tell()
    assert press.told() == DOCUMENTS  # they are others now, since they name it
    press.add("second", "World")
    press.feeds.run()
    press.tell()
    assert press.told() == sorted([*DOCUMENTS, *(f"section/world/{name}" for name in DOCUMENTS)])


def test_where_nothing_is_new_nothing_is_told_and_nothing_written(press: Press) -> None:
    press.add("first")
    settled(press)
    for _ in range(2):
        press.restart()
        assert press.feeds.run().written == 0
        assert press.tell() == PingReport()
    assert press.told() == []


def test_a_hub_is_told_when_the_bytes_lie_there_and_not_before(press: Press) -> None:
    seen: list[bytes] = []

    def look(connection: Any) -> None:
        stored = press.shelf.read("feed.json")
        seen.append(stored.content if stored else b"")
        connection.sendall(TAKEN)

    press.add("first")
    settled(press)
    press.host.answers["/hub"] = look
    press.add("second")
    press.feeds.run()
    press.tell()
    assert press.told() == DOCUMENTS
    assert all(b"second" in content for content in seen)


def killed_before_it_writes(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(FolderShelf, "write", _killed)
        with pytest.raises(KeyboardInterrupt):
            press.feeds.run()


def test_a_run_that_ends_between_note_and_writing_tells_of_what_the_next_one_writes(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.add("first")
    settled(press)
    press.add("second")
    killed_before_it_writes(press, monkeypatch)
    press.restart()
    assert press.tell().told == 0  # what it would be told of is not there
    press.feeds.run()
    press.tell()
    assert press.told() == DOCUMENTS


def test_what_was_noted_and_came_to_nothing_is_forgotten(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    press.add("first")
    settled(press)
    press.add("second")
    killed_before_it_writes(press, monkeypatch)
    press.hold("second")
    press.restart()
    press.feeds.run()
    press.tell()
    assert press.told() == []
    assert [hub.waiting for hub in press.hubs.all()] == [0]


def _killed(*_: object) -> bool:
    raise KeyboardInterrupt


def test_a_hub_that_fails_is_left_alone_longer_each_time_and_hears_of_all_in_the_end(press: Press) -> None:
    press.add("first")
    settled(press)
    press.host.answers["/hub"] = REFUSED
    press.add("second")
    press.feeds.run()
    (failing,) = press.tell().failing
    assert "503" in (failing.error or "")
    waits = []
    for _ in range(8):
        (hub,) = press.hubs.all()
        assert hub.next_at is not None
        waits.append((hub.next_at - press.clock.now()).total_seconds() / 60)
        press.clock.set(hub.next_at - timedelta(seconds=1))
        press.host.bodies.clear()
        press.tell()
        assert press.told() == []
        press.clock.set(hub.next_at)
        assert press.tell() == PingReport()  # told once that it fails
        assert len(press.told()) == 1  # one try for all that waits
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert press.names_hub()
    press.host.answers["/hub"] = TAKEN
    press.clock.advance(timedelta(hours=1))
    assert press.tell() == PingReport(told=3, answering=(press.address,))
    assert press.told() == DOCUMENTS


def test_a_hub_is_not_asked_before_the_time_that_it_names_itself(press: Press) -> None:
    press.add("first")
    settled(press)
    press.host.answers["/hub"] = http("429 Too Many Requests", "Retry-After: 1800")
    press.add("second")
    press.feeds.run()
    press.tell()
    (hub,) = press.hubs.all()
    assert hub.next_at == press.clock.now() + timedelta(minutes=30)


def test_a_hub_that_is_dead_for_days_is_named_no_more_until_it_answers_again(press: Press) -> None:
    press.add("first", "World")
    settled(press)
    press.host.answers["/hub"] = REFUSED
    press.add("second", "World")
    press.feeds.run()
    press.tell()
    press.clock.advance(timedelta(days=3))
    press.feeds.run()
    assert not press.names_hub()
    press.tell()
    (hub,) = press.hubs.all()
    assert (hub.waiting, hub.next_at) == (3, press.clock.now() + timedelta(days=1))
    press.host.answers["/hub"] = TAKEN
    press.clock.advance(timedelta(days=1))
    press.host.bodies.clear()
    press.tell()
    assert press.told() == DOCUMENTS
    press.feeds.run()
    assert press.names_hub()


def test_a_hub_that_is_configured_no_more_is_forgotten(press: Press) -> None:
    press.add("first")
    settled(press)
    other = press.host.url("/other")
    press.host.answers["/other"] = TAKEN
    press.restart(other)
    press.feeds.run()
    assert not press.names_hub()
    press.tell()
    press.feeds.run()
    stored = press.shelf.read("feed.json")
    assert stored is not None
    assert json.loads(stored.content)["hubs"] == [{"type": "WebSub", "url": other}]
    press.restart()
    assert press.hubs.named() == ()


def test_who_posts_is_not_sent_elsewhere(press: Press) -> None:
    press.host.answers["/hub"] = http("307 Temporary Redirect", "Location: /other")
    press.host.answers["/other"] = TAKEN
    press.add("first")
    press.feeds.run()
    (failing,) = press.tell().failing
    assert "/other" in (failing.error or "")
    assert len(press.host.requests) == 1
