"""What a misspelt word was meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LEAST_ALIKE = 0.6


def nearest(written: str, known: Iterable[str], *, least_alike: float = _LEAST_ALIKE) -> str:
    """The known word that is most like the written one; empty if none is. Letter case does not count.

    No word is meant that has control characters, as a name that is itself a mistake.
    """
    by_folded = {word.casefold(): word for word in sorted(known) if word.isprintable()}
    close = get_close_matches(written.casefold(), by_folded, n=1, cutoff=least_alike)
    return by_folded[close[0]] if close else ""
