"""Which way a text runs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def first_direction(texts: Iterable[str]) -> str | None:
    """``"ltr"`` or ``"rtl"`` by the first letter that has a direction, as browsers do for ``dir="auto"``."""
    for text in texts:
        for char in text:
            kind = unicodedata.bidirectional(char)
            if kind in {"R", "AL", "L"}:
                return "ltr" if kind == "L" else "rtl"
    return None
