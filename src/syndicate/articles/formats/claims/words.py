"""Words of texts, folded for comparing: what differs in case, signs or spaces alone is the same."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")


def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded for comparing."""
    return tuple(_WORD.findall(text.casefold()))


def folded(text: str) -> str:
    """The words of a text with a space between, for comparing."""
    return " ".join(words(text))
