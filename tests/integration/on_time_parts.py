"""What the tests of punctuality share: a strict SES and the processes that send to it, each a process of its own.

All clocks are real. What is judged is what the SES itself counted, by its own clock.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from subprocess import PIPE
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import create_engine, insert, make_url, text

from syndicate.digests.store import EditionStore
from syndicate.storage import open_database
from syndicate.storage.schema import upgrade
from syndicate.storage.tables import choices
from tests import editions
from tests.newsroom import CONFIG, Newsroom
from tests.programs import finish, start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from syndicate.storage import Database
    from tests.programs import Program

LATENCY = 0.1
_READERS = 'sample_readers = ["Ann <ann@example.org>", "Bo <bo@example.net>"]'
_CONFIG = CONFIG.replace("http://127.0.0.1:8080", "https://lantern.example").replace(_READERS, "")
_CONFIG += '\n[delivery]\nvia = "ses"\n'
#: Seconds by which a step that has nothing to do any more is done, on a busy machine.
PATIENCE = 60.0


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What the SES counted: calls as (seconds of its clock, recipients), in their order."""

    throttled: int
    calls: Sequence[tuple[float, int]]

    @property
    def recipients(self) -> int:
        return sum(count for _, count in self.calls)

    @property
    def seconds(self) -> float:
        """From the first call to the last acceptance."""
        return self.calls[-1][0] - self.calls[0][0] + LATENCY

    def within(self, start: float, end: float) -> int:
        """Recipients taken between these seconds after the first call."""
        zero = self.calls[0][0]
        return sum(count for at, count in self.calls if start <= at - zero < end)

    def busiest(self, seconds: float) -> int:
        """The most recipients of any stretch of so many seconds."""
        ends = [at for at, _ in self.calls]
        return max(sum(count for at, count in self.calls if end - seconds < at <= end) for end in ends)

    def longest_gap(self) -> float:
        return max(after[0] - before[0] for before, after in pairwise(self.calls))


class SesProgram:
    """The strict SES as a program; what it is told, it does at once."""

    def __init__(self, rate: float, *options: str) -> None:
        arguments = ["--max-rate", str(rate), "--latency-seconds", str(LATENCY), *options]
        self._program = start("syndicate.testing.ses", arguments, stdin=PIPE, stdout=PIPE)
        assert self._program.stdout
        self.url = self._program.stdout.readline().strip()

    def tell(self, line: str) -> None:
        assert self._program.stdin
        self._program.stdin.write(f"{line}\n")
        self._program.stdin.flush()

    def end(self) -> Sent:
        self.tell("")
        assert self._program.stdout
        told = json.loads(self._program.stdout.read())
        self._program.wait(30)
        return Sent(throttled=told["throttled"], calls=[(at, count) for at, count in told["admitted"]])


@dataclass(frozen=True, kw_only=True)
class Station:
    """A newsroom whose mails go to that SES, from that database; any number of processes may deliver."""

    newsroom: Newsroom
    url: str
    database: Database
    ses: SesProgram
    programs: list[Program] = field(default_factory=list)

    def deliver(self) -> Program:
        """Start a process that delivers; its end is waited for by `wait`."""
        environment = self.newsroom.environment(
            SYNDICATE_DATABASE__URL=self.url,
            SYNDICATE_WEB__SECRET="k" * 32,
            AWS_ENDPOINT_URL_SESV2=self.ses.url,
            AWS_ACCESS_KEY_ID="testing",
            AWS_SECRET_ACCESS_KEY="testing",  # noqa: S106
            AWS_DEFAULT_REGION="eu-west-1",
            XDG_STATE_HOME=str(self.newsroom.folder / "state"),
        )
        config = str(self.newsroom.folder / "config.toml")
        module = "tests.integration.on_time_child"
        program = start(module, [config], environment=environment, stdout=PIPE, stderr=PIPE)
        self.programs.append(program)
        return program

    def wait(self, seconds: float) -> None:
        """Wait until each has done all there is to do."""
        for program in self.programs:
            done = finish(program, seconds)
            assert done.returncode == 0, done.stderr


@contextmanager
def a_station(folder: Path, database_url: str, rate: float, *options: str) -> Iterator[Station]:
    """A newsroom with a database and an SES of its own."""
    newsroom = Newsroom(folder)
    newsroom.configure(_CONFIG)
    (folder / "articles").mkdir()
    database = open_database(database_url)
    ses = SesProgram(rate, *options)
    station = Station(newsroom=newsroom, url=database_url, database=database, ses=ses)
    try:
        yield station
    finally:
        for program in station.programs:
            if program.poll() is None:
                program.kill()
        database.close()


@contextmanager
def a_database(folder: Path, template: Path, postgres_url: str | None) -> Iterator[str]:
    """The address of an empty database: a copy of the SQLite file ``template``, or one on that PostgreSQL server."""
    folder.mkdir(parents=True)
    if postgres_url is None:
        shutil.copy(template, folder / "syndicate.db")
        yield f"sqlite:///{folder / 'syndicate.db'}"
        return
    url = make_url(postgres_url)
    name = f"{url.database}_{folder.name}".lower()
    server = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    address = url.set(database=name).render_as_string(hide_password=False)
    database = open_database(address)
    upgrade(database)
    database.close()
    try:
        yield address
    finally:
        with server.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        server.dispose()


BODY = "<p>Good morning to all of you, dear readers of ours.</p>\n"


def an_edition(database: Database, name: str, readers: int, *, priority: int = 0, body: str = BODY) -> str:
    """An edition that was frozen just now, for so many readers of a newsletter of that name."""
    at = datetime.now(UTC)  # noqa: DTZ005, TID251 - real clocks are the point
    edition = editions.an_edition(at, id=name, newsletter=name, priority=priority)
    with database.write() as connection:
        leave = "<a href='{{unsubscribe_url}}'>Leave</a>"
        html, plain = f"<html><body>{body}{leave}</body></html>\n", "Good morning.\n{{unsubscribe_url}}\n"
        EditionStore(connection).add(edition, editions.rendering_of(edition, html, plain), [])
        row = {"newsletter": name, "sections": [], "fingerprint": name}
        choice = connection.execute(insert(choices).values(row).returning(choices.c.id)).scalar_one()
        _subscribe(database, connection, name, readers, choice)
    editions.freeze_for_all(database, edition)
    return name


def _subscribe(database: Database, connection: Any, name: str, readers: int, choice: int) -> None:
    """By statements that make their own rows: a test may ask for many."""
    numbers = (
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :readers)"
        " SELECT n FROM numbers"
        if database.is_sqlite
        else "SELECT generate_series(1, :readers) AS n"
    )
    given = {"readers": readers, "prefix": f"{name}-", "name": name, "choice": choice}
    connection.execute(
        text(
            "INSERT INTO subscribers (id, address, address_key, mailbox, created_at)"
            f" SELECT a, a || '@example.com', a || '@example.com', a || '@example.com', CURRENT_TIMESTAMP"
            f" FROM (SELECT CAST(:prefix AS TEXT) || n AS a FROM ({numbers}) AS q) AS p"
        ),
        given,
    )
    connection.execute(
        text(
            "INSERT INTO subscriptions (id, subscriber_key, newsletter, state, choice_id, watermark, started_at)"
            " SELECT 's-' || id, key, CAST(:name AS TEXT), 'confirmed', CAST(:choice AS INTEGER), 0, created_at"
            " FROM subscribers WHERE id LIKE CAST(:prefix AS TEXT) || '%'"
        ),
        given,
    )
