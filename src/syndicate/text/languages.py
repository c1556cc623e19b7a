"""Languages by their tags (BCP 47): read, and asked which script they are written in.

What is known of languages is the CLDR's, as Babel carries it; Babel is loaded by the first question that needs it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

# RFC 5646 §2.1 as far as texts for people need it: no extensions, nothing for private use, nothing grandfathered.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)",
    re.IGNORECASE | re.ASCII,
)
_FALLBACK = "en"
_LATIN = "Latn"


def language_tag(written: str) -> str | None:
    """The tag in its usual letters (RFC 5646 §2.1.1), ``pt-BR`` also of ``pt_br``; ``None`` for what is none."""
    match = _TAG.fullmatch(_hyphened(written))
    if match is None:
        return None
    parts = (match["language"].lower(), (match["script"] or "").title(), (match["region"] or "").upper())
    return "-".join(filter(None, parts)) + match["variants"].lower()


def primary_language(tag: str) -> str:
    """The first part of a language tag, in lower case."""
    return _hyphened(tag).partition("-")[0].lower()


def is_known(tag: str) -> bool:
    """Whether the CLDR knows the tag's language, so that dates can be written in it."""
    from babel import localedata

    return localedata.exists(primary_language(tag))


def locale_of(tag: str) -> Locale:
    """The locale of the tag, or of its language alone; English where nobody knows either."""
    from babel import Locale, UnknownLocaleError

    for name in (_hyphened(tag), primary_language(tag)):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(_FALLBACK)


@lru_cache(maxsize=512)  # tags come from outside
def script_of(tag: str) -> str:
    """The script that the tag names, else the one that its language is mostly written in there (ISO 15924)."""
    from babel.core import get_global

    match = _TAG.fullmatch(_hyphened(tag))
    if match is None:
        return _LATIN
    if match["script"]:
        return match["script"].title()
    likely, language = get_global("likely_subtags"), primary_language(tag)
    whole = likely.get(f"{language}_{(match['region'] or '').upper()}") or likely.get(language)
    return whole.split("_")[1] if whole else _LATIN


def _hyphened(tag: str) -> str:
    return tag.strip().replace("_", "-")
