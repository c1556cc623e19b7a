"""The signs that WordPress shows for those that were typed."""

from __future__ import annotations

import pytest

from syndicate.articles.formats.feed.typography import is_set, set_html, set_text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('He said "so".', "He said “so”."),
        ('("so")', "(“so”)"),
        ("Tom's and Ana's", "Tom’s and Ana’s"),
        ("'so' it's 'said'", "‘so’ it’s ‘said’"),
        ("the boats of '09 and 'til then", "the boats of ’09 and ’til then"),
        ("6' tall, 9\" wide", "6′ tall, 9″ wide"),
        ('"It is 9" he said', "“It is 9” he said"),
        ("wait...", "wait…"),
        ("one -- two --- three - four well-known 1--2", "one — two — three – four well-known 1–2"),
        ("30x40 and 0x40 and axe", "30×40 and 0x40 and axe"),
        ("", ""),
    ],
)
def test_signs_are_set(typed: str, shown: str) -> None:
    assert set_text(typed) == shown
    assert set_html(typed) == shown
    assert set_text(shown) == shown


def test_tags_comments_and_code_stay() -> None:
    markup = '<a title="x -- y">"z"</a><!-- wp:image {"id": 1} --><pre>"a" <b>--</b></pre><code>\'b\'</code> "c"'
    assert set_html(markup) == (
        '<a title="x -- y">“z”</a><!-- wp:image {"id": 1} --><pre>"a" <b>--</b></pre><code>\'b\'</code> “c”'
    )


def test_other_languages_have_other_quotes() -> None:
    assert [is_set(tag) for tag in ("en-US", "en", None, "de-DE", "fr")] == [True, True, True, False, False]


def test_any_number_of_signs_is_set_in_time() -> None:
    assert set_html("\"'<" * 50_000)
    assert set_html("<pre" * 20_000)
