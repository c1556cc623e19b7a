"""How often and when a newsletter comes, as people say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date, format_time, get_day_names
from babel.lists import format_list

from syndicate.digests.schedule import ALL_WEEK
from syndicate.storage.states import CadenceKind
from syndicate.text.languages import locale_of

if TYPE_CHECKING:
    from datetime import datetime, time
    from zoneinfo import ZoneInfo

    from syndicate.digests.newsletters import Cadence
    from syndicate.words.translation import Words


def comes(cadence: Cadence, words: Words, at: time | None = None) -> str:
    """How often, on which days, at which hour: ``Every day at 07:00``; ``at`` is the reader's own hour."""
    locale = locale_of(words.language)
    hour = format_time(at or cadence.at, "short", locale=locale)
    if cadence.kind is CadenceKind.INSTANT:
        return words.gettext("With each story, as soon as it is out")
    if cadence.kind is CadenceKind.WEEKDAYS:
        return words.gettext("Every working day at {time}", time=hour)
    if cadence.kind is CadenceKind.MONTHLY:
        return words.gettext("Every month at {time}", time=hour)
    if cadence.kind is CadenceKind.DAILY and cadence.weekdays == ALL_WEEK:
        return words.gettext("Every day at {time}", time=hour)
    names = get_day_names("wide", locale=locale)
    days = format_list([names[day] for day in sorted(cadence.weekdays)], locale=locale)
    return words.gettext("Every {days} at {time}", days=days, time=hour)


def day_of(instant: datetime, zone: ZoneInfo, words: Words) -> str:
    """A day in full: ``7 January 2027``."""
    return format_date(instant.astimezone(zone), "long", locale=locale_of(words.language))
