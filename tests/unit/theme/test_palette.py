"""Whatever a publisher sets, what stands in its colours can be read, in both schemes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.theme.colours import BLACK, WHITE, colour_of, contrast, lightnesses
from syndicate.theme.palette import DARK, LIGHT, palette_of
from tests.profiles import effort
from tests.unit.mail.quay import TEMPLATES

_NAMES = [f"{name}{scheme}" for name in ("accent", "paper", "ink", "canvas") for scheme in ("", "_dark")]
_COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
_WISHES = st.dictionaries(st.sampled_from(_NAMES), _COLOURS, min_size=1)
PAIRS = [
    *[(ink, ground, 7.0) for ink in ("ink", "soft") for ground in ("paper", "wash")],
    *[("muted", ground, 4.5) for ground in ("paper", "wash")],
    ("accent", "paper", 4.5),
    ("on_accent", "accent", 4.5),
    ("on_canvas", "canvas", 4.5),
]


def assert_read(colours: Mapping[str, str]) -> None:
    poor = [pair for pair in PAIRS if contrast(colour_of(colours[pair[0]]), colour_of(colours[pair[1]])) < pair[2]]
    assert poor == []


@effort(0.2)
@given(wishes=_WISHES)
def test_everything_can_be_read_whatever_is_wished(wishes: dict[str, str]) -> None:
    palette = palette_of(wishes)
    for colours in (palette.light, palette.dark):
        assert_read(colours)
    told = {moved.name for moved in palette.moved}
    for name, wish in wishes.items():
        used = (palette.dark if name.endswith("_dark") else palette.light)[name.removesuffix("_dark")]
        assert (used == wish) is (name not in told)


def test_without_wishes_the_templates_own_colours_stand_to_the_letter() -> None:
    own = {**LIGHT, "paper": "#808080", "flag": "#ff0000"}
    assert palette_of({}, own, DARK).light == own


def test_a_wish_that_can_be_read_is_kept_and_nothing_else_moves() -> None:
    palette = palette_of({"accent": "#8a1538"})
    assert palette.light == {**LIGHT, "accent": "#8a1538"}
    assert palette.moved == ()
    assert {name for name in DARK if palette.dark[name] != DARK[name]} == {"accent"}


def test_what_is_moved_keeps_its_hue_and_is_told_with_the_reason() -> None:
    (moved,) = palette_of({"accent": "#ffcc00"}).moved
    assert str(moved) == f"accent is #ffcc00, only 1.5:1 on its ground, where links need 4.5:1; {moved.used} is used"
    red, green, blue = (int(moved.used[start : start + 2], 16) for start in (1, 3, 5))
    assert red > green > blue


def test_lightnesses_begin_with_the_colour_and_reach_black_and_white() -> None:
    tried = list(lightnesses(colour_of("#0b5bd3")))
    assert str(tried[0]) == "#0b5bd3"
    assert {str(BLACK), str(WHITE)} <= {str(colour) for colour in tried}


def test_mails_and_pages_begin_with_the_same_colours() -> None:
    tokens = tomllib.loads((TEMPLATES / "_base" / "tokens.toml").read_text(encoding="utf-8"))
    assert (tokens["light"], tokens["dark"]) == (LIGHT, DARK)
    for colours in (LIGHT, DARK):
        assert_read(colours)


@pytest.mark.parametrize("text", ["red", "#12345", "#1234567", "#12345g", ""])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no colour"):
        colour_of(text)
