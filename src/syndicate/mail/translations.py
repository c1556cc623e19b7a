"""Dates in the reader's language, and the fonts that it needs."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from babel.lists import format_list

from syndicate.mail.model import Story
from syndicate.text.languages import locale_of, primary_language, script_of
from syndicate.theme.model import Theme

_FONTS = {
    "Arab": "arabic",
    "Hebr": "hebrew",
    "Hans": "cjk",
    "Hant": "cjk",
    "Jpan": "cjk",
    "Kore": "cjk",
    "Deva": "devanagari",
}


def full_date(day: date, language: str) -> str:
    """The day in full, as that language writes it: ``lundi 23 novembre 2026``; in English when nobody told us how."""
    return format_date(day, format="full", locale=locale_of(language))


def credit(story: Story, theme: Theme, language: str) -> str:
    """Who wrote a story and on which day, in its language, as far as the theme shows it: ``Ann · 3 May 2026``.

    Where that is the mail's ``language``, too, dates are as in the mail's country.
    """
    is_ours = primary_language(language) == primary_language(story.language)
    locale = locale_of(language if is_ours else story.language)
    names = format_list(story.authors, locale=locale) if theme.byline and story.authors else ""
    day = format_date(story.published, format="long", locale=locale) if theme.dates and story.published else ""
    return " · ".join(filter(None, (names, day)))


def font_stack_of(language: str) -> str:
    """Which font stack the language needs: ``latin`` (Cyrillic, Greek and all others too) or another."""
    return _FONTS.get(script_of(language), "latin")
