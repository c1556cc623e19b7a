"""Who acts at the desk."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request


def editor_of(request: Request) -> str:
    """The name under which an act is noted: that of whom was let in, or the user of this machine."""
    name: str | None = getattr(request.state, "editor", None)
    return name or getpass.getuser()
