"""Dates as exports and spreadsheets write them; what is ambiguous keeps its earliest and its latest meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from syndicate.audience.imports.words import fold

_ISO = re.compile(
    r"(\d{4})(?:[-/.](\d\d?)(?:[-/.](\d\d?)"
    r"(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?)?)?"
)
_LOCAL = re.compile(
    r"(\d\d?)([./-])(\d\d?)[./-](\d{4})(?:,?\s+(\d\d?):(\d\d)(?::(\d\d))?\s*([ap]\.?m\.?)?)?", re.IGNORECASE
)
_EPOCH = re.compile(r"\d{10}(\d{3})?")
_NAMED = ("%b %d %Y", "%d %b %Y", "%B %d %Y", "%d %B %Y")
_NEVER = frozenset({"", "0", "null", "none", "nan", "n a", "na", "never", "nil"})


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedDate:
    """A moment as far as it is known: from ``at``, the earliest that was meant, to ``until``, the latest; UTC."""

    at: datetime
    until: datetime


def is_no_date(text: str) -> bool:
    """Whether nothing is said: an empty cell, a dash, ``null``, MySQL's ``0000-00-00``."""
    return fold(text) in _NEVER or text.startswith("0000-00-00")


def read_when(text: str) -> ListedDate | None:
    """The moment that is written, in UTC where no zone is; ``None`` when it is no date."""
    text = text.strip()
    if _EPOCH.fullmatch(text):
        at = datetime.fromtimestamp(int(text[:10]), UTC)
        return ListedDate(at=at, until=at)
    try:
        return _iso(text) or _local(text) or _named(text)
    except (ValueError, OverflowError):
        return None


def _iso(text: str) -> ListedDate | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    at = datetime(
        int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC
    )
    if hour:
        at = (at.replace(tzinfo=_zone(zone))).astimezone(UTC)
        return ListedDate(at=at, until=at)
    days = 1 if day else 31 if month else 366
    return ListedDate(at=at, until=at + timedelta(days=days, microseconds=-1))


def _zone(written: str | None) -> timezone:
    if not written or written[0] not in "+-":
        return UTC
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written[0] == "-" else offset)


def _local(text: str) -> ListedDate | None:
    found = _LOCAL.fullmatch(text)
    if not found:
        return None
    first, sign, second, year, hour, minute, seconds, half = found.groups()
    readings = [(second, first)] if sign == "." else [(second, first), (first, second)]
    moments = []
    for month, day in readings:
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:  # noqa: PLR2004 - months and days
            moments.append(datetime(int(year), int(month), int(day), tzinfo=UTC))
    if not moments:
        return None
    if not hour:
        return ListedDate(at=min(moments), until=max(moments) + timedelta(days=1, microseconds=-1))
    clock = timedelta(hours=_hour(int(hour), half), minutes=int(minute), seconds=int(seconds or 0))
    return ListedDate(at=min(moments) + clock, until=max(moments) + clock)


def _hour(hour: int, half: str | None) -> int:
    if not half:
        return hour
    return hour % 12 + (12 if half.lower().startswith("p") else 0)


def _named(text: str) -> ListedDate | None:
    plain = " ".join(text.replace(",", " ").replace(".", " ").split())
    for form in _NAMED:
        try:
            at = datetime.strptime(plain, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        return ListedDate(at=at, until=at + timedelta(days=1, microseconds=-1))
    return None
