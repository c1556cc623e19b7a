"""The few fixed words of a mail, and dates, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date

from syndicate.text.languages import locale_of, primary_language, script_of

_FALLBACK = "en"
_FONTS = {
    "Arab": "arabic",
    "Hebr": "hebrew",
    "Hans": "cjk",
    "Hant": "cjk",
    "Jpan": "cjk",
    "Kore": "cjk",
    "Deva": "devanagari",
}


def words_in(language: str, catalogue: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The words of that language tag (``de-AT`` finds ``de``), each missing one in English."""
    primary = primary_language(language)
    return {**catalogue[_FALLBACK], **catalogue.get(primary, {}), **catalogue.get(language.lower(), {})}


def full_date(day: date, language: str) -> str:
    """The day in full, as that language writes it: ``lundi 23 novembre 2026``; in English when nobody told us how."""
    return format_date(day, format="full", locale=locale_of(language))


def font_stack_of(language: str) -> str:
    """Which font stack the language needs: ``latin`` (Cyrillic, Greek and all others too) or another."""
    return _FONTS.get(script_of(language), "latin")
