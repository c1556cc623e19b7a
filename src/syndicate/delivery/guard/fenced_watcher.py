"""A watcher and a fence together: at any time one of the two tells an older copy of the database."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from syndicate.delivery.guard.watcher import Watcher
from syndicate.digests.store import OPEN_STATES, EditionStore
from syndicate.errors import SyndicateError

if TYPE_CHECKING:
    from syndicate.delivery.guard.fence import Fence
    from syndicate.storage import Database

log = logging.getLogger(__name__)


class FencedWatcher(Watcher):
    """A watcher that forgets an edition only once older copies of the database are seen to be that.

    So a backup is told: by the fence, or as long as the edition is under way by what is remembered of it.
    """

    def __init__(self, fence: Fence) -> None:
        """Take the fence, in whose folder the files lie; it has admitted this process."""
        super().__init__(fence.folder() / "editions")
        self._fence = fence

    def forget(self, edition_id: str) -> None:
        """Let go of an edition that is at its end; if that cannot be now, `forget_ended` does it later."""
        if edition_id not in self.editions():
            return
        try:
            stop = self._fence.advance()
            if stop is None:
                super().forget(edition_id)
        except SyndicateError as error:
            log.warning("edition %s is at its end, and what guards it is kept: %s", edition_id, error)
        else:
            if stop is not None:
                log.error("edition %s is at its end, and what guards it is kept: %s", edition_id, stop.reason)


def forget_ended(database: Database, watcher: Watcher) -> list[str]:
    """Let the watcher let go of every edition that is not under way any more; which they were.

    Only for a process that the fence admits: by another database, editions that are under way might seem to be over.
    """
    remembered = watcher.editions()
    if not remembered:
        return []
    with database.read() as connection:
        store = EditionStore(connection)
        known = [edition for edition in map(store.get, remembered) if edition]
    return watcher.forget_all_but([edition.id for edition in known if edition.state in OPEN_STATES])
