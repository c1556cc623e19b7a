"""What every kind of source keeps to, however its documents come: asked, watched or pushed; on both databases."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select

from syndicate.articles.collecting import Collector
from syndicate.articles.sources.folder import FolderSource
from syndicate.articles.sources.push import PushSource
from syndicate.clock import SystemClock
from syndicate.errors import TryLaterError
from syndicate.net.polite import PoliteFetcher
from syndicate.storage.tables import articles
from syndicate.testing.clock import ManualClock
from tests.contracts.test_sources import KINDS, MOST, NOW, RULES
from tests.foreign_host import ForeignHost
from tests.integration.fetching_parts import Names, fetcher
from tests.peers import TEXT

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.articles.collecting import CollectionReport
    from syndicate.articles.sources import Source
    from syndicate.storage import Database

_WRITE = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM|COPY|CREATE|DROP|ALTER)\s+(\S+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A source with three stories, and what brings it a fourth."""

    source: Source
    publish: Callable[[], None]


@contextmanager
def _asked(name: str, database: Database, folder: Path) -> Iterator[Place]:
    del database, folder
    kind = KINDS[name]
    with ForeignHost({}) as host:
        host.answers = kind.site(host.url("", host="peer.example"))
        clock = ManualClock(NOW)
        source = kind.source(
            name=name,
            address=host.url(kind.path, host="peer.example"),
            language="en",
            zone=RULES.zone,
            max_bytes=MOST,
            clock=clock,
            fetcher=PoliteFetcher(fetcher(Names(peer_example=[["127.0.0.1"]])), clock, "syndicate"),
        )
        yield Place(source=source, publish=partial(kind.publish, host.answers))


@contextmanager
def _watched(database: Database, folder: Path) -> Iterator[Place]:
    del database

    def write(number: int) -> None:
        text = f"---\ntitle: Tide desk {number}\ndate: 2026-03-01T08:00:00Z\n---\n\n{TEXT} Number {number}.\n"
        (folder / f"{number}.md").write_text(text, encoding="utf-8")

    for number in range(3):
        write(number)
    source = FolderSource(
        name="desk",
        folder=folder,
        language="en",
        zone=RULES.zone,
        max_bytes=MOST,
        settle_seconds=0,
        clock=SystemClock(),
    )
    yield Place(source=source, publish=partial(write, 3))


@contextmanager
def _pushed(database: Database, folder: Path) -> Iterator[Place]:
    del folder
    source = PushSource(
        name="cms",
        language="en",
        zone=RULES.zone,
        max_bytes=MOST,
        database=database,
        clock=SystemClock(),
        secret=lambda: "secret",
    )

    def push(number: int) -> None:
        story = {"id": str(number), "title": f"Tide desk {number}", "body_text": f"{TEXT} Number {number}."}
        source.take(json.dumps(story).encode())

    for number in range(3):
        push(number)
    yield Place(source=source, publish=partial(push, 3))


PLACES: dict[str, Callable[[Database, Path], AbstractContextManager[Place]]] = {
    **{name: partial(_asked, name) for name in KINDS},
    "folder": _watched,
    "push": _pushed,
}


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> Iterator[Place]:
    with PLACES[request.param](database, tmp_path) as place:
        yield place


def collect(database: Database, place: Place, is_stopped: Callable[[], bool] = lambda: False) -> CollectionReport:
    collector = Collector(database, ManualClock(NOW), "quay.example,2026")
    return collector.run(place.source, RULES, mails_first_run=True, is_stopped=is_stopped)


def stored(database: Database) -> list[Any]:
    with database.read() as connection:
        return [*connection.execute(select(articles).order_by(articles.c.sequence))]


@contextmanager
def written_in(database: Database) -> Iterator[set[str]]:
    """The tables that statements write into meanwhile."""
    tables: set[str] = set()

    def note(*facts: Any) -> None:
        if write := _WRITE.match(facts[2]):
            tables.add(write[2].strip('"'))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield tables
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_each_story_is_there_once_and_a_further_one_comes_alone(place: Place, database: Database) -> None:
    assert collect(database, place).new == 3
    before = stored(database)
    assert [row.status for row in before] == ["published"] * 3
    assert not collect(database, place).is_news
    place.publish()
    report = collect(database, place)
    assert (report.new, report.changed) == (1, 0)
    after = stored(database)
    assert after[:3] == before
    assert len({row.tag for row in after}) == 4


def test_a_look_that_finds_nothing_new_writes_the_row_of_the_source_alone(place: Place, database: Database) -> None:
    with written_in(database) as tables:
        collect(database, place)
    assert "articles" in tables
    collect(database, place)  # an inbox lets go of what was read
    with written_in(database) as tables:
        assert not collect(database, place).is_news
    assert tables == {"sources"}


def test_a_look_that_was_stopped_leaves_the_rest_to_the_next(place: Place, database: Database) -> None:
    answers = iter([False, True])
    with pytest.raises(TryLaterError):
        collect(database, place, is_stopped=lambda: next(answers, True))
    collect(database, place)
    assert len(stored(database)) == 3
    assert not collect(database, place).is_news
