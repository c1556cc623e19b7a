"""Sections and tags by their names."""

from __future__ import annotations

from collections.abc import Iterable

from syndicate.articles.formats.claims.values import text_of
from syndicate.articles.formats.claims.words import folded

#: Sections and tags that an article keeps.
SECTIONS, TAGS = 5, 30
_LABEL = 80


def labels(values: Iterable[str]) -> tuple[str, ...]:
    """Names of sections or tags in plain words, each once; what systems use for themselves goes."""
    distinct = {folded(label): label for value in values if (label := text_of(value)) and _is_label(label)}
    return tuple(distinct.values())


def _is_label(text: str) -> bool:
    is_internal = "_" in text or "://" in text
    return len(text) <= _LABEL and not is_internal and any(char.isalnum() for char in text)
