"""Languages by their tags (BCP 47)."""

from __future__ import annotations

_RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def direction_of(language: str) -> str:
    """``rtl`` for languages (BCP 47) whose usual script runs so, else ``ltr``."""
    primary, *subtags = language.lower().replace("_", "-").split("-")
    if "latn" in subtags or "cyrl" in subtags:
        return "ltr"
    return "rtl" if primary in _RTL_LANGUAGES or "arab" in subtags or "hebr" in subtags else "ltr"
