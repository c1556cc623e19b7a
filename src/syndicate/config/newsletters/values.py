"""Readers of what only newsletters have: patterns, hours, days on which nothing is mailed, weights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, PlainValidator

from syndicate.config.phrasing import literal, refusal
from syndicate.config.placeholders import known_placeholders
from syndicate.config.values import between, read_duration, read_line, read_time
from syndicate.digests.patterns import CAMPAIGN, WORDING
from syndicate.digests.schedule import EARLIEST, LATEST
from syndicate.errors import BadDataError
from syndicate.theme.model import ORDER

_DAY = timedelta(days=1)
_YEARLY = re.compile(r"[0-9]{2}-[0-9]{2}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: No publisher rests longer; a slip in the year would silence a newsletter.
_LONGEST_BLACKOUT = 366
#: Has a 29th of February.
_LEAP_YEAR = 2000
_BLACKOUT_REMEDY = (
    'write a day, days of one time, or a day of every year: "2026-05-01", "2026-12-24..2027-01-01", "12-25"'
)
_HEAVIEST = 1_000
#: As many as an edition may have with picture and text.
MOST_STORIES = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """Days on which nothing is mailed, both ends included; a day of every year has the year 2000."""

    first: date
    last: date
    is_yearly: bool = False

    @property
    def days(self) -> Iterator[date]:
        """Each of them."""
        return (self.first + _DAY * number for number in range((self.last - self.first).days + 1))

    def __str__(self) -> str:
        """As the file would spell it."""
        if self.is_yearly:
            return f"{self.first:%m-%d}"
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


def read_left_out(value: object) -> LeftOut:
    """``"2026-05-01"``, ``"2026-12-24..2027-01-01"`` or, every year, ``"12-25"``; TOML's own dates, too."""
    if isinstance(value, LeftOut):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return LeftOut(first=value, last=value)
    try:
        return _left_out(read_line(value))
    except ValueError as error:
        raise refusal(value, _BLACKOUT_REMEDY) from error


def _left_out(text: str) -> LeftOut:
    if _YEARLY.fullmatch(text):
        day = date.fromisoformat(f"{_LEAP_YEAR}-{text}")
        return LeftOut(first=day, last=day, is_yearly=True)
    first, _, last = text.partition("..")
    found = LeftOut(first=_day(first), last=_day(last or first))
    if not 0 <= (found.last - found.first).days < _LONGEST_BLACKOUT:
        raise ValueError(text)
    return found


def _day(text: str) -> date:
    if not _DATE.fullmatch(text):  # what else ISO 8601 has for days, nobody reads at a glance
        raise ValueError(text)
    return date.fromisoformat(text)


def read_quiet_hours(value: object) -> tuple[time, time]:
    """From when to when; the end may be on the next day."""
    if not isinstance(value, tuple) or len(value) != len(("from", "to")):
        raise refusal(value, 'write from when to when, such as ["22:00", "07:00"]')
    start, end = (read_time(each) for each in value)
    if start == end:
        raise refusal(value, "it would be always quiet, or never; write two times")
    return start, end


def read_weight(value: object) -> float:
    """How much a section counts; one that nobody names counts 1."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= _HEAVIEST:
        raise refusal(value, f"write a number above 0, up to {_HEAVIEST:_}, such as 2.0")
    return float(value)


def read_wording(value: object) -> str:
    """A pattern of a subject or a preheader."""
    return _pattern(value, WORDING)


def read_campaign(value: object) -> str:
    """A pattern of what links tell of where they were read."""
    return _pattern(value, CAMPAIGN)


def _pattern(value: object, known: tuple[str, ...]) -> str:
    text = read_line(value)
    known_placeholders(text, known)
    return text


def read_markdown(value: object) -> str:
    """Markdown that a mail can show; the one text that may have several lines."""
    if not isinstance(value, str) or not value.strip():
        raise refusal(value, "write Markdown in quotation marks, three of them for several lines")
    from syndicate.digests.introduction import introduction_html

    try:
        introduction_html(value, "the text")
    except BadDataError as error:
        message = f"cannot be shown: {error.message}"
        raise ValueError(message) from error
    return value.strip()


def read_standing(value: object) -> str | int:
    """A part of a digest, or how many stories stand before: ``"lead"``, ``3``."""
    number = int(value) if isinstance(value, str) and value.isdecimal() and value.isascii() else value
    if isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= MOST_STORIES:
        return number
    if not isinstance(value, str) or value not in ORDER:
        raise refusal(
            value, f"write a part of the digest, one of {literal(ORDER)}, or after how many stories, 1 to 100"
        )
    return value


def read_day(value: object) -> date:
    """A day that a schedule can be asked for: ``"2026-12-01"``, or TOML's own date."""
    remedy = f'write a day from {EARLIEST.year} to {LATEST.year}, such as "2026-12-01"'
    try:
        day = value if isinstance(value, date) and not isinstance(value, datetime) else _day(read_line(value))
    except ValueError as error:
        raise refusal(value, remedy) from error
    if not EARLIEST <= day <= LATEST:
        raise refusal(value, remedy)
    return day


Markdown = Annotated[str, PlainValidator(read_markdown)]
Standing = Annotated[str | int, PlainValidator(read_standing)]
Day = Annotated[date, PlainValidator(read_day)]
Wording = Annotated[str, PlainValidator(read_wording)]
Campaign = Annotated[str, PlainValidator(read_campaign)]
Blackout = Annotated[LeftOut, PlainValidator(read_left_out)]
Quiet = Annotated[tuple[time, time], PlainValidator(read_quiet_hours)]
Weight = Annotated[float, PlainValidator(read_weight)]
Factor = Annotated[float, Field(gt=0, le=_HEAVIEST, allow_inf_nan=False)]
DayOfMonth = Annotated[int, Field(ge=1, le=31)]
Count = Annotated[int, Field(ge=1, le=100)]
DailyCap = Annotated[int, Field(ge=1, le=99)]
HalfLife = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("1m", "366d"))]
Rest = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("0s", "1d"))]
Wait = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("1h", "366d"))]
Lead = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("5m", "7d"))]
