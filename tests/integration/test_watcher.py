"""No address gets two mails of one edition, whatever the ledger errs in; on a real disk, among processes."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass, field
from errno import ENOSPC
from itertools import count
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from syndicate.delivery.guard.watcher import Entry, Watcher
from syndicate.errors import StorageError
from tests.integration.state_parts import no_room
from tests.programs import start

EDITION = "e" * 26


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    return Watcher(tmp_path / "editions")


def who(entries: list[Entry]) -> list[str]:
    return [address for address, _ in entries]


def some(count: int, *, start_at: int = 0, resends: int = 0) -> list[Entry]:
    return [(f"r{number}@example.org", resends) for number in range(start_at, start_at + count)]


def test_a_second_mail_is_seen_and_of_its_batch_nothing_is_noted(watcher: Watcher) -> None:
    assert watcher.note(EDITION, some(3)) == []
    assert watcher.note(EDITION, some(4)) == who(some(3))
    assert watcher.note(EDITION, some(1, start_at=3)) == []


def test_who_is_remembered_can_be_asked_and_nothing_is_noted_by_that(watcher: Watcher) -> None:
    watcher.note("edition", [("ann@example.org", 0)])
    asked = [("ann@example.org", 0), ("ann@example.org", 1), ("bob@example.org", 0)]
    assert watcher.remembers("edition", asked) == [True, False, False]
    assert watcher.remembers("edition", asked) == [True, False, False]


def test_two_of_one_batch_are_seen(watcher: Watcher) -> None:
    assert watcher.note(EDITION, some(1) * 2) == who(some(1))


def test_an_address_is_the_same_however_it_is_spelt(watcher: Watcher) -> None:
    assert watcher.note(EDITION, [("Ann@Example.org", 0)]) == []
    assert watcher.note(EDITION, [("ann@example.org", 0)]) == ["ann@example.org"]


def test_a_permitted_resend_and_another_edition_are_no_second_mail(watcher: Watcher) -> None:
    assert watcher.note(EDITION, some(3)) == []
    assert watcher.note(EDITION, some(3, resends=1)) == []
    assert watcher.note("f" * 26, some(3)) == []
    assert watcher.note(EDITION, some(3, resends=1)) == who(some(3, resends=1))


def test_what_the_disk_took_half_of_may_leave_later(watcher: Watcher, monkeypatch: pytest.MonkeyPatch) -> None:
    assert watcher.note(EDITION, some(3)) == []
    writes, write = count(), os.pwrite

    def failing_once(file: int, content: bytes, at: int) -> int:
        if next(writes) == 3:  # after the head, and two of five
            raise OSError(ENOSPC, "no space left")
        return write(file, content, at)

    with monkeypatch.context() as disk, pytest.raises(StorageError):
        disk.setattr(os, "pwrite", failing_once)
        watcher.note(EDITION, some(5, start_at=3))
    assert watcher.note(EDITION, some(5, start_at=3)) == []
    assert watcher.note(EDITION, some(8)) == who(some(8))


def test_what_certainly_did_not_leave_may_leave_later(watcher: Watcher) -> None:
    assert watcher.note(EDITION, some(3)) == []
    watcher.give_back(EDITION, some(1) + some(5, start_at=9))
    assert watcher.note(EDITION, some(3)) == who(some(2, start_at=1))
    assert watcher.note(EDITION, some(1)) == []


def test_a_thousand_times_more_than_there_was_room_for_are_all_remembered(watcher: Watcher) -> None:
    for at in range(0, 20_000, 500):
        assert watcher.note(EDITION, some(500, start_at=at)) == []
    watcher.give_back(EDITION, some(10_000))
    for at in range(20_000, 30_000, 500):
        assert watcher.note(EDITION, some(500, start_at=at)) == []
    assert watcher.note(EDITION, some(20_000, start_at=10_000)) == who(some(20_000, start_at=10_000))
    assert watcher.note(EDITION, some(10_000)) == []


def test_nothing_of_an_edition_stays_once_it_is_forgotten(watcher: Watcher, tmp_path: Path) -> None:
    watcher.note(EDITION, some(3), mails=20_000)
    (path,) = (tmp_path / "editions").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    path.with_name(f".{path.name}.0011").write_bytes(b"left by a process that was killed")
    watcher.forget(EDITION)
    watcher.forget(EDITION)
    assert list((tmp_path / "editions").iterdir()) == []
    assert watcher.note(EDITION, some(3)) == []


def test_every_edition_has_a_key_of_its_own_and_no_address_is_in_the_file(watcher: Watcher, tmp_path: Path) -> None:
    for edition in ("a", "b"):
        watcher.note(edition, some(100))
    first, second = (path.read_bytes() for path in sorted((tmp_path / "editions").iterdir()))
    assert b"example" not in first + second
    words = [{file[at : at + 8] for at in range(4096, len(file), 8)} for file in (first, second)]
    assert words[0] & words[1] == {bytes(8)}


def test_editions_that_ended_elsewhere_are_let_go(watcher: Watcher) -> None:
    for edition in ("a", "b", "c"):
        watcher.note(edition, some(1))
    assert watcher.forget_all_but(["b", "never seen"]) == ["a", "c"]
    assert watcher.editions() == ["b"]


@pytest.mark.parametrize("noted", [0, 2_400])
def test_on_a_full_disk_nothing_leaves_and_it_goes_on_when_there_is_room(watcher: Watcher, noted: int) -> None:
    if noted:
        watcher.note(EDITION, some(noted))
    with no_room(40_000 if noted else 8), pytest.raises(StorageError, match="cannot be remembered") as caught:
        watcher.note(EDITION, some(200, start_at=noted))
    assert caught.value.code == "watcher-file"
    assert watcher.note(EDITION, some(200, start_at=noted)) == []
    assert watcher.note(EDITION, some(noted)) == who(some(noted))


@pytest.mark.parametrize("content", [b"", b"x", bytes(100_000), b"SYNSEEN1" + b"\xff" * 100])
def test_a_broken_file_lets_nothing_out(watcher: Watcher, tmp_path: Path, content: bytes) -> None:
    watcher.note(EDITION, some(1))
    (path,) = (tmp_path / "editions").iterdir()
    path.write_bytes(content)
    with pytest.raises(StorageError, match="not what was written"):
        watcher.note(EDITION, some(1))


def test_of_processes_that_note_the_same_at_once_one_alone_may_send(tmp_path: Path) -> None:
    children = [
        start("tests.integration.test_watcher", [str(tmp_path), "3000"], stdout=PIPE, stderr=None) for _ in range(4)
    ]
    noted: list[str] = []
    for child in children:
        with child:
            noted += (child.stdout or sys.stdin).read().split()
    assert sorted(noted, key=int) == [str(number) for number in range(3000)]


def test_a_kill_at_any_moment_forgets_nothing_that_may_have_left(tmp_path: Path) -> None:
    watcher, left = Watcher(tmp_path), 0
    for _ in range(12):
        with start("tests.integration.test_watcher", [str(tmp_path), "1000000"], stdout=PIPE, stderr=None) as child:
            assert child.stdout is not None
            for line in child.stdout:
                left = max(left, int(line.split()[-1]))
                if left % 1_500 == 0:
                    os.kill(child.pid, signal.SIGKILL)
    assert left > 15_000
    assert watcher.note(EDITION, some(left + 1)) == who(some(left + 1))


@dataclass
class Ledger:
    """A ledger that errs: it may claim twice, and may be put back to an earlier state."""

    pending: dict[int, int]
    backup: dict[int, int] = field(default_factory=dict)


class ErringLedger(RuleBasedStateMachine):
    """Whatever the ledger hands out, an address has one mail, and one more for each resend that was permitted."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.watcher = Watcher(Path(self.folder.name))
        self.ledger = Ledger(pending=dict.fromkeys(range(12), 0))
        self.resends = dict(self.ledger.pending)
        self.sent: list[Entry] = []

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(numbers=st.lists(st.integers(0, 11), min_size=1, max_size=5), is_accepted=st.booleans())
    def claims(self, numbers: list[int], is_accepted: bool) -> None:  # noqa: FBT001 - drawn
        """A batch of whatever it takes for pending, the same twice if it errs so."""
        batch = [(f"r{number}@example.org", self.ledger.pending.get(number, 0)) for number in numbers]
        if self.watcher.note(EDITION, batch):
            return  # the run stops
        if is_accepted:
            self.sent += batch
            for number in numbers:
                self.ledger.pending.pop(number, None)
        else:
            self.watcher.give_back(EDITION, batch)

    @rule(number=st.integers(0, 11))
    def a_person_puts_one_back(self, number: int) -> None:
        self.resends[number] = self.ledger.pending[number] = self.resends[number] + 1

    @rule()
    def is_backed_up(self) -> None:
        self.ledger.backup = dict(self.ledger.pending)

    @rule()
    def is_put_back(self) -> None:
        self.ledger.pending = dict(self.ledger.backup)

    @invariant()
    def nobody_has_more_than_was_permitted(self) -> None:
        assert len(self.sent) == len(set(self.sent))
        for number, resends in self.resends.items():
            mine = [entry for entry in self.sent if entry[0] == f"r{number}@example.org"]
            assert len(mine) <= resends + 1


TestErringLedger = ErringLedger.TestCase


def main(folder: str, most: str) -> None:
    """Note one after another; tell of each that may leave before the next is asked for."""
    watcher = Watcher(Path(folder))
    for number in range(int(most)):
        if not watcher.note(EDITION, some(1, start_at=number)):
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
