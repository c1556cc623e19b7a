"""The freeze: what was decided about an edition becomes its deliveries, some thousand at a time.

Each slice writes deliveries and moves the watermarks of the same readers in one transaction, so a freeze that was torn
is gone on with by whoever comes, from the rows alone, and any number of processes may be at it. Nothing of the edition
leaves before the last slice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.delivery.freeze_decision import decision_of, still_holds
from syndicate.delivery.freeze_store import FreezeStore
from syndicate.digests import site_lock
from syndicate.digests.due import next_slice
from syndicate.errors import TryLaterError
from syndicate.storage.failures import CONFLICT
from syndicate.storage.statistics import look_at_unknown
from syndicate.storage.tables import subscribers, subscriptions

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.delivery.freeze_decision import FreezeDecision
    from syndicate.delivery.freeze_model import Freeze
    from syndicate.storage import Database

#: The most subscriptions of one transaction, and the least; between them it is as many as are done in the time.
SLICE, LEAST = 2_000, 50
#: Seconds that a slice should take, so that no other writer waits for long, on however slow a machine.
TARGET = 0.065
#: The first slice is so many times smaller than the largest: nobody knows the machine yet.
FIRST = 8
#: Seconds between two slices, in which whoever waits to write has its turn. SQLite queues nobody: it lets a writer in
#: that happens to look, which ours do at least this often however long they wait (`storage.database`).
BREATH = 0.03
#: How often a slice is tried whose readers are changed at the same time.
ATTEMPTS = 20


def freeze(database: Database, clock: Clock, edition_id: str) -> int:
    """Write every delivery of an edition that was decided, and let it go; how many mails this call wrote.

    Harmless when the edition is frozen already, or another process is at it.

    Raises:
        TryLaterError: its readers change too fast; it is gone on with later.
    """
    found, decision = _read(database, edition_id)
    if decision is not None:
        look_at_unknown(database, subscribers, subscriptions)
    written, size = 0, SLICE // FIRST
    while decision is not None:
        began = clock.monotonic()
        step = _patiently(database, clock, edition_id, decision, max(size, 1))
        written += step.written
        if step.is_last:
            break
        if step.is_out_of_date:
            found, decision = _read(database, edition_id)
        size = next_size(size, clock.monotonic() - began)
        clock.sleep(BREATH)
    if found is not None and not found.is_over:
        _finish(database, clock, found)
    return written


def _read(database: Database, edition_id: str) -> tuple[Freeze | None, FreezeDecision | None]:
    with database.read() as connection:
        found = FreezeStore(connection).get(edition_id)
        return found, None if found is None or found.is_over else decision_of(connection, found)


def _finish(database: Database, clock: Clock, freeze: Freeze) -> None:
    """Let an edition go whose last slice is written; harmless when another process did."""
    with database.read() as connection:  # in a transaction that keeps nobody waiting
        mails = FreezeStore(connection).mails(freeze)
    with database.write() as connection:
        FreezeStore(connection).finish(freeze, mails, clock.now())


def next_size(size: int, seconds: float) -> int:
    """How many subscriptions the next slice takes, after so many took so long."""
    # Much of a slice's time does not grow with it: a larger one may be cheaper for each of its readers.
    wanted = int(size * TARGET / max(seconds, TARGET / 2))
    return min(max(wanted, size // 2, min(LEAST, SLICE)), SLICE)


def unfinished_freezes(database: Database) -> list[str]:
    """The editions whose freeze is under way, or was torn: one at most."""
    with database.read() as connection:
        return site_lock.holders(connection)


def finish_freezes(database: Database, clock: Clock) -> None:
    """Go on with every freeze that was torn."""
    for edition_id in unfinished_freezes(database):
        freeze(database, clock, edition_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class FreezeStep:
    """What one slice came to: so many mails planned, and whether it was the last.

    ``is_out_of_date``: nothing was written, as what is known of readers has to be read again.
    """

    written: int = 0
    is_last: bool = False
    is_out_of_date: bool = False


def _patiently(database: Database, clock: Clock, edition_id: str, decision: FreezeDecision, size: int) -> FreezeStep:
    """One slice, once more as long as somebody changes its rows."""
    attempts = 1
    while True:
        try:
            return carry_out_slice(database, edition_id, decision, size)
        except TryLaterError as error:
            if error.code != CONFLICT or attempts == ATTEMPTS:
                raise
        attempts += 1
        clock.sleep(BREATH)


def carry_out_slice(database: Database, edition_id: str, decision: FreezeDecision, size: int) -> FreezeStep:
    """The next slice of an edition's freeze, in a transaction of its own."""
    with database.write(is_steady=True) as connection:
        store = FreezeStore(connection)
        found = store.get(edition_id)
        if found is None or found.is_over:
            return FreezeStep(is_last=True)
        part = next_slice(
            connection, found.turn, decision.choice_ids, found.frozen_through, size, is_wide=decision.is_wide
        )
        if not still_holds(connection, decision):
            return FreezeStep(is_out_of_date=True)
        written = store.carry_out(found, decision, part) if part.through != found.frozen_through else 0
        return FreezeStep(written=written, is_last=part.is_last)
