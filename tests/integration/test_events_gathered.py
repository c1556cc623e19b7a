"""Events of many threads at once share transactions, and each thread hears of its own failure."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

from syndicate.delivery.events.gathering import Gathering
from syndicate.delivery.events.ses import read_event
from syndicate.errors import TryLaterError
from tests.integration.event_parts import NOON, a_mailing, applying, fates, left, told

if TYPE_CHECKING:
    from syndicate.delivery.events.model import ProviderEvent
    from syndicate.storage import Database


def events_of(ids: list[str]) -> list[ProviderEvent]:
    return [event for id_ in ids if (event := read_event(told("Delivery", id_))) is not None]


class Counted:
    """What applies events; the first time it waits until all others stand behind it."""

    def __init__(self, database: Database, fails: int = 0) -> None:
        self.applying = applying(database, NOON)
        self.sizes: list[int] = []
        self.may_go = Event()
        self._fails = fails

    def apply(self, told: list[ProviderEvent]) -> None:
        self.sizes.append(len(told))
        self.may_go.wait(10)
        if self._fails:
            self._fails -= 1
            message = "the database is busy"
            raise TryLaterError(message, code="database-locked")
        self.applying.apply(told)


def in_threads(gathering: Gathering, counted: Counted, events: list[ProviderEvent]) -> list[str]:
    def apply(event: ProviderEvent) -> str:
        try:
            gathering.apply(event)
        except TryLaterError as error:
            return error.code
        return "ok"

    with ThreadPoolExecutor(len(events)) as pool:
        waiting = [pool.submit(apply, event) for event in events]
        while len(gathering._waiting) + sum(counted.sizes) < len(events):  # noqa: SLF001 - until all stand there
            pass
        counted.may_go.set()
        return [each.result() for each in waiting]


def test_those_that_wait_go_together(sqlite_database: Database) -> None:
    ids = a_mailing(sqlite_database, 20)
    left(sqlite_database, ids)
    counted = Counted(sqlite_database)
    gathering = Gathering(applying=counted)  # type: ignore[arg-type]
    assert in_threads(gathering, counted, events_of(ids)) == ["ok"] * 20
    assert len(counted.sizes) <= 4
    assert fates(sqlite_database, ids) == ["delivered"] * 20


def test_who_went_along_in_vain_is_told(sqlite_database: Database) -> None:
    ids = a_mailing(sqlite_database, 6)
    left(sqlite_database, ids)
    counted = Counted(sqlite_database, fails=1)
    results = in_threads(Gathering(applying=counted), counted, events_of(ids))  # type: ignore[arg-type]
    assert results.count("database-locked") == counted.sizes[0]
    assert fates(sqlite_database, ids).count("delivered") == results.count("ok")
