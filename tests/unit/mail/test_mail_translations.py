"""Fonts and dates in the reader's language."""

from __future__ import annotations

from datetime import date

import pytest

from syndicate.mail.translations import font_stack_of, full_date


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Monday, November 23, 2026"),
        ("en-GB", "Monday, 23 November 2026"),
        ("de", "Montag, 23. November 2026"),
        ("fr", "lundi 23 novembre 2026"),
        ("uk", "понеділок, 23 листопада 2026\u202fр."),
        ("zh-Hant-TW", "2026年11月23日 星期一"),
        ("de-XX", "Montag, 23. November 2026"),
        ("tlh", "Monday, November 23, 2026"),
        ("not a language", "Monday, November 23, 2026"),
    ],
)
def test_a_date_is_written_in_full_as_the_language_writes_it(language: str, written: str) -> None:
    assert full_date(date(2026, 11, 23), language) == written


@pytest.mark.parametrize(
    ("language", "script"),
    [
        ("en", "latin"),
        ("uk", "latin"),
        ("ar-EG", "arabic"),
        ("fa", "arabic"),
        ("he", "hebrew"),
        ("ja", "cjk"),
        ("hi", "devanagari"),
        ("zh-Hant-TW", "cjk"),
        ("az-Arab", "arabic"),
        ("tlh", "latin"),
    ],
)
def test_a_language_names_the_fonts_it_needs(language: str, script: str) -> None:
    assert font_stack_of(language) == script
