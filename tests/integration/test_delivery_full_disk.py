"""A disk that is full at one write of a delivery, or from one on: the kernel says so, wherever that hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.aws import isolate_aws
from tests.integration.mix_parts import Day, ses_as_a_process
from tests.programs import traced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from syndicate.storage import Database

READERS = 7
#: How many of the writes `make test` lets fail, one after the other.
SPREAD = 5

pytestmark = [pytest.mark.strace, pytest.mark.timeout(1800)]


@pytest.fixture
def day(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    isolate_aws(monkeypatch)
    with ses_as_a_process(tmp_path) as ses:
        yield Day(database=sqlite_database, ses=ses, folder=tmp_path / "newsroom", batch=3)


def deliver_on_a_full_disk(day: Day, when: str) -> int:
    """Deliver while ``when`` writes fail, as strace counts them; how many writes there were."""
    log = day.folder / "strace.log"
    program = day.start("deliver", is_held=True)
    with traced(program.pid, "-o", str(log), "-e", "trace=pwrite64", "-e", f"inject=pwrite64:error=ENOSPC:when={when}"):
        program.go()
        program.wait(120)
    return sum("pwrite64(" in line for line in log.read_text().splitlines())


def check_after(day: Day, edition_id: str, when: str) -> None:
    for _ in range(2):
        day.take("deliver")
        if day.is_over(edition_id):
            break
    if when.endswith("+"):
        settle_by_hand(day, edition_id)
    assert day.is_over(edition_id), (when, day.states(edition_id))
    sent = [mail.d for mail in day.ses.mails() if mail.edition == edition_id]
    assert sorted(sent) == sorted(day.states(edition_id)["submitted"]), f"twice, or missing: {when}"
    assert len(sent) == READERS, when
    day.check_sums(edition_id, READERS)


def settle_by_hand(day: Day, edition_id: str) -> None:
    """What we could not write down SES has told; what we could not even give back is in doubt, and never left."""
    if day.states(edition_id).get("uncertain"):
        day.take("hear")
    if doubt := day.states(edition_id).get("uncertain"):
        assert not doubt & {mail.d for mail in day.ses.mails()}
        day.command("deliveries", "resolve", "--edition", edition_id, "--as", "resend", "--yes")
        day.take("deliver")


def sweep(day: Day, points: int, lasting: str) -> None:
    day.edition(READERS, "whole")
    writes = deliver_on_a_full_disk(day, "65000")
    assert day.is_over("whole")
    assert writes > SPREAD
    for number in range(1, writes, max(1, writes // points)):
        edition_id, when = f"edition-{number}", f"{number}{lasting}"
        day.edition(READERS, edition_id)
        deliver_on_a_full_disk(day, when)
        check_after(day, edition_id, when)


def test_a_full_disk_loses_nobody_and_sends_nothing_twice(day: Day) -> None:
    sweep(day, SPREAD, "")


@pytest.mark.slow
@pytest.mark.parametrize("lasting", ["", "+"])
def test_a_disk_that_is_full_at_any_write_loses_nobody_and_sends_nothing_twice(day: Day, lasting: str) -> None:
    sweep(day, 25 if lasting else 10_000, lasting)  # each that lasts takes a quarter of a minute
