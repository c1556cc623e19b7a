"""What an article says of time, held against its own date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from syndicate.articles.findings import marked, warning
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from syndicate.articles.model import Draft, Finding, ForeignTime

# One pattern for each century, because one that begins with a certain digit is found much faster.
_CENTURIES = (("1", re.compile(r"1(?=9\d\d)")), ("2", re.compile(r"2(?=0\d\d)")))


def review_dates(draft: Draft) -> Iterator[Finding]:
    """Warnings about times that contradict one another."""
    text = draft.body_text
    years = _years(text)
    if years:
        yield from marked("weekday-wrong", text, _wrong_weekdays(text))
    if draft.published is None:
        return
    yield from marked("date-contradiction", text, _past_futures(text, years, draft.published.at))
    yield from _own_weekday(draft.published)
    yield from _updated_before(draft.published, draft.updated)


def _years(text: str) -> list[int]:
    """Where years start, and other numbers like them; most texts name none."""
    return sorted(year.start() for digit, century in _CENTURIES if digit in text for year in century.finditer(text))


# --- the future of the past -----------------------------------------------------------

_PERIOD_ENDS = {
    "first half of": 6,
    "second half of": 12,
    "q1": 3,
    "q2": 6,
    "q3": 9,
    "q4": 12,
    "early": 6,
    "mid": 9,
    "spring": 6,
    "summer": 9,
    "by": 12,
    "late": 12,
    "in": 12,
    "end of": 12,
    "autumn": 12,
    "fall": 12,
}
# ASCII, because else ``ſ`` and ``ı`` match ``s`` and ``i``, and no table holds what they spell.
_PERIOD = re.compile(
    rf"\b(?P<period>(?a:{'|'.join(sorted(_PERIOD_ENDS, key=len, reverse=True))}))[\s-](?:of\s|the\s)?"
    r"(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?P<before>was|were|been|had)?\s?(?:slated|scheduled|planned|planning|plans|expected|expects|due|set\s(?:to|for)|aims|upcoming|will"
    r"|to launch|to open|to begin)\b",
    re.IGNORECASE,
)
#: Characters between a word of the future and its period, and with that word and the one before it.
_BETWEEN, _BEFORE = 60, 80
#: Characters of a period before its year.
_LONGEST_PERIOD = max(map(len, _PERIOD_ENDS)) + len(" the ")


def _past_futures(text: str, years: Iterable[int], published: datetime) -> Iterator[tuple[str, int, int]]:
    # From the year backwards to its period, and from that to the future: years are rare, and words such as "will" not.
    since = 0
    for match in _periods(text, years):
        start, since = _future_before(text, since, match.start()), match.end()
        if start is None or published < _end_of(match["period"], int(match["year"])):
            continue
        message = f"This speaks of {match['year']} as the future, but the article is dated {published:%Y-%m-%d}."
        yield message, start, match.end()


def _periods(text: str, years: Iterable[int]) -> Iterator[re.Match[str]]:
    """Every period, of the years that start there; one more character says whether the year ends."""
    since = 0
    for year in years:
        match = _PERIOD.search(text, max(since, year - _LONGEST_PERIOD), year + len("2025") + 1)
        if match is not None:
            since = match.end()
            yield match


def _future_before(text: str, since: int, end: int) -> int | None:
    """Where the words start, after ``since`` and in the same sentence, that make a period at ``end`` the future."""
    begin = max(since, end - _BEFORE)
    begin += max(text[begin:end].rfind(sign) for sign in ".!?\n") + 1
    first = next((match for match in _FUTURE.finditer(text, begin, end) if end - match.end() <= _BETWEEN), None)
    return None if first is None or first["before"] else first.start()


def _end_of(period: str, year: int) -> datetime:
    month = _PERIOD_ENDS[one_line(period).lower()]
    return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)


# --- days of the week -----------------------------------------------------------------

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = f"(?a:{'|'.join(_MONTHS)})"
# With the year alone: of "Sunday, October 5" nobody can say which October is meant.
_AFTER_WEEKDAY = (
    rf",?\s(?:the\s)?(?:(?P<month>{_MONTH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month2>{_MONTH}),?)\s(?P<year>\d{{4}})\b"
)
_DATED = re.compile(rf"\b(?P<weekday>(?a:{'|'.join(_DAYS)})){_AFTER_WEEKDAY}", re.IGNORECASE)
# The same from the last letter of the weekday on, which is found many times as fast.
_DATED_BY = [re.compile(rf"{letter}(?<=(?ai:day))(?i:{_AFTER_WEEKDAY})") for letter in "yY"]
# The calendar of old dates may be another one.
_FIRST_YEAR = 1900


def _wrong_weekdays(text: str) -> Iterator[tuple[str, int, int]]:
    if not any(pattern.search(text) for pattern in _DATED_BY):  # most texts
        return
    for match in _DATED.finditer(text):
        month = _MONTHS.index((match["month"] or match["month2"]).lower()) + 1
        right = _weekday(int(match["year"]), month, int(match["day"] or match["day2"]))
        if right is not None and right != match["weekday"].lower():
            yield f"That day is a {right.capitalize()}.", match.start(), match.end()


def _weekday(year: int, month: int, day: int) -> str | None:
    try:
        return _DAYS[date(year, month, day).weekday()] if year >= _FIRST_YEAR else None
    except ValueError:
        return None


_SHORT_DAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE | re.ASCII)


def _own_weekday(published: ForeignTime) -> Iterator[Finding]:
    """Whether the date of publication names a weekday that it is not."""
    named = _SHORT_DAY.search(published.raw)
    if named is None:
        return
    right = _DAYS[(published.at + published.offset).weekday()]
    if not right.startswith(named[1].lower()):
        yield warning("weekday-wrong", f"The article's own date is a {right.capitalize()}.", published.raw)


def _updated_before(published: ForeignTime, updated: ForeignTime | None) -> Iterator[Finding]:
    if updated is None:
        return
    # A day without an hour is read as its first moment; it lasts until midnight.
    is_day = (updated.at + updated.offset).time() == time(0)
    if updated.at + timedelta(days=is_day) <= published.at - timedelta(seconds=1):
        message = f"The article was updated before it was published ({published.raw})."
        yield warning("updated-before-published", message, updated.raw)
