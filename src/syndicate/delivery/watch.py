"""The watch over our own mistakes: before a second mail of an edition to an address leaves, the edition is held."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from syndicate.delivery.gate import held
from syndicate.digests.store import EditionStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.delivery.model import Batch, Delivery, Stop
    from syndicate.storage import Database

log = logging.getLogger(__name__)


class Watcher(Protocol):
    """Remembers, outside of the database, to whom mails of an edition have left."""

    def note(self, edition_id: str, mails: Sequence[tuple[str, int]]) -> Sequence[str]:
        """Note mails by address and permitted resends; those that were noted before, of which none may leave then."""

    def give_back(self, edition_id: str, mails: Sequence[tuple[str, int]]) -> None:
        """Forget mails that certainly did not leave."""

    def forget(self, edition_id: str) -> None:
        """Forget an edition that is at its end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """What the lanes ask of the watcher; without one, as for a carrier that reaches nobody, all may leave."""

    database: Database
    watcher: Watcher | None

    def note(self, batch: Batch) -> Stop | None:
        """Note that the mails of a batch are about to leave; why none of them may, and the edition is held."""
        if self.watcher is None:
            return None
        again = self.watcher.note(batch.edition_id, _mails(batch.claims))
        if not again:
            return None
        reason = f"{len(again)} of its readers were about to get it a second time: the database does not know what left"
        log.error("edition %s is held: %s", batch.edition_id, reason)
        with self.database.write() as connection:
            EditionStore(connection).hold(batch.edition_id, reason)
        return held(batch.edition_id, reason)

    def give_back(self, edition_id: str, claims: Sequence[Delivery]) -> None:
        """Claims of which the carrier certainly has nothing may leave again."""
        if self.watcher is not None and claims:
            self.watcher.give_back(edition_id, _mails(claims))

    def forget(self, edition_id: str) -> None:
        """An edition is at its end: nothing links it to people any more."""
        if self.watcher is not None:
            self.watcher.forget(edition_id)


def _mails(claims: Sequence[Delivery]) -> list[tuple[str, int]]:
    return [(claim.address, claim.resends) for claim in claims]
