"""What articles can be looked for by, and what a list says of each that is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from syndicate.articles.model import Finding, Status

#: Words beyond these are not looked for.
MOST_WORDS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleSearch:
    """What to look for: what is empty narrows nothing.

    ``words`` are all to stand in title or deck, or at the beginning of an untitled one.
    """

    words: str = ""
    source: str = ""
    section: str = ""
    status: Status | None = None
    has_findings: bool = False

    def spellings(self) -> list[list[str]]:
        """Each word as it may be written: databases know capitals of ASCII alone."""
        words = self.words.replace("\x00", "").split()[:MOST_WORDS]
        return [list(dict.fromkeys((word, word.lower(), word.capitalize(), word.upper()))) for word in words]


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundArticle:
    """An article in a list, without its text; ``status`` is as of the ``now`` it was found at.

    ``name`` is what editors are told that it is called, as of an `Article`; ``sequence`` is where the list goes on
    after it.
    """

    sequence: int
    id: str
    source: str
    external_id: str
    status: Status
    name: str
    sections: tuple[str, ...]
    language: str
    embargo_until: datetime | None
    dated_at: datetime
    findings: tuple[Finding, ...]
