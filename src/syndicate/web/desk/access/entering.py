"""How somebody comes in: by a name and its password, or by a link while no editor has a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.web.desk.access import passwords
from syndicate.web.desk.access.attempt_store import AttemptStore
from syndicate.web.desk.access.editor_store import EditorStore, key_of
from syndicate.web.desk.access.limits import OF_A_CALLER, OF_A_NAME
from syndicate.web.desk.access.session_store import SessionStore

if TYPE_CHECKING:
    from datetime import timedelta

    from syndicate.publishing.wiring import Parts


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of a try: a token and whose it is, or how long to wait, or neither: then name or password is wrong."""

    token: str = ""
    editor: str = ""
    wait: timedelta | None = None


class Entering:
    """Lets somebody in."""

    def __init__(self, parts: Parts) -> None:
        """By what stands in the database of these parts."""
        self._parts = parts

    def log_in(self, name: str, password: str, caller: str) -> Outcome:
        """Begin a session by name and password. Neither the answer nor its time tells whether there is such a name."""
        digest = self._parts.address_digests.of_attempt
        counted = {digest("name", key_of(name)): OF_A_NAME, digest("caller", caller): OF_A_CALLER}
        with self._parts.database.write() as connection:
            wait = AttemptStore(connection).wait_or_count(counted, self._parts.clock)
            editor = EditorStore(connection).get(name)
        if wait is not None:
            return Outcome(wait=wait)
        kept = editor.password if editor else None
        if not passwords.matches(password, kept) or kept is None:
            return Outcome()
        return self._let_in(name, password, kept, counted)

    def use_link(self, token: str) -> str | None:
        """Begin a session by a link and give its token; ``None`` if the link is used up, too old, or never was."""
        now = self._parts.clock.now()
        with self._parts.database.write() as connection:
            sessions = SessionStore(connection)
            return sessions.begin(None, now) if sessions.use_link(token, now) else None

    def _let_in(self, name: str, password: str, kept: str, counted: dict[str, int]) -> Outcome:
        now = self._parts.clock.now()
        fresh = passwords.hashed(password) if passwords.is_outdated(kept) else None
        with self._parts.database.write() as connection:
            editors = EditorStore(connection)
            editor = editors.get(name)
            if editor is None or editor.password != kept:  # changed while this was looked at
                return Outcome()
            if fresh:
                editors.rehash(editor.key, fresh)
            AttemptStore(connection).forget(counted)
            return Outcome(token=SessionStore(connection).begin(editor.key, now), editor=editor.name)
