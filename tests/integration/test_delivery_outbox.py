from __future__ import annotations

import os
import stat
from errno import ENOSPC
from pathlib import Path

import pytest

from syndicate.delivery.carriers.mime import MimeMails
from syndicate.delivery.carriers.outbox import OutboxCarrier
from syndicate.delivery.model import Accepted, Stop, TryLater
from tests.carriers import MAILING, a_recipient


def test_a_mail_is_a_file_named_by_its_delivery(tmp_path: Path) -> None:
    [answer] = OutboxCarrier(tmp_path / "out").carry(MAILING, [a_recipient("d1")])
    assert answer == Accepted(message_id="d1.eml")
    assert (tmp_path / "out/d1.eml").read_bytes() == MimeMails().message(MAILING, a_recipient("d1"))


def test_a_new_outbox_is_closed_to_other_users(tmp_path: Path) -> None:
    OutboxCarrier(tmp_path / "var/out").carry(MAILING, [a_recipient("d1")])
    assert stat.S_IMODE((tmp_path / "var/out").stat().st_mode) == 0o700


def test_an_outbox_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    outbox = tmp_path / "out"
    outbox.mkdir()
    outbox.chmod(0o755)
    OutboxCarrier(outbox).carry(MAILING, [a_recipient("d1")])
    assert stat.S_IMODE(outbox.stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_written_stops_the_run_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file in the way")
    [answer] = OutboxCarrier(tmp_path / "out").carry(MAILING, [a_recipient("d1")])
    assert isinstance(answer, Stop)
    assert str(tmp_path / "out") in answer.hint


def test_an_outbox_that_cannot_be_looked_into_stops_the_run(tmp_path: Path) -> None:
    beyond_reach = tmp_path.joinpath(*["a-very-long-name" * 10] * 30)
    assert isinstance(OutboxCarrier(beyond_reach).settle("d1"), Stop)


def test_what_a_killed_writer_left_behind_is_no_mail_and_is_swept_up(tmp_path: Path) -> None:
    outbox = tmp_path / "out"
    outbox.mkdir()
    (outbox / ".half.tmp").write_bytes(b"From: n")
    carrier = OutboxCarrier(outbox)
    assert isinstance(carrier.settle("half"), TryLater)
    carrier.carry(MAILING, [a_recipient("d1")])
    assert [path.name for path in outbox.iterdir()] == ["d1.eml"]


def test_the_files_of_a_call_are_there_together_and_flushed_once_for_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[bool] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        flushed.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        fsync(descriptor)

    carrier = OutboxCarrier(tmp_path)
    monkeypatch.setattr(os, "fsync", noted)
    answers = carrier.carry(MAILING, [a_recipient(f"d{number}") for number in range(20)])
    assert answers == [Accepted(message_id=f"d{number}.eml") for number in range(20)]
    assert (flushed.count(False), flushed.count(True)) == (20, 1)
    assert flushed[-1]


@pytest.mark.parametrize("failing", range(8))
def test_a_write_that_fails_leaves_each_file_whole_or_away_and_the_answers_say_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """Each n-th call that makes a file durable fails, and all after it."""
    calls = iter(range(1000))
    fsync = os.fsync

    def full(descriptor: int) -> None:
        if next(calls) >= failing:
            raise OSError(ENOSPC, "no space left")
        fsync(descriptor)

    carrier, mails = OutboxCarrier(tmp_path), MimeMails()
    recipients = [a_recipient(f"d{number}") for number in range(3)]
    monkeypatch.setattr(os, "fsync", full)
    answers = carrier.carry(MAILING, recipients)
    monkeypatch.undo()
    for recipient, answer in zip(recipients, answers, strict=True):
        file = tmp_path / f"{recipient.delivery_id}.eml"
        assert not file.exists() or file.read_bytes() == mails.message(MAILING, recipient)
        assert isinstance(answer, Stop) or file.exists()
    assert [path for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []
    assert all(isinstance(answer, Accepted) for answer in carrier.carry(MAILING, recipients))


def test_an_outbox_that_is_half_full_takes_what_it_can(tmp_path: Path) -> None:
    (tmp_path / "d2.eml").mkdir()
    first, second, third = OutboxCarrier(tmp_path).carry(MAILING, [a_recipient(f"d{number}") for number in (1, 2, 3)])
    assert isinstance(second, Stop)
    assert isinstance(first, Accepted)
    assert isinstance(third, Accepted)
