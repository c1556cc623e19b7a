"""The mail program's unsubscribe button while an edition is sent, and while one is frozen: how long a press takes.

Presses come at their times, whether or not earlier ones were answered, and their time counts from when they were due.
The pages, and the sending or the freeze, are one process on one core; the presses and the SES are on the others.

``python -m tests.benchmarks.one_click [SECONDS [READERS]]``; READERS are those of the freeze.
"""

from __future__ import annotations

import http.client
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory
from threading import local
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import select

from syndicate.links import Links
from syndicate.storage import open_database
from syndicate.storage.schema import upgrade
from syndicate.storage.tables import subscriptions
from tests.integration.on_time_parts import Place, Station, a_decided_edition, an_edition
from tests.programs import start

if TYPE_CHECKING:
    from tests.programs import Program

RATE = 200  # presses a second
SENDING_RATE = 14  # recipients a second: that of an account which is new out of the sandbox
GOALS = {"sent": 0.020, "frozen": 0.250}  # seconds, of 99 presses in 100
CHILD = "tests.benchmarks.one_click_child"
_PRESSERS = 32


def main(seconds: float = 10, readers: int = 200_000) -> int:
    """Press for so long in each case, and print how long it took; how many goals were missed."""
    missed = 0
    print(f"one click, {RATE} presses a second{'':<10} {'median':>8} {'99 %':>8} {'longest':>8}  {'goal':>6}")
    for name, goal in GOALS.items():
        waits = sorted(_while_it_is(name, seconds, readers))
        median, high = (waits[int(len(waits) * share)] for share in (0.5, 0.99))
        is_missed = high > goal
        missed += is_missed
        figures = f"{median * 1e3:6.1f}ms {high * 1e3:6.1f}ms {waits[-1] * 1e3:6.1f}ms  {goal * 1e3:4.0f}ms"
        print(f"while an edition is {name:<22} {figures}{'   MISSED' if is_missed else ''}")
    return missed


def _while_it_is(name: str, seconds: float, readers: int) -> list[float]:
    presses = int(RATE * seconds)
    with TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        database = open_database(f"sqlite:///{template}")
        upgrade(database)
        database.close()
        with Place(folder=Path(folder), template=template).a_station("station", SENDING_RATE) as station:
            make = an_edition if name == "sent" else a_decided_edition
            make(station.database, "morning", presses if name == "sent" else max(readers, presses))
            with station.database.read() as connection:
                query = select(subscriptions.c.id).order_by(subscriptions.c.key.desc()).limit(presses)
                ids = list(connection.execute(query).scalars())
            with _serving(station) as url:
                return _press(url, ids)


@contextmanager
def _serving(station: Station) -> Iterator[str]:
    """The process that shows the pages and delivers, on a core of its own; the address of its pages."""
    cores = sorted(os.sched_getaffinity(0))
    with start(CHILD, [station.config], environment=station.environment, stdin=PIPE, stdout=PIPE) as program:
        if len(cores) > 1:
            _keep(program, cores)
        assert program.stdin
        assert program.stdout
        program.stdin.write("\n")
        program.stdin.flush()
        yield program.stdout.readline().strip()
        program.kill()


def _keep(program: Program, cores: Sequence[int]) -> None:
    os.sched_setaffinity(program.pid, cores[:1])
    os.sched_setaffinity(0, cores[1:])


def _press(url: str, ids: Sequence[str]) -> list[float]:
    """Press for each of the subscriptions at its time; how long each took, in seconds."""
    links, kept, host = Links(url, ["k" * 32]), local(), urlsplit(url).netloc
    begins = time.perf_counter() + 1

    def press(numbered: tuple[int, str]) -> float:
        number, subscription_id = numbered
        due = begins + number / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        connection = getattr(kept, "connection", None) or http.client.HTTPConnection(host, timeout=60)
        kept.connection = connection
        path = urlsplit(links.unsubscribe(subscription_id)).path
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, b"List-Unsubscribe=One-Click", headers)
        reply = connection.getresponse()
        reply.read()
        if reply.status != http.client.OK:
            message = f"a press was answered with {reply.status}"
            raise AssertionError(message)
        return time.perf_counter() - due

    with ThreadPoolExecutor(_PRESSERS) as pool:
        return list(pool.map(press, enumerate(ids)))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
