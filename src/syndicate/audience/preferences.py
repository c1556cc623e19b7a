"""What may be said about a subscription, checked: name, cadence, hour, time zone, language, sections, form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from syndicate.audience.model import Wishes
from syndicate.errors import BadDataError
from syndicate.storage.states import Breaking, CadenceKind, MailFormat
from syndicate.text.languages import language_tag
from syndicate.text.mailboxes import NAME_LIMIT
from syndicate.text.plain import one_line, shorten

Word = TypeVar("Word", bound=StrEnum)

#: In the data of some machines, and no place: the machine's own zone, and that of one that nobody has set up.
_NO_PLACES = frozenset({"localtime", "Factory"})


@cache
def _known_time_zones() -> frozenset[str]:
    return frozenset(available_timezones()) - _NO_PLACES


def name(written: str) -> str | None:
    """A person's name in one clean line, or ``None`` when nothing was written.

    Raises:
        BadDataError: code ``name-too-long``.
    """
    line = one_line(written)
    if len(line) > NAME_LIMIT:
        message = f"the name is longer than {NAME_LIMIT} characters"
        raise BadDataError(message, code="name-too-long", hint="Write the name alone in this column.")
    return line or None


def time_zone(written: str) -> str | None:
    """The name of an IANA time zone, or ``None`` when nothing was written.

    Raises:
        BadDataError: code ``time-zone-unknown``.
    """
    zone = written.strip()
    # By membership: ZoneInfo() opens files by the name it is given.
    if not zone or zone in _known_time_zones():
        return zone or None
    message = f"“{shorten(zone, 60)}” is not a time zone"
    raise BadDataError(message, code="time-zone-unknown", hint="Write a name such as Europe/Berlin.")


def zone(name: str | None) -> ZoneInfo | None:
    """The time zone of that name; one that the installed data does not know counts as none."""
    return ZoneInfo(name) if name in _known_time_zones() else None


def language(written: str) -> str | None:
    """A language tag in its usual spelling (``pt-br`` becomes ``pt-BR``), or ``None`` for nothing.

    Raises:
        BadDataError: code ``language-unknown``.
    """
    if not written.strip():
        return None
    tag = language_tag(written)
    if tag is None:
        message = f"“{shorten(written, 60)}” is not a language tag"
        raise BadDataError(message, code="language-unknown", hint="Write a tag such as de or pt-BR.")
    return tag


def sections(written: str) -> tuple[str, ...]:
    """The sections named in ``World; Business``, each once, in that order; none means all."""
    named = (one_line(part) for part in written.split(";"))
    return tuple(dict.fromkeys(filter(None, named)))


def time_of_day(written: str) -> str | None:
    """An hour as HH:MM, or ``None`` when nothing was written.

    Raises:
        BadDataError: code ``time-unknown``.
    """
    if not written.strip():
        return None
    try:
        at = time.fromisoformat(written.strip())
    except ValueError:
        at = None
    if at is None or at.tzinfo or at.second or at.microsecond:
        message = f"“{shorten(written, 60)}” is no time of day"
        raise BadDataError(message, code="time-unknown", hint="Write hour and minute, such as 07:30.")
    return f"{at:%H:%M}"


def one_of(written: str, words: type[Word]) -> Word | None:
    """One of those words, or ``None`` when nothing was written.

    Raises:
        BadDataError: code ``choice-unknown``.
    """
    if not written.strip():
        return None
    try:
        return words(written.strip())
    except ValueError as error:
        message = f"“{shorten(written, 60)}” is not offered"
        raise BadDataError(message, code="choice-unknown", hint=f"Write one of: {', '.join(words)}.") from error


def wishes(row: Mapping[str, str]) -> Wishes:
    """What the row of our own export says that the reader chose."""
    return Wishes(
        cadence=one_of(row["cadence"], CadenceKind),
        at=time_of_day(row["at"]),
        time_zone=time_zone(row["time_zone"]),
        sections=sections(row["sections"]),
        language=language(row["language"]),
        format=one_of(row["format"], MailFormat),
        breaking=one_of(row["breaking"], Breaking),
    )
