"""The properties by which text can be lost to the eye, and which of their values browsers take.

A value that no browser takes is dropped, as browsers drop it: what was said before stays in force.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import tinycss2

from syndicate.mail.style.colours import read_colour
from syndicate.mail.style.lengths import Measure, is_length, pixels, split
from syndicate.text.html import names

#: Keywords that every property takes.
WIDE = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
#: What browsers work out and we do not. A value with it is no mistake, but proves nothing either.
BEYOND = re.compile(
    r"\b(?:var|env|attr|if|color-mix|contrast-color|round|mod|rem|sin|cos|abs|sign|pow|sqrt|anchor)\(|\bfrom "
)

_DISPLAY = names(
    "none contents block inline inline-block flow flow-root table inline-table table-row table-cell table-row-group"
    " table-header-group table-footer-group table-column table-column-group table-caption flex inline-flex grid"
    " inline-grid list-item ruby ruby-text -webkit-box -webkit-inline-box -webkit-flex math run-in"
)
_OVERFLOW = names("visible hidden clip scroll auto overlay")
_SIZE_WORDS = names("auto none max-content min-content fit-content stretch -webkit-fill-available")
FONT_SIZES: Mapping[str, float] = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "xxx-large": 48.0,
}
_BLENDS = names(
    "normal multiply screen overlay darken lighten color-dodge color-burn hard-light soft-light difference exclusion"
    " hue saturation color luminosity plus-lighter plus-darker"
)
_BACKGROUND_WORDS = names(
    "repeat repeat-x repeat-y no-repeat space round scroll fixed local left right top bottom center cover contain auto"
    " border-box padding-box content-box text none"
)
_FUNCTIONS = re.compile(r"(?:[a-z0-9-]+\(.*\)\s*)+", re.DOTALL)
_SIDES = ("top", "right", "bottom", "left")

#: Other names of the same thing; logical sides as they lie in a line from left to right.
_ALIASES: Mapping[str, str] = {
    "inline-size": "width",
    "block-size": "height",
    "max-inline-size": "max-width",
    "max-block-size": "max-height",
    "padding-inline-start": "padding-left",
    "min-inline-size": "min-width",
    "min-block-size": "min-height",
    "margin-inline-start": "margin-left",
    "margin-inline-end": "margin-right",
    "margin-block-start": "margin-top",
    "margin-block-end": "margin-bottom",
    "inset-inline-start": "left",
    "inset-inline-end": "right",
    "inset-block-start": "top",
    "inset-block-end": "bottom",
    "overflow-inline": "overflow-x",
    "overflow-block": "overflow-y",
    "-webkit-transform": "transform",
    "-webkit-filter": "filter",
    "-webkit-clip-path": "clip-path",
    "-webkit-mask": "mask",
    "-webkit-mask-image": "mask",
    "mask-image": "mask",
    "-webkit-animation": "animation",
    "-webkit-animation-name": "animation",
    "animation-name": "animation",
    "-webkit-opacity": "opacity",
}


def _one_of(words: Iterable[str]) -> Callable[[str], bool]:
    return frozenset(words).__contains__


def _is_colour(text: str) -> bool:
    return text == "currentcolor" or read_colour(text, "light") is not None


def _is_size(text: str) -> bool:
    return text in _SIZE_WORDS or text.startswith("fit-content(") or _is_positive(text)


def _is_positive(text: str) -> bool:
    return is_length(text) and (pixels(text, Measure(whole=100.0)) or 0.0) >= 0


def _is_offset(text: str) -> bool:
    return text == "auto" or is_length(text)


def _is_number(text: str) -> bool:
    return pixels(text.removesuffix("%"), Measure()) is not None and not re.search(r"\d[a-z]", text)


def _is_font_size(text: str) -> bool:
    return text in FONT_SIZES or text in {"smaller", "larger", "math"} or _is_positive(text)


def _is_line_height(text: str) -> bool:
    return text == "normal" or ((_is_number(text) or is_length(text)) and not text.startswith("-"))


def _is_spacing(text: str) -> bool:
    return text == "normal" or is_length(text)


def _is_indent(text: str) -> bool:
    return any(is_length(word) for word in text.split())


def _is_display(text: str) -> bool:
    return all(word in _DISPLAY for word in text.split())


def _is_overflow(text: str) -> bool:
    return text in _OVERFLOW


def _is_functions(text: str) -> bool:
    return text == "none" or _FUNCTIONS.fullmatch(text) is not None


def _is_level(text: str) -> bool:
    return text == "auto" or re.fullmatch(r"[+-]?\d+|calc\(.*\)", text) is not None


def _is_scale(text: str) -> bool:
    return text in {"none", "normal", "reset"} or all(_is_number(part) for part in text.split())


def _is_offsets(text: str) -> bool:
    return text == "none" or all(is_length(part) for part in text.split())


def _is_any(text: str) -> bool:
    return bool(text)


#: Each property that matters, with what says whether a value of it is taken.
TAKES: Mapping[str, Callable[[str], bool]] = {
    "display": _is_display,
    "visibility": _one_of({"visible", "hidden", "collapse"}),
    "content-visibility": _one_of({"visible", "auto", "hidden"}),
    "opacity": _is_number,
    "color": _is_colour,
    "-webkit-text-fill-color": _is_colour,
    "background-color": _is_colour,
    "background-image": _is_any,
    "font-size": _is_font_size,
    "line-height": _is_line_height,
    "letter-spacing": _is_spacing,
    "text-indent": _is_indent,
    "width": _is_size,
    "height": _is_size,
    "max-width": _is_size,
    "max-height": _is_size,
    "overflow-x": _is_overflow,
    "overflow-y": _is_overflow,
    "clip": _is_any,
    "clip-path": _is_any,
    "mask": _is_any,
    "filter": _is_functions,
    "mix-blend-mode": _one_of(_BLENDS),
    "position": _one_of({"static", "relative", "absolute", "fixed", "sticky", "-webkit-sticky"}),
    "float": _one_of({"none", "left", "right", "inline-start", "inline-end"}),
    **dict.fromkeys(_SIDES, _is_offset),
    **{f"margin-{side}": _is_offset for side in _SIDES},
    **{f"padding-{side}": _is_positive for side in _SIDES},
    "min-width": _is_size,
    "min-height": _is_size,
    "z-index": _is_level,
    "box-shadow": _is_any,
    "transform": _is_functions,
    "scale": _is_scale,
    "zoom": _is_scale,
    "rotate": _is_any,
    "translate": _is_offsets,
    "animation": _is_any,
    "contain": _is_any,
    "content": _is_any,
    "pointer-events": _is_any,
    "-webkit-text-security": _one_of({"none", "disc", "circle", "square"}),
    "color-scheme": _is_any,
    "mso-hide": _one_of({"all", "screen", "none"}),
}
INHERITED = names(
    "visibility color -webkit-text-fill-color font-size line-height letter-spacing text-indent pointer-events"
    " -webkit-text-security color-scheme"
)


def expand(name: str, value: str) -> dict[str, str] | None:
    """The properties that matter which a declaration sets, with their values; ``None``: browsers drop it.

    Both are in lower case, the value with single spaces. A property that does not matter sets nothing.
    """
    name = _ALIASES.get(name, name)
    if name not in TAKES and name not in _SHORTHANDS:
        return {}
    if value in WIDE or BEYOND.search(value):
        return dict.fromkeys(_SHORTHANDS[name][0] if name in _SHORTHANDS else (name,), value)
    if name in _SHORTHANDS:
        return _SHORTHANDS[name][1](value)
    return {name: value} if TAKES[name](value) else None


def words_of(value: str) -> list[str]:
    """The parts of a value between its spaces, with functions whole."""
    tokens = tinycss2.parse_component_value_list(value, skip_comments=True)
    return [tinycss2.serialize([token]) for token in tokens if token.type != "whitespace"]


def _sides(pattern: str) -> Callable[[str], dict[str, str] | None]:
    def expand_sides(value: str) -> dict[str, str] | None:
        words = words_of(value)
        if not 1 <= len(words) <= len(_SIDES) or not all(map(_is_offset, words)):
            return None
        return dict(zip((pattern.format(side) for side in _SIDES), _four(words), strict=True))

    return expand_sides


def _four(words: list[str]) -> list[str]:
    """Four sides of one to four: a side that is not named is as the one across from it."""
    right = words[1] if len(words) > 1 else words[0]
    bottom = words[2] if len(words) > 2 else words[0]  # noqa: PLR2004 - the third of four sides
    return [words[0], right, bottom, words[3] if len(words) == len(_SIDES) else right]


def _expand_overflow(value: str) -> dict[str, str] | None:
    words = value.split()
    if len(words) > 2 or not all(word in _OVERFLOW for word in words):  # noqa: PLR2004 - two axes
        return None
    return {"overflow-x": words[0], "overflow-y": words[-1]}


def _expand_background(value: str) -> dict[str, str] | None:
    colour, images = "transparent", []
    for word in (word for layer in _layers(value) for word in layer):
        if _is_colour(word):
            colour = word
        elif "(" in word and not is_length(word):
            images.append(word)
        elif word not in _BACKGROUND_WORDS and word != "/" and not is_length(word):
            return None
    return {"background-color": colour, "background-image": " ".join(images) or "none"}


def _layers(value: str) -> list[list[str]]:
    tokens = tinycss2.parse_component_value_list(value, skip_comments=True)
    return [[tinycss2.serialize([token]) for token in _inked(layer)] for layer in split(tokens, ",")]


def _inked(tokens: Iterable[Any]) -> list[Any]:
    return [token for token in tokens if token.type != "whitespace"]


_FONT = re.compile(r"(?P<size>[^\s/]+)(?:\s*/\s*(?P<line>[^\s]+))?(?=\s+\S)")


def _expand_font(value: str) -> dict[str, str] | None:
    if value in {"caption", "icon", "menu", "message-box", "small-caption", "status-bar"}:
        return {"font-size": "medium", "line-height": "normal"}
    for match in _FONT.finditer(value):
        line = match["line"] or "normal"
        if _is_font_size(match["size"]) and _is_line_height(line):
            return {"font-size": match["size"], "line-height": line}
    return None


def _expand_all(value: str) -> dict[str, str] | None:
    del value  # keywords of every property were taken before
    return None


_SHORTHANDS: Mapping[str, tuple[tuple[str, ...], Callable[[str], dict[str, str] | None]]] = {
    "margin": (tuple(f"margin-{side}" for side in _SIDES), _sides("margin-{}")),
    "padding": (tuple(f"padding-{side}" for side in _SIDES), _sides("padding-{}")),
    "inset": (_SIDES, _sides("{}")),
    "overflow": (("overflow-x", "overflow-y"), _expand_overflow),
    "background": (("background-color", "background-image"), _expand_background),
    "font": (("font-size", "line-height"), _expand_font),
    "all": (tuple(TAKES), _expand_all),
}
