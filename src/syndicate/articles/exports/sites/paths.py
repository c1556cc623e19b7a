"""Addresses that programs make of names, titles and days, by the patterns of their configurations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN = re.compile(r":([a-z_]+)")
# Of the patterns, not of the reader's language: Hugo and Jekyll write them in English.
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS: Mapping[str, Callable[[datetime], str]] = {
    "year": lambda at: f"{at.year:04d}",
    "short_year": lambda at: f"{at.year % 100:02d}",
    "month": lambda at: f"{at.month:02d}",
    "i_month": lambda at: str(at.month),
    "monthname": lambda at: _MONTHS[at.month - 1],
    "long_month": lambda at: _MONTHS[at.month - 1].capitalize(),
    "short_month": lambda at: _MONTHS[at.month - 1][:3].capitalize(),
    "day": lambda at: f"{at.day:02d}",
    "i_day": lambda at: str(at.day),
    "hour": lambda at: f"{at.hour:02d}",
    "minute": lambda at: f"{at.minute:02d}",
    "second": lambda at: f"{at.second:02d}",
    "weekday": lambda at: str(at.isoweekday() % 7),
    "weekdayname": lambda at: _WEEKDAYS[at.weekday()],
    "y_day": lambda at: f"{at.timetuple().tm_yday:03d}",
    "yearday": lambda at: str(at.timetuple().tm_yday),
}


def filled(pattern: str, at: datetime | None, values: Mapping[str, str]) -> str:
    """The path that a pattern with ``:tokens`` is; a token that means nothing here becomes nothing."""

    def value(match: re.Match[str]) -> str:
        known = values.get(match[1])
        if known is not None:
            return known
        return _DAYS[match[1]](at) if at and match[1] in _DAYS else ""

    return rooted(_TOKEN.sub(value, pattern))


def rooted(path: str) -> str:
    """A path that begins with a slash, and has none twice."""
    return re.sub(r"/{2,}", "/", f"/{path}")


def urlized(text: str) -> str:
    """A name as Hugo and Jekyll write it in addresses: lower case, hyphens for spaces, letters of any script."""
    kept = re.sub(r"[^\w\s.-]+", "", unicodedata.normalize("NFC", text).lower())
    return re.sub(r"[\s-]+", "-", kept).strip("-")


def ascii_slug(text: str) -> str:
    """A title as Pelican writes it in addresses: letters of ASCII alone."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", bare).strip()).strip("-")
