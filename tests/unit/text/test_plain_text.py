import pytest

from syndicate.text.plain import clean, one_line, shorten


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
