"""Selecting and freezing for many readers with a thousand distinct choices, rendering left out.

Against one scan by key of the same rows and an INSERT of the same deliveries, with random ids as ours have: in as many
transactions, each of them as durable. What the plain side leaves out is the work that is judged: who gets what, and
the watermarks, which are an UPDATE of each row.

In seconds of CPU, of this process and, of a PostgreSQL on this machine, of its server processes; slices grow by those,
too, so that others on the machine change nothing. The wall's are told beside them.

By itself: ``python -m tests.benchmarks.choices [READERS [ADDRESS [ARCHIVE]]]``, for that empty database, else a SQLite
file; ARCHIVE are stories that everybody has been decided for.
"""

from __future__ import annotations

import os
import resource
import sys
import time as clock_time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from math import ceil
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Text, cast, func, insert, literal, select, text, true

from syndicate.clock import SystemClock
from syndicate.delivery.freezing import freeze
from syndicate.digests.choice_store import ChoiceStore
from syndicate.digests.due import Turn
from syndicate.digests.model import EditionArticle
from syndicate.digests.newsletters import Cadence, Newsletter
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.planning import Brief, plan
from syndicate.digests.schedule import Occurrence
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import VariantStore
from syndicate.storage import open_database
from syndicate.storage.schema import upgrade
from syndicate.storage.states import CadenceKind, SlotOutcome, Tier
from syndicate.storage.tables import (
    article_terms,
    articles,
    choices,
    deliveries,
    groups,
    newsletters,
    releases,
    subscribers,
    subscriptions,
    variants,
)
from tests.editions import an_edition, rendering_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from syndicate.digests.grouping import VariantKey
    from syndicate.storage import Database

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHOICES, SETS, SECTIONS, STORIES = 1_000, 100, 10, 30
GOAL, MOST_MB = 3.0, 150
EDITION = "measured"
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


@dataclass
class Breathless(SystemClock):
    """Takes no pause between two slices, and counts them; its seconds are those of CPU."""

    database: Database
    slices: int = 1
    _asking: Connection | None = field(default=None, init=False)

    def sleep(self, seconds: float) -> None:
        del seconds
        self.slices += 1

    def monotonic(self) -> float:
        return clock_time.process_time() + sum(map(_cpu_seconds, self._servers()))

    def _servers(self) -> list[int]:
        if self.database.is_sqlite:
            return []
        if self._asking is None:
            self._asking = self.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        query = (
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return list(self._asking.execute(text(query)).scalars())


def _cpu_seconds(process: int) -> float:
    """What a process of this machine has taken; nothing of one that is elsewhere, or has gone."""
    try:
        words = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """Seconds of CPU, and on the wall."""

    cpu: float
    wall: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What each side took, in how many transactions, and the memory of this process in megabytes."""

    selecting: Spent
    freezing: Spent
    plainly: Spent
    slices: int
    most_mb: float

    @property
    def ratio(self) -> float:
        """How many times as much CPU as plain statements it takes."""
        return (self.selecting.cpu + self.freezing.cpu) / self.plainly.cpu

    @property
    def wall_ratio(self) -> float:
        """The same of the time on the wall."""
        return (self.selecting.wall + self.freezing.wall) / self.plainly.wall


@contextmanager
def _timed(clock: Breathless) -> Iterator[list[Spent]]:
    """The one item of the list is there when the block has ended."""
    spent: list[Spent] = []
    cpu, wall = clock.monotonic(), clock_time.perf_counter()
    yield spent
    spent.append(Spent(cpu=clock.monotonic() - cpu, wall=clock_time.perf_counter() - wall))


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
                    f" {some} SELECT i, 's' || i, i, 'morning', 'confirmed', 1 + i % {CHOICES} * 7919 % {CHOICES},"
                    f" {watermark}, '2026-11-01' FROM n"
                )
            )


def select_for(database: Database) -> None:
    """Decide for whom there is what, and write it down."""
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
    edition = an_edition(NOON, id=EDITION, opened_at=None)
    occurrence = Occurrence(cadence="daily", slot=turn.slot, on=NOON.date(), due_at=NOON)
    with database.write() as connection:
        store, decided = EditionStore(connection), OccurrenceStore(connection)
        store.add(edition, rendering_of(edition), _places(made.variants[0]))
        key = decided.decide(turn, occurrence, SlotOutcome.EDITION, NOON, edition_id=edition.id, cut=made.cut)
        keys = {made.variants[0]: VariantStore(connection).default(edition.id)}
        for number, variant in enumerate(made.variants[1:], 2):
            rendering = replace(rendering_of(edition), content_hash=str(number))
            keys[variant] = VariantStore(connection).add(str(number), rendering, _places(variant))
        decided.add_groups(key, made.groups, keys, {}, NOON)
        store.open(edition, occurrence, NOON, None)


def _places(variant: VariantKey) -> list[EditionArticle]:
    named = enumerate(variant.article_ids)
    return [EditionArticle(position=place, article_id=name, tier=Tier.SECONDARY, revision=1) for place, name in named]


def write_plainly(database: Database, size: int) -> None:
    """A scan by key, and an INSERT of the deliveries, so many in each transaction."""
    edition_key, variant_key, group_key = _keys(database)
    made = func.lower(func.hex(func.randomblob(16)))
    if not database.is_sqlite:
        made = func.replace(cast(func.gen_random_uuid(), Text), "-", "")
    same = (literal(edition_key), literal(variant_key), literal(group_key), literal("pending"), literal(0))
    rows = select(made, subscriptions.c.key, subscribers.c.mailbox, subscribers.c.name, *same).join_from(
        subscriptions, subscribers
    )
    names = (
        "id",
        "subscription_key",
        "address",
        "name",
        "edition_key",
        "variant_key",
        "group_key",
        "state",
        "attempts",
    )
    for first, last in _scanned(database, size):
        with database.write() as connection:
            these = rows.where(subscriptions.c.key.between(first, last))
            connection.execute(insert(deliveries).from_select(names, these))


def _keys(database: Database) -> tuple[int, int, int]:
    query = select(func.min(variants.c.edition_key), func.min(variants.c.key), func.min(groups.c.key))
    with database.read() as connection:
        edition, variant, group = connection.execute(query.select_from(variants).join(groups, true())).one()
        return edition, variant, group


def _scanned(database: Database, size: int) -> Iterator[tuple[int, int]]:
    last = 0
    columns = (subscriptions.c.key, subscriptions.c.choice_id, subscriptions.c.watermark, subscribers.c.mailbox)
    while True:
        query = select(*columns).join(subscribers).where(subscriptions.c.key > last)
        with database.read() as connection:
            rows = connection.execute(query.order_by(subscriptions.c.key).limit(size)).all()
        if not rows:
            return
        yield rows[0].key, rows[-1].key
        last = rows[-1].key


def measure(database: Database, readers: int, archive: int = 0) -> Figures:
    """Fill an empty database, and let both sides run once, ours first."""
    fill(database, readers, archive)
    _look_after(database)
    clock = Breathless(database)
    with _timed(clock) as selecting:
        select_for(database)
    with _timed(clock) as freezing:
        mails = freeze(database, clock, EDITION)
    assert mails == readers, f"{mails} mails for {readers} readers"
    with database.write() as connection:
        connection.execute(deliveries.delete())
    _look_after(database)
    with _timed(clock) as plainly:
        write_plainly(database, ceil(readers / clock.slices))
    most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    [chosen], [frozen], [plain] = selecting, freezing, plainly
    return Figures(selecting=chosen, freezing=frozen, plainly=plain, slices=clock.slices, most_mb=most_mb)


def _look_after(database: Database) -> None:
    """As a database does by and by."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE"))


def main(readers: int = 100_000, address: str = "", archive: int = 0) -> int:
    """Measure and tell; 1 when a goal was missed."""
    database = open_database(address or f"sqlite:///{Path(mkdtemp(prefix='syndicate-bench-')) / 'choices.db'}")
    found = measure(database, readers, archive)
    tell(database, readers, archive, found)
    return int(is_missed(found))


def is_missed(found: Figures) -> bool:
    """Whether it took more than was promised."""
    return found.ratio > GOAL or found.most_mb > MOST_MB


def tell(database: Database, readers: int, archive: int, found: Figures) -> None:
    """Say what came out."""
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    sides = {"selecting": found.selecting, "freezing": found.freezing, "plainly": found.plainly}
    told = ", ".join(f"{name} {spent.cpu:.1f} s of CPU ({spent.wall:.1f})" for name, spent in sides.items())
    print(
        f"{readers:,} readers, {CHOICES:,} choices, {archive:,} stories in the archive, {kind}, {found.slices} slices:"
    )
    print(f"  {told};")
    print(f"  {found.ratio:.2f} times ({found.wall_ratio:.2f} on the wall), it may be {GOAL:.2f};", end=" ")
    print(f"{found.most_mb:.0f} MB, it may be {MOST_MB}")


if __name__ == "__main__":
    given = sys.argv[1:]
    readers, address, archive = [*given, *["100000", "", "0"][len(given) :]]
    sys.exit(main(int(readers), address, int(archive)))
