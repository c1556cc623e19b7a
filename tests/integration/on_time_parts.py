"""What the tests of punctuality share: a strict SES and the processes that send to it, each a process of its own.

All clocks are real. What is judged is what the SES itself counted, by its own clock.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from subprocess import DEVNULL, PIPE
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, insert, make_url, select, text
from sqlalchemy.pool import NullPool

from syndicate.clock import SystemClock
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.storage import open_database
from syndicate.storage.tables import batches, choices, deliveries
from tests import editions
from tests.newsroom import CONFIG, Newsroom
from tests.programs import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import URL

    from syndicate.digests.model import Edition
    from syndicate.storage import Database
    from tests.programs import Program

LATENCY = 0.1
CHILD = "tests.integration.on_time_child"
_COPYING = Lock()
_READERS = 'sample_readers = ["Ann <ann@example.org>", "Bo <bo@example.net>"]'
_CONFIG = CONFIG.replace("http://127.0.0.1:8080", "https://lantern.example").replace(_READERS, "")
_CONFIG += '\n[delivery]\nvia = "ses"\n'
#: Seconds that nothing here takes, on a busy machine.
PATIENCE = 90.0


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What the SES counted: calls as (seconds of its clock, recipients), in their order."""

    requests: int
    throttled: int
    calls: Sequence[tuple[float, int]]

    @property
    def lasted(self) -> float:
        """Seconds between the first and the last acceptance."""
        return self.calls[-1][0] - self.calls[0][0] if self.calls else 0.0

    @property
    def recipients(self) -> int:
        return sum(count for _, count in self.calls)

    @property
    def seconds(self) -> float:
        """From the first call to the last acceptance."""
        return self.lasted + LATENCY

    def rate(self, start: float, seconds: float) -> float:
        """Recipients a second, in so many seconds from ``start``, counted from the first acceptance."""
        begins = self.calls[0][0] + start
        return sum(count for at, count in self.calls if begins <= at < begins + seconds) / seconds

    def busiest(self, seconds: float) -> int:
        """The most recipients of any stretch of so many seconds."""
        ends = [at for at, _ in self.calls]
        return max(sum(count for at, count in self.calls if end - seconds < at <= end) for end in ends)


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

    def count(self) -> Sent:
        """What it has counted so far."""
        self.tell("count")
        return self._said()

    def end(self) -> Sent:
        """What it counted, and its end."""
        self.tell("")
        sent = self._said()
        self._program.wait(30)
        return sent

    def wait_until(self, is_so: Callable[[Sent], bool], seconds: float = 300) -> Sent:
        """Wait until what it counted is so."""
        deadline = time.monotonic() + seconds
        while not is_so(sent := self.count()):
            assert time.monotonic() < deadline, sent
            Event().wait(0.1)
        return sent

    def kill(self) -> None:
        """End it, whatever it is at."""
        self._program.kill()
        self._program.__exit__()

    def _said(self) -> Sent:
        assert self._program.stdout
        counts = json.loads(self._program.stdout.readline())
        calls = [(at, recipients) for at, recipients in counts["admitted"]]
        return Sent(requests=counts["requests"], throttled=counts["throttled"], calls=calls)


@dataclass(frozen=True, kw_only=True)
class Station:
    """A newsroom whose mails go to that SES, from that database; any number of processes may deliver."""

    newsroom: Newsroom
    url: str
    database: Database
    ses: SesProgram
    programs: list[Program] = field(default_factory=list)
    _ends: ExitStack = field(default_factory=ExitStack)

    def deliver(self) -> Program:
        """Start a process that delivers; its end is waited for by `wait`."""
        program = self._ends.enter_context(
            start(CHILD, [self.config], environment=self.environment, stdout=DEVNULL, stderr=PIPE)
        )
        self._ends.callback(program.kill)
        self.programs.append(program)
        return program

    @property
    def config(self) -> str:
        """What a process that delivers is given."""
        return str(self.newsroom.folder / "config.toml")

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process that delivers."""
        return self.newsroom.environment(
            SYNDICATE_DATABASE__URL=self.url,
            SYNDICATE_WEB__SECRET="k" * 32,
            AWS_ENDPOINT_URL_SESV2=self.ses.url,
            AWS_ACCESS_KEY_ID="testing",
            AWS_SECRET_ACCESS_KEY="testing",  # noqa: S106
            AWS_DEFAULT_REGION="eu-west-1",
            AWS_CONFIG_FILE=os.devnull,
            AWS_SHARED_CREDENTIALS_FILE=os.devnull,
            XDG_STATE_HOME=str(self.newsroom.folder / "state"),
        )

    def wait(self, seconds: float = PATIENCE) -> None:
        """Wait until each has done all there is to do."""
        for program in self.programs:
            code = program.wait(seconds)
            assert program.stderr
            assert code == 0, program.stderr.read()

    def states(self) -> Counter[str]:
        """Deliveries of all editions by state."""
        with self.database.read() as connection:
            return Counter(connection.execute(select(deliveries.c.state)).scalars())

    def senders(self) -> int:
        """How many processes have claimed mails."""
        with self.database.read() as connection:
            return len(connection.execute(select(batches.c.claimed_by).distinct()).all())


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where runs have their folders and databases: copies of the SQLite file, or of that database of PostgreSQL."""

    folder: Path
    template: Path
    postgres_url: str | None = None

    @contextmanager
    def a_station(self, name: str, rate: float, *options: str) -> Iterator[Station]:
        """A newsroom with a database and an SES of its own, which takes so many recipients a second."""
        newsroom = Newsroom(self.folder / name)
        newsroom.configure(_CONFIG)
        with ExitStack() as ends:
            url = ends.enter_context(self._a_database(newsroom.folder))
            database = open_database(url)
            ends.callback(database.close)
            ses = SesProgram(rate, *options)
            ends.callback(ses.kill)
            yield Station(newsroom=newsroom, url=url, database=database, ses=ses, _ends=ends)

    @contextmanager
    def _a_database(self, folder: Path) -> Iterator[str]:
        if self.postgres_url is None:
            shutil.copy(self.template, folder / "syndicate.db")
            yield f"sqlite:///{folder / 'syndicate.db'}"
            return
        url = make_url(self.postgres_url)
        name = f"{url.database}_{folder.name}"
        with _COPYING:  # a database is copied while nobody is connected to it
            _on_server(url, f'CREATE DATABASE "{name}" TEMPLATE "{url.database}"')
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            _on_server(url, f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(url: URL, statement: str) -> None:
    server = create_engine(
        url.set(drivername="postgresql+psycopg", database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    with server.connect() as connection:
        connection.execute(text(statement))


BODY = "<p>Good morning to all of you, dear readers of ours.</p>\n"


def an_edition(database: Database, name: str, readers: int, *, priority: int = 0, body: str = BODY) -> str:
    """An edition that was frozen just now, for so many readers of a newsletter of that name."""
    edition = editions.an_edition(SystemClock().now(), id=name, newsletter=name, priority=priority)
    _add(database, edition, readers, body)
    editions.freeze_for_all(database, edition)
    return name


def a_decided_edition(database: Database, name: str, readers: int) -> str:
    """The same, but that its deliveries are yet to be written."""
    edition = editions.an_edition(SystemClock().now(), id=name, newsletter=name, state=EditionState.FREEZING)
    _add(database, edition, readers, BODY)
    editions.decide_for_all(database, edition)
    return name


def _add(database: Database, edition: Edition, readers: int, body: str) -> None:
    with database.write() as connection:
        leave = "<a href='{{unsubscribe_url}}'>Leave</a>"
        html, plain = f"<html><body>{body}{leave}</body></html>\n", "Good morning.\n{{unsubscribe_url}}\n"
        EditionStore(connection).add(edition, editions.rendering_of(edition, html, plain), [])
        name = edition.newsletter
        row = {"newsletter": name, "sections": [], "fingerprint": name}
        choice = connection.execute(insert(choices).values(row).returning(choices.c.id)).scalar_one()
        _subscribe(database, connection, name, readers, choice)


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
