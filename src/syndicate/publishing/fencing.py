"""The fence and the watcher of an installation, from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.config.own_state import state_folder
from syndicate.delivery.fence import Fence
from syndicate.delivery.watcher import Watcher
from syndicate.digests.store import OPEN_STATES, EditionStore

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.storage import Database


def fence_of(config: Config, database: Database, clock: Clock) -> Fence:
    """The fence of this machine, in ``[delivery] state_folder``."""
    return Fence(database, clock, state_folder(config))


def watcher_of(fence: Fence) -> Watcher:
    """The watcher beside it; to be asked for once the fence has admitted this process."""
    return Watcher(fence.folder() / "editions")


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
