"""Single values: whether one is a date, a language, a media type, a number."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from syndicate.text.languages import TWO_LETTERS

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC822 = re.compile(
    rf"(?P<day_name>{'|'.join(_DAYS)}), (?P<day>\d\d?) (?P<month>{'|'.join(_MONTHS)}) (?P<year>\d{{4}}) "
    r"(?P<time>\d\d:\d\d:\d\d) (?P<zone>GMT|UT|[+-]\d{4})"
)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?:\s*;\s*[A-Za-z0-9-]+=[^;]+)*")
_DURATION = re.compile(r"\d+(?::[0-5]\d){0,2}")
_NUMBER = re.compile(r"\d+(?:\.\d*)?")
# No longer than RFC 5321 §4.5.3.1 has them: a search for more would take the square of a text's length.
_MAIL = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}")
_QUARTER_HOURS = re.compile(r"[+-]\d\d(?!00|30)\d\d")


def rfc822(value: str) -> datetime | None:
    """The instant of an RFC 822 date with four digits of year and the right day of the week, else ``None``."""
    match = _RFC822.fullmatch(value)
    if match is None:
        return None
    hours, minutes, seconds = map(int, match["time"].split(":"))
    try:
        month = _MONTHS.index(match["month"]) + 1
        zone = _zone(match["zone"])
        instant = datetime(int(match["year"]), month, int(match["day"]), hours, minutes, seconds, tzinfo=zone)
    except ValueError:
        return None
    return instant if _DAYS[instant.weekday()] == match["day_name"] else None


def has_quarter_hours(value: str) -> bool:
    """Whether the zone of an RFC 822 date is none of whole or half hours: legal, but readers refuse it."""
    return bool(_QUARTER_HOURS.fullmatch(value[-5:]))


def rfc3339(value: str) -> datetime | None:
    """The instant of an RFC 3339 date with its zone, else ``None``."""
    if not _RFC3339.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def is_language(value: str) -> bool:
    """Whether it has the form of a language tag (BCP 47) and begins with a language that there is (ISO 639)."""
    code = value.partition("-")[0].lower()
    return bool(_LANGUAGE.fullmatch(value)) and (len(code) > len("en") or code in TWO_LETTERS)


def has_mail_address(text: str) -> bool:
    """Whether a mail address stands in a text, at a domain with a dot."""
    return any("." in match[0].rpartition("@")[2].strip(".") for match in _MAIL.finditer(text))


def is_mail_address(value: str) -> bool:
    """Whether it is a mail address and nothing else, at a domain with a dot."""
    return bool(_MAIL.fullmatch(value)) and has_mail_address(value)


def is_media_type(value: str) -> bool:
    """Whether it has the form of a media type (RFC 2045)."""
    return bool(_MEDIA_TYPE.fullmatch(value))


def is_count(value: str) -> bool:
    """Whether it is a number without sign, in ASCII digits."""
    return value.isascii() and value.isdigit()


def is_positive(value: str) -> bool:
    """Whether it is a number without sign, in ASCII digits, and not zero."""
    return is_count(value) and bool(value.strip("0"))


def is_number(value: str) -> bool:
    """Whether it is a number without sign, perhaps with a decimal point."""
    return value.isascii() and bool(_NUMBER.fullmatch(value))


def is_duration(value: str) -> bool:
    """Whether it is a time as podcasts write it: seconds, ``MM:SS`` or ``HH:MM:SS``."""
    return value.isascii() and bool(_DURATION.fullmatch(value))


def _zone(name: str) -> timezone:
    if not name.startswith(("+", "-")):
        return UTC
    hours, minutes = int(name[1:3]), int(name[3:])
    if minutes > 59:  # noqa: PLR2004 - an hour has sixty minutes
        message = "no such offset"
        raise ValueError(message)
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if name[0] == "-" else span)
