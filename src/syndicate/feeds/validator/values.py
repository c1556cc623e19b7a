"""Single values: whether one is a date, an address, a language, a media type."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlsplit

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC822 = re.compile(
    rf"(?P<day_name>{'|'.join(_DAYS)}), (?P<day>\d\d?) (?P<month>{'|'.join(_MONTHS)}) (?P<year>\d{{4}}) "
    r"(?P<time>\d\d:\d\d:\d\d) (?P<zone>GMT|UT|[+-]\d{4})"
)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)")
# RFC 3986: what may stand in an address, percent signs only before two hexadecimal digits.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_HTTP = re.compile(r"https?://(?:\[[0-9a-fA-F:.]+\]|[^/?#\[\]]+)[^#\[\]]*(?:#[^#\[\]]*)?", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?:\s*;\s*[A-Za-z0-9-]+=[^;]+)*")
_TAG = re.compile(
    r"tag:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?:@[A-Za-z0-9.-]+)?,\d{4}(?:-\d\d(?:-\d\d)?)?:[^\s#]*(?:#\S*)?"
)


def rfc822(value: str) -> datetime | None:
    """The instant of an RFC 822 date with four digits of year and the right day of the week, else ``None``."""
    match = _RFC822.fullmatch(value)
    if match is None:
        return None
    hours, minutes, seconds = map(int, match["time"].split(":"))
    try:
        month = _MONTHS.index(match["month"]) + 1
        zone = _zone(match["zone"])
        found = datetime(int(match["year"]), month, int(match["day"]), hours, minutes, seconds, tzinfo=zone)
    except ValueError:
        return None
    return found if _DAYS[found.weekday()] == match["day_name"] else None


def rfc3339(value: str) -> datetime | None:
    """The instant of an RFC 3339 date with its zone, else ``None``."""
    if not _RFC3339.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def is_uri(value: str) -> bool:
    """Whether it is an absolute URI (RFC 3986): a scheme, ASCII, properly encoded."""
    return bool(_URI.fullmatch(value))


def is_web_address(value: str) -> bool:
    """Whether it is an absolute URI of http or https with a host."""
    if not (_URI.fullmatch(value) and _HTTP.fullmatch(value)):
        return False
    try:
        parts = urlsplit(value)
        return bool(parts.hostname) and (parts.port is None or parts.port >= 0)
    except ValueError:
        return False


def is_id(value: str) -> bool:
    """Whether it can be a permanent id: an absolute URI, and a tag URI of the right form (RFC 4151) if it is one."""
    return is_uri(value) and (not value.lower().startswith("tag:") or bool(_TAG.fullmatch(value)))


def is_language(value: str) -> bool:
    """Whether it has the form of a language tag (BCP 47)."""
    return bool(_LANGUAGE.fullmatch(value))


def is_media_type(value: str) -> bool:
    """Whether it has the form of a media type (RFC 2045)."""
    return bool(_MEDIA_TYPE.fullmatch(value))


def is_count(value: str) -> bool:
    """Whether it is a number without sign, in ASCII digits."""
    return value.isascii() and value.isdigit()


def _zone(name: str) -> timezone:
    if not name.startswith(("+", "-")):
        return UTC
    hours, minutes = int(name[1:3]), int(name[3:])
    if minutes > 59:  # noqa: PLR2004 - an hour has sixty minutes
        message = "no such offset"
        raise ValueError(message)
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if name[0] == "-" else span)
