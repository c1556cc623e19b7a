"""A week of a newsroom in the database of the program before releases and waves goes on as if nothing had happened.

``tests/samples/README.md`` tells what is in ``schema-0007.sql``, and how it was made.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from syndicate.articles.store import ArticleStore
from syndicate.audience.model import Ground, GroundKind
from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.delivery.model import DeliveryState
from syndicate.digests.model import EditionState, SlotOutcome
from syndicate.digests.store import EditionStore
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage import Database
from syndicate.storage.schema import HEAD, revision_of, upgrade
from syndicate.storage.tables import metadata
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.integration.earlier_databases import MOVED_TO, columns_of, copy_to_postgres, on_sqlite, open_dump
from tests.integration.upgrade_parts import had, mailable, mailed_since, readers, rows_of, the_edition, told
from tests.newsroom import CONFIG, Newsroom

#: Half an hour after the database was left.
LATER = datetime(2025, 11, 24, 9, tzinfo=UTC)
OTHERS = """
[[newsletters]]
name = "harbour"
title = "The Harbour weekly"
sender = "The Lantern <harbour@lantern.example>"
cadence = "weekly"
weekdays = ["mon"]
at = "08:00"
sections = ["Harbour"]

[[newsletters]]
name = "night"
title = "The Night Lantern"
sender = "The Lantern <night@lantern.example>"
at = "06:30"
sections = ["World"]
dedupe_across = "never"
"""
#: What each newsletter would have mailed next, by the program that made the database.
WAITING = {
    "daily": {"The held story", "The night ferry", "The market", "The tide table"},
    "harbour": {"The night ferry"},
    "night": {"The held story", "The market"},
}
#: What only newsletters look at that will not have it: of another section, passed over or expired meanwhile.
LOOKED_AT_IN_VAIN = {
    "The first over",
    "The third bridge",
    "The fifth bridge",
    "The ninth bridge",
    "The pilot boat",
    "The eleventh bridge",
    "The gone",
}

KEPT = (
    "sources",
    "articles",
    "accepted_findings",
    "heroes",
    "renditions",
    "feed_places",
    "feed_appearances",
    "feed_pages",
    "purges",
    "grounds",
    "suppressions",
    "rendering_articles",
    "subscribers",
)
#: Where a newsletter began is told by a release now; what follows from it is asked of what is mailed next. When a
#: delivery was claimed is told by its batch, and of those of one process it is when the first was.
REPLACED = {"since_sequence", "claimed_at"}
_OF_OCCURRENCE = (
    "JOIN occurrences ON occurrences.key = occurrence_key AND occurrences.slot <> 'upgrade'"
    " LEFT JOIN editions ON editions.key = edition_key"
)
_OF_SUBSCRIPTION = "JOIN subscriptions ON subscriptions.key = subscription_key"
_BATCHED = "deliveries LEFT JOIN batches ON batches.key = batch_key"
#: Table → where its rows are now, and what stands for those of its columns that are not there by their name.
RETOLD: dict[str, tuple[str, dict[str, str]]] = {
    "subscriptions": (
        "subscriptions JOIN subscribers ON subscribers.key = subscriber_key JOIN choices ON choices.id = choice_id",
        {
            "subscriber_id": "subscribers.id",
            "cadence": "coalesce(cadence, CASE subscriptions.newsletter WHEN 'harbour' THEN 'weekly' ELSE 'daily' END)",
            "sections": "sections",
            "time_zone": "time_zone",
            "language": "language",
        },
    ),
    "newsletters": ("newsletters", {}),
    "editions": ("editions JOIN variants ON variants.edition_key = editions.key", {"revision": "revision"}),
    "renderings": (
        "renderings JOIN variants ON variants.key = variant_key JOIN editions ON editions.key = edition_key",
        {"edition_id": "editions.id", "language": "language"},
    ),
    "occurrences": (
        "(SELECT * FROM occurrences WHERE wave > 0) AS occurrences LEFT JOIN editions ON editions.key = edition_key",
        {"edition_id": "editions.id"},
    ),
    "passed_over": (
        f"passed_over JOIN groups ON groups.key = group_key {_OF_OCCURRENCE}",
        {"newsletter": "occurrences.newsletter", "slot": "occurrences.slot", "edition_id": "editions.id"},
    ),
    "deliveries": (
        f"{_BATCHED} JOIN editions ON editions.key = deliveries.edition_key {_OF_SUBSCRIPTION}",
        {"edition_id": "editions.id", "subscription_id": "subscriptions.id", "carrier": "batches.carrier"},
    ),
}


@pytest.fixture
def dump(tmp_path: Path) -> sqlite3.Connection:
    return open_dump("0007", tmp_path / "old.db")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def earlier(request: pytest.FixtureRequest, dump: sqlite3.Connection, tmp_path: Path) -> Iterator[Database]:
    """The database as it was left, on each kind, not upgraded yet."""
    if request.param == "sqlite":
        with on_sqlite(tmp_path / "old.db") as database:
            yield database
        return
    database = request.getfixturevalue("postgres_database")
    copy_to_postgres(dump, "0007", database)
    yield database


@pytest.fixture
def parts(earlier: Database, tmp_path: Path) -> Iterator[Parts]:
    """The upgraded database with the newsletters that it was made for, half an hour later."""
    upgrade(earlier)
    room = Newsroom(tmp_path / "room")
    daily = CONFIG.replace('at = "00:00"\nmax_lateness = "36h"', 'at = "07:00"\nmax_lateness = "6h"')
    room.configure(daily + OTHERS)
    (room.folder / "articles").mkdir()
    url = earlier.engine.url.set(drivername=earlier.engine.dialect.name).render_as_string(hide_password=False)
    config = load(
        room.folder / "config.toml", environ={"SYNDICATE_DATABASE__URL": url, "SYNDICATE_WEB__SECRET": "s" * 64}
    )
    with open_parts(config, ManualClock(LATER)) as opened:
        yield opened


# --- what is there ------------------------------------------------------------------


def test_every_row_of_every_table_can_be_told_from_the_new_ones(earlier: Database, dump: sqlite3.Connection) -> None:
    columns = {name: _columns(dump, name) for name in (*KEPT, *RETOLD)}
    tables = dump.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert {name for (name,) in tables} == {*columns, "alembic_version"}
    before = {name: told(earlier, f"SELECT {', '.join(names)} FROM {name}") for name, names in columns.items()}
    assert upgrade(earlier) == ("0007", HEAD)
    for name, names in columns.items():
        rows, retold = RETOLD.get(name, (MOVED_TO.get(name, name), {}))
        found = ", ".join(retold.get(column, f"{name}.{column}") for column in names)
        assert told(earlier, f"SELECT {found} FROM {rows}") == before[name], name
        assert before[name], name


def test_the_tables_are_those_of_a_new_database(earlier: Database) -> None:
    upgrade(earlier)
    assert revision_of(earlier) == HEAD
    with earlier.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_wishes_that_are_alike_are_one_choice_and_the_common_cadence_is_none(earlier: Database) -> None:
    upgrade(earlier)
    wishes = "newsletter, cadence, time_zone, CAST(sections AS TEXT), language"
    assert sorted(rows_of(earlier, f"SELECT {wishes} FROM choices"), key=str) == [
        ("daily", "weekly", None, "[]", None),
        ("daily", None, "Pacific/Apia", "[]", "de"),
        ("daily", None, None, '["Harbour", "World"]', None),
        ("daily", None, None, "[]", None),
        ("harbour", "daily", None, "[]", None),
        ("harbour", None, None, "[]", None),
    ]


def test_what_articles_can_be_asked_for_by_stands_in_rows(parts: Parts) -> None:
    with parts.database.read() as connection:
        articles = ArticleStore(connection).all(LATER)
    said = {
        (article.id, kind, term)
        for article in articles
        for kind, terms in (
            ("section", article.sections),
            ("tag", article.tags),
            ("author", tuple(author.name for author in article.authors)),
            ("language", (article.language,)),
        )
        for term in terms
    }
    assert set(rows_of(parts.database, "SELECT article_id, kind, term FROM article_terms")) == said


def test_what_was_ever_out_has_a_number_in_the_order_of_first_sight(earlier: Database) -> None:
    upgrade(earlier)
    numbered = "SELECT number, article_id FROM releases WHERE reason = 'intake' ORDER BY number"
    out = "SELECT id FROM articles WHERE released_at IS NOT NULL AND NOT awaits_release ORDER BY sequence"
    expected = [(number, article_id) for number, (article_id,) in enumerate(rows_of(earlier, out), 1)]
    assert rows_of(earlier, numbered) == expected
    assert rows_of(earlier, "SELECT title FROM articles WHERE awaits_release") == [("The embargo of 2099",)]


def test_what_some_newsletter_has_yet_to_mail_has_a_number_above_every_watermark(earlier: Database) -> None:
    upgrade(earlier)
    (watermarks,) = rows_of(earlier, "SELECT min(watermark), max(watermark) FROM subscriptions")
    intake, newest = rows_of(earlier, "SELECT max(number) FROM releases GROUP BY reason ORDER BY 1")
    assert watermarks == intake * 2
    assert rows_of(earlier, "SELECT value FROM counters WHERE name = 'releases'") == [newest]
    again = "SELECT title FROM releases JOIN articles ON articles.id = article_id WHERE reason = 'upgrade'"
    assert sorted(title for (title,) in rows_of(earlier, again)) == sorted(LOOKED_AT_IN_VAIN.union(*WAITING.values()))


# --- how it goes on -------------------------------------------------------------------


def test_the_editions_under_way_reach_exactly_those_who_lack_them(parts: Parts) -> None:
    under_way = {("daily", 6), ("harbour", 1), ("night", 1)}
    before = {name: readers(parts.database, *name) for name in under_way}
    lacking = {
        name: mailable(parts.database, name[0], found["pending"] | found["claimed"]) for name, found in before.items()
    }
    parts.publisher.deliver(Event())
    for name, found in before.items():
        after = readers(parts.database, *name)
        assert after["submitted"] == found["submitted"] | lacking[name]
        assert after["excluded"] == found["excluded"] | (found["pending"] - lacking[name])
        assert (after["uncertain"], after["refused"]) == (found["uncertain"], found["refused"])
        assert the_edition(parts.database, *name).state is EditionState.CLOSED
    assert [len(lacking[name]) for name in sorted(under_way)] == [3, 3, 0]


def test_a_story_that_was_taken_back_half_way_stays_out_for_the_rest(parts: Parts) -> None:
    parts.publisher.deliver(Event())
    query = (
        "SELECT DISTINCT deliveries.revision, title FROM deliveries JOIN editions ON editions.key = edition_key"
        " JOIN renderings ON renderings.variant_key = deliveries.variant_key"
        " AND renderings.revision = deliveries.revision JOIN rendering_articles ON rendering_id = renderings.id"
        " JOIN articles ON articles.id = article_id WHERE newsletter = 'daily' AND number = 6 ORDER BY 1, 2"
    )
    assert rows_of(parts.database, query) == [(1, "The ninth bridge"), (1, "The tenth bridge"), (2, "The ninth bridge")]


def test_a_held_edition_waits_for_its_person_and_then_reaches_those_who_lack_it(parts: Parts) -> None:
    before = readers(parts.database, "daily", 5)
    parts.publisher.deliver(Event())
    assert readers(parts.database, "daily", 5) == before
    lacking = mailable(parts.database, "daily", before["pending"])
    parts.publisher.control.resume(the_edition(parts.database, "daily", 5).id)
    parts.publisher.deliver(Event())
    after = readers(parts.database, "daily", 5)
    assert (after["submitted"], after["excluded"]) == (lacking, before["pending"] - lacking)


def test_ended_editions_stay_as_they_are(parts: Parts) -> None:
    ended = [("daily", number) for number in (1, 2, 3, 4)]
    before = [(the_edition(parts.database, *name), readers(parts.database, *name)) for name in ended]
    parts.publisher.deliver(Event())
    assert [(the_edition(parts.database, *name), readers(parts.database, *name)) for name in ended] == before


def test_an_edition_that_was_made_by_hand_can_be_sent(parts: Parts) -> None:
    with parts.database.read() as connection:
        (made,) = (edition for edition in EditionStore(connection).recent() if edition.opened_at is None)
    assert parts.publisher.open_edition(made.id).planned is None  # one of its stories has expired meanwhile
    assert parts.publisher.open_edition(made.id).planned
    parts.publisher.deliver(Event())
    with parts.database.read() as connection:
        sent = EditionStore(connection).get(made.id)
    assert sent is not None
    assert (sent.number, sent.state) == (7, EditionState.CLOSED)


def test_what_was_passed_over_is_told_of_its_edition(parts: Parts) -> None:
    query = (
        "SELECT editions.number, occurrences.slot, title, passed_over.reason FROM passed_over"
        f" JOIN groups ON groups.key = group_key {_OF_OCCURRENCE} JOIN articles ON articles.id = article_id"
    )
    assert sorted(rows_of(parts.database, query), key=str) == [
        (2, "2025-11-21", "The first over", "over the limit of 2"),
        (2, "2025-11-21", "The second over", "over the limit of 2"),
        (6, "2025-11-24", "The pilot boat", "over the limit of 2"),
        (None, "2025-11-19", "The old story", "came 47.9 days after its own date, max_age is 7"),
    ]


def test_a_slot_that_a_person_reopened_is_open_and_those_that_were_decided_are_not(parts: Parts) -> None:
    publisher = parts.publisher
    assert not publisher.reopen("daily", "2025-11-21")
    assert publisher.reopen("daily", "2025-11-22")
    for newsletter in publisher.newsletters:
        assert publisher.compose_due(newsletter).outcome is None


def test_the_next_editions_carry_what_waited_and_nothing_else(parts: Parts) -> None:
    _join(parts, "night", "zoe@example.org")
    _go_on(parts, datetime(2025, 12, 1, 8, 10, tzinfo=UTC))
    for newsletter in parts.publisher.newsletters:
        assert parts.publisher.compose_due(newsletter).outcome is SlotOutcome.EDITION, newsletter.name
    parts.publisher.deliver(Event())
    assert {name: mailed_since(parts.database, name, LATER) for name in WAITING} == WAITING


def test_who_joins_gets_what_waited_and_nothing_of_what_others_had(parts: Parts) -> None:
    _join(parts, "daily", "zoe@example.org")
    _go_on(parts, datetime(2025, 11, 25, 7, 10, tzinfo=UTC))
    parts.publisher.compose_due(parts.publisher.newsletter("daily"))
    parts.publisher.deliver(Event())
    assert {title for _, reader, title in had(parts.database) if reader == "zoe@example.org"} == WAITING["daily"]


def test_an_embargo_that_was_kept_ends_in_a_mail(parts: Parts) -> None:
    _go_on(parts, datetime(2025, 11, 25, 7, 10, tzinfo=UTC))
    parts.publisher.compose_due(parts.publisher.newsletter("daily"))
    _go_on(parts, datetime(2099, 12, 25, 7, 10, tzinfo=UTC))
    parts.publisher.compose_due(parts.publisher.newsletter("daily"))
    parts.publisher.deliver(Event())
    assert mailed_since(parts.database, "daily", LATER) == WAITING["daily"] | {"The embargo of 2099"}


def test_nobody_has_an_article_twice_whatever_goes_on(parts: Parts) -> None:
    parts.publisher.control.resume(the_edition(parts.database, "daily", 5).id)
    parts.publisher.deliver_again(the_edition(parts.database, "daily", 6).id, DeliveryState.REFUSED, Event())
    for _ in range(8):
        _go_on(parts, parts.clock.now() + timedelta(days=1))
        for newsletter in parts.publisher.newsletters:
            parts.publisher.compose_due(newsletter)
        parts.publisher.deliver(Event())
    times_had = Counter(had(parts.database))
    assert times_had
    assert {mailed: times for mailed, times in times_had.items() if times > 1} == {}


def _columns(dump: sqlite3.Connection, table: str) -> list[str]:
    names = [f'"{name}"' if name == "column" else name for name in columns_of(dump, table)]
    return [name for name in names if name not in REPLACED]


def _join(parts: Parts, newsletter: str, address: str) -> None:
    asked = Ground(kind=GroundKind.OPERATOR, wording="asked by letter", recorded_at=LATER)
    with parts.database.write() as connection:
        AudienceStore(connection).subscribe(read_mailbox(address), newsletter, now=parts.clock.now(), grounds=[asked])


def _go_on(parts: Parts, now: datetime) -> None:
    parts.clock.sleep((now - parts.clock.now()).total_seconds())
