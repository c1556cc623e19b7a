"""What dates look like: one pattern for the day and the time around it, in the words of many languages.

The pattern is loose where names stand (`months` decides on those) and strict in all else. Every repetition is
bounded, so that no text makes it slow. Only a place where a year may be a date's is looked at with it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from syndicate.articles.dates.months import month_of

# Words are taken whole or not at all; vowel signs belong to them.
_WORD = r"[^\W\d_](?:[^\W\d_]|[\u064b-\u0652\u0670]){0,20}+"
_NAME = rf"(?:(?:تشرين|كانون)\s{{1,3}})?{_WORD}"
# "10 نوفمبر/تشرين الثاني 2025": Arabic news gives a month by both of its names. Here and below, # is a group's number.
_MONTH = rf"(?P<month#>{_NAME})(?:\s?[/(]\s?(?P<alias#>{_NAME})\)?)?"
_ORDINAL = r"(?:st|nd|rd|th|er|re|\.?[ºª°]|-?го)?"
_OF = r"(?:(?:de|del|di|of)\s{1,3}|d[’'])?"
_YEAR_BEHIND = r"(?P<year#>\d{4})(?!\d)(?:\s?(?:року|р\.|года|г\.)(?!\w))?"
_BETWEEN = r"[\s/-]{1,3}"
_MONTH_FIRST = rf"{_MONTH}\.?{_BETWEEN}(?P<day#>\d{{1,2}}){_ORDINAL}[,،]?{_BETWEEN}(?:de\s)?{_YEAR_BEHIND}"
_DAY_FIRST = rf"(?P<day#>\d{{1,2}}){_ORDINAL}\.?{_BETWEEN}{_OF}{_MONTH}\.?[,،]?{_BETWEEN}{_OF}{_YEAR_BEHIND}"
_YEAR_FIRST = r"(?P<year#>\d{4})(?P<sign#>[-/.])(?P<month#>\d{1,2})(?P=sign#)(?P<day#>\d{1,2})(?!\d)"
_EAST_ASIAN = r"(?P<year#>\d{4})\s?[年년]\s?(?P<month#>\d{1,2})\s?[月월]\s?(?P<day#>\d{1,2})\s?[日일]"
_NUMERIC = r"(?P<first>\d{1,2})(?P<sign#>[./-])\s?(?P<second>\d{1,2})(?P=sign#)\s?(?P<year#>\d{4})(?!\d|[./-]\d)"
_FORMS = (_MONTH_FIRST, _DAY_FIRST, _YEAR_FIRST, _EAST_ASIAN, _NUMERIC)
_DAY = "|".join(form.replace("#", str(number)) for number, form in enumerate(_FORMS, start=1))

_ZONE = (
    r"\s{0,2}\(?(?:(?P<utc#>(?:(?:UTC|GMT)\s?[+\-−]\d{1,2}|[+\-−]\d{2})(?::?\d{2})?)(?!\d)"
    r"|(?P<zone#>(?-i:(?!BY\b)[A-Z]{2,5}|Z|МСК|мск))(?!\w))\)?"
)
# "p. m." is Spanish, "ص" and "م" are Arabic.
_HALF = r"\s?(?:(?P<half#>[ap])\.?\s?m\b\.?|(?P<arabic#>[صم])(?:باح|ساء)?[اًء]{0,3}(?!\w))"
_CLOCK = (
    r"(?P<hour#>\d{1,2})(?:(?::|\s?h\s?|\.(?=\d\d\s?Uhr\b))(?P<minute#>\d{2})|\s?h(?!\w))"
    r"(?::(?P<second#>\d{2})(?:[.,]\d{1,9})?)?(?!\d)(?:\s?(?:Uhr|hrs|h)\b)?"
    rf"(?:{_HALF})?(?:{_ZONE})?"
)
_AT = (
    r"(?:(?:at|um|à|às|a\sl[ae]s?|alle(?:\sore)?|ore|om|klokka|kl\.?|о|об|в|الساعة|pukul|saat)\s{1,3}|[-–|•·/@]\s{1,3})"
)

DATE = re.compile(
    # The end of a span of days ("5–7 October 2025") is not the date of anything.
    rf"(?<![\w/.])(?<!\d[-–])(?<!\d\s[-–]\s)"
    rf"(?:(?P<clock>{_CLOCK.replace('#', '1')})(?:,|\s[-–|])?\s{{1,3}}(?:on\s{{1,3}})?)?"
    rf"(?:(?P<weekday>{_WORD})\.?[,،]?\s{{1,3}}(?:(?:the|le|el|den)\s{{1,3}})?)?"
    rf"(?P<date>{_DAY})"
    rf"(?:(?:T|[,،]?\s{{1,3}}{_AT}?){_CLOCK.replace('#', '2')})?",
    re.IGNORECASE,
)

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NUMERIC_YEAR = re.compile(r"(?<!\d)\d{4}\s?[-/.年년]\s?\d|\d[-/.]\s?\d{4}(?!\d)")
_WORDS = re.compile(_WORD)
#: Characters before a year in which its month stands, and words of those that are looked at.
_REACH, _NEAR = 40, 5


def may_hold_date(text: str) -> bool:
    """Whether a year stands near a month's name, or beside another number; most lines say no at once."""
    years = list(_YEAR.finditer(text))
    if not years:
        return False
    return any(_follows_month(text, match.start()) for match in years) or _NUMERIC_YEAR.search(text) is not None


def end_of_years(text: str) -> int:
    """Where the last year ends, behind which no date can stand; 0 where there is none."""
    return max((match.end() for match in _YEAR.finditer(text)), default=0)


def _follows_month(text: str, year: int) -> bool:
    near = _WORDS.findall(text, max(0, year - _REACH), year)[-_NEAR:]
    return any(month_of(word) for word in near) or any(
        month_of(f"{earlier} {other}") for earlier, other in pairwise(near)
    )
