"""What the tests of archives share: a publication with archives, and readers who walk them by their links alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree
from sqlalchemy import insert, update

from syndicate.articles.model import ForeignTime
from syndicate.articles.store import ArticleStore
from syndicate.feeds.publish import FeedPublisher, FeedReport
from syndicate.links import Links
from syndicate.storage import Database
from syndicate.storage.tables import articles
from syndicate.testing.clock import ManualClock
from syndicate.testing.shelf import MemoryShelf
from tests.unit.feeds.feed_samples import LINKS, SITE, an_article, row_of

START = datetime(2025, 10, 10, 12, 0, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
NAMES = {"a": ATOM.strip("{}"), "fh": "http://purl.org/syndication/history/1.0"}
FILES = ("rss.xml", "atom.xml", "feed.json")


@dataclass
class Press:
    """A publication that keeps archives of short pages; ``titles`` is what each visible article says now."""

    database: Database
    shelf: MemoryShelf = field(default_factory=MemoryShelf)
    clock: ManualClock = field(default_factory=lambda: ManualClock(START))
    links: Links = LINKS
    titles: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.open()

    def open(self, **site: Any) -> None:
        """Start anew, as another process would."""
        small = replace(SITE, entries=6, page_entries=5, **site)
        self.publisher = FeedPublisher(
            database=self.database, clock=self.clock, shelf=self.shelf, links=self.links, site=small
        )

    def publish(self, days_old: int = 0, section: str = "World") -> str:
        self.count += 1
        self.clock.advance(timedelta(minutes=1))
        name = f"article{self.count:06}"
        published = ForeignTime(at=self.clock.now() - timedelta(days=days_old), offset=timedelta(), raw="")
        article = an_article(
            sequence=self.count,
            id=name,
            tag=f"tag:news.example,2026:{name}",
            external_id=name,
            title=f"{name} first",
            published=published,
            first_seen_at=self.clock.now(),
            changed_at=self.clock.now(),
            sections=(section,),
            tags=(),
        )
        with self.database.write() as connection:
            connection.execute(insert(articles).values(row_of(article)))
        self.titles[name], self.sections[name] = f"{name} first", section
        return name

    def edit(self, name: str) -> None:
        self.clock.advance(timedelta(minutes=1))
        title = f"{name} at {self.clock.now().timestamp():.0f}"
        self._update(name, title=title, revision=articles.c.revision + 1, changed_at=self.clock.now())
        self.titles[name] = title

    def move(self, name: str, section: str) -> None:
        self._update(name, sections=[section])
        self.sections[name] = section

    def redate(self, name: str, days_old: int) -> None:
        self._update(name, published_at=self.clock.now() - timedelta(days=days_old))

    def withdraw(self, name: str) -> None:
        self.clock.advance(timedelta(minutes=1))
        with self.database.write() as connection:
            assert ArticleStore(connection).withdraw(name, self.clock.now())
        self.withdrawn.append(name)

    def restore(self, name: str) -> None:
        self.clock.advance(timedelta(minutes=1))
        with self.database.write() as connection:
            assert ArticleStore(connection).restore(name, self.clock.now())
        self.withdrawn.remove(name)

    def visible(self, section: str | None = None) -> dict[str, str]:
        return {
            name: title
            for name, title in self.titles.items()
            if name not in self.withdrawn and section in {None, self.sections[name]}
        }

    def build(self) -> FeedReport:
        self.clock.advance(timedelta(seconds=1))
        report = self.publisher.run()
        assert report.left_out == ()
        return report

    def _update(self, name: str, **values: Any) -> None:
        with self.database.write() as connection:
            connection.execute(update(articles).where(articles.c.id == name).values(**values))

    # --- as a reader ---------------------------------------------------------------

    def document(self, url: str) -> bytes:
        stored = self.shelf.read(url.removeprefix(self.links.feed("")))
        assert stored, f"{url} leads nowhere"
        return stored.content

    def walk(self, start: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Address and entries, as id and title, of each document from the subscription document back."""
        url: str | None = self.links.feed(start)
        while url:
            entries, url_before = read_page(self.document(url))
            yield url, entries
            url = url_before

    def pages(self) -> dict[str, bytes]:
        found = {name: self.shelf.read(name) for name in self.shelf.names() if "archive/" in name}
        return {name: stored.content for name, stored in found.items() if stored}


def read_page(document: bytes) -> tuple[list[tuple[str, str]], str | None]:
    """Entries in their order, and the document before."""
    if document.startswith(b"{"):
        whole = json.loads(document)
        return [(_name(item["id"]), item["title"]) for item in whole["items"]], whole.get("next_url")
    root = etree.fromstring(document)
    before = root.xpath("//a:link[@rel='prev-archive']/@href", namespaces=NAMES)
    assert isinstance(before, list)
    items = root.findall(".//item") or root.findall(f"{ATOM}entry")
    entries = [
        (_name(_text(item, "guid") or _text(item, f"{ATOM}id")), _text(item, "title") or _text(item, f"{ATOM}title"))
        for item in items
    ]
    return entries, str(before[0]) if before else None


def _text(item: etree._Element, tag: str) -> str:
    return item.findtext(tag) or ""


def _name(tag: str) -> str:
    return tag.rpartition(":")[2]


def first_met(press: Press, start: str) -> dict[str, str]:
    met: dict[str, str] = {}
    for _, entries in press.walk(start):
        for name, title in entries:
            met.setdefault(name, title)
    return met


@dataclass
class Reader:
    """Looks in now and then, keeps what it read, and reads no page of an archive twice (RFC 5005 §4)."""

    start: str
    known: dict[str, str] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def look_in(self, press: Press) -> None:
        met: dict[str, str] = {}
        for url, entries in press.walk(self.start):
            if url in self.read:
                break
            for name, title in entries:
                met.setdefault(name, title)
            if "/archive/" in url:
                self.read.add(url)
        self.known |= met
