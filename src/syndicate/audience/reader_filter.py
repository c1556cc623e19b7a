"""Which of its readers a newsletter goes to: by language, and by when they joined; never what it carries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ReaderFilter:
    """Which readers of a newsletter are recipients; an empty one takes all.

    ``languages`` are tags; "de" covers "de-AT". Who chose no language reads ``default_language``, the newsletter's.
    Of instants (UTC): who joined at ``joined_from`` or later, and before ``joined_before``.
    """

    languages: frozenset[str] = frozenset()
    default_language: str = ""
    joined_from: datetime | None = None
    joined_before: datetime | None = None

    def __bool__(self) -> bool:
        """Whether anybody could be left out."""
        return bool(self.languages) or self.joined_from is not None or self.joined_before is not None

    def takes_language(self, language: str | None) -> bool:
        """Whether it goes to who chose that language; ``None``: they chose none."""
        spoken = language or self.default_language
        return not self.languages or any(spoken == tag or spoken.startswith(f"{tag}-") for tag in self.languages)

    def why_not(self, language: str | None, started_at: datetime) -> str | None:
        """Why a reader is no recipient who chose that language and joined then; ``None``: they are one."""
        if not self.takes_language(language):
            return (
                f"reads {language or self.default_language}; it goes to readers of {', '.join(sorted(self.languages))}"
            )
        if self.joined_from is not None and started_at < self.joined_from:
            return f"joined before {self.joined_from:%Y-%m-%d %H:%M} UTC"
        if self.joined_before is not None and started_at >= self.joined_before:
            return f"joined at or after {self.joined_before:%Y-%m-%d %H:%M} UTC"
        return None


#: Takes all.
EVERYBODY = ReaderFilter()


def filter_text(readers: ReaderFilter) -> str | None:
    """A filter as a row holds it; ``None`` for one that takes all."""
    if not readers:
        return None
    words: dict[str, object] = {
        "languages": sorted(readers.languages),
        "default_language": readers.default_language,
        "joined_from": readers.joined_from.isoformat() if readers.joined_from else None,
        "joined_before": readers.joined_before.isoformat() if readers.joined_before else None,
    }
    return json.dumps(words, sort_keys=True)


def filter_of(text: str | None) -> ReaderFilter:
    """What `filter_text` gave."""
    if text is None:
        return EVERYBODY
    words = json.loads(text)
    return ReaderFilter(
        languages=frozenset(words["languages"]),
        default_language=words["default_language"],
        joined_from=datetime.fromisoformat(words["joined_from"]) if words["joined_from"] else None,
        joined_before=datetime.fromisoformat(words["joined_before"]) if words["joined_before"] else None,
    )
