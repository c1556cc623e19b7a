"""A look at a source in which nothing has changed writes the row of the source, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from syndicate.articles.collecting import Collector
from syndicate.articles.rules import Rules
from syndicate.articles.sources.feed import FeedSource
from syndicate.articles.sources.folder import FolderSource
from syndicate.articles.sources.push import PushSource
from syndicate.clock import SystemClock
from syndicate.net.polite import PoliteFetcher
from tests.foreign_host import ForeignHost, http
from tests.integration.fetching_parts import fetcher
from tests.peers import a_feed

if TYPE_CHECKING:
    from syndicate.articles.sources import Source
    from syndicate.storage import Database

RULES = Rules(language="en", zone=ZoneInfo("UTC"))
STORY = "---\ntitle: The lamp is lit\ndate: 2026-03-01T08:00:00Z\n---\n\nThe keepers climbed the stairs once more.\n"
_WRITE = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM|COPY|CREATE|DROP|ALTER)\s+(\S+)", re.IGNORECASE)


@contextmanager
def written_in(database: Database) -> Iterator[list[str]]:
    """The tables that statements write into meanwhile, once for each statement."""
    tables: list[str] = []

    def note(*facts: Any) -> None:
        if write := _WRITE.match(facts[2]):
            tables.append(write[2].strip('"'))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield tables
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def see_quiet(database: Database, source: Source) -> None:
    collector = Collector(database, SystemClock(), "quay.example,2026")
    with written_in(database) as first:
        assert collector.run(source, RULES, mails_first_run=True).new
    assert "articles" in first
    collector.run(source, RULES, mails_first_run=True)  # an inbox lets go of what was read
    with written_in(database) as tables:
        report = collector.run(source, RULES, mails_first_run=True)
    assert not report.is_news
    assert set(tables) == {"sources"}


@pytest.mark.parametrize("answer", ["the same", "304"])
def test_of_a_feed(database: Database, answer: str) -> None:
    with ForeignHost({"/feed": http("200 OK", 'ETag: "one"', body=a_feed("a", "b"))}) as host:
        source = FeedSource(
            name="wire",
            address=host.url("/feed"),
            language="en",
            zone=ZoneInfo("UTC"),
            max_bytes=100_000,
            fetcher=PoliteFetcher(fetcher(), SystemClock(), "syndicate-test"),
        )
        collector = Collector(database, SystemClock(), "quay.example,2026")
        assert collector.run(source, RULES, mails_first_run=True).new == 2
        if answer == "304":
            host.answers["/feed"] = http("304 Not Modified")
        with written_in(database) as tables:
            collector.run(source, RULES, mails_first_run=True)
        assert set(tables) == {"sources"}


def test_of_a_folder(database: Database, tmp_path: Path) -> None:
    (tmp_path / "lamp.md").write_text(STORY, encoding="utf-8")
    see_quiet(
        database,
        FolderSource(
            name="desk",
            folder=tmp_path,
            language="en",
            zone=ZoneInfo("UTC"),
            max_bytes=100_000,
            settle_seconds=0,
            clock=SystemClock(),
        ),
    )


def test_of_an_inbox(database: Database) -> None:
    source = PushSource(
        name="cms",
        language="en",
        zone=ZoneInfo("UTC"),
        max_bytes=100_000,
        database=database,
        clock=SystemClock(),
        secret=lambda: "secret",
    )
    source.take(b'{"id": "1", "title": "The lamp is lit", "body_text": "The keepers climbed the stairs once more."}')
    see_quiet(database, source)
