"""What the pages wear over their own style sheet: the publisher's colours and fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.theme.model import SERIF, Theme
from syndicate.theme.palette import palette_of, readable

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = ("paper", "canvas", "ink", "muted", "rule", "accent", "on_accent")
_DEFAULTS = Theme()


def rules_of(theme: Theme) -> str:
    """CSS that follows that of every page; empty where nothing is set. Paper keeps its own look."""
    if not theme.colours:
        return _fonts(theme)
    palette = palette_of(theme.colours)
    light, dark = _scheme(palette.light), _scheme(palette.dark)
    return f"@media screen{{{light}}}@media screen and (prefers-color-scheme:dark){{{dark}}}" + _fonts(theme)


def _scheme(colours: Mapping[str, str]) -> str:
    """One scheme: colours are chosen for paper, so what stands on the canvas has its own."""
    ink, accent = (readable(colours[name], colours["canvas"]) for name in ("ink", "accent"))
    return (
        f":root{{{_variables(colours)}}}"
        f".foot,.join .meta{{color:{colours['on_canvas']}}}"
        f".join,.agreed,.done{{color:{ink}}}"
        f".foot a,.join a,.agreed a{{color:{accent}}}"
    )


def _variables(colours: Mapping[str, str]) -> str:
    return ";".join(f"--{name.replace('_', '-')}:{colours[name]}" for name in _NAMES)


def _fonts(theme: Theme) -> str:
    faces = {
        "headline": (theme.headline_font, _DEFAULTS.headline_font),
        "text": (theme.text_font, _DEFAULTS.text_font),
    }
    written = [f"--{name}:{_stack(families)}" for name, (families, default) in faces.items() if families != default]
    return f":root{{{';'.join(written)}}}" if written else ""


def _stack(families: tuple[str, ...]) -> str:
    *named, generic = families
    return ",".join((*named, "var(--serif)" if generic == SERIF else "var(--sans)"))
