"""Dates as people write them, read by one policy: what is not certain is left out, with a finding.

1. A numeric offset or ``Z`` is taken as it is.
2. An abbreviation has the literal offset of our own table (`zones`); what stands for several zones
   is read only through the source's ``zone_names``.
3. ``CET`` on a summer's day stays literal, is marked ambiguous, and the editor is warned.
4. Without a zone the source's own is meant; in a clock change the earlier instant (``fold=0``).
5. No date, no year, or a date that is not in the calendar: nothing.

What was seen but not read still says what it may mean at the latest: it may be an embargo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from syndicate.articles import zones
from syndicate.articles.model import Finding, ForeignTime, Severity, UnreadTime
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
#: Years outside are slips or history, not days of publication.
_YEARS = range(1970, 2200)

#: A local time is over everywhere on Earth so long after it reads the same in UTC, with two hours to spare.
_EVERYWHERE = timedelta(hours=14)
#: The farthest that any clock is from UTC.
_OFFSETS = timedelta(hours=14)

# ASCII, because else ``ſ`` and ``ı`` match ``s`` and ``i``, and no table holds what they spell.
_MONTH = f"(?a:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s{1,3})?"
_DAY = (
    rf"(?:(?P<month>{_MONTH})\b\.?\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\.?\s{{1,3}}(?P<month2>{_MONTH})\b\.?,?\s{{1,3}}(?P<year2>\d{{4}})"
    r"|(?P<year3>\d{4})-(?P<month3>\d{2})-(?P<day3>\d{2}))(?!\d)"
)
_ZONE = (
    r"\s{{0,2}}\(?(?:(?P<utc{0}>(?:(?:UTC|GMT)\s?[+\-−]\d{{1,2}}|[+\-−]\d{{2}})(?::?\d{{2}})?)(?!\d)"
    r"|(?P<zone{0}>(?-i:[A-Z]{{2,5}}|Z))(?![A-Za-z\d]))\)?"
)
_TIME = (
    r"(?P<hour{0}>\d{{1,2}}):(?P<minute{0}>\d{{2}})(?::(?P<second{0}>\d{{2}})(?:[.,]\d{{1,9}})?)?(?!\d)"
    r"(?:\s?(?P<half{0}>[ap])\.?m\b\.?)?(?:" + _ZONE + ")?"
)
_YEAR = re.compile(r"\d{4}")
_DATE = re.compile(
    rf"(?<![\w/.])(?:{_TIME.format(1)}(?:,|\s[-–|])?\s{{1,3}}(?:on\s{{1,3}})?)?{_WEEKDAY}{_DAY}"
    rf"(?:(?:T|,?\s{{1,3}}(?:at\s{{1,3}}|[-–|]\s)?){_TIME.format(2)})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What came of a date: a time, or ``None`` with a finding that says why not and what it may mean.

    ``latest`` is the last instant that an ambiguous time may mean, else ``None``.
    """

    time: ForeignTime | None
    findings: tuple[Finding, ...] = ()
    unread: UnreadTime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A date in a text, at ``start`` and up to ``end``, not yet read."""

    start: int
    end: int
    match: re.Match[str]


def find_all(text: str) -> Iterator[Found]:
    """Every date with a year in the text, in order; numbers alone (``05.10.2025``) are too uncertain."""
    if _YEAR.search(text) is None:  # most lines; the pattern below takes its time
        return
    for match in _DATE.finditer(text):
        yield Found(start=match.start(), end=match.end(), match=match)


def read_text(text: str, zone: ZoneInfo, zone_names: Mapping[str, str]) -> Reading | None:
    """Read the first date in the text; ``None`` when there is none."""
    found = next(find_all(text), None)
    return None if found is None else read(found, zone, zone_names)


def read(found: Found, zone: ZoneInfo, zone_names: Mapping[str, str]) -> Reading:
    """Read a date that was found. ``zone`` is meant where it names none; see the policy above."""
    raw = one_line(found.match[0]).rstrip(" (")
    try:
        local = _local(found.match)
    except ValueError:
        message = f"“{raw}” is not a day or time of the calendar, so the date was left out."
        return _refused("date-invalid", message, raw, _day_end(*_day(found.match)))
    try:
        return _placed(local, raw, found.match, zone, zone_names)
    except (ValueError, OverflowError):
        message = f"“{raw}” has an offset that no clock has, so the date was left out."
        return _refused("date-invalid", message, raw, local)


def _refused(code: str, message: str, raw: str, local: datetime) -> Reading:
    is_last = local == datetime.max  # noqa: DTZ901 - as _day_end says
    latest = (local if is_last else local + _EVERYWHERE).replace(tzinfo=UTC)
    finding = Finding(severity=Severity.WARN, code=code, message=message, quote=raw)
    return Reading(time=None, findings=(finding,), unread=UnreadTime(latest=latest, raw=raw))


def _day_end(year: int, month: int, day: int) -> datetime:
    """When the day is over, or the month, or the year, as far as they are in the calendar."""
    if year >= _YEARS.stop:
        return datetime.max  # noqa: DTZ901 - a local time, in a year that no zone knows
    try:
        return datetime(year, month, day) + timedelta(days=1)  # noqa: DTZ001 - local
    except ValueError:
        is_month = 1 <= month < 12  # noqa: PLR2004 - December ends with its year
        return datetime(max(year, 1) + (not is_month), month + 1 if is_month else 1, 1)  # noqa: DTZ001 - local


def _either(match: re.Match[str], name: str, *suffixes: str) -> str | None:
    return next((match[name + suffix] for suffix in suffixes if match[name + suffix] is not None), None)


def _day(match: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day as written; they need not be in the calendar."""
    year, day = (int(_either(match, name, "", "2", "3") or 0) for name in ("year", "day"))
    month = (_either(match, "month", "", "2", "3") or "").lower()
    return year, int(month) if month.isdigit() else _MONTHS[month], day


def _local(match: re.Match[str]) -> datetime:
    year, month, day = _day(match)
    if year not in _YEARS:
        raise ValueError(year)
    hour = int(_either(match, "hour", "2", "1") or 0)
    half = (_either(match, "half", "2", "1") or "").lower()
    minute, second = (int(_either(match, name, "2", "1") or 0) for name in ("minute", "second"))
    return datetime(year, month, day, _hour(hour, half), minute, second)  # noqa: DTZ001 - the zone follows


def _hour(hour: int, half: str) -> int:
    noon = 12
    if not half or (half == "p" and hour > noon):  # "13:05 PM" is odd, but plain
        return hour
    if not 1 <= hour <= noon:
        raise ValueError(hour)
    return hour % noon + (noon if half == "p" else 0)


def _placed(
    local: datetime, raw: str, match: re.Match[str], default: ZoneInfo, zone_names: Mapping[str, str]
) -> Reading:
    offset, name = _either(match, "utc", "2", "1"), _either(match, "zone", "2", "1")
    if offset is not None:
        return Reading(time=_time(local.replace(tzinfo=_fixed(offset)), raw))
    if name is not None:
        return _named(local, raw, name, zone_names)
    has_time = _either(match, "hour", "2", "1") is not None
    return _unzoned(local, raw, default, has_time=has_time)


def _time(at: datetime, raw: str, *, is_ambiguous: bool = False) -> ForeignTime:
    offset = at.utcoffset() or timedelta()
    return ForeignTime(at=at.astimezone(UTC), offset=offset, raw=raw, is_ambiguous=is_ambiguous)


def _fixed(offset: str) -> timezone:
    digits = re.sub(r"\D", "", offset)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")  # noqa: PLR2004 - HHMM
    east = timedelta(hours=int(hours), minutes=int(minutes))
    if int(minutes) > 59 or east > _OFFSETS:  # noqa: PLR2004 - minutes of an hour
        raise ValueError(offset)
    return timezone(east if "+" in offset else -east)


def _named(local: datetime, raw: str, name: str, zone_names: Mapping[str, str]) -> Reading:
    known = zones.find(name, zone_names)
    if known is None:
        message = (
            f"{zones.why_unknown(name)}, so the date was left out. "
            f'If the source always means one zone, say so in its settings: zone_names = {{ {name} = "Area/City" }}.'
        )
        return _refused("zone-unknown", message, raw, local)
    at = local.replace(tzinfo=known.zone)
    if known.is_in_force(at):
        return Reading(time=_time(at, raw))
    latest = max(at, local.replace(tzinfo=known.place), key=datetime.timestamp).astimezone(UTC)
    finding = _out_of_season(at, known, name, raw)
    return Reading(time=_time(at, raw, is_ambiguous=True), findings=(finding,), latest=latest)


def _out_of_season(at: datetime, known: zones.Zone, name: str, raw: str) -> Finding:
    is_summer = at.astimezone(known.place).utcoffset() > at.utcoffset()  # type: ignore[operator]
    season, meant = ("summer", "earlier") if is_summer else ("standard", "later")
    utc = at.astimezone(UTC)
    message = (
        f"{name} was written while {season} time was in force; {at:%H:%M:%S} {name} is {utc:%H:%M:%S} UTC. "
        f"If local time was meant, it is one hour {meant}."
    )
    return Finding(severity=Severity.WARN, code="zone-ambiguous", message=message, quote=raw)


def _unzoned(local: datetime, raw: str, default: ZoneInfo, *, has_time: bool) -> Reading:
    at = local.replace(tzinfo=default)
    if not has_time:
        return Reading(time=_time(at, raw))
    message = f"The time names no zone; it was read as {default.key}, as the source's settings say."
    if at.utcoffset() == at.replace(fold=1).utcoffset():
        return Reading(time=_time(at, raw), findings=(_doubt("zone-missing", message, raw),))
    message = f"{message} The clocks changed in that hour, so it may be an hour off."
    latest = max(at, at.replace(fold=1), key=datetime.timestamp).astimezone(UTC)
    finding = _doubt("clock-change", message, raw)
    return Reading(time=_time(at, raw, is_ambiguous=True), findings=(finding,), latest=latest)


def _doubt(code: str, message: str, raw: str) -> Finding:
    return Finding(severity=Severity.WARN, code=code, message=message, quote=raw)
