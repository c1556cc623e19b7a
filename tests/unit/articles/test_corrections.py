"""How a correction is told beside its article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from syndicate.articles.corrections import Correction, dated_note, word_for
from syndicate.articles.model import ForeignTime
from syndicate.words.translation import languages
from tests.unit.web.web_samples import an_article

LATE = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
CORRECTION = Correction(key=1, article_id="a", revision=2, note="On Monday.", noted_at=LATE, noted_by="Ada")


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en-GB", "Correction, 23 November 2026"),
        ("de", "Berichtigung, 23. November 2026"),
        ("fr", "Rectificatif, 23 novembre 2026"),
        ("tlh", "Correction, November 23, 2026"),
    ],
)
def test_our_word_and_the_date_are_in_the_language_of_the_article(language: str, label: str) -> None:
    assert dated_note(CORRECTION, an_article(language=language)).text == f"{label}: On Monday."


def test_the_date_is_on_the_clock_of_the_article() -> None:
    auckland = replace(an_article(language="en-NZ"), published=ForeignTime(at=LATE, offset=timedelta(hours=13), raw=""))
    assert dated_note(CORRECTION, auckland).label == "Correction, 24 November 2026"


def test_our_word_stands_in_another_language_where_the_page_does() -> None:
    note = dated_note(CORRECTION, an_article(language="de"), "ar")
    assert (note.label_language, note.label_direction, note.language, note.direction) == ("ar", "rtl", "de", "ltr")


def test_there_is_a_word_in_every_language_that_mails_have_words_in() -> None:
    assert {word_for(language)[1] for language in languages()} == set(languages())
