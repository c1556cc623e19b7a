"""A database that an earlier program made, with articles, readers and editions in every state, goes on as it was.

``tests/samples/schema-0003.sql`` was written by the program of schema 0003: a closed edition of two stories (one was
withdrawn later), an empty slot, an edition that was held for its refusals, one of which a mail had left, and a story
that waits for the next; three readers, of whom one left.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text

from syndicate.articles.store import ArticleStore
from syndicate.config import load
from syndicate.delivery.ledger import Ledger
from syndicate.digests.model import EditionState
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.store import EditionStore
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage import Database
from syndicate.storage.schema import HEAD, revision_of, upgrade
from syndicate.storage.tables import deliveries, metadata
from syndicate.testing.clock import ManualClock
from tests.integration.earlier_databases import copy_to_postgres, on_sqlite, open_dump
from tests.newsroom import CONFIG, Newsroom

LATER = datetime(2026, 11, 22, 8, tzinfo=UTC)
READERS = ("Ann <ann@example.org>", "Bo <bo@example.net>")


@pytest.fixture
def old(tmp_path: Path) -> sqlite3.Connection:
    """The dump as a database."""
    return open_dump("0003", tmp_path / "old.db")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def earlier(request: pytest.FixtureRequest, old: sqlite3.Connection, tmp_path: Path) -> Iterator[Database]:
    """The same on each kind of database, not upgraded yet."""
    if request.param == "sqlite":
        with on_sqlite(tmp_path / "old.db") as database:
            yield database
        return
    database = request.getfixturevalue("postgres_database")
    copy_to_postgres(old, "0003", database)
    yield database


@pytest.fixture
def parts(earlier: Database, tmp_path: Path) -> Iterator[Parts]:
    """The upgraded database with the newsletter that it was made for."""
    upgrade(earlier)
    room = Newsroom(tmp_path / "room")
    room.configure(CONFIG.replace('at = "00:00"', 'at = "07:00"'))
    (room.folder / "articles").mkdir()
    url = earlier.engine.url.set(drivername=earlier.engine.dialect.name).render_as_string(hide_password=False)
    config = load(
        room.folder / "config.toml", environ={"SYNDICATE_DATABASE__URL": url, "SYNDICATE_WEB__SECRET": "s" * 64}
    )
    with open_parts(config, ManualClock(LATER)) as opened:
        yield opened


def test_the_upgrade_makes_the_tables_of_today_and_keeps_every_row(earlier: Database, old: sqlite3.Connection) -> None:
    kept = ("articles", "heroes", "subscribers", "subscriptions", "editions", "occurrences", "deliveries")
    before = {name: old.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in kept}
    said = dict(old.execute("SELECT id, html FROM editions").fetchall())
    assert upgrade(earlier) == ("0003", HEAD)
    assert revision_of(earlier) == HEAD
    with earlier.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        for name, count in before.items():
            assert connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() == count, name
        store = EditionStore(connection)
        assert {edition.id: store.rendering(edition.id).html for edition in store.recent()} == said  # type: ignore[union-attr]


def test_editions_stand_where_they_stood(parts: Parts) -> None:
    with parts.database.read() as connection:
        found = {edition.number: edition for edition in EditionStore(connection).recent()}
        counts = {number: Ledger(connection).counts(edition.id) for number, edition in found.items()}
        articles = {number: len(EditionStore(connection).articles(edition.id)) for number, edition in found.items()}
    assert {number: edition.state for number, edition in found.items()} == {
        1: EditionState.CLOSED,
        2: EditionState.HELD,
        3: EditionState.SENDING,
    }
    assert found[2].held_because == "3 of the 22 mails tried in this run were refused"
    assert [found[number].first_claimed_at is not None for number in (1, 2, 3)] == [True, False, True]
    assert all(edition.opened_at for edition in found.values())
    assert articles == {1: 2, 2: 2, 3: 1}
    assert (counts[2]["pending"], counts[3]["submitted"], counts[3]["pending"]) == (3, 1, 2)


def test_what_was_mailed_is_not_new_and_what_waited_still_does(parts: Parts) -> None:
    with parts.database.read() as connection:
        assert OccurrenceStore(connection).is_decided("daily", "2026-11-21")
    newsletter = parts.publisher.newsletter("daily")
    assert parts.publisher.compose_due(newsletter).outcome is None
    parts.clock.sleep(timedelta(days=1).total_seconds())
    composed = parts.publisher.compose_due(newsletter)
    assert composed.selection is not None
    assert [place.article.title for place in composed.selection.places] == ["A sixth bridge, not mailed yet"]


def test_the_open_edition_goes_on_and_the_held_one_waits_for_a_person(parts: Parts) -> None:
    parts.publisher.deliver(Event())
    with parts.database.read() as connection:
        found = {edition.number: edition for edition in EditionStore(connection).recent()}
        third = Ledger(connection).counts(found[3].id)
        assert (third["submitted"], third["excluded"], third["pending"]) == (2, 1, 0)
        assert Ledger(connection).counts(found[2].id)["pending"] == 3
    parts.publisher.control.resume(found[2].id)
    parts.publisher.deliver(Event())
    with parts.database.read() as connection:
        everybody = select(deliveries.c.subscription_key, deliveries.c.edition_key, deliveries.c.revision)
        rows = connection.execute(everybody.where(deliveries.c.state == "submitted")).all()
        assert Ledger(connection).counts(found[2].id)["submitted"] == 2
    assert len(rows) == len({(row.subscription_key, row.edition_key) for row in rows})
    assert {row.revision for row in rows} == {1}


def test_a_story_that_was_withdrawn_goes_from_an_old_editions_web_copy(parts: Parts) -> None:
    with parts.database.read() as connection:
        first = next(edition for edition in EditionStore(connection).recent() if edition.number == 1)
        assert EditionStore(connection).public_copy(first.id, LATER) is None
    assert parts.publisher.revise_published() == [first.id]
    with parts.database.read() as connection:
        copy = EditionStore(connection).public_copy(first.id, LATER)
    assert copy is not None
    assert "The first bridge" in copy.html
    assert "The second bridge" not in copy.html + copy.text + copy.subject + copy.preheader


def test_every_article_that_was_out_has_the_time_it_came_out(parts: Parts) -> None:
    with parts.database.read() as connection:
        found = ArticleStore(connection).all(LATER)
    assert {article.released_at == article.first_seen_at for article in found if article.status == "published"} == {
        True
    }
