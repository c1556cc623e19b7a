from __future__ import annotations

import stat
from pathlib import Path

import pytest

from syndicate.delivery.carriers.outbox import OutboxCarrier
from syndicate.delivery.model import Accepted, Stop, TryLater
from tests.integration.delivery_parts import a_message


def test_a_mail_is_a_file_named_by_its_delivery(tmp_path: Path) -> None:
    answer = OutboxCarrier(tmp_path / "out").carry(a_message("d1"))
    assert answer == Accepted(message_id="d1.eml")
    assert (tmp_path / "out/d1.eml").read_bytes() == a_message("d1").content


def test_a_new_outbox_is_closed_to_other_users(tmp_path: Path) -> None:
    OutboxCarrier(tmp_path / "var/out").carry(a_message("d1"))
    assert stat.S_IMODE((tmp_path / "var/out").stat().st_mode) == 0o700


def test_an_outbox_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    outbox = tmp_path / "out"
    outbox.mkdir()
    outbox.chmod(0o755)
    OutboxCarrier(outbox).carry(a_message("d1"))
    assert stat.S_IMODE(outbox.stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_written_stops_the_run_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file in the way")
    answer = OutboxCarrier(tmp_path / "out").carry(a_message("d1"))
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
    carrier.carry(a_message("d1"))
    assert [path.name for path in outbox.iterdir()] == ["d1.eml"]


@pytest.mark.parametrize("content", [b"From: a@example.com\r\n\r\n.\r\n..\r\n", b"\x00\xff bytes", b""])
def test_bytes_are_written_as_they_are(tmp_path: Path, content: bytes) -> None:
    message = a_message("d1")
    changed = type(message)(
        delivery_id="d1",
        edition_id=message.edition_id,
        sender_address=message.sender_address,
        recipient_address=message.recipient_address,
        content=content,
    )
    OutboxCarrier(tmp_path).carry(changed)
    assert (tmp_path / "d1.eml").read_bytes() == content
