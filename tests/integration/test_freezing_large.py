"""A million deliveries are frozen while others write: none of them waits for long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from subprocess import PIPE

import pytest
from sqlalchemy import func, select, text

from syndicate.clock import SystemClock
from syndicate.delivery import freezing
from syndicate.publishing.wiring import Parts
from syndicate.storage.tables import deliveries
from tests.integration.edition_parts import publish
from tests.newsroom import Newsroom

#: What `guarantees.md` promises to whoever writes meanwhile, in seconds.
LONGEST_WAIT = 0.25

_NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :size)"
    " SELECT n FROM numbers",
    "postgresql": "SELECT generate_series(1, :size) AS n",
}


def crowd(parts: Parts, size: int) -> None:
    """That many further readers of the newsletter, like the one who was there first."""
    numbers = _NUMBERS[parts.database.engine.dialect.name]
    with parts.database.write() as connection:
        first, choice = connection.execute(
            text("SELECT max(key), (SELECT max(choice_id) FROM subscriptions) FROM subscribers")
        ).one()
        known = {"size": size, "first": first, "choice": choice}
        connection.execute(
            text(
                "INSERT INTO subscribers (key, id, address, address_key, mailbox, created_at)"
                " SELECT :first + n, 'p' || n, 'r' || n || '@example.com', 'r' || n || '@example.com',"
                f" 'r' || n || '@example.com', CURRENT_TIMESTAMP FROM ({numbers}) AS counted"
            ),
            known,
        )
        connection.execute(
            text(
                "INSERT INTO subscriptions (id, subscriber_key, newsletter, state, choice_id, watermark, started_at)"
                " SELECT 's' || n, :first + n, 'daily', 'confirmed', :choice, 0, CURRENT_TIMESTAMP"
                f" FROM ({numbers}) AS counted"
            ),
            known,
        )
    if not parts.database.is_sqlite:  # as its autovacuum does by and by
        with parts.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


@contextmanager
def writer(parts: Parts) -> Iterator[list[float]]:
    """Somebody who writes now and then; when the block ends the list holds how long each wait was."""
    url = parts.config.database.url.get_secret_value()
    command = [sys.executable, "-m", "tests.integration.waiting_writer", url]
    waits: list[float] = []
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, env=os.environ.copy()) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield waits
        out, _ = process.communicate()
    waits += json.loads(out)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_nobody_waits_long_while_a_million_deliveries_are_frozen(
    desk: Newsroom, parts: Parts, record_property: Callable[[str, object], None]
) -> None:
    size = int(os.environ.get("FREEZE_SIZE", "1000000"))
    publish(desk, parts, "First")
    crowd(parts, size)
    composed = parts.publisher.composing.compose_due(parts.publisher.newsletter("daily"))
    assert composed.edition is not None
    began = time.perf_counter()
    with writer(parts) as waits:
        freezing.freeze(parts.database, SystemClock(), composed.edition.id)
    seconds = time.perf_counter() - began
    with parts.database.read() as connection:
        written = connection.execute(select(func.count()).select_from(deliveries)).scalar_one()
    ordered = sorted(waits)
    record_property("seconds", round(seconds, 1))
    record_property("waits", [round(ordered[int(len(ordered) * share)], 3) for share in (0.5, 0.99, 0.999)])
    record_property("longest wait", round(ordered[-1], 3))
    assert written == size + 2
    assert ordered[-1] <= LONGEST_WAIT
