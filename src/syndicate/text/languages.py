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
#: The languages that have a code of two letters (ISO 639-1), as W3C's validator of feeds has them.
TWO_LETTERS = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu
    ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my
    na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm
    sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh
    zu
    """.split()  # noqa: SIM905 - a list of these would fill three pages
)
# No language, but how to say that nobody knows which, that it is several, or none (ISO 639-2).
_NO_LANGUAGE = frozenset({"und", "mul", "mis", "zxx"})
#: Characters of a tag that everybody can hold (RFC 5646 §4.4.1).
_LONGEST = 35
_FALLBACK = "en"
_LATIN = "Latn"


def language_tag(written: str) -> str | None:
    """The tag in its usual letters (RFC 5646 §2.1.1), ``pt-BR`` also of ``pt_br``; ``None`` for what is none.

    A language that was renamed has its name of today, ``he`` for ``iw``, and one of three letters its two, if it has.
    """
    tag = _hyphened(written)
    match = _TAG.fullmatch(tag) if len(tag) <= _LONGEST else None
    if match is None:
        return None
    first, *extended = match["language"].lower().split("-")
    language = _code_of_today(first)
    if language is None:
        return None
    parts = (language, *extended, (match["script"] or "").title(), (match["region"] or "").upper())
    return "-".join(filter(None, parts)) + match["variants"].lower()


def _code_of_today(code: str) -> str | None:
    """What a language is called today; ``None`` where there is none of that code."""
    if code in TWO_LETTERS:
        return code
    from babel.core import get_global

    renamed = str(get_global("language_aliases").get(code, "")).partition("_")[0]
    return renamed or (code if len(code) > len("en") and code not in _NO_LANGUAGE else None)


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
