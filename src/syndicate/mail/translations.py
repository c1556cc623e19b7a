"""The few fixed words of a mail, and dates, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

_FALLBACK = "en"
_SCRIPTS = {
    "arabic": frozenset({"ar", "ckb", "fa", "ps", "sd", "ug", "ur"}),
    "hebrew": frozenset({"he", "yi"}),
    "cjk": frozenset({"ja", "ko", "yue", "zh"}),
    "devanagari": frozenset({"bho", "hi", "mai", "mr", "ne", "sa"}),
}


def words_in(language: str, catalogue: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The words of that language tag (``de-AT`` finds ``de``), each missing one in English."""
    primary = primary_language(language)
    return {**catalogue[_FALLBACK], **catalogue.get(primary, {}), **catalogue.get(language.lower(), {})}


def full_date(day: date, language: str) -> str:
    """The day in full, as that language writes it: ``lundi 23 novembre 2026``; in English when nobody told us how."""
    return format_date(day, format="full", locale=_locale(language))


def script_of(language: str) -> str:
    """Which font stack the language needs: ``latin`` (Cyrillic, Greek and all others too) or another script."""
    primary = primary_language(language)
    return next((script for script, languages in _SCRIPTS.items() if primary in languages), "latin")


def primary_language(language: str) -> str:
    """The first part of a language tag, in lower case."""
    return language.replace("_", "-").partition("-")[0].lower()


def _locale(language: str) -> Locale:
    for tag in (language.replace("_", "-"), primary_language(language)):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(_FALLBACK)
