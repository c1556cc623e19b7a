"""Deliveries whose end nobody knows: claims of processes that ended, answers that were lost on our side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from syndicate.delivery.carriers.outbox import OutboxCarrier
from syndicate.delivery.model import Recipient
from syndicate.errors import StorageError
from syndicate.storage import Database
from syndicate.storage.tables import deliveries
from tests.carriers import MemoryCarrier
from tests.integration.delivery_parts import (
    EDITION,
    HandClock,
    a_sending,
    an_edition,
    content_of,
    counts,
    interrupted,
)


def test_an_interrupted_claim_that_cannot_be_looked_up_is_uncertain_and_not_sent(database: Database) -> None:
    an_edition(database, 2)
    [claim] = interrupted(database)
    carrier = MemoryCarrier()
    report = a_sending(database, carrier).run(EDITION)
    assert (report.submitted, report.uncertain) == (1, 1)
    assert claim.id not in carrier.tried


def test_an_interrupted_claim_of_another_carrier_is_uncertain_whatever_this_one_finds(
    database: Database, tmp_path: Path
) -> None:
    an_edition(database, 1)
    interrupted(database, carrier="ses")
    report = a_sending(database, OutboxCarrier(tmp_path / "outbox")).run(EDITION)
    assert (report.submitted, report.uncertain) == (0, 1)
    assert not (tmp_path / "outbox").exists()


def test_an_interrupted_claim_that_the_carrier_has_is_submitted(database: Database) -> None:
    an_edition(database, 1)
    [claim] = interrupted(database)
    carrier = MemoryCarrier(accepted={claim.id: [b"mail"]}, is_lookable=True)
    assert a_sending(database, carrier).run(EDITION).submitted == 1
    assert carrier.tried == []


def test_the_outbox_settles_every_interrupted_claim_by_its_files(database: Database, tmp_path: Path) -> None:
    an_edition(database, 4)
    written, unwritten = interrupted(database, 2, "outbox")
    carrier = OutboxCarrier(tmp_path / "outbox")
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox" / f"{written.id}.eml").write_bytes(b"as it was written")
    report = a_sending(database, carrier).run(EDITION)
    assert (report.submitted, report.uncertain) == (4, 0)
    assert (tmp_path / "outbox" / f"{written.id}.eml").read_bytes() == b"as it was written"
    assert (tmp_path / "outbox" / f"{unwritten.id}.eml").read_bytes() == content_of(
        database, replace(unwritten, revision=1)
    )
    assert len(list((tmp_path / "outbox").iterdir())) == 4


def test_a_carrier_that_breaks_in_an_unforeseen_way_leaves_a_doubt_and_stops(database: Database) -> None:
    an_edition(database, 3)
    carrier = MemoryCarrier(breaks=[RuntimeError("refreshed credentials are still expired")])
    sending = a_sending(database, carrier)
    report = sending.run(EDITION)
    assert (report.uncertain, report.waiting) == (1, 2)
    assert "refreshed credentials are still expired" in report.stopped_because
    assert sending.run(EDITION).uncertain == 0
    assert counts(database) == {"uncertain": 1, "pending": 2}


def test_a_carrier_that_breaks_over_an_address_keeps_it_out_of_row_and_log(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    an_edition(database, 1)
    with database.read() as connection:
        address = connection.execute(select(deliveries.c.address)).scalar_one()
    carrier = MemoryCarrier(breaks=[RuntimeError(f"no way to <{address.upper()}>")])
    report = a_sending(database, carrier).run(EDITION)
    with database.read() as connection:
        reason = connection.execute(select(deliveries.c.reason)).scalar_one()
    said = f"{report.stopped_because}\n{reason}\n{caplog.text}"
    assert "no way to <(address)>" in said
    assert "Traceback" in caplog.text
    assert address.casefold() not in said.casefold()


@pytest.mark.parametrize("is_lookable", [False, True])
def test_a_key_pressed_in_the_middle_of_a_call_leaves_no_claim(database: Database, *, is_lookable: bool) -> None:
    an_edition(database, 2)
    taken: dict[str, list[bytes]] = {}

    def take(recipient: Recipient) -> None:
        taken[recipient.delivery_id] = [b"a mail"]

    carrier = MemoryCarrier(breaks=[KeyboardInterrupt()], on_carry=take, accepted=taken, is_lookable=is_lookable)
    with pytest.raises(KeyboardInterrupt):
        a_sending(database, carrier).run(EDITION)
    assert counts(database) == {"submitted" if is_lookable else "uncertain": 1, "pending": 1}


@pytest.mark.parametrize("failures", [1, 4])
def test_an_accepted_mail_is_written_down_though_the_database_fails_at_first(
    sqlite_database: Database, failures: int
) -> None:
    an_edition(sqlite_database, 2)
    flaky = FlakyDatabase(sqlite_database.engine)
    carrier = MemoryCarrier(on_carry=lambda _: flaky.fail(failures))
    clock = HandClock()
    report = a_sending(flaky, carrier, clock=clock).run(EDITION)
    assert (report.submitted, len(carrier.tried)) == (2, 2)
    assert clock.slept == pytest.approx(2 * sum([1, 2, 4, 8][:failures]))


def test_an_accepted_mail_that_cannot_be_written_down_at_all_is_at_least_told(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    an_edition(sqlite_database, 1)
    flaky = FlakyDatabase(sqlite_database.engine)
    carrier = MemoryCarrier(on_carry=lambda _: flaky.fail(99))
    with pytest.raises(StorageError):
        a_sending(flaky, carrier).run(EDITION)
    assert "memory-1" in caplog.text


class FlakyDatabase(Database):
    """Its next writes fail as told."""

    failures = 0

    def fail(self, times: int) -> None:
        self.failures = times

    @contextmanager
    def write(self, *, is_steady: bool = False) -> Iterator[Connection]:
        if self.failures:
            self.failures -= 1
            message = "the disk is full"
            raise StorageError(message, code="database-failed")
        with super().write(is_steady=is_steady) as connection:
            yield connection
