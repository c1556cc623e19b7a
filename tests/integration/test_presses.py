"""Many who leave at once are committed together, each once, and none is held up by what fails for another."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

import pytest

from syndicate.audience.consents import ConsentLedger
from syndicate.audience.model import EndedBy, Ending
from syndicate.audience.store import AudienceStore
from syndicate.errors import StorageError
from syndicate.storage.states import ConsentAct, SubscriptionState
from syndicate.web.public.presses import Presses
from tests.integration.joining_parts import NOON, subscribe

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from typing import Any

    from syndicate.storage import Database

T = TypeVar("T")

ENDING = Ending(at=NOON, by=EndedBy.ONE_CLICK, page="unsubscribe", network="192.0.2.7")
READERS = 40


class CountedPresses(Presses):
    """Counts its transactions; those with a press of ``barred`` fail, as if their row were held for too long."""

    barred = ""
    transactions = 0

    def _write(self, some: Sequence[Any]) -> None:
        self.transactions += 1
        if any(press.subscription_id == self.barred for press in some):
            message = "the row is held"
            raise StorageError(message, code="held", hint="Try again.")
        super()._write(some)


def press_all(presses: Presses, ids: Sequence[str]) -> list[BaseException | None]:
    async def all_at_once() -> list[BaseException | None]:
        return await asyncio.gather(*(presses.end(which, ENDING) for which in ids), return_exceptions=True)

    return run(all_at_once())


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run it in a thread of its own: that of the tests may have a loop already, for a browser."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, work).result()


def left(database: Database, ids: Sequence[str]) -> list[bool]:
    with database.read() as connection:
        found = [AudienceStore(connection).get(which) for which in ids]
    return [each is not None and each.state is SubscriptionState.ENDED for each in found]


def test_who_press_at_once_are_written_in_few_transactions_and_each_once(database: Database) -> None:
    ids = [subscribe(database, f"reader{number}@example.org") for number in range(READERS)]
    presses = CountedPresses(database)
    assert press_all(presses, [*ids, *ids, "nobody's"]) == [None] * (2 * READERS + 1)
    assert presses.transactions <= 3
    assert left(database, ids) == [True] * READERS
    with database.read() as connection:
        ledger = ConsentLedger(connection)
        acts = ledger.of(ids)
        assert ledger.audit().broken == ()
    assert [[act.act for act in acts[which]] for which in ids] == [[ConsentAct.WITHDRAWN]] * READERS


def test_what_fails_for_one_is_told_to_that_one_alone(sqlite_database: Database) -> None:
    ids = [subscribe(sqlite_database, f"reader{number}@example.org") for number in range(4)]
    presses = CountedPresses(sqlite_database)
    presses.barred = ids[2]
    told = press_all(presses, ids)
    assert [type(each) for each in told] == [type(None), type(None), StorageError, type(None)]
    assert left(sqlite_database, ids) == [True, True, False, True]


def test_who_hangs_up_before_the_answer_has_left_all_the_same(sqlite_database: Database) -> None:
    one, other = (subscribe(sqlite_database, f"{name}@example.org") for name in ("ann", "bo"))
    presses = Presses(sqlite_database)

    async def one_hangs_up() -> None:
        impatient = asyncio.ensure_future(presses.end(one, ENDING))
        await asyncio.sleep(0)
        impatient.cancel()
        await presses.end(other, ENDING)
        with pytest.raises(asyncio.CancelledError):
            await impatient

    run(one_hangs_up())
    assert left(sqlite_database, [one, other]) == [True, True]
