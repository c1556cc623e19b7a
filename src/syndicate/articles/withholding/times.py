"""Times beside the date of an article: when it may be shown, and when it goes. Read whole, by the one policy."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.articles import dates
from syndicate.articles.model import ForeignTime, UnreadTime
from syndicate.text.plain import one_line, shorten

if TYPE_CHECKING:
    from syndicate.articles.dates import Reading
    from syndicate.articles.rules import Rules

#: Characters of a time that are looked at.
LONGEST = 200
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
# Seconds or thousandths since 1970, as databases keep times: from 1973 on, lest a year be taken for one.
_EPOCH = re.compile(r"(?P<seconds>[1-9][0-9]{8,9})(?P<thousandths>[0-9]{3})?(?:\.[0-9]+)?")
# ISO 8601's basic format, which only machines write.
_BASIC = re.compile(
    r"(?P<day>(?:19|20)\d\d[01]\d[0-3]\d)(?:[T ]?(?P<clock>[0-2]\d[0-5]\d(?:[0-5]\d)?)(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)


def whole_date(text: str, rules: Rules, language: str | None) -> Reading | None:
    """The date that the whole line is; ``None`` when it is anything more or less.

    ``language`` is the document's own word for its language, which counts before the source's.
    """
    line = _extended(one_line(text)[:LONGEST])
    if stamp := _EPOCH.fullmatch(line):
        at = datetime.fromtimestamp(int(stamp["seconds"]), UTC)
        return dates.Reading(time=ForeignTime(at=at, offset=timedelta(), raw=line))
    date = next(dates.find_all(line), None)
    if date is None or date.start or date.end < len(line):
        return None
    return dates.read(date, rules.zone, rules.zone_names, language or rules.language, dates.IN_FIELDS)


def unread_time(text: str, *, is_stated: bool = False) -> UnreadTime:
    """A date that nobody can read may lie in the future, unless the only years in it are over."""
    raw = shorten(text, LONGEST)
    years = [int(year) for year in _YEAR.findall(raw)]
    # On the afternoon of New Year's Day in UTC the old year is over everywhere.
    latest = datetime(max(years) + 1, 1, 1, 14, tzinfo=UTC) if years else datetime.max.replace(tzinfo=UTC)
    return UnreadTime(latest=latest, raw=raw, is_stated=is_stated)


def _extended(line: str) -> str:
    match = _BASIC.fullmatch(line)
    if match is None:
        return line
    day = f"{match['day'][:4]}-{match['day'][4:6]}-{match['day'][6:]}"
    if match["clock"] is None:
        return day
    clock = ":".join(re.findall("..", match["clock"]))
    return f"{day}T{clock}{match['zone'] or ''}"
