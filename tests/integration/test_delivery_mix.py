"""A bad day from end to end: all faults at once, kills, events late and doubled. SES's own log says who got what."""

from __future__ import annotations

import secrets
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from tests.aws import isolate_aws
from tests.integration.delivery_parts import EDITION
from tests.integration.mix_parts import Day, ses_as_a_process, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.storage import Database

TROUBLED = ("--late-share", "0.2", "--doubled-share", "0.1", "--latency-seconds", "0.05")
#: Passes over hearing, settling and delivering, within which all doubt is empty.
PASSES = 25

pytestmark = pytest.mark.timeout(3600)


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_aws(monkeypatch)


def kill_while_it_delivers(day: Day, readers: int, kills: int, processes: int = 1) -> None:
    """Let processes deliver and kill one after the other, each in the middle of its work."""
    children = [day.start("deliver") for _ in range(processes)]
    for kill in range(kills):
        goal = readers * (kill + 1) // (2 * kills)
        wait_until(lambda: day.ses.lines() >= goal or children[0].poll() is not None)  # noqa: B023
        threading.Event().wait(secrets.randbelow(60) / 1000)  # wherever it is by then
        victim = children.pop(0)
        victim.kill()
        assert victim.wait() == -signal.SIGKILL, "it ended before it was killed: nothing was in flight"
        children.append(day.start("deliver"))
    for child in children:
        assert child.wait(600) == 0


def settle_everything(day: Day) -> None:
    """Hear, settle and deliver, until nothing is in doubt; a later edition bears witness for the end of this one."""
    for number in range(PASSES):
        if day.is_over():
            return
        day.take("hear", "settle", "deliver")
        if number % 5 == 4:
            day.edition(25, f"edition-{number}")
    assert day.is_over(), {state: len(ids) for state, ids in day.states().items()}


def a_bad_day(
    database: Database, folder: Path, readers: int, kills: int, *, batch: int, rate: int, processes: int = 1
) -> None:
    options = ("--harsh", f"{readers}-{kills}", "--max-rate", str(rate), *TROUBLED)
    with ses_as_a_process(folder, *options) as ses:
        day = Day(database=database, ses=ses, folder=folder / "newsroom", batch=batch)
        day.edition(readers)
        kill_while_it_delivers(day, readers, kills, processes)
        in_doubt = len(day.states().get("uncertain", ()))
        settle_everything(day)
        day.check_nobody_twice()
        day.check_sums(EDITION, readers)
        states = day.states()
        reached = {mail.d for mail in ses.mails() if mail.edition == EDITION}
    assert states["submitted"] == reached, "the ledger and SES differ"
    others = {state: len(ids) for state, ids in states.items() if state != "submitted"}
    assert len(reached) == readers, f"somebody is missing: {others}"
    assert in_doubt, "there was nothing to settle"


def test_after_twenty_kills_under_all_faults_everybody_has_it_once(sqlite_database: Database, tmp_path: Path) -> None:
    a_bad_day(sqlite_database, tmp_path, 2_000, 20, batch=50, rate=800)


@pytest.mark.postgres
def test_two_processes_at_once_are_killed_in_turn_and_everybody_has_it_once(
    postgres_database: Database, tmp_path: Path
) -> None:
    a_bad_day(postgres_database, tmp_path, 500, 6, batch=25, rate=300, processes=2)


@pytest.mark.slow
@pytest.mark.postgres
def test_two_processes_at_once_are_killed_twenty_times_in_turn(postgres_database: Database, tmp_path: Path) -> None:
    a_bad_day(postgres_database, tmp_path, 2_000, 20, batch=50, rate=800, processes=2)


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_twenty_thousand_readers_on_a_bad_day_have_it_once(database: Database, tmp_path: Path, processes: int) -> None:
    a_bad_day(database, tmp_path, 20_000, 20, batch=50, rate=2_000, processes=processes)


@pytest.mark.slow
@pytest.mark.parametrize("_edition", range(10))
def test_after_a_thousand_kills_everybody_has_it_once(sqlite_database: Database, tmp_path: Path, _edition: int) -> None:
    a_bad_day(sqlite_database, tmp_path, 6_000, 100, batch=5, rate=200)


def test_where_events_get_lost_nobody_has_it_twice_and_every_gap_is_listed(database: Database, tmp_path: Path) -> None:
    options = ("--harsh", "lost", "--max-rate", "600", *TROUBLED, "--lost-share", "0.05")
    with ses_as_a_process(tmp_path, *options) as ses:
        day = Day(database=database, ses=ses, folder=tmp_path / "newsroom", batch=25)
        day.edition(300)
        kill_while_it_delivers(day, 300, 2)
        for _ in range(3):
            day.take("hear", "settle", "deliver")
        day.check_nobody_twice()
        day.check_sums(EDITION, 300)
        states = day.states()
        reached = {mail.d for mail in ses.mails()}
        listed = day.command("deliveries", "uncertain")
    assert states["submitted"] <= reached
    assert reached - states["submitted"] <= states["uncertain"], "a mail that left was forgotten"
    assert set().union(*states.values()) - reached <= states["uncertain"], "who has not got it is nowhere to be seen"
    assert sum(doubt["count"] for doubt in listed["doubts"]) == len(states["uncertain"])
    assert not any(doubt["is_resent"] for doubt in listed["doubts"])
