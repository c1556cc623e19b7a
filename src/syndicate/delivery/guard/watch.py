"""The watch over our own mistakes: before a second mail of an edition to an address leaves, the edition is held."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from syndicate.delivery.doubt.store import DoubtStore
from syndicate.delivery.doubt.verdicts import REMEMBERED
from syndicate.delivery.gate import Held
from syndicate.delivery.guard.fenced_watcher import FencedWatcher
from syndicate.digests.store import EditionStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from syndicate.delivery.doubt.verdicts import WaitingMail
    from syndicate.delivery.guard.fence import Fence
    from syndicate.delivery.guard.watcher import Entry, Watcher
    from syndicate.delivery.model import Batch, Delivery, Stop
    from syndicate.storage import Database

log = logging.getLogger(__name__)

#: Deliveries that are put in doubt in one transaction.
SLICE = 1_000


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What the lanes ask of the watcher; without a fence, as for a carrier that reaches nobody, all may leave."""

    database: Database
    fence: Fence | None

    @cached_property
    def watcher(self) -> Watcher | None:
        """The watcher beside the fence; to be asked for once that has admitted this process."""
        return FencedWatcher(self.fence) if self.fence else None

    def note(self, batch: Batch, mails: int) -> Stop | None:
        """Note that mails of a batch are about to leave, of so many in all; why none may, and the edition is held.

        Raises:
            StorageError: it cannot be noted; nothing of the batch may leave.
        """
        if self.watcher is None:
            return None
        again = self.watcher.note(batch.edition_id, _entries(batch.claims), mails=mails)
        if not again:
            return None
        whom = "one of its readers was" if len(again) == 1 else f"{len(again)} of its readers were"
        reason = f"{whom} about to get it a second time: the database does not know what left"
        log.error("edition %s is held: %s", batch.edition_id, reason)
        with self.database.write() as connection:
            EditionStore(connection).hold(batch.edition_id, reason)
        return Held(reason=reason, hint=_way_on(batch.edition_id))

    def put_in_doubt(self, edition_id: str, now: datetime) -> int:
        """Leave to a person all who wait of an edition though they are remembered; everybody else may get it then.

        How many those are. The edition is held, so that none of them is claimed meanwhile.
        """
        watcher = self.watcher
        if watcher is None:
            return 0
        with self.database.read() as connection:
            found = [key for page in DoubtStore(connection).waiting(edition_id) for key in _remembered(watcher, page)]
        count = 0
        for start in range(0, len(found), SLICE):
            with self.database.write() as connection:
                count += DoubtStore(connection).put_in_doubt(found[start : start + SLICE], REMEMBERED, now)
        log.warning("edition %s: %s of its readers are in doubt, for this machine remembers them", edition_id, count)
        return count

    def give_back(self, edition_id: str, claims: Sequence[Delivery]) -> None:
        """Claims of which the carrier certainly has nothing may leave again."""
        if self.watcher is not None and claims:
            self.watcher.give_back(edition_id, _entries(claims))

    def forget(self, edition_id: str) -> None:
        """An edition is at its end: nothing links it to people any more."""
        if self.watcher is not None:
            self.watcher.forget(edition_id)


def _way_on(edition_id: str) -> str:
    """What a person can do; `docs/sending.md` says more."""
    return (
        f"With a queue of events, let those that wait say what left: syndicate run --once. See who is in doubt: "
        f"syndicate deliveries uncertain --edition {edition_id}. Let everybody else have it: "
        f"syndicate edition resume {edition_id}"
    )


def _remembered(watcher: Watcher, page: Sequence[WaitingMail]) -> list[int]:
    known = watcher.remembers(page[0].edition_id, [(waiting.address, waiting.resends) for waiting in page])
    return [waiting.key for waiting, is_known in zip(page, known, strict=True) if is_known]


def _entries(claims: Sequence[Delivery]) -> list[Entry]:
    return [(claim.address, claim.resends) for claim in claims]
