"""Told to stop, or put to sleep, in the middle of an edition: what is in flight is finished, and nobody gets two."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from subprocess import DEVNULL
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from syndicate.storage import tables
from tests.aws import isolate_aws
from tests.integration.delivery_parts import EDITION
from tests.integration.mix_parts import Day, ses_as_a_process, wait_until
from tests.newsroom import Newsroom
from tests.programs import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from syndicate.storage import Database

READERS = 120

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def day(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    """An edition under way at fifty a second, each call of which takes a while."""
    isolate_aws(monkeypatch)
    with ses_as_a_process(tmp_path, "--max-rate", "50", "--latency-seconds", "0.4") as ses:
        day = Day(database=sqlite_database, ses=ses, folder=tmp_path / "newsroom", batch=5)
        day.edition(READERS)
        yield day


def begin(day: Day, *arguments: str) -> Program:
    """A command of an operator's that sends, with several calls in flight."""
    program = Newsroom(day.folder).start(*arguments, extra=day.settings, stdout=DEVNULL, stderr=DEVNULL)
    wait_until(lambda: program.poll() is not None or (day.ses.lines() >= READERS // 6 and "claimed" in day.states()))
    assert program.returncode is None, "it ended by itself"
    return program


def batches(day: Day) -> int:
    """How many were taken so far; a busy machine makes them larger, never more after the stop."""
    with day.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(tables.batches)) or 0


@pytest.mark.parametrize(
    ("arguments", "number", "code"),
    [
        (("run", "--once"), signal.SIGTERM, 0),
        (("edition", "send", EDITION, "--yes"), signal.SIGTERM, 0),
        (("edition", "send", EDITION, "--yes"), signal.SIGINT, 130),
    ],
)
def test_what_is_in_flight_is_finished_and_no_more_is_taken(
    day: Day, arguments: tuple[str, ...], number: int, code: int
) -> None:
    program = begin(day, *arguments)
    program.send_signal(number)
    taken = batches(day)
    assert program.wait(10) == code
    states = day.states()
    assert set(states) == {"submitted", "pending"}, "something is in doubt"
    assert batches(day) <= taken + 1, "it took more than the batch that it was about to take when it was told to stop"
    assert states["submitted"] == {mail.d for mail in day.ses.mails()}
    day.take("deliver")
    assert day.is_over()
    day.check_nobody_twice()
    day.check_sums(EDITION, READERS)


def put_to_sleep(day: Day, program: Program) -> None:
    """Stop it with mails in flight and no lock on the database, and let its leases run out: the rows say so."""

    def is_asleep() -> bool:
        program.send_signal(signal.SIGSTOP)
        try:
            with closing(sqlite3.connect(str(day.database.engine.url.database), timeout=0.1)) as connection, connection:
                changed = connection.execute("UPDATE batches SET lease_until = claimed_at WHERE ended_at IS NULL")
                if changed.rowcount:
                    return True
        except sqlite3.OperationalError:
            pass  # it sleeps within a transaction
        program.send_signal(signal.SIGCONT)
        return False

    wait_until(is_asleep)


def test_who_sleeps_past_the_lease_sends_nothing_twice_and_settles_the_doubt_when_it_wakes(day: Day) -> None:
    sleeper = begin(day, "run", "--once")
    put_to_sleep(day, sleeper)
    try:
        claimed = day.states()["claimed"]
        day.take("deliver")
        assert day.states()["uncertain"] == claimed, "nobody has decided about what the sleeper had"
        assert "pending" not in day.states(), "the others waited for the sleeper"
    finally:
        sleeper.send_signal(signal.SIGCONT)
    assert sleeper.wait(60) == 0
    day.check_nobody_twice()
    assert day.is_over(), "the answers that were heard late did not count"
    day.check_sums(EDITION, READERS)
