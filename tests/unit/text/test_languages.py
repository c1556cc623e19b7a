"""Languages: their tags, their scripts, and which way they run."""

from __future__ import annotations

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st

from syndicate.feedcheck.values import is_language
from syndicate.text.direction import direction_of, first_direction
from syndicate.text.languages import is_known, language_tag, locale_of, primary_language, script_of

WORDS = st.lists(st.text("abcdefgABC0159", min_size=1, max_size=9), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("EN", "en"),
        (" pt_br ", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("de-1996", "de-1996"),
        ("sl-NEDIS", "sl-nedis"),
        ("zh-CMN-hans", "zh-cmn-Hans"),
        ("en_US", "en-US"),
        ("EN-us", "en-US"),
        ("zh-cn", "zh-CN"),
        ("iw", "he"),
        ("iw-IL", "he-IL"),
        ("in", "id"),
        ("ji", "yi"),
        ("eng", "en"),
        ("ger-AT", "de-AT"),
        ("ast", "ast"),
    ],
)
def test_a_tag_comes_in_its_usual_letters(written: str, tag: str) -> None:
    assert language_tag(written) == tag


@pytest.mark.parametrize(
    "written",
    [
        "",
        "d",
        "german",
        "de-",
        "-de",
        "de DE",
        "de--DE",
        "中文",
        "de-DE-x",
        "i-klingon",
        "english",
        "xx",
        "und",
        "x-pig",
        f"de-{'abcde-' * 6}abcd",
    ],
)
def test_what_is_no_tag_is_none(written: str) -> None:
    assert language_tag(written) is None


@given(WORDS)
def test_a_tag_that_was_read_is_read_as_itself_and_good_for_feeds(words: list[str]) -> None:
    if tag := language_tag("-".join(words)):
        assert language_tag(tag) == tag
        assert is_language(tag)


def test_the_first_part_of_a_tag_is_its_language() -> None:
    assert primary_language("EN_gb") == "en"


def test_the_languages_of_the_cldr_are_known() -> None:
    assert is_known("tr")
    assert is_known("en-GB")
    assert not is_known("xx")


@pytest.mark.parametrize(
    ("tag", "name"), [("de-AT", "de_AT"), ("de-XX", "de"), ("zh-Hant-TW", "zh_Hant_TW"), ("tlh", "en"), ("?", "en")]
)
def test_a_locale_is_the_tag_s_own_or_its_language_s_or_english(tag: str, name: str) -> None:
    assert str(locale_of(tag)) == name


@pytest.mark.parametrize(
    ("tag", "script"),
    [
        ("en", "Latn"),
        ("zh", "Hans"),
        ("zh-TW", "Hant"),
        ("sr", "Cyrl"),
        ("sr-latn", "Latn"),
        ("uz-AF", "Arab"),
        ("no tag", "Latn"),
    ],
)
def test_a_tag_tells_the_script_of_its_texts(tag: str, script: str) -> None:
    assert script_of(tag) == script


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("ar", "rtl"),
        ("ar-Latn", "ltr"),
        ("az", "ltr"),
        ("az-Arab", "rtl"),
        ("dv", "rtl"),
        ("arc", "rtl"),
        ("ku", "ltr"),
        ("pa-PK", "rtl"),
        ("he_IL", "rtl"),
        ("", "ltr"),
    ],
)
def test_a_language_runs_as_its_script_does(tag: str, direction: str) -> None:
    assert direction_of(tag) == direction


def test_every_locale_of_babel_s_runs_as_babel_says() -> None:
    locales = {name: Locale.parse(name).text_direction for name in localedata.locale_identifiers()}
    horizontal = {name: direction for name, direction in locales.items() if direction != "ttb"}  # Mongolian, in columns
    assert {name: direction_of(name) for name in horizontal} == horizontal


@pytest.mark.parametrize(
    ("texts", "direction"),
    [(("12 – ", "שלום and more"), "rtl"), (("« Bonjour »",), "ltr"), (("مرحبا",), "rtl"), (("1, 2!", ""), None)],
)
def test_a_text_runs_as_its_first_letter_does(texts: tuple[str, ...], direction: str | None) -> None:
    assert first_direction(texts) == direction
