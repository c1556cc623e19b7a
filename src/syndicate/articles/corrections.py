"""Corrections: what was wrong in an article, in an editor's words, and from which revision on it is right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from babel.dates import format_date

from syndicate.text.languages import locale_of
from syndicate.words.translation import words_in

if TYPE_CHECKING:
    from syndicate.articles.model import Article


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """A note on an article. Mails and pages that had it in a revision before ``revision`` said it wrong."""

    key: int
    article_id: str
    revision: int
    note: str
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedNote:
    """A correction as readers see it beside the article, plain and unescaped: our word with the date, then the note."""

    label: str
    label_language: str
    note: str
    language: str
    noted_at: datetime

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, of the note."""
        return _direction_of(self.language)

    @property
    def label_direction(self) -> str:
        """The same of our words before it."""
        return _direction_of(self.label_language)

    @property
    def text(self) -> str:
        """All of it in one line."""
        return f"{self.label}: {self.note}"


def word_for(language: str) -> tuple[str, str]:
    """What we call a correction there, and the language that this is in: English where we have no word of it."""
    words = words_in(language)
    return words.gettext("Correction"), words.language


def dated_note(correction: Correction, article: Article, language: str | None = None) -> DatedNote:
    """The correction with our word and the date in that language, or in the article's, on the article's own clock."""
    word, known = word_for(language or article.language)
    offset = article.published.offset if article.published else timedelta()
    label = f"{word}, {_day(correction.noted_at.astimezone(timezone(offset)).date(), known)}"
    return DatedNote(
        label=label,
        label_language=known,
        note=correction.note,
        language=article.language,
        noted_at=correction.noted_at,
    )


def _day(day: date, language: str) -> str:
    return format_date(day, "long", locale=locale_of(language))


def _direction_of(language: str) -> str:
    # Found where it is asked for: who merely lists editions needs no reader of HTML.
    from syndicate.text.direction import direction_of

    return direction_of(language)
