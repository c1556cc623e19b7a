"""Lengths of style sheets in pixels, with the arithmetic that may stand in them (CSS Values 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2

_ONE = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z]*|%)")
_PIXELS = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
#: Units of the font, in its size; the x-height and the width of 0 are what they are in most fonts.
_OF_FONT = {"em": 1.0, "ex": 0.5, "ch": 0.5, "cap": 0.7, "ic": 1.0, "lh": 1.2}
_OF_ROOT = {"rem": 1.0, "rex": 0.5, "rch": 0.5, "rlh": 1.2}
_VIEWPORT = re.compile(r"[sld]?v(w|h|i|b|min|max)")
#: The height of a window in which a mail is read: only what is measured by it asks for that.
WINDOW = 800.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """What relative lengths are relative to: pixels of the font, the root's font, 100 %, and the window's width."""

    em: float = 16.0
    rem: float = 16.0
    whole: float | None = None
    window: float = 600.0


def pixels(text: str, measure: Measure) -> float | None:
    """The length in pixels; a bare number counts as pixels, as in attributes and in ``line-height``'s own way.

    ``None``: it is no length, or a percentage of what is not known.
    """
    if match := _ONE.fullmatch(text):
        return _of_unit(float(match[1]), match[2], measure)
    token = tinycss2.parse_one_component_value(text)
    return _of_token(token, measure)


def is_length(text: str) -> bool:
    """Whether browsers read the text as a length or a percentage; a number but 0 is none."""
    if match := _ONE.fullmatch(text):
        is_bare = not match[2]
        return float(match[1]) == 0 if is_bare else _of_unit(1.0, match[2], Measure(whole=1.0)) is not None
    return pixels(text, Measure(whole=1.0)) is not None


def _of_unit(number: float, unit: str, measure: Measure) -> float | None:
    if not unit or unit in _PIXELS:
        return number * _PIXELS.get(unit, 1.0)
    if unit in _OF_FONT:
        return number * _OF_FONT[unit] * measure.em
    if unit in _OF_ROOT:
        return number * _OF_ROOT[unit] * measure.rem
    if match := _VIEWPORT.fullmatch(unit):
        return number / 100 * (WINDOW if match[1] in {"h", "b", "max"} else measure.window)
    return None if measure.whole is None or unit != "%" else number / 100 * measure.whole


def _of_token(token: Any, measure: Measure) -> float | None:
    if token.type in {"number", "dimension", "percentage"}:
        unit = {"number": "", "percentage": "%"}.get(token.type) if token.type != "dimension" else token.lower_unit
        return _of_unit(token.value, unit or "", measure)
    if token.type == "() block":
        return _sum(token.content, measure)
    return _of_function(token, measure) if token.type == "function" else None


def _of_function(token: Any, measure: Measure) -> float | None:
    if token.lower_name not in _FUNCTIONS:
        return None
    parts = [_sum(part, measure) for part in split(token.arguments, ",")]
    known = [part for part in parts if part is not None]
    return _FUNCTIONS[token.lower_name](known) if known and len(known) == len(parts) else None


def _clamp(parts: Sequence[float]) -> float:
    least, preferred, most = (*parts, 0.0, 0.0)[:3]
    return max(least, min(preferred, most))


_FUNCTIONS: dict[str, Callable[[Sequence[float]], float]] = {
    "calc": lambda parts: parts[0],
    "min": min,
    "max": max,
    "clamp": _clamp,
}


def _sum(tokens: Sequence[Any], measure: Measure) -> float | None:
    """A sum of products; ``+`` and ``-`` stand between spaces, ``*`` and ``/`` bind closer."""
    total, sign, product = 0.0, 1.0, None
    operator = "*"
    for token in tokens:
        if token.type in {"whitespace", "comment"}:
            continue
        if token.type == "literal":
            if token.value in "+-":
                total, sign, product = total + sign * (product or 0.0), 1.0 if token.value == "+" else -1.0, None
            operator = "*" if token.value in "+-" else token.value
            continue
        value = _of_token(token, measure)
        if value is None or (operator == "/" and not value):
            return None
        product = value if product is None else product / value if operator == "/" else product * value
    return None if product is None else total + sign * product


def split(tokens: Sequence[Any], literal: str) -> list[list[Any]]:
    """The tokens between the literals, such as the arguments of a function."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token == literal:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
