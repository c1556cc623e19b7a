"""Whether text stands out from its ground: colours, transparency and what lies behind, as they come to the eye."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import tinycss2

from syndicate.mail.style.cascade import ComputedStyle, StyleOrigin
from syndicate.mail.style.colours import CANVAS, Colour, contrast, over, read_colour
from syndicate.mail.style.lengths import Measure, pixels

#: The contrast below which text is lost: what WCAG asks of the largest letters.
LEAST = 3.0
#: What it asks of small text: below it, an editor is told.
GOOD = 4.5
#: How many grounds of a gradient are kept.
_MANY = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """How poorly text stands out, and why."""

    contrast: float
    reason: str
    origins: tuple[StyleOrigin, ...]


def judge_colours(chain: Sequence[ComputedStyle], good: float = GOOD) -> Sight | None:
    """The contrast of the innermost element's text, if it is less than ``good``; the chain starts at the page."""
    grounds = _grounds(chain)
    ink = chain[-1].fill or chain[-1].ink
    shares = [_share(style) for style in chain]
    plain = min(contrast(over(ink, ground), ground) for ground in grounds[-1])
    seen = plain if min(shares) >= 1 else _faded(ink, grounds, shares)
    if seen >= good:
        return None
    if plain >= good or (plain >= LEAST > seen):
        faintest = min(range(len(chain)), key=shares.__getitem__)
        return Sight(
            contrast=seen, reason=f"it is transparent, {seen:.1f}:1 on its ground", origins=_opacity(chain[faintest])
        )
    if ink.alpha == 0:
        return Sight(contrast=seen, reason="its colour is transparent", origins=_inks(chain))
    reason = f"its colour stands {seen:.1f}:1 on its ground"
    return Sight(contrast=seen, reason=reason, origins=(*_inks(chain), *_ground_origin(chain)))


def _grounds(chain: Sequence[ComputedStyle]) -> list[list[Colour]]:
    """What lies behind the text at each element of the chain; gradients give several colours. The first is the page."""
    behind = [[CANVAS[chain[0].scheme]]]
    for style in chain:
        coloured = [over(style.ground, back) for back in behind[-1]]
        stops = [] if style.is_plain else _stops(style)
        layered = [over(stop, back) for stop in stops for back in coloured] if stops else coloured
        behind.append(list(dict.fromkeys(layered))[:_MANY] if len(layered) > 1 else layered)
    return behind


def _stops(style: ComputedStyle) -> list[Colour]:
    """The colours of a gradient behind the element's text."""
    value = style.value("background-image", "none")
    if "gradient(" not in value:
        return []
    colours = []
    for function in tinycss2.parse_component_value_list(value, skip_comments=True):
        for token in function.arguments if function.type == "function" else ():
            colour = read_colour(tinycss2.serialize([token]), style.scheme)
            colours += [] if colour is None else [colour]
    return colours


def _faded(ink: Colour, grounds: Sequence[Sequence[Colour]], shares: Sequence[float]) -> float:
    """The contrast when every element is as opaque as it says, all that is in it included."""
    worst = math.inf
    for ground in grounds[-1]:
        text, back = over(ink, ground), ground
        for number in reversed(range(len(shares))):
            text, back = (over(seen, grounds[number][0], shares[number]) for seen in (text, back))
        worst = min(worst, contrast(text, back))
    return worst


def _share(style: ComputedStyle) -> float:
    if style.is_plain:
        return 1.0
    share = _number(style.value("opacity", "1"))
    for function in tinycss2.parse_component_value_list(style.value("filter", "none"), skip_comments=True):
        if function.type == "function" and function.lower_name == "opacity":
            share *= _number(tinycss2.serialize(function.arguments).strip() or "1")
    return share


def _number(text: str) -> float:
    number = pixels(text, Measure(whole=1.0))
    return 1.0 if number is None else min(1.0, max(0.0, number))


def _opacity(style: ComputedStyle) -> tuple[StyleOrigin, ...]:
    names = ("opacity", "filter")
    return tuple(style.origins[name] for name in names if name in style.origins)[:1]


def _inks(chain: Sequence[ComputedStyle]) -> tuple[StyleOrigin, ...]:
    name = "color" if chain[-1].fill is None else "-webkit-text-fill-color"
    origin = chain[-1].origins.get(name)
    return () if origin is None else (origin,)


def _ground_origin(chain: Sequence[ComputedStyle]) -> tuple[StyleOrigin, ...]:
    """The declaration of the innermost ground that can be seen."""
    for style in reversed(chain):
        if "gradient(" in style.value("background-image", ""):
            return (style.origins["background-image"],)
        if style.ground.alpha > 0 and "background-color" in style.origins:
            return (style.origins["background-color"],)
    return ()
