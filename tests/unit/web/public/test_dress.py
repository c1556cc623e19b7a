"""What pages wear of a publisher's colours: text and links can be read on paper and on the canvas alike."""

from __future__ import annotations

import re

import pytest

from syndicate.theme.colours import colour_of, contrast
from syndicate.theme.model import Theme
from syndicate.web.public.dress import rules_of

WISHES = [
    {"accent": "#e8c21a", "paper": "#fbf7ee", "canvas": "#e3ddd0"},  # a link that can just be read on the paper
    {"canvas": "#1b1d22", "canvas_dark": "#f4f2ee"},  # a canvas against the scheme
]


@pytest.mark.parametrize("wishes", WISHES)
@pytest.mark.parametrize("place", [".foot", ".join,.agreed,.done", ".foot a,.join a,.agreed a"])
def test_what_stands_on_the_canvas_can_be_read_there(wishes: dict[str, str], place: str) -> None:
    rules = rules_of(Theme(colours=wishes))
    canvases = re.findall(r"--canvas:(#\w{6})", rules)
    inks = re.findall(re.escape(place) + r"(?:,\.join \.meta)?\{color:(#\w{6})\}", rules)
    assert len(canvases) == len(inks) == 2
    for ink, canvas in zip(inks, canvases, strict=True):
        assert contrast(colour_of(ink), colour_of(canvas)) >= 4.5
