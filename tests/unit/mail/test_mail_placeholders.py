from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.mail.placeholders import ink_on
from tests.unit.mail.test_mail_contrast import contrast

_colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(colour=_colours)
def test_words_can_be_read_on_any_ground(colour: str) -> None:
    assert contrast(ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize(("colour", "ink"), [("#ffffff", "#000000"), ("#000000", "#ffffff"), ("#0B5BD3", "#ffffff")])
def test_light_grounds_have_black_words_and_dark_ones_white(colour: str, ink: str) -> None:
    assert ink_on(colour) == ink


def test_what_is_no_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="no colour"):
        ink_on("red;}")
