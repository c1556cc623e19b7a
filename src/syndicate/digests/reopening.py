"""A slot decided once more, as a person wishes: after a wrong clock, for instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.digests.occurrence_store import OccurrenceStore

if TYPE_CHECKING:
    from syndicate.storage import Database

#: Readers that are changed in one transaction, so that no other writer waits for long.
SLICE = 2_000


def reopen(database: Database, newsletter: str, slot: str) -> bool:
    """Let an occurrence be decided once more, and its readers have that date once more; ``False``: it was not decided.

    Killed half way, it is gone on with when it is said again.
    """
    with database.read() as connection:
        if not OccurrenceStore(connection).is_decided(newsletter, slot):
            return False
    last: int | None = 0
    while last is not None:
        with database.write() as connection:
            last = OccurrenceStore(connection).forget_slot(newsletter, slot, after=last, limit=SLICE)
    with database.write() as connection:
        return OccurrenceStore(connection).reopen(newsletter, slot)
