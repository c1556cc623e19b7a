"""Selecting and freezing for many readers with a thousand distinct choices, rendering left out.

Against a keyset scan of the same rows and an INSERT of the same deliveries, in slices of the same size. By itself:
``python -m tests.benchmarks.choices [READERS [ADDRESS [ARCHIVE]]]``, for that database, else a SQLite file.
"""

from __future__ import annotations

import resource
import sys
import time as clock_time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, literal, select, text, update

from syndicate.clock import SystemClock
from syndicate.delivery.freezing import SLICE, freeze
from syndicate.digests.choice_store import ChoiceStore
from syndicate.digests.due import Turn
from syndicate.digests.newsletters import Cadence, Newsletter
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.planning import Brief, plan
from syndicate.digests.schedule import Occurrence
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import VariantStore
from syndicate.storage import open_database
from syndicate.storage.schema import upgrade
from syndicate.storage.states import CadenceKind, SlotOutcome
from syndicate.storage.tables import (
    article_terms,
    articles,
    choices,
    deliveries,
    newsletters,
    releases,
    subscribers,
    subscriptions,
)
from tests.editions import an_edition, rendering_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.storage import Database

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHOICES, SETS, SECTIONS, STORIES = 1_000, 100, 10, 30
GOAL, MOST_MB = 3.0, 150
NEWSLETTER = Newsletter(
    name="morning",
    title="Morning",
    sender_name="News",
    sender_address="news@example.com",
    reply_to=None,
    zone=ZoneInfo("UTC"),
    language="en",
    cadences=(Cadence(kind=CadenceKind.DAILY, at=time(7)),),
    max_lateness=timedelta(hours=36),
)


class Breathless(SystemClock):
    """Takes no pause between two slices: what is measured is work."""

    def sleep(self, seconds: float) -> None:
        del seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Seconds of each side, and the memory of this process in megabytes."""

    selecting: float
    freezing: float
    plainly: float
    most_mb: float
    mails: int

    @property
    def ratio(self) -> float:
        """How many times as long as plain statements it takes."""
        return (self.selecting + self.freezing) / self.plainly


def fill(database: Database, readers: int, archive: int = 0) -> None:
    """So many readers of a thousand choices, and so many stories that all of them have been decided on."""
    upgrade(database)
    names = range(1, archive + STORIES + 1)
    with database.write() as connection:
        connection.execute(insert(newsletters).values(name="morning", since_release=0, since_at=NOON))
        connection.execute(insert(articles), [_article(number) for number in names])
        at = {number: NOON - timedelta(days=20 if number <= archive else 0, hours=1) for number in names}
        connection.execute(
            insert(releases),
            [{"number": n, "article_id": f"a{n}", "reason": "intake", "at": at[n]} for n in names],
        )
        connection.execute(text("UPDATE counters SET value = :newest WHERE name = 'releases'"), {"newest": max(names)})
        terms = [{"article_id": f"a{n}", "kind": "section", "term": f"s{n % SECTIONS}"} for n in names]
        connection.execute(insert(article_terms), terms)
        connection.execute(insert(choices), [_choice(number) for number in range(CHOICES)])
    _subscribe(database, readers, archive)


def _article(number: int) -> dict[str, object]:
    name, at = f"a{number}", NOON - timedelta(hours=2)
    same = dict.fromkeys(("tag", "external_id", "fingerprint", "title", "content_hash", "body_html", "body_text"), name)
    lists = {key: list[str]() for key in ("sections", "tags", "authors", "media", "findings")}
    instants = dict.fromkeys(("published_at", "first_seen_at", "changed_at", "released_at"), at)
    said = {"source": "desk", "status": "published", "language": "en", "direction": "ltr", "revision": 1}
    return {"id": name, **same, **lists, **instants, **said, "is_backlog": False, "is_paid": False}


def _choice(number: int) -> dict[str, object]:
    wanted = [f"s{section}" for section in range(SECTIONS) if (number % SETS + 1) >> section & 1]
    at = f"{number // SETS:02}:00"
    return {"newsletter": "morning", "sections": wanted, "at": at, "fingerprint": f"f{number}"}


def _subscribe(database: Database, readers: int, watermark: int) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT {0} UNION ALL SELECT i + 1 FROM n WHERE i < {1})"
    person = "'p' || i || '@example.com'"
    for first in range(1, readers + 1, 50_000):
        some = numbers.format(first, min(first + 49_999, readers))
        with database.write() as connection:
            connection.execute(
                text(
                    f"INSERT INTO subscribers (key, id, address, address_key, mailbox, created_at) {some}"
                    f" SELECT i, {person}, {person}, {person}, {person}, '2026-11-01' FROM n"
                )
            )
            connection.execute(
                text(
                    "INSERT INTO subscriptions"
                    " (key, id, subscriber_key, newsletter, state, choice_id, watermark, started_at)"
                    f" {some} SELECT i, 's' || i, i, 'morning', 'confirmed', 1 + (i * 7919) % {CHOICES}, {watermark},"
                    " '2026-11-01' FROM n"
                )
            )


def select_and_freeze(database: Database) -> tuple[float, float, int]:
    """Seconds of deciding for whom there is what, and of writing it down; and how many mails that are."""
    began = clock_time.perf_counter()
    with database.read() as connection:
        chosen = ChoiceStore(connection).of(NEWSLETTER)
        turn = Turn(
            newsletter="morning",
            cadence="daily",
            slot="2026-11-22",
            choice_ids=tuple(choice.id for choice in chosen if choice.id is not None),
        )
        brief = Brief(
            newsletter=NEWSLETTER, cadence=NEWSLETTER.default, turn=turn, choices=chosen, kept=timedelta(days=60)
        )
        made = plan(connection, brief, NOON)
    edition = an_edition(NOON, id="measured", opened_at=None)
    occurrence = Occurrence(cadence="daily", slot=turn.slot, on=NOON.date(), due_at=NOON)
    with database.write() as connection:
        store, decided = EditionStore(connection), OccurrenceStore(connection)
        store.add(edition, rendering_of(edition), [])
        key = decided.decide(turn, occurrence, SlotOutcome.EDITION, NOON, edition_id=edition.id, cut=made.cut)
        keys = {made.variants[0]: VariantStore(connection).default(edition.id)}
        for number, variant in enumerate(made.variants[1:], 2):
            rendering = replace(rendering_of(edition), content_hash=str(number))
            keys[variant] = VariantStore(connection).add(str(number), rendering, [])
        decided.add_groups(key, made.groups, keys, {}, NOON)
        store.open(edition, occurrence, NOON, None)
    selected = clock_time.perf_counter()
    mails = freeze(database, Breathless(), edition.id)
    return selected - began, clock_time.perf_counter() - selected, mails


def plainly(database: Database, edition_key: int, variant_key: int) -> float:
    """Seconds of a scan by key, and of an INSERT of the deliveries, slice by slice."""
    began = clock_time.perf_counter()
    for first, last in _scanned(database):
        person = (subscribers.c.mailbox, subscribers.c.name)
        same = (literal(edition_key), literal(variant_key), literal("pending"), literal(0))
        rows = select(subscriptions.c.id, subscriptions.c.key, *person, *same).join(subscribers)
        rows = rows.where(subscriptions.c.key.between(first, last))
        columns = ["id", "subscription_key", "address", "name", "edition_key", "variant_key", "state", "attempts"]
        with database.write() as connection:
            connection.execute(insert(deliveries).from_select(columns, rows))
    return clock_time.perf_counter() - began


def _scanned(database: Database) -> Iterator[tuple[int, int]]:
    last = 0
    columns = (subscriptions.c.key, subscriptions.c.choice_id, subscriptions.c.watermark, subscribers.c.mailbox)
    while True:
        query = select(*columns).join(subscribers).where(subscriptions.c.key > last)
        with database.read() as connection:
            rows = connection.execute(query.order_by(subscriptions.c.key).limit(SLICE)).all()
        if not rows:
            return
        yield rows[0].key, rows[-1].key
        last = rows[-1].key


def measure(database: Database, readers: int, archive: int = 0) -> Figures:
    """Fill an empty database, and let both sides run once, ours first."""
    fill(database, readers, archive)
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    selecting, freezing, mails = select_and_freeze(database)
    with database.write() as connection:
        counted = connection.execute(select(func.count()).select_from(deliveries)).scalar_one()
        assert counted == readers, f"{counted} deliveries for {readers} readers"
        connection.execute(deliveries.delete())
        connection.execute(update(subscriptions).values(watermark=archive, last_slot=None))
        key = connection.execute(select(deliveries.metadata.tables["variants"].c.key)).scalars().first()
    spent = plainly(database, 1, int(key or 0))
    most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figures(selecting=selecting, freezing=freezing, plainly=spent, most_mb=most_mb, mails=mails)


def main(readers: int = 100_000, address: str = "", archive: int = 0) -> int:
    """Measure and tell; 1 when a goal was missed."""
    database = open_database(address or f"sqlite:///{Path(mkdtemp(prefix='syndicate-bench-')) / 'choices.db'}")
    found = measure(database, readers, archive)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    told = f"selecting {found.selecting:.1f} s, freezing {found.freezing:.1f} s, plainly {found.plainly:.1f} s"
    print(f"{readers:,} readers, {CHOICES:,} choices, {archive:,} stories in the archive, {kind}: {told};")
    print(f"  {found.ratio:.2f} times, it may be {GOAL:.2f}; {found.most_mb:.0f} MB, it may be {MOST_MB}")
    return int(found.ratio > GOAL or found.most_mb > MOST_MB)


if __name__ == "__main__":
    given = sys.argv[1:]
    readers, address, archive = [*given, *["100000", "", "0"][len(given) :]]
    sys.exit(main(int(readers), address, int(archive)))
