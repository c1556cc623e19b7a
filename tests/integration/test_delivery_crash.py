"""Killed without warning at any moment, again and again: nobody gets two mails, nobody is forgotten."""

from __future__ import annotations

import secrets
import signal
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from itertools import cycle
from pathlib import Path

import pytest

from syndicate.storage import Database
from syndicate.testing.ses import SesStandIn, Step
from tests.aws import isolate_aws
from tests.integration.delivery_parts import EDITION, an_edition, counts, rows
from tests.programs import Program, start

MAILS = 300
#: Recipients a second: some ten are in flight at once.
RATE = 100.0


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_aws(monkeypatch)


def _url(database: Database) -> str:
    return database.engine.url.set(drivername=database.engine.url.get_backend_name()).render_as_string(
        hide_password=False
    )


def _start(database: Database, where: str, *options: str) -> Program:
    return start("tests.integration.delivery_child", [_url(database), where, *options])


@dataclass
class Killer:
    """Watches the server and kills the process in hand at one step of its nth request, or a little later."""

    steps: list[Step]
    after: int
    victim: Program | None = None
    kills: int = 0
    _seen: int = 0
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def watch(self, step: Step, number: int) -> None:
        del number
        with self._guard:
            if not self.steps or step is not self.steps[0] or self.victim is None:
                return
            self._seen += 1
            if self._seen < self.after:
                return
            self._seen = 0
            self.steps.pop(0)
            self.kills += 1
            victim, self.victim = self.victim, None
        # At once, or up to 20 ms later: while the answer is on its way, is written down, or the next one is claimed.
        threading.Timer(secrets.randbelow(2) * secrets.randbelow(20) / 1000, victim.kill).start()
        if step is not Step.ANSWERED:
            victim.wait()


def _send_under_kills(database: Database, kills: int, batch: int) -> None:
    an_edition(database, MAILS)
    steps = [step for step, _ in zip(cycle(Step), range(kills), strict=False)]
    killer = Killer(steps=steps, after=max(2, 10 // batch))
    in_flight = 0
    with SesStandIn(watch=killer.watch) as server:
        server.account.max_rate = RATE
        for _ in range(kills + 1):
            killer.victim = child = _start(database, server.url, str(batch))
            if child.wait(timeout=60) == 0:
                break
            assert child.returncode == -signal.SIGKILL
            in_flight += counts(database).get("claimed", 0)
        sent = [mail.tags["d"] for mail in server.accepted]
    assert killer.kills == kills
    _check(database, sent, in_flight)


def _check(database: Database, sent: list[str], in_flight: int) -> None:
    told = {row.id: row.state.value for row in rows(database)}
    submitted = {delivery for delivery, state in told.items() if state == "submitted"}
    uncertain = {delivery for delivery, state in told.items() if state == "uncertain"}
    assert len(sent) == len(set(sent)), "somebody got the mail twice"
    assert submitted <= set(sent), "somebody was called submitted and got nothing"
    assert set(sent) <= submitted | uncertain, "a mail that went out was forgotten"
    assert len(submitted | uncertain) == MAILS, "somebody was left behind"
    assert len(uncertain) == in_flight, "other mails are in doubt than were in flight when it was killed"


@pytest.mark.parametrize("batch", [1, 5])
def test_ten_kills_in_the_middle_of_an_edition_duplicate_and_lose_nothing(
    sqlite_database: Database, batch: int
) -> None:
    _send_under_kills(sqlite_database, kills=10, batch=batch)


@pytest.mark.slow
@pytest.mark.parametrize("edition", range(5))
def test_many_kills_duplicate_and_lose_nothing(database: Database, edition: int) -> None:
    _send_under_kills(database, kills=8 + edition, batch=1 + edition % 3)


def test_two_processes_at_once_send_nothing_twice(database: Database) -> None:
    an_edition(database, MAILS)
    with SesStandIn() as server:
        server.account.max_rate = RATE
        children = [_start(database, server.url, "5") for _ in range(2)]
        assert [child.wait(timeout=60) for child in children] == [0, 0]
        sent = [mail.tags["d"] for mail in server.accepted]
    _check(database, sent, in_flight=0)


def _files(folder: Path) -> int:
    return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0


def test_an_outbox_is_complete_after_any_kills_and_nothing_in_it_is_uncertain(
    sqlite_database: Database, tmp_path: Path
) -> None:
    an_edition(sqlite_database, MAILS)
    outbox = tmp_path / "outbox"
    for kill in range(1, 6):
        child = _start(sqlite_database, str(outbox))
        while child.poll() is None and _files(outbox) < kill * 9:
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=0.003)
        child.kill()
        child.wait()
    assert _start(sqlite_database, str(outbox)).wait(timeout=60) == 0
    assert counts(sqlite_database) == {"submitted": MAILS}
    names = {path.name for path in outbox.iterdir()}
    assert names == {f"{row.id}.eml" for row in rows(sqlite_database)}
    mails = [message_from_bytes(path.read_bytes()) for path in outbox.iterdir()]
    assert all(mail.is_multipart() and mail["X-Syndicate-Delivery"] for mail in mails)
    assert {row.edition_id for row in rows(sqlite_database)} == {EDITION}
