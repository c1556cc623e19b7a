"""Where this machine keeps what it knows of an installation by itself, apart from the installation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.config.model import Config


def state_folder(config: Config) -> Path:
    """``[delivery] state_folder``, else this user's own (XDG Base Directory): ``~/.local/state/syndicate``."""
    return config.delivery.state_folder or _own()


def _own() -> Path:
    named = Path(os.environ.get("XDG_STATE_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".local" / "state") / "syndicate"
