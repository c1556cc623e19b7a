"""Colours as style sheets and old attributes write them, read (CSS Color 4); `theme.colours` compares them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from tinycss2 import color5

from syndicate.theme.colours import BLACK, WHITE, Colour, contrast, curved, luminance, over

__all__ = [
    "BLACK",
    "CANVAS",
    "CANVAS_TEXT",
    "LINK",
    "TRANSPARENT",
    "WHITE",
    "Colour",
    "contrast",
    "legacy_colour",
    "luminance",
    "over",
    "read_colour",
]

#: From XYZ (D65) to the linear channels of sRGB.
_FROM_XYZ = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)
_VIA_XYZ = frozenset({"xyz", "xyz-d65", "oklab", "oklch"})
_VIA_LAB = frozenset({"lab", "lch", "xyz-d50"})
_NAME = re.compile(r"[a-z]+", re.IGNORECASE)
_NOT_HEX = re.compile(r"[^0-9a-f]", re.IGNORECASE)


TRANSPARENT = Colour(0.0, 0.0, 0.0, 0.0)
#: What Chromium paints a page on, writes with, and links with, where nobody says otherwise.
CANVAS = {"light": WHITE, "dark": Colour(18 / 255, 18 / 255, 18 / 255)}
CANVAS_TEXT = {"light": BLACK, "dark": WHITE}
LINK = {"light": Colour(0.0, 0.0, 238 / 255), "dark": Colour(158 / 255, 158 / 255, 1.0)}
_SYSTEM: dict[str, dict[str, Colour]] = {
    "canvas": CANVAS,
    "canvastext": CANVAS_TEXT,
    "linktext": LINK,
    "-webkit-link": LINK,
}


@lru_cache(maxsize=1024)
def read_colour(text: str, scheme: str) -> Colour | None:
    """The colour that a value of CSS names; ``None``: no browser knows it. ``currentcolor`` is not read here."""
    if text in _SYSTEM:
        return _SYSTEM[text][scheme]
    try:
        colour = color5.parse_color(text, color_schemes=(scheme,))
    except (ValueError, TypeError, AttributeError, NotImplementedError):  # its unfinished corners
        return None
    return _srgb(colour) if isinstance(colour, color5.color4.Color) else None


def legacy_colour(text: str) -> Colour | None:
    """The colour of an attribute such as ``bgcolor``, where browsers take any text for one (HTML §2.3.6)."""
    word = text.strip()
    if not word or word.lower() == "transparent":
        return None
    named = read_colour(word.lower(), "light") if _NAME.fullmatch(word) or word.startswith("#") else None
    return named or _any_text(word)


def _srgb(colour: color5.Color) -> Colour:
    """The colour in sRGB; the wide gamuts are taken for it, which changes no contrast by much."""
    if colour.space in {"hsl", "hwb"}:
        return _clipped(colour.to("srgb"))
    if colour.space == "srgb-linear":
        return _of_channels(colour, curved)
    if colour.space in _VIA_LAB:
        # Their white is D50's, ours D65's: for a contrast it is near enough.
        return _of_xyz(colour.to("xyz-d50"))
    return _of_xyz(colour.to("xyz-d65")) if colour.space in _VIA_XYZ else _clipped(colour)


def _of_xyz(colour: color5.Color) -> Colour:
    xyz = [coordinate or 0.0 for coordinate in colour.coordinates]
    red, green, blue = (curved(sum(factor * part for factor, part in zip(row, xyz, strict=True))) for row in _FROM_XYZ)
    return Colour(red, green, blue, colour.alpha)


def _clipped(colour: color5.Color) -> Colour:
    return _of_channels(colour, lambda channel: min(1.0, max(0.0, channel)))


def _of_channels(colour: color5.Color, curve: Callable[[float], float]) -> Colour:
    red, green, blue = (curve(coordinate or 0.0) for coordinate in colour.coordinates)
    return Colour(red, green, blue, colour.alpha)


def _any_text(word: str) -> Colour:
    digits = _NOT_HEX.sub("0", word.removeprefix("#")[:128])
    digits += "0" * (-len(digits) % 3)
    size = len(digits) // 3
    parts = [digits[start : start + size][-8:] for start in (0, size, 2 * size)]
    while len(parts[0]) > 2 and all(part.startswith("0") for part in parts):  # noqa: PLR2004 - two digits a channel
        parts = [part[1:] for part in parts]
    red, green, blue = (int(part[:2], 16) / 255 for part in parts)
    return Colour(red, green, blue)
