"""Lines of the text part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.mail.lines import columns, wrap
from syndicate.text.plain import one_line


def test_words_are_wrapped_within_the_width() -> None:
    lines = wrap("the tide gate was left open " * 9).split("\n")
    assert max(map(len, lines)) <= 74
    assert len(lines) == 4


def test_later_lines_stand_behind_the_indent() -> None:
    assert wrap("one two three", "  ", 8) == "one two\n  three"


def test_an_address_is_never_broken() -> None:
    address = "https://quay.example/" + "a" * 200
    assert wrap(f"Read {address} now") == f"Read\n{address}\nnow"


def test_a_script_without_spaces_is_broken_between_its_characters() -> None:
    lines = wrap("新しい船が静かに港へ入る。「町は眠っている」と彼は言った。" * 4).split("\n")
    assert all(columns(line) <= 74 for line in lines)
    assert not any(line.startswith(("。", "」", "、")) for line in lines)
    assert not any(line.endswith("「") for line in lines)


def test_paragraphs_stay_apart() -> None:
    assert wrap("one\n\n\n two\nthree") == "one\n\ntwo three"


def test_no_text_gives_no_line() -> None:
    assert wrap(" \n ") == ""


@pytest.mark.parametrize(("text", "width"), [("a", 1), ("日本", 4), ("e\u0301", 1), ("\u200dx", 1)])
def test_columns_are_those_of_a_terminal(text: str, width: int) -> None:
    assert columns(text) == width


@given(text=st.text(max_size=200), width=st.integers(10, 80))
def test_wrapping_loses_no_character(text: str, width: int) -> None:
    kept = "".join(wrap(text, "", width).split())
    assert kept == "".join(" ".join(map(one_line, text.split("\n"))).split()) or "\r" in text or "\u2028" in text
