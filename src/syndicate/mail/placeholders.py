"""What stands in a picture's place until it is loaded, or where it never is."""

from __future__ import annotations

from syndicate.theme.colours import colour_of, plainest_on


def ink_on(ground: str) -> str:
    """Black or white, whichever is easier to read on a colour such as ``#3b5f8a``: 4.58:1 at least on any."""
    return str(plainest_on(colour_of(ground)))
