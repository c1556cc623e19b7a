"""The colours of mails, computed: WCAG 2 contrast of every pair that occurs, in both schemes."""

from __future__ import annotations

import tomllib

import pytest

from tests.unit.mail.quay import TEMPLATES

TOKENS = tomllib.loads((TEMPLATES / "_base" / "tokens.toml").read_text(encoding="utf-8"))
PAIRS = [
    ("ink", "paper", 7.0),
    ("soft", "paper", 7.0),
    ("muted", "paper", 4.5),
    ("accent", "paper", 4.5),
    ("muted", "canvas", 4.5),
    ("muted", "wash", 4.5),
]


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str, least: float) -> None:
    assert contrast(TOKENS[scheme][text], TOKENS[scheme][ground]) >= least


def test_both_schemes_have_the_same_tokens() -> None:
    assert TOKENS["light"].keys() == TOKENS["dark"].keys()
    assert TOKENS["fonts"]["serif"].keys() == TOKENS["fonts"]["sans"].keys()
