"""The address by which somebody at this machine comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.web.desk.access.editor_store import EditorStore
from syndicate.web.desk.access.session_store import SessionStore
from syndicate.web.desk.access.ways import ENTER

if TYPE_CHECKING:
    from syndicate.publishing.wiring import Parts


def desk_link(parts: Parts, url: str) -> str:
    """The way into the desk that listens at ``url``: with a token that lets in once, while no editor has a name."""
    with parts.database.write() as connection:
        if not EditorStore(connection).is_empty():
            return f"{url}/"
        return f"{url}{ENTER}?token={SessionStore(connection).add_link(parts.clock.now())}"
