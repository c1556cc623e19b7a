"""What the desk knows of who uses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from syndicate.web.desk.access.words import in_words


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedEditor:
    """An editor with a name; ``password`` is the hash, ``seen_at`` when they were last here, as far as is known."""

    key: int
    name: str
    password: str
    made_at: datetime
    changed_at: datetime
    seen_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """A session as a request finds it; ``editor`` is empty for who came in by a link.

    ``digest`` is its token's, ``login`` what all its tokens have in common.
    """

    digest: str
    login: str
    editor: str
    editor_key: int | None
    made_at: datetime
    given_at: datetime
    seen_at: datetime
    ends_at: datetime
    is_replaced: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskAct:
    """An act at the desk: ``act`` is the pattern of its address, ``about`` what stood in the pattern's places."""

    at: datetime
    who: str
    act: str
    about: str
    status: int

    @property
    def words(self) -> str:
        """What was done, as editors call it."""
        return in_words(self.act)

    @property
    def outcome(self) -> str:
        """What came of it, in a word."""
        if self.status < 400:  # noqa: PLR2004 - as HTTP parts them
            return "done"
        return "refused" if self.status < 500 else "failed"  # noqa: PLR2004
