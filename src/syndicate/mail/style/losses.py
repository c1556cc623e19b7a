"""The ways in which text is lost to the eye, each with the declaration that loses it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tinycss2

from syndicate.mail.style.cascade import Cascade, ComputedStyle, StyleOrigin
from syndicate.mail.style.defaults import SHOWS_NOTHING
from syndicate.mail.style.lengths import Measure, pixels, split
from syndicate.mail.style.media import Medium
from syndicate.mail.style.properties import BEYOND
from syndicate.mail.style.sight import LEAST, Sight, judge_colours

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Smaller text than this (pixels) is there for nobody; a box that clips may be no lower or narrower.
SMALLEST_TEXT = 9.0
_NARROWEST = 24.0
#: Of the font's size: lines closer than this lie on each other, as do letters.
_CLOSEST_LINE = 0.5
_CLOSEST_LETTER = -0.4
#: How far (pixels) text may be moved: to the left and right, up and down; and, out of the flow, beyond an edge.
_LEFT, _RIGHT, _UP, _DOWN = -60.0, 250.0, -500.0, 2000.0
_BEYOND_EDGE = -20.0
#: Of what a mail's percentages are taken, at most.
_COLUMN = 600.0
#: A share of an element's own size by which a translation takes it away.
_AWAY = 0.8
_LINE_LENGTH = 80
_LEAST_SIZES = {
    "height": SMALLEST_TEXT,
    "max-height": SMALLEST_TEXT,
    "width": _NARROWEST,
    "max-width": _NARROWEST,
}
_ZERO = Measure(whole=1.0)
_FLAT_FILTERS = frozenset({"opacity", "grayscale", "sepia", "saturate", "hue-rotate", "drop-shadow"})
_BLUR = 2.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Loss:
    """Why a text cannot be seen: in words, with the declarations or the element that are to blame."""

    reason: str
    origins: tuple[StyleOrigin, ...] = ()
    element: HtmlElement | None = None
    contrast: float | None = None

    @property
    def is_fatal(self) -> bool:
        """Whether nothing can be seen; else it is only hard to read."""
        return self.contrast is None or self.contrast < LEAST


def shuts_out(element: HtmlElement) -> Loss | None:
    """The element around it that shows none of its text in any client."""
    inside = None
    for around in (element, *element.iterancestors()):
        if around.tag in SHOWS_NOTHING:
            return Loss(reason=f"<{around.tag}> shows no elements", element=around)
        if around.tag == "details" and around.get("open") is None and not _is_summary(inside, around):
            return Loss(reason="<details> is closed", element=around)
        if around.get("inert") is not None:
            return Loss(reason="inert: it cannot be pressed", element=around)
        inside = around
    return None


def loss_of(element: HtmlElement, cascade: Cascade, medium: Medium, *, is_link: bool) -> Loss | None:
    """Why the text that stands in the element cannot be seen there, or is hard to read; ``None``: it is well seen."""
    chain = _chain_to(element, cascade, medium)
    for judge in (_in_boxes, _by_letters, _by_place):
        if loss := judge(chain, medium):
            return loss
    if is_link and (origin := _origin(chain[-1], "pointer-events", {"none"})):
        return _loss("it cannot be pressed", origin)
    return _faint(judge_colours(chain))


def faintness_of(element: HtmlElement, cascade: Cascade, medium: Medium, good: float) -> Loss | None:
    """Why text that is seen there stands less than ``good``:1 on its ground; ``None``: it does not, or is hidden."""
    chain = _chain_to(element, cascade, medium)
    loss = _faint(judge_colours(chain, good))
    if loss is None or any(judge(chain, medium) for judge in (_in_boxes, _by_letters, _by_place)):
        return None
    return loss


def _chain_to(element: HtmlElement, cascade: Cascade, medium: Medium) -> list[ComputedStyle]:
    return [cascade.style(around, medium) for around in reversed([element, *element.iterancestors()])]


def _faint(seen: Sight | None) -> Loss | None:
    return None if seen is None else Loss(reason=seen.reason, origins=seen.origins, contrast=seen.contrast)


def _is_summary(inside: HtmlElement | None, details: HtmlElement) -> bool:
    return inside is not None and inside is next(details.iter("summary"), None)


def _loss(reason: str, *origins: StyleOrigin) -> Loss:
    return Loss(reason=reason, origins=origins)


def _origin(style: ComputedStyle, name: str, values: frozenset[str] | set[str]) -> StyleOrigin | None:
    origin = style.origins.get(name)
    return origin if origin is not None and origin.declared.value in values else None


# --- boxes: what takes an element away with all that is in it -----------------------------------


def _in_boxes(chain: Sequence[ComputedStyle], medium: Medium) -> Loss | None:
    del medium
    for style in chain:
        if origin := _origin(style, "display", {"none"}):
            return _loss("it is not displayed", origin)
        for judge in (_doubtful, _squeezed) if style.is_plain else (_removed, _doubtful, _clipped, _squeezed):
            if loss := judge(style, chain[-1]):
                return loss
    return None


def _removed(style: ComputedStyle, leaf: ComputedStyle) -> Loss | None:
    del leaf
    for name, values, reason in (
        ("mso-hide", {"all", "screen"}, "Outlook for Windows hides it"),
        ("content-visibility", {"hidden"}, "it is not displayed"),
    ):
        if origin := _origin(style, name, values):
            return _loss(reason, origin)
    if "url(" in style.value("content", ""):
        return _loss("a picture stands in its place", style.origins["content"])
    if style.value("z-index", "").startswith("-") and style.value("position", "static") != "static":
        return _loss("it lies behind what is around it", style.origins["z-index"])
    words = set(style.value("contain", "").split())
    if "strict" in words or {"size", "paint"} <= words:
        return _loss("its box has no size", style.origins["contain"])
    return None


def _doubtful(style: ComputedStyle, leaf: ComputedStyle) -> Loss | None:
    """What may hide the text and is not worked out here: nothing is proved, so it does not pass."""
    del leaf
    for name, origin in style.origins.items():
        value = origin.declared.value
        if origin.element is style.element and BEYOND.search(value):
            return _loss(f"nobody can foresee what {value} is in each client", origin)
        if name in _DOUBTS and _DOUBTS[name](value):
            return _loss("what it shows cannot be foreseen", origin)
    return None


def _is_cutting_filter(value: str) -> bool:
    for function in tinycss2.parse_component_value_list(value, skip_comments=True):
        if function.type == "function" and function.lower_name == "blur":
            radius = pixels(tinycss2.serialize(function.arguments).strip() or "0", Measure())
            if radius is None or radius > _BLUR:
                return True
        elif function.type == "function" and function.lower_name not in _FLAT_FILTERS:
            return True
    return False


_DOUBTS: dict[str, Callable[[str], bool]] = {
    # A shadow within that is more than an edge covers the ground.
    "box-shadow": lambda value: "inset" in value and re.search(r"\b(?:9|\d\d+)", value) is not None,
    "mask": lambda value: value not in {"none", "initial", "unset"},
    "mix-blend-mode": lambda value: value not in {"normal", "initial", "unset"},
    "filter": _is_cutting_filter,
    "animation": lambda value: not re.match(r"(?:none|initial|unset)\b|[\d.]+m?s$", value),
    "transform": lambda value: re.search(r"rotate[xy3]|matrix3d|perspective|skew", value) is not None,
}


def _clipped(style: ComputedStyle, leaf: ComputedStyle) -> Loss | None:
    del leaf
    clip = style.value("clip", "auto")
    if clip != "auto" and style.value("position", "static") in {"absolute", "fixed"}:
        return _loss("it is clipped", style.origins["clip"])
    path = style.value("clip-path", "none")
    # `inset(0)` and the boxes' names leave everything; of other shapes, who knows.
    if path != "none" and not re.fullmatch(
        r"(?:inset\([0 px%]*\)|(?:border|margin|padding|content|view|fill)-box|\s)+", path
    ):
        return _loss("it is clipped", style.origins["clip-path"])
    return None


def is_inline(style: ComputedStyle) -> bool:
    """Whether the element is part of a line, so that it has no size and no transformation of its own."""
    if style.value("position", "static") in {"absolute", "fixed"} or style.value("float", "none") != "none":
        return False
    return style.value("display", "inline") in {"inline", "contents"}


def _squeezed(style: ComputedStyle, leaf: ComputedStyle) -> Loss | None:
    if style.value("display", "inline").startswith("table") or is_inline(style):
        return None  # cells grow with what they hold
    clips = any(style.value(f"overflow-{axis}", "visible") != "visible" for axis in "xy")
    for name in style.origins.keys() & _LEAST_SIZES.keys():
        least = _LEAST_SIZES[name]
        if style.value(name, "").endswith("%") and not style.value(name, "").startswith("0"):
            continue
        if (style.length(f"min-{name.removeprefix('max-')}", Measure(em=style.em)) or 0.0) >= max(least, leaf.line):
            continue
        if style.length(name, _ZERO) == 0:
            return _loss("its box has no size", style.origins[name])
        length = style.length(name, Measure(em=style.em)) if clips else None
        if length is not None and length < (max(least, _needed(style, leaf)) if "height" in name else least):
            return _loss("its box is too small and cuts it off", style.origins[name])
    return None


def _needed(style: ComputedStyle, leaf: ComputedStyle) -> float:
    """How high the box must be, roughly, to show its text up to the leaf: twice the lines, for the gaps between."""
    before = 0
    for element in style.element.iter():
        if not isinstance(element.tag, str):
            continue
        before += math.ceil(len((element.text or "").strip()) / _LINE_LENGTH)
        if element is leaf.element:
            break
    return 0.0 if before <= 1 else 2 * before * leaf.line


# --- letters ------------------------------------------------------------------------------------


def _by_letters(chain: Sequence[ComputedStyle], medium: Medium) -> Loss | None:
    del medium
    leaf = chain[-1]
    if origin := _origin(leaf, "visibility", {"hidden", "collapse"}):
        return _loss("it is hidden", origin)
    if origin := _origin(leaf, "-webkit-text-security", {"disc", "circle", "square"}):
        return _loss("its letters are covered", origin)
    if leaf.line < _CLOSEST_LINE * leaf.em and "line-height" in leaf.origins:
        return _loss("its lines have no height", leaf.origins["line-height"])
    if leaf.spacing <= _CLOSEST_LETTER * leaf.em and "letter-spacing" in leaf.origins:
        return _loss("its letters lie on each other", leaf.origins["letter-spacing"])
    return _by_size(chain)


def _by_size(chain: Sequence[ComputedStyle]) -> Loss | None:
    leaf = chain[-1]
    scales = [(scale, origin) for style in chain for scale, origin in _scales(style)]
    size = leaf.em * math.prod(scale for scale, _ in scales)
    if size >= SMALLEST_TEXT:
        return None
    origins = [origin for _, origin in sorted(scales, key=lambda pair: pair[0])[:1]]
    if leaf.em < SMALLEST_TEXT and "font-size" in leaf.origins:
        origins = [leaf.origins["font-size"]]
    return _loss(f"its letters are {size:.3g} px high, less than {SMALLEST_TEXT:.0f}", *origins)


def _scales(style: ComputedStyle) -> Iterator[tuple[float, StyleOrigin]]:
    """Factors by which the element is drawn larger or smaller than it says, the smaller of both axes."""
    if style.is_plain:
        return
    if (factor := _factor(style.value("zoom", ""))) is not None and factor > 0:
        yield factor, style.origins["zoom"]
    if is_inline(style):
        return
    factors = [factor for part in style.value("scale", "none").split() if (factor := _factor(part)) is not None]
    if factors:
        yield min(map(abs, factors)), style.origins["scale"]
    for name, numbers in _functions(style.value("transform", "none")):
        if name.startswith("scale") and (
            known := [abs(number) for number in map(_factor, numbers) if number is not None]
        ):
            yield min(known[:2]), style.origins["transform"]
        elif name == "matrix" and len(numbers) == 6:  # noqa: PLR2004 - a b c d tx ty
            across, down = _factor(numbers[0]) or 0.0, _factor(numbers[3]) or 0.0
            yield min(abs(across), abs(down)), style.origins["transform"]


def _factor(text: str) -> float | None:
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return None


def _functions(value: str) -> Iterator[tuple[str, list[str]]]:
    for token in tinycss2.parse_component_value_list(value, skip_comments=True):
        if token.type == "function":
            yield token.lower_name, [_text(part) for part in split(token.arguments, ",")]


def _text(tokens: Sequence[Any]) -> str:
    return str(tinycss2.serialize(tokens)).strip()


# --- place --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class _Move:
    across: float
    down: float
    origin: StyleOrigin


def _by_place(chain: Sequence[ComputedStyle], medium: Medium) -> Loss | None:
    moves: list[_Move] = []
    for style in chain:
        if style.is_plain and "padding-left" not in style.origins:
            continue
        measure = Measure(em=style.em, rem=chain[0].em, whole=_COLUMN, window=float(medium.width))
        if loss := _out_of_flow(style, measure):
            return loss
        moves += [*_offsets(style, measure), *_margins(style, measure), *_translations(style, measure)]
    leaf = chain[-1]
    if leaf.indent and "text-indent" in leaf.origins:
        moves.append(_Move(across=leaf.indent, down=0.0, origin=leaf.origins["text-indent"]))
    across, down = sum(move.across for move in moves), sum(move.down for move in moves)
    if _LEFT <= across <= _RIGHT and _UP <= down <= _DOWN:
        return None
    furthest = max(moves, key=lambda move: abs(move.across) + abs(move.down))
    return _loss("it is moved out of sight", furthest.origin)


def _out_of_flow(style: ComputedStyle, measure: Measure) -> Loss | None:
    position = style.value("position", "static")
    if position not in {"absolute", "fixed"}:
        return None
    for side in ("top", "right", "bottom", "left"):
        length = style.length(side, measure)
        limit = measure.window * _AWAY if side in {"left", "right"} else _DOWN if position == "absolute" else 700.0
        if length is not None and not _BEYOND_EDGE <= length <= limit:
            return _loss("it is moved out of sight", style.origins[side])
    return None


def _offsets(style: ComputedStyle, measure: Measure) -> Iterator[_Move]:
    if style.value("position", "static") != "relative":
        return
    for first, second, turn in (("left", "right", 1.0), ("top", "bottom", 1.0)):
        for side, sign in ((first, turn), (second, -turn)):
            length = style.length(side, measure)
            if length is not None:
                across, down = (sign * length, 0.0) if first == "left" else (0.0, sign * length)
                yield _Move(across=across, down=down, origin=style.origins[side])
                break


def _margins(style: ComputedStyle, measure: Measure) -> Iterator[_Move]:
    for name in style.origins.keys() & {"margin-left", "padding-left"}:
        if length := style.length(name, measure):
            yield _Move(across=length, down=0.0, origin=style.origins[name])
    if not is_inline(style) and (length := style.length("margin-top", measure)):
        yield _Move(across=0.0, down=length, origin=style.origins["margin-top"])


def _translations(style: ComputedStyle, measure: Measure) -> Iterator[_Move]:
    if is_inline(style):
        return
    if parts := style.value("translate", "none").replace("none", "").split():
        yield _move(parts, measure, style.origins["translate"])
    for name, numbers in _functions(style.value("transform", "none")):
        if name in {"translate", "translatex", "translate3d"}:
            yield _move(numbers, measure, style.origins["transform"])
        elif name == "translatey":
            yield _move(["0", *numbers], measure, style.origins["transform"])
        elif name == "matrix":
            yield _move(numbers[4:], measure, style.origins["transform"])


def _move(parts: Sequence[str], measure: Measure, origin: StyleOrigin) -> _Move:
    """A translation; by most of its own size, it is away."""
    lengths = [_away(part, measure) for part in (*parts, "0", "0")]
    return _Move(across=lengths[0], down=lengths[1], origin=origin)


def _away(part: str, measure: Measure) -> float:
    share = _factor(part) if part.endswith("%") else None
    if share is not None:
        return math.copysign(10_000.0, share) if abs(share) >= _AWAY else share * measure.em
    return pixels(part, measure) or 0.0
