"""Revise: take what readers may not see any more out of editions that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.digests.revising import Revising
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Revise:
    """Revises every edition that was published.

    Exclusive for the whole site (``revise``), only to save work: a revision has its number once, and who comes
    second finds it in force. So sending, which revises the edition in its hands, does not wait for it.
    """

    name: ClassVar[str] = "revise"

    database: Database
    revising: Revising

    def run(self, stop: StopSignal) -> list[str]:
        """Bring every edition up to date; the ids of those that changed. A run that began is not cut short.

        Raises:
            SyndicateError: one could not be; the others were.
        """
        del stop
        with self.database.lock(self.name):
            return self.revising.revise_published()
