"""Which way a text runs: by its language, or by its letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from syndicate.text.html import names
from syndicate.text.languages import script_of

LTR, RTL = "ltr", "rtl"

# ISO 15924. Babel tells the direction of a locale that it has, and not of a script.
_RTL_SCRIPTS = names(
    "Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat Nkoo"
    " Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc Syre Syrj Syrn Thaa Yezi"
)
_STRONG = {"L": LTR, "R": RTL, "AL": RTL}


def direction_of(language: str) -> str:
    """``"rtl"`` for a language tag (BCP 47) whose script runs so, else ``"ltr"``."""
    return RTL if script_of(language) in _RTL_SCRIPTS else LTR


def first_direction(texts: Iterable[str]) -> str | None:
    """The direction of the first letter that has one, as browsers find it for ``dir="auto"``; ``None`` without any."""
    letters = (_STRONG.get(unicodedata.bidirectional(letter)) for text in texts for letter in text)
    return next(filter(None, letters), None)
