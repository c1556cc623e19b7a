"""What values an attribute takes: the kinds of MJML's own table, which HTML's attributes share."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from syndicate.mail.style.colours import read_colour

#: What a value has to be for the test to pass, in words.
Kind = tuple[Callable[[str], bool], str]

_UNIT = re.compile(r"unit(?P<negative>WithNegative)?\((?P<units>[^)]*)\)(?:\{1,(?P<most>\d)\})?")
_INTEGER = re.compile(r"\d+")


@lru_cache(maxsize=256)
def kind_of(written: str) -> Kind:
    """The kind that is written as ``color``, ``enum(left,right)``, ``unit(px,%){1,4}``, ``integer``, ``string``."""
    if unit := _UNIT.fullmatch(written):
        return _units(unit["units"].split(","), int(unit["most"] or 1), is_negative=bool(unit["negative"]))
    if written.startswith("enum("):
        words = written[5:-1].split(",")
        return words.__contains__, f"one of {', '.join(filter(None, words))}"
    return _KINDS[written]


def _units(units: list[str], most: int, *, is_negative: bool) -> Kind:
    sign = "-?" if is_negative else ""
    words = "|auto" if "auto" in units else ""
    suffixes = "|".join(re.escape(unit) for unit in units if unit != "auto")
    length = re.compile(rf"{sign}(?:\d+(?:\.\d*)?|\.\d+)(?:{suffixes})|0{words}")
    shown = " or ".join(unit or "no unit" for unit in units)
    count = "a length" if most == 1 else f"1 to {most} lengths"

    def takes(value: str) -> bool:
        parts = value.split()
        return 1 <= len(parts) <= most and all(map(length.fullmatch, parts))

    return takes, f"{count} in {shown}"


def _is_colour(value: str) -> bool:
    word = value.strip().lower()
    return word in {"inherit", "transparent", "none", "currentcolor"} or read_colour(word, "light") is not None


_KINDS: dict[str, Kind] = {
    "string": (lambda _: True, "anything"),
    "color": (_is_colour, "a colour such as #1b1d22"),
    "boolean": (frozenset({"true", "false"}).__contains__, "true or false"),
    "integer": (lambda value: _INTEGER.fullmatch(value) is not None, "a whole number"),
}
