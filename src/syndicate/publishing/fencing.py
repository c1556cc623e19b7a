"""The fence and the watcher of an installation, from its configuration."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from syndicate.config.own_state import state_folder
from syndicate.delivery.fence import Fence
from syndicate.delivery.watcher import FileWatcher
from syndicate.digests.store import OPEN_STATES, EditionStore
from syndicate.errors import SyndicateError

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.storage import Database

log = logging.getLogger(__name__)


class FencedWatcher(FileWatcher):
    """A watcher that forgets an edition only once older copies of the database are seen to be that.

    So at any time a backup is told: by the fence, or as long as the edition is under way by what is remembered of it.
    """

    def __init__(self, fence: Fence) -> None:
        """Take the fence, in whose folder the files lie."""
        super().__init__(lambda: fence.folder() / "editions")
        self._fence = fence

    def forget(self, edition_id: str) -> None:
        """Let go of an edition that is at its end; if that cannot be now, `forget_ended` does it later."""
        try:
            stop = self._fence.advance()
            if stop is None:
                super().forget(edition_id)
        except SyndicateError as error:
            log.warning("edition %s is at its end, and what guards it is kept: %s", edition_id, error)
        else:
            if stop is not None:
                log.error("edition %s is at its end, and what guards it is kept: %s", edition_id, stop.reason)


def fence_of(config: Config, database: Database, clock: Clock) -> Fence:
    """The fence of this machine, in ``[delivery] state_folder``."""
    return Fence(database, clock, state_folder(config))


def forget_ended(database: Database, watcher: FileWatcher) -> list[str]:
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
