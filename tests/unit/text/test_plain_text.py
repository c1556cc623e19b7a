import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.text.plain import _HARMLESS, clean, one_line, shorten, tidy, unescape
from tests.profiles import effort


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b", "a\nb"),
        ("\ufeffa\x00\x07b\u200b", "ab"),
        ("e\u0301", "é"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("\ud800x", "x"),
    ],
)
def test_control_characters_go_and_letters_stay(dirty: str, cleaned: str) -> None:
    assert clean(dirty) == cleaned


def test_one_line_has_single_spaces_and_none_at_the_ends() -> None:
    assert one_line(" a\u00a0\n\tb ") == "a b"


def test_shortening_cuts_at_a_word() -> None:
    assert shorten("one two three", 9) == "one two…"
    assert shorten("one two", 9) == "one two"
    assert shorten("incomprehensible", 5) == "inco…"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tom &amp; Ana &#8220;x&#x201d;", "Tom & Ana “x”"),
        ("&amp;amp;", "&amp;"),
        ("&#1234567;", "\ufffd"),
        ("a&#" + "1" * 5000 + ";b", "a\ufffdb"),
        ("a&#x" + "f" * 5000 + "b", "a\ufffd"),
        ("&#00000065", "\ufffd"),
        ("&amp;#" + "1" * 9 + ";", "&#" + "1" * 9 + ";"),
    ],
)
def test_references_are_resolved_once_and_none_is_too_long(written: str, meant: str) -> None:
    assert unescape(written) == meant


@pytest.mark.parametrize(
    "text", ["a  b", "a\u00a0b", "a\u3000b ", "e\u0301  x", "\x1ca\u0085b", " ", "👩\u200d🚀  x", "a\u2028\u2028b"]
)
def test_one_line_parts_words_at_any_white_space(text: str) -> None:
    assert one_line(text) == re.sub(r"\s+", " ", clean(text)).strip()


# Much of it is harmless, so that both ways are gone: the quick look, and the pattern that it spares.
SIGNS = st.characters() | st.sampled_from("ab \n\t\r\u00a0\u2003\u3000’“–é\u0301\u200b\u200d\ufeff\x0b\x85\ud800")
TEXTS = st.builds(
    lambda plain, odd, more: plain * 40 + odd + more, st.text("ab c\n", max_size=9), st.text(SIGNS), st.text()
)
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\ufeff\ufffe\uffff\ud800-\udfff]")


@given(TEXTS)
@effort(2)
def test_a_quick_look_cleans_as_well_as_a_thorough_one(text: str) -> None:
    unified = re.sub("\r\n|[\r\u2028\u2029]", "\n", text)
    assert clean(text) == unicodedata.normalize("NFC", UNWANTED.sub("", unified))


@given(TEXTS)
@effort(2)
def test_a_tidy_text_has_the_lines_of_a_clean_one_with_single_spaces(text: str) -> None:
    assert [line.strip(" ") for line in tidy(text).split("\n")] == [one_line(line) for line in clean(text).split("\n")]


def test_no_character_that_is_passed_over_composes_with_a_neighbour() -> None:
    for char in filter(_HARMLESS.fullmatch, map(chr, range(sys.maxunicode + 1))):
        assert unicodedata.is_normalized("NFC", f"a{char}")
        assert unicodedata.is_normalized("NFC", char)
        assert unicodedata.combining(char) == 0
