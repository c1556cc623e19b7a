"""What the templates are dressed in: their own colours and fonts, with the publisher's theme over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from syndicate.mail.tables import Table
from syndicate.theme.colours import is_colour
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
    """The theme over the tokens of a folder of templates (``_base/tokens.toml``).

    Raises:
        BadDataError: a colour of theirs is none, where it stands.
    """
    for scheme in ("light", "dark"):
        _check_colours(tokens[scheme])
    palette = palette_of(theme.colours, tokens["light"], tokens["dark"])
    stacks: Stacks = tokens["fonts"]
    fonts = {"serif": _stacks(theme.headline_font, stacks), "sans": _stacks(theme.text_font, stacks)}
    return Dress(light=palette.light, dark=palette.dark, fonts=fonts, moved=palette.moved)


def _check_colours(table: Mapping[str, Any]) -> None:
    for name, value in table.items():
        if isinstance(table, Table) and not (isinstance(value, str) and is_colour(value)):
            table.refuse_value(name, "which is no colour such as #0b5bd3")


def _stacks(families: tuple[str, ...], stacks: Stacks) -> dict[str, str]:
    """For each script the families, and behind them what every machine has."""
    *named, generic = families
    return {script: ",".join((*named, stack)) for script, stack in stacks[_STACKS[generic]].items()}
