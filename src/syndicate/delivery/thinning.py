"""Thinning: what is kept of an edition once it is over for long enough.

Its bodies besides the public's go first, then every row of a person; sums stay. It goes slice by slice, each a
transaction of its own, so that no other writer waits for long, and whoever comes goes on with what was torn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from syndicate.delivery.freezing import BREATH, FIRST, SLICE, next_size
from syndicate.delivery.thin_store import ThinStore
from syndicate.delivery.transactional.store import TransactionalStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from syndicate.clock import Clock
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.storage import Database

    #: Drops so many rows, or fewer if there are no more; how many.
    Drop = Callable[[ThinStore, int], int]
    #: The same of the edition with a key.
    DropOf = Callable[[ThinStore, int, int], int]
    Note = Callable[[ThinStore, int, datetime], None]

#: How long addresses of mails to one person are kept after their end, for bounces; and how long the mails are. The
#: thin step comes every hour, so addresses have gone a day after the end.
ADDRESSES_KEPT = timedelta(hours=22)
MAILS_KEPT = timedelta(days=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class ThinReport:
    """How many editions lost the renderings that only some saw, and how many the last row of a person.

    ``mails`` to one person have gone.
    """

    renderings: int = 0
    people: int = 0
    mails: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Thinning:
    """Thins editions that closed longer ago than ``renderings_kept``, and than ``people_kept``."""

    database: Database
    clock: Clock
    renderings_kept: timedelta
    people_kept: timedelta

    def thin(self, stop: StopSignal) -> ThinReport:
        """Let go of what is due, until ``stop`` is set; what is torn is gone on with the next time."""
        now = self.clock.now()
        return ThinReport(
            renderings=self._renderings(now - self.renderings_kept, stop),
            people=self._people(now - self.people_kept, stop),
            mails=self._mails(now, stop),
        )

    def _renderings(self, before: datetime, stop: StopSignal) -> int:
        with self.database.read() as connection:
            keys = ThinStore(connection=connection).with_renderings(before)
        return sum(
            self._edition(key, before, [ThinStore.empty_renderings], ThinStore.note_renderings_gone, stop)
            for key in keys
        )

    def _people(self, before: datetime, stop: StopSignal) -> int:
        with self.database.read() as connection:
            keys = ThinStore(connection=connection).with_people(before)
        parts = [ThinStore.drop_deliveries, ThinStore.drop_batches, ThinStore.drop_groups]
        count = sum(self._edition(key, before, parts, ThinStore.note_people_gone, stop) for key in keys)
        self._to_the_end(lambda store, size: store.drop_skips(before, size), stop)
        return count

    def _mails(self, now: datetime, stop: StopSignal) -> int:
        """Mails to one person: their addresses soon after their end, and then all of them."""
        parts = ((TransactionalStore.forget_addresses, ADDRESSES_KEPT), (TransactionalStore.drop, MAILS_KEPT))
        dropped = 0
        for drop, kept in parts:
            count = SLICE
            while count == SLICE and not stop.is_set():
                with self.database.write() as connection:
                    count = drop(TransactionalStore(connection), now - kept, SLICE)
                dropped += count if drop is TransactionalStore.drop else 0
        return dropped

    def _edition(self, key: int, before: datetime, parts: Sequence[DropOf], note: Note, stop: StopSignal) -> bool:
        """Take those parts from an edition; whether nothing of them is left."""
        with self.database.write() as connection:
            if not ThinStore(connection=connection).begin(key, before, self.clock.now()):
                return False
        for part in parts:
            if not self._to_the_end(partial(_of_edition, part, key), stop):
                return False
        with self.database.write() as connection:
            note(ThinStore(connection=connection), key, self.clock.now())
        return True

    def _to_the_end(self, drop: Drop, stop: StopSignal) -> bool:
        """Drop slice by slice until there is nothing more; ``False``: it had to stop before."""
        size = SLICE // FIRST
        while not stop.is_set():
            began = self.clock.monotonic()
            with self.database.write() as connection:
                store = ThinStore(connection=connection)
                if store.is_freezing():
                    return False
                dropped = drop(store, size)
            if dropped < size:
                return True
            size = next_size(size, self.clock.monotonic() - began)
            self.clock.sleep(BREATH)
        return False


def _of_edition(drop: DropOf, key: int, store: ThinStore, size: int) -> int:
    return drop(store, key, size)
