"""Dates as people write them, read by one policy: what is not certain is left out, with a finding.

1. A numeric offset or ``Z`` is taken as it is.
2. An abbreviation has the literal offset of our own table (`zones`); what stands for several zones
   is read only through the source's ``zone_names``.
3. ``CET`` on a summer's day stays literal, is marked ambiguous, and the editor is warned.
4. Without a zone the source's own is meant; in a clock change the earlier instant (``fold=0``).
5. No date, no year, or a date that is not in the calendar: nothing. ``05.10.2025`` may be either of two days; it is
   read where the calendar or the source's language leaves but one.

What was seen but not read still says what it may mean at the latest: it may be an embargo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from syndicate.articles.dates import zones
from syndicate.articles.dates.months import begins_dates, is_weekday, month_of
from syndicate.articles.dates.patterns import DATE, end_of_years, may_hold_date
from syndicate.articles.model import Finding, ForeignTime, Severity, UnreadTime
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

#: In a text, years outside are slips or history, not days of publication.
IN_TEXTS = range(1970, 2200)
#: A field that is there for the date may have any of the Gregorian calendar; what is older has a calendar of its own.
IN_FIELDS = range(1583, 2200)

#: Languages that write numbers with points between them in one order only, the day first.
_DAY_FIRST = frozenset(
    "az be bg bs cs da de et fi hr hy is ka kk lb lv mk nb nn no pl ro ru sk sl sq sr tr uk".split()  # noqa: SIM905
)

#: A local time is over everywhere on Earth so long after it reads the same in UTC, with two hours to spare.
_EVERYWHERE = timedelta(hours=14)
#: The farthest that any clock is from UTC.
_OFFSETS = timedelta(hours=14)


class Reading(NamedTuple):
    """What came of a date: a time, or ``None`` with a finding that says why not and what it may mean.

    ``latest`` is the last instant that an ambiguous time may mean, else ``None``.
    """

    time: ForeignTime | None
    findings: tuple[Finding, ...] = ()
    unread: UnreadTime | None = None
    latest: datetime | None = None


class TimeOfDay(NamedTuple):
    """The parts of a time of day, as they are written; ``None`` what is not."""

    hour: str | None = None
    minute: str | None = None
    second: str | None = None
    half: str | None = None
    arabic: str | None = None
    utc: str | None = None
    zone: str | None = None


_CLOCK_BEFORE, _CLOCK_BEHIND = ([f"{name}{place}" for name in TimeOfDay._fields] for place in (1, 2))


class WrittenDate(NamedTuple):
    """A date in a text, at ``start`` and up to ``end``, not yet read.

    ``days`` are the days that it may mean, as year, month and day; they need not be in the calendar.
    """

    start: int
    end: int
    days: tuple[tuple[int, int, int], ...]
    has_clock_before: bool
    match: re.Match[str]

    @property
    def has_points(self) -> bool:
        """Whether it is written as ``05.10.2025``."""
        return self.match["sign5"] == "."

    @property
    def raw(self) -> str:
        """The date as it is written."""
        return one_line(self.match.string[self.start : self.end]).rstrip(" (")

    @property
    def clock(self) -> TimeOfDay:
        """The time of day: the one behind the day, or else the one before it."""
        if self.match["hour2"] is not None:
            return TimeOfDay(*self.match.group(*_CLOCK_BEHIND))
        return TimeOfDay(*self.match.group(*_CLOCK_BEFORE)) if self.has_clock_before else TimeOfDay()


def find_all(text: str) -> Iterator[WrittenDate]:
    """Every date with a year in the text, in order."""
    if not may_hold_date(text):
        return
    position, end = 0, end_of_years(text)
    while position < end and (match := DATE.search(text, position)):
        date = _found(match)
        position = date.end if date else match.start() + 1
        if date:
            yield date


def find_at(text: str, position: int) -> WrittenDate | None:
    """The date that starts there; ``None`` where none does."""
    match = DATE.match(text, position)
    date = _found(match) if match else None
    return date if date is not None and date.start == position else None


def _found(match: re.Match[str]) -> WrittenDate | None:
    days = _days(match)
    if not days:
        return None
    weekday = match["weekday"]
    has_weekday = weekday is not None and is_weekday(weekday)
    # Some other word between a clock and a day: they need not belong together.
    has_clock = match["clock"] is not None and (weekday is None or has_weekday)
    start = match.start() if has_clock else match.start("weekday" if has_weekday else "date")
    return WrittenDate(start=start, end=match.end(), days=days, has_clock_before=has_clock, match=match)


def _days(match: re.Match[str]) -> tuple[tuple[int, int, int], ...]:
    """The days that a match may mean; none, if it only looks like a date."""
    if match["first"] is not None:
        return _numeric_days(int(match["year5"]), int(match["first"]), int(match["second"]))
    form = next(form for form in "1234" if match[f"year{form}"] is not None)
    written = match[f"month{form}"]
    month = int(written) if written.isdigit() else _named_month(match, form)
    return ((int(match[f"year{form}"]), month, int(match[f"day{form}"])),) if month is not None else ()


def _named_month(match: re.Match[str], form: str) -> int | None:
    name, alias = match[f"month{form}"], match[f"alias{form}"]
    if form == "1" and not begins_dates(name):
        return None
    number = month_of(name)
    return number if alias is None or month_of(alias) == number else None


def _numeric_days(year: int, first: int, other: int) -> tuple[tuple[int, int, int], ...]:
    """Day and month in either order; certain only where the calendar has but one of the two."""
    both = dict.fromkeys((month, day) for day, month in ((first, other), (other, first)) if 1 <= month <= 12)  # noqa: PLR2004
    return tuple((year, month, day) for month, day in both or {(other, first): None})


def read_text(
    text: str, zone: ZoneInfo, zone_names: Mapping[str, str], language: str = "", years: range = IN_TEXTS
) -> Reading | None:
    """Read the first date in the text, as `read` does; ``None`` when there is none."""
    date = next(find_all(text), None)
    return None if date is None else read(date, zone, zone_names, language, years)


def read(
    date: WrittenDate,
    zone: ZoneInfo,
    zone_names: Mapping[str, str],
    language: str = "",
    years: range = IN_TEXTS,
) -> Reading:
    """Read a date that was found. ``zone`` is meant where it names none; see the policy above.

    ``language`` is the one that the source writes in (BCP 47); it settles ``05.10.2025`` in those that know but one
    order for numbers with points. A year beyond ``years`` is none.
    """
    raw = date.raw
    days = date.days[:1] if date.has_points and language.partition("-")[0].lower() in _DAY_FIRST else date.days
    if len(days) > 1:
        message = f"“{raw}” may be either of two days, so the date was left out. Write the month's name."
        return _refused("date-unclear", message, raw, max(_day_end(*day) for day in days))
    clock = date.clock
    try:
        local = _local(clock, days[0], years)
    except ValueError:
        message = f"“{raw}” is not a day or time of the calendar, so the date was left out."
        return _refused("date-invalid", message, raw, _day_end(*days[0]))
    try:
        return _placed(local, raw, clock, zone, zone_names)
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
    if year >= IN_TEXTS.stop:
        return datetime.max  # noqa: DTZ901 - a local time, in a year that no zone knows
    try:
        return datetime(year, month, day) + timedelta(days=1)  # noqa: DTZ001 - local
    except ValueError:
        is_month = 1 <= month < 12  # noqa: PLR2004 - December ends with its year
        return datetime(max(year, 1) + (not is_month), month + 1 if is_month else 1, 1)  # noqa: DTZ001 - local


def _local(clock: TimeOfDay, day: tuple[int, int, int], years: range) -> datetime:
    if day[0] not in years:
        raise ValueError(day)
    hour = _hour(int(clock.hour or 0), _half(clock))
    # The zone follows.
    return datetime(*day, hour, int(clock.minute or 0), int(clock.second or 0))  # noqa: DTZ001


def _half(clock: TimeOfDay) -> str:
    arabic = {"ص": "a", "م": "p"}.get(clock.arabic or "", "")
    return arabic or (clock.half or "").lower()


def _hour(hour: int, half: str) -> int:
    noon = 12
    if not half or (half == "p" and hour > noon):  # "13:05 PM" is odd, but plain
        return hour
    if not 1 <= hour <= noon:
        raise ValueError(hour)
    return hour % noon + (noon if half == "p" else 0)


def _placed(local: datetime, raw: str, clock: TimeOfDay, default: ZoneInfo, zone_names: Mapping[str, str]) -> Reading:
    if clock.utc is not None:
        return Reading(time=_time(local.replace(tzinfo=_fixed(clock.utc)), raw))
    if clock.zone is not None:
        return _named(local, raw, clock.zone, zone_names)
    return _unzoned(local, raw, default, has_time=clock.hour is not None)


def _time(at: datetime, raw: str, *, is_ambiguous: bool = False) -> ForeignTime:
    # Before there were zones, clocks went by the sun, to the second; no format of times can write that. What the clock
    # said stays, lest a day become the one before it, and the instant is less than a minute off.
    offset = timedelta(minutes=round((at.utcoffset() or timedelta()) / timedelta(minutes=1)))
    instant = (at.replace(tzinfo=None) - offset).replace(tzinfo=UTC)
    return ForeignTime(at=instant, offset=offset, raw=raw, is_ambiguous=is_ambiguous)


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
