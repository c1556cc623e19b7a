"""Dates as people read them, in the language of what they stand beside."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from babel.dates import format_date, format_time, get_datetime_format

from syndicate.text.languages import locale_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syndicate.articles.model import ForeignTime


def in_full(time: ForeignTime, language: str) -> str:
    """Weekday, day, month, year, hour and offset, on the clock that the time was read with."""
    local = time.at.astimezone(timezone(time.offset))
    return f"{_day_and_time(local, language)} {_offset(time.offset)}"


def day(time: ForeignTime, language: str) -> str:
    """The day alone, on the clock that the time was read with: ``5 October 2025``."""
    return format_date(time.at.astimezone(timezone(time.offset)), "long", locale=locale_of(language))


def of_day(on: date, language: str) -> str:
    """A day in words: ``5 October 2025``."""
    return format_date(on, "long", locale=locale_of(language))


def at_desk(instant: datetime, zone: ZoneInfo, language: str) -> str:
    """An instant on the desk's clock, with the clock's name: ``Monday, 23 November 2026, 07:00 Europe/Berlin``."""
    return f"{_day_and_time(instant.astimezone(zone), language)} {zone.key}"


def in_words(gap: timedelta) -> str:
    """A distance in its largest fitting unit: ``in 3 hours``, ``2 days ago``."""
    minutes = round(abs(gap.total_seconds()) / 60)
    if minutes == 0:
        return "now"
    number, unit = next(
        (minutes // size, unit) for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")) if minutes >= size
    )
    words = f"{number} {unit}{'s' if number != 1 else ''}"
    return f"in {words}" if gap > timedelta() else f"{words} ago"


def _offset(east: timedelta) -> str:
    hours, minutes = divmod(round(abs(east.total_seconds()) / 60), 60)
    if not hours and not minutes:
        return "UTC"
    sign = "+" if east > timedelta() else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")


def _day_and_time(local: datetime, language: str) -> str:
    locale = locale_of(language)
    pattern = str(get_datetime_format("medium", locale=locale)).replace("'", "")
    day_part = format_date(local, "full", locale=locale)
    return pattern.replace("{1}", day_part).replace("{0}", format_time(local, "short", locale=locale))
