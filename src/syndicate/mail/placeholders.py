"""What stands in a picture's place until it is loaded, or where it never is."""

from __future__ import annotations

import re

from syndicate.mail.style.colours import Colour, luminance

_COLOUR = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)
_BLACK, _WHITE = "#000000", "#ffffff"
#: The luminance at which black and white are equally easy to read: 4.58:1 at least on any colour.
_MIDDLE = 0.179


def ink_on(ground: str) -> str:
    """Black or white, whichever is easier to read on a colour such as ``#3b5f8a`` (WCAG 2.2, contrast ratio)."""
    return _BLACK if _luminance(ground) > _MIDDLE else _WHITE


def _luminance(colour: str) -> float:
    match = _COLOUR.fullmatch(colour)
    if match is None:
        message = f"{colour!r} is no colour"
        raise ValueError(message)
    red, green, blue = (int(part, 16) / 255 for part in match.groups())
    return luminance(Colour(red, green, blue))
