"""Colours of sRGB: laid over each other, compared (WCAG 2.2), and moved in lightness alone (OKLCH, CSS Color 4)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

#: Below it, a channel of sRGB is linear.
_LINEAR = 0.04045
_LINEAR_LIGHT = 0.0031308
_HEX = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)
#: Steps of lightness that are tried from black to white.
_STEPS = 200
#: So often the chroma is halved on the way to a colour that screens can show.
_HALVINGS = 12
_ROUNDING = 1e-4

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

# Linear sRGB to the cones' response, that to OKLab, and the ways back.
_TO_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB: Matrix = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONES: Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of sRGB: channels and alpha from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def __str__(self) -> str:
        """As style sheets write it, without its alpha: ``#0b5bd3``."""
        return "#" + "".join(f"{round(channel * 255):02x}" for channel in (self.red, self.green, self.blue))


WHITE = Colour(1.0, 1.0, 1.0)
BLACK = Colour(0.0, 0.0, 0.0)


def is_colour(text: str) -> bool:
    """Whether `colour_of` reads it."""
    return _HEX.fullmatch(text) is not None


def colour_of(text: str) -> Colour:
    """The colour of ``#0b5bd3``.

    Raises:
        ValueError: it is written otherwise.
    """
    match = _HEX.fullmatch(text)
    if match is None:
        message = f"{text!r} is no colour"
        raise ValueError(message)
    red, green, blue = (int(part, 16) / 255 for part in match.groups())
    return Colour(red, green, blue)


def over(front: Colour, back: Colour, share: float = 1.0) -> Colour:
    """What is seen of ``front``, as opaque as its alpha times ``share``, before an opaque ``back``."""
    alpha = front.alpha * share
    if alpha == 1.0 and back.alpha == 1.0:  # most colours hide what is behind them
        return front
    return Colour(
        front.red * alpha + back.red * (1 - alpha),
        front.green * alpha + back.green * (1 - alpha),
        front.blue * alpha + back.blue * (1 - alpha),
    )


def luminance(colour: Colour) -> float:
    """Relative luminance, from 0 for black to 1 for white."""
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)


def contrast(ink: Colour, ground: Colour) -> float:
    """The contrast ratio of two opaque colours, from 1 to 21."""
    dark, light = sorted((luminance(ink), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def least_contrast(ink: Colour, grounds: Collection[Colour]) -> float:
    """The contrast on that ground on which it is worst."""
    return min(contrast(ink, ground) for ground in grounds)


def plainest_on(*grounds: Colour) -> Colour:
    """Black or white, whichever is easier to read on all of them."""
    return max((BLACK, WHITE), key=lambda ink: least_contrast(ink, grounds))


def lightnesses(colour: Colour) -> Iterator[Colour]:
    """The same hue in every lightness, the nearest first, as style sheets can write it; the colour itself leads."""
    lightness, *shade = _lab(colour)
    yield colour_of(str(colour))
    steps = sorted((step / _STEPS for step in range(_STEPS + 1)), key=lambda step: abs(step - lightness))
    for step in steps:
        yield colour_of(str(_shown(step, shade[0], shade[1])))


def linear(channel: float) -> float:
    """A channel of sRGB as the light that it stands for."""
    return channel / 12.92 if channel <= _LINEAR else ((channel + 0.055) / 1.055) ** 2.4


def curved(channel: float) -> float:
    """Light as a channel of sRGB; what no screen can show is cut."""
    bounded = min(1.0, max(0.0, channel))
    return bounded * 12.92 if bounded <= _LINEAR_LIGHT else 1.055 * bounded ** (1 / 2.4) - 0.055


def _lab(colour: Colour) -> Triple:
    cones = _times(_TO_CONES, (linear(colour.red), linear(colour.green), linear(colour.blue)))
    long, middle, short = (response ** (1 / 3) for response in cones)
    return _times(_TO_LAB, (long, middle, short))


def _shown(lightness: float, a: float, b: float) -> Colour:
    """That lightness with as much of the chroma as a screen has."""
    if lightness in {0, 1}:
        return WHITE if lightness else BLACK
    least, most = 0.0, 1.0
    light = _light(lightness, a, b)
    if not _is_shown(light):
        for _ in range(_HALVINGS):
            share = (least + most) / 2
            least, most = (share, most) if _is_shown(_light(lightness, a * share, b * share)) else (least, share)
        light = _light(lightness, a * least, b * least)
    red, green, blue = map(curved, light)
    return Colour(red, green, blue)


def _light(lightness: float, a: float, b: float) -> Triple:
    long, middle, short = _times(_FROM_LAB, (lightness, a, b))
    return _times(_FROM_CONES, (long**3, middle**3, short**3))


def _is_shown(light: Triple) -> bool:
    return all(-_ROUNDING <= channel <= 1 + _ROUNDING for channel in light)


def _times(matrix: Matrix, vector: Triple) -> Triple:
    x, y, z = vector
    first, second, third = (a * x + b * y + c * z for a, b, c in matrix)
    return first, second, third
