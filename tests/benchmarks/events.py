"""Events from parsed bodies to committed rows: so many a second of CPU. ``python -m tests.benchmarks.events``.

CPU is this process's own; on PostgreSQL the server's comes on top, and what both take of the wall is printed beside it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from syndicate.delivery.events.ses import read_event
from syndicate.delivery.events.sns import public_key, read_message, verify
from syndicate.storage import Database, open_database
from syndicate.storage.schema import upgrade
from tests.integration.event_parts import NOON, a_mailing, applying, bounce, complaint, left, told
from tests.sns_signing import TOPIC, Signer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy.engine import URL

MAILS = 10_000
GOAL = 3_000
SIZE = 1_000  # events of one look into the queue


def bodies(ids: Sequence[str]) -> list[str]:
    """A send and a delivery of each mail; of one in fifty a bounce, of one in a thousand a complaint."""
    sent = [told("Send", id_) for id_ in ids]
    ends = [bounce(id_) if number % 50 == 0 else told("Delivery", id_) for number, id_ in enumerate(ids)]
    return [*sent, *ends, *(complaint(id_) for id_ in ids[7::1000])]


def main() -> int:
    """Print a line for each database and each way; 1 when a goal was missed."""
    missed = 0
    for name, opened in (("SQLite", _sqlite), ("PostgreSQL", _postgres)):
        if opened is _postgres and not _answers():
            print(f"{name:<11} is left out: none answers at TEST_POSTGRES_URL")
            continue
        for way, reader in (("queue", read_event), ("topic, signed", _signed())):
            with opened() as database:
                rate, wall = _measured(database, reader, is_signed=way != "queue")
            missed += rate < GOAL
            print(f"{name:<11} {way:<14} {rate:8,.0f} events a second of CPU, {wall:8,.0f} of wall; goal {GOAL:,}")
    return int(missed > 0)


def _signed() -> Callable[[Any], Any]:
    signer = Signer()
    key, _ = public_key(signer.certificate, NOON)

    def read(body: bytes) -> Any:
        message = read_message(body, TOPIC, NOON)
        verify(message, key)
        return read_event(message.message)

    read.signer = signer  # type: ignore[attr-defined]
    return read


def _measured(database: Database, reader: Callable[[Any], Any], *, is_signed: bool) -> tuple[float, float]:
    ids = a_mailing(database, MAILS)
    left(database, ids, apart=timedelta(milliseconds=1))
    given: list[Any] = bodies(ids)
    if is_signed:
        given = [reader.signer.notification(body, at=NOON) for body in given]  # type: ignore[attr-defined]
    began, cpu = time.perf_counter(), time.process_time()
    apply = applying(database).apply
    for start in range(0, len(given), SIZE):
        apply([reader(body) for body in given[start : start + SIZE]])
    return len(given) / (time.process_time() - cpu), len(given) / (time.perf_counter() - began)


@contextmanager
def _sqlite() -> Iterator[Database]:
    folder = Path(tempfile.mkdtemp())
    database = open_database(f"sqlite:///{folder}/bench.db")
    try:
        upgrade(database)
        yield database
    finally:
        database.close()
        shutil.rmtree(folder)


def _url() -> URL:
    return make_url(os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres"))


def _answers() -> bool:
    try:
        with create_engine(_url().set(drivername="postgresql+psycopg"), poolclass=NullPool).connect():
            return True
    except OperationalError:
        return False


@contextmanager
def _postgres() -> Iterator[Database]:
    url = _url()
    name = f"syndicate_bench_{os.getpid()}"
    server = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    database = open_database(url.set(database=name).render_as_string(hide_password=False))
    try:
        upgrade(database)
        yield database
    finally:
        database.close()
        with server.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        server.dispose()


if __name__ == "__main__":
    sys.exit(main())
