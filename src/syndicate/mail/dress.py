"""What the templates are dressed in: their own colours and fonts, with the publisher's theme over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from syndicate.theme.model import SANS, SERIF, Theme
from syndicate.theme.palette import MovedColour, palette_of

_STACKS = {SERIF: "serif", SANS: "sans"}
Stacks = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Dress:
    """Colours of both schemes by name, fonts by kind and script, and the colours that had to be moved."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    fonts: Stacks
    moved: tuple[MovedColour, ...] = ()


def dress_of(theme: Theme, tokens: Mapping[str, Any]) -> Dress:
    """The theme over the tokens of a folder of templates (``_base/tokens.toml``)."""
    palette = palette_of(theme.colours, tokens["light"], tokens["dark"])
    stacks: Stacks = tokens["fonts"]
    fonts = {"serif": _stacks(theme.headline_font, stacks), "sans": _stacks(theme.text_font, stacks)}
    return Dress(light=palette.light, dark=palette.dark, fonts=fonts, moved=palette.moved)


def _stacks(families: tuple[str, ...], stacks: Stacks) -> dict[str, str]:
    """For each script the families, and behind them what every machine has."""
    *named, generic = families
    return {script: ",".join((*named, stack)) for script, stack in stacks[_STACKS[generic]].items()}
