"""The fence of an installation, from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.config.own_state import state_folder
from syndicate.delivery.guard.fence import Fence

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.storage import Database


def fence_of(config: Config, database: Database, clock: Clock) -> Fence:
    """The fence of this machine, in ``[delivery] state_folder``."""
    return Fence(database, clock, state_folder(config))
