import pytest

from syndicate.text.plain import clean, one_line, shorten, unescape


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
def test_the_short_way_gives_what_the_long_one_does(text: str) -> None:
    assert one_line(text) == " ".join(clean(text).split())
