"""Each write of a delivery fails in turn: nobody is lost, nobody gets a second mail, the next run goes on by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from syndicate.clock import SystemClock
from syndicate.config import load
from syndicate.delivery.lanes.run import NeverStop
from syndicate.errors import SyndicateError
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.testing.ses import SesStandIn
from tests.aws import isolate_aws
from tests.integration.delivery_parts import an_edition, counts
from tests.integration.failing_writes import OF_POSTGRESQL, OF_SQLITE, FailingWrites, Failure
from tests.integration.mix_parts import HTML, TEXT, Ses, room_for

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.storage import Database

READERS = 7
#: Bounds of how many writes a delivery of so few has.
FEWEST, MOST = 20, 400

pytestmark = pytest.mark.timeout(600)


class HastyClock(SystemClock):
    """A clock for which every sleep is over at once, and took its time."""

    def __init__(self) -> None:
        self._slept = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(super().now().timestamp() + self._slept, UTC)

    def monotonic(self) -> float:
        return super().monotonic() + self._slept

    def elapsed(self) -> float:
        return super().elapsed() + self._slept

    def sleep(self, seconds: float) -> None:
        self._slept += seconds


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Iterator[SesStandIn]:
    isolate_aws(monkeypatch)
    with SesStandIn() as server:
        yield server


@pytest.fixture
def parts(database: Database, ses: SesStandIn, tmp_path: Path) -> Iterator[Parts]:
    config, settings = room_for(database, Ses(url=ses.url, log=tmp_path / "log"), tmp_path / "newsroom", batch=3)
    with open_parts(load(config, environ=settings), HastyClock()) as opened:
        yield opened


def plan(parts: Parts, edition_id: str) -> None:
    now = parts.clock.now()
    an_edition(parts.database, READERS, edition_id, html=HTML, text=TEXT, due_at=now, planned_at=now)


def deliver(parts: Parts) -> bool:
    """Deliver once, as a pass does; whether nothing failed."""
    try:
        return not parts.publisher.deliver(NeverStop()).failed
    except SyndicateError:
        return False


def failures_of(parts: Parts) -> tuple[Failure, ...]:
    return OF_SQLITE if parts.database.is_sqlite else OF_POSTGRESQL


def check(ses: SesStandIn, parts: Parts, edition_id: str, point: tuple[Failure, int]) -> None:
    sent = Counter(mail.tags["d"] for mail in ses.accepted if mail.tags["edition"] == edition_id)
    assert max(sent.values(), default=1) == 1, f"somebody got it twice: {point}"
    assert counts(parts.database, edition_id) == {"submitted": READERS}, f"not all were served: {point}"
    assert len(sent) == READERS, f"somebody is missing: {point}"
    assert parts.publisher.edition(edition_id).state == "closed", point


def sweep(parts: Parts, ses: SesStandIn, *, is_lasting: bool, step: int = 1) -> int:
    """Let write 1, 2, 3 … fail, each in an edition of its own, until none is left to fail; how many failed."""
    points = 0
    for failure in failures_of(parts):
        for at in range(1, MOST, step):
            edition_id = f"{failure}-{at}"
            plan(parts, edition_id)
            writes = FailingWrites(database=parts.database, failure=failure, at=at, is_lasting=is_lasting)
            with writes.armed():
                deliver(parts)
            if not writes.failed:
                check(ses, parts, edition_id, (failure, at))
                break
            points += 1
            for _ in range(2):  # the first may find what the failed run left behind
                if parts.publisher.edition(edition_id).state != "closed":
                    deliver(parts)
            if is_lasting and counts(parts.database, edition_id).get("uncertain"):
                hear(parts)  # SES knows of what we could not write down
                deliver(parts)
            check(ses, parts, edition_id, (failure, at))
        else:
            pytest.fail("there is no end to it")
    return points


def hear(parts: Parts) -> None:
    step = parts.publisher.hear_step
    assert step is not None
    step.run(NeverStop())


def test_whichever_write_fails_nobody_is_lost_or_gets_a_second_mail(parts: Parts, ses: SesStandIn) -> None:
    assert sweep(parts, ses, is_lasting=False) > FEWEST


def test_from_whichever_write_on_all_fail_nobody_is_lost_or_gets_a_second_mail(parts: Parts, ses: SesStandIn) -> None:
    assert sweep(parts, ses, is_lasting=True, step=6) > FEWEST // 6


@pytest.mark.slow
def test_from_any_write_on_all_fail_nobody_is_lost_or_gets_a_second_mail(parts: Parts, ses: SesStandIn) -> None:
    assert sweep(parts, ses, is_lasting=True) > FEWEST
