"""Mails by lanes, the ledger included: ``python -m tests.benchmarks.lanes [RECIPIENTS] [sqlite|postgres] …``.

So many recipients (100,000; the promise is about 1,000,000) leave as fast as an SES that only counts takes them: by one
process from SQLite, by two from PostgreSQL. Then a process is killed in the middle, and the next one's first call is
waited for. `comparisons` are the CPU of the sender alone, against the loop that everybody writes first.
"""

from __future__ import annotations

import atexit
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url, text

from syndicate.clock import SystemClock
from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.delivery.lanes.run import Run
from syndicate.delivery.lanes.sending import Sending
from syndicate.storage import open_database
from syndicate.storage.schema import upgrade
from tests.benchmarks import sending
from tests.integration.delivery_parts import messages_of
from tests.integration.on_time_parts import CHILD, Place, Station, an_edition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The SES counts, and answers at once.
COUNTING = ("--counts-only", "--latency-seconds", "0")
RATE = 100_000
#: Microseconds of wall a recipient, and megabytes of one process.
GOALS, WORKERS, MOST_MB = {"sqlite": 200, "postgres": 150}, {"sqlite": 1, "postgres": 2}, 150
#: Mails of ours against `sending.COUNT` naive ones, and editions that one comparison uses up.
MANY, EDITIONS = 2_000, 12
BRACES = "{{ "  # nothing that a template could say


def comparisons() -> Iterator[sending.Comparison]:
    """By bulk, raw where bulk cannot say it, and raw one a call; a mail of 22 kB, the ledger of SQLite."""
    mailing = sending.mailing_of(22_000)
    naive = sending.naive(mailing, sending.recipients())
    times = MANY / sending.COUNT
    for name, batch, extra, goal in (
        ("lanes, bulk", 50, "", 1 / 30),
        ("lanes, raw", 50, BRACES, 1 / 3),
        ("lanes, batch = 1", 1, "", 0.6),
    ):
        ours = _lanes(mailing.html + extra, batch)
        yield (
            f"{MANY} mails by {name}, with the ledger",
            f"email.message and boto3, {sending.COUNT}",
            ours,
            naive,
            goal * times,
        )


_OPEN = ExitStack()  # until this process ends
atexit.register(_OPEN.close)


def _lanes(html: str, batch: int) -> Callable[[], None]:
    """Each call carries an edition that was frozen before."""
    place = Place(folder=Path(tempfile.mkdtemp(prefix="syndicate-bench-")), template=_template())
    opened = _OPEN.enter_context(place.a_station("newsroom", RATE, *COUNTING))
    editions = iter([an_edition(opened.database, f"edition{n}", MANY, body=html) for n in range(EDITIONS)])
    carrier = SesCarrier(endpoint_url=opened.ses.url, region="eu-west-1", batch_size=batch, template_above=MANY - 1)
    lanes_of = Sending(
        database=opened.database, clock=SystemClock(), carrier=carrier, messages=messages_of(opened.database)
    )

    def send() -> None:
        run = Run(edition_id=next(editions), has_pictures=True)
        with lanes_of.lanes() as lanes:
            while not (lanes.is_idle and not run.is_due_then):
                lanes.step({run.edition_id: run})
        assert run.done["submitted"] == MANY, run

    send()
    return send


# --- a million -----------------------------------------------------------------------


def main(recipients: int, *kinds: str) -> int:
    """Print how long they took; 1 when a goal was missed."""
    missed = 0
    for kind in kinds or tuple(GOALS):
        with _opened(kind) as station:
            print(f"{kind}: freezing an edition for {recipients:,} …", flush=True)
            an_edition(station.database, "large", recipients, body=sending.mailing_of(22_000).html)
            missed += _restart(station, kind)
            missed += _carry(station, kind, recipients)
    return int(missed > 0)


def _carry(station: Station, kind: str, recipients: int) -> bool:
    """What is left of the edition, by as many processes as the promise names."""
    before = station.ses.count().recipients
    programs = [_Sender(station) for _ in range(WORKERS[kind])]
    station.ses.wait_until(lambda sent: sent.recipients - before >= min(10_000, recipients / 5), 60)
    early = max(program.megabytes for program in programs)
    for program in programs:
        program.wait()
    states, sent = station.states(), station.ses.count()
    calls = sent.calls[-((sent.recipients - before) // 50) :]
    carried, seconds = sum(count for _, count in calls), calls[-1][0] - calls[0][0]
    each, peak = seconds / carried * 1e6, max(program.peak for program in programs)
    cpu = sum(program.cpu for program in programs) / carried * 1e6
    print(f"{kind}: {carried:,} in {seconds:.1f} s by {len(programs)}, load {os.getloadavg()[0]:.1f}")
    print(f"{kind}: {each:.0f} us of wall for one (goal {GOALS[kind]}), {cpu:.0f} us of CPU")
    print(f"{kind}: {early:.0f} MB at 10,000, at most {peak:.0f} (goal {MOST_MB}, and 1.1 times as much)")
    print(f"{kind}: {dict(states)}", flush=True)
    return each > GOALS[kind] or peak > MOST_MB or peak > 1.1 * early


def _restart(station: Station, kind: str) -> bool:
    """The first call of a process after another was killed, beyond what a start takes where there is nothing to do."""
    first = _Sender(station)
    station.ses.wait_until(lambda sent: sent.requests > 50, 60)
    first.kill()
    took = _first_call(station)
    with _opened(kind, "small") as small:
        an_edition(small.database, "small", 500)
        plain = _first_call(small)
    print(f"{kind}: after a kill the first call came {took:.2f} s after the start, else {plain:.2f} s; goal 1.5 more")
    return took - plain > 1.5


def _first_call(station: Station) -> float:
    before, began = station.ses.count().requests, time.monotonic()
    sender = _Sender(station)
    while station.ses.count().requests == before:
        assert sender.is_running
        Event().wait(0.01)
    took = time.monotonic() - began
    sender.kill()
    return took


class _Sender:
    """A process that delivers, begun as an operator would, and what it takes."""

    def __init__(self, station: Station) -> None:
        command = [sys.executable, "-m", CHILD, station.config]
        # Of every mail that a kill leaves in doubt there is a line.
        self._process = subprocess.Popen(command, env=_environment(station), stderr=subprocess.DEVNULL)
        self.peak = self.cpu = 0.0
        self._watching = Thread(target=self._watch, daemon=True)
        self._watching.start()

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    @property
    def megabytes(self) -> float:
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        size = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(size[1]) / 1024 if size else 0.0

    def wait(self) -> None:
        assert self._process.wait() == 0
        self._watching.join()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._watching.join()

    def _watch(self) -> None:
        while self.is_running:
            try:
                self.peak = max(self.peak, self.megabytes)
                times = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                self.cpu = (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
            except OSError:
                return
            Event().wait(0.2)


def _environment(station: Station) -> dict[str, str]:
    return {**station.environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


@contextmanager
def _opened(kind: str, name: str = "large") -> Iterator[Station]:
    with tempfile.TemporaryDirectory(prefix="syndicate-bench-") as folder, _postgres(kind) as url:
        place = Place(folder=Path(folder), template=_template(), postgres_url=url)
        with place.a_station(name, RATE, *COUNTING) as station:
            yield station


def _template() -> Path:
    """A SQLite file at the newest schema, to be copied."""
    path = Path(tempfile.mkdtemp(prefix="syndicate-bench-"), "template.db")
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    return path


@contextmanager
def _postgres(kind: str) -> Iterator[str | None]:
    """A database to be copied."""
    if kind != "postgres":
        yield None
        return
    url = make_url(os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres"))
    name = f"syndicate_lanes_{os.getpid()}_{time.monotonic_ns()}"
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


if __name__ == "__main__":
    numbers = [argument for argument in sys.argv[1:] if argument.isdigit()]
    sys.exit(main(int(numbers[0]) if numbers else 100_000, *(a for a in sys.argv[1:] if not a.isdigit())))
