"""What may be said about a subscription, checked: name, time zone, language, sections."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from syndicate.errors import BadDataError
from syndicate.text.languages import language_tag
from syndicate.text.mailboxes import NAME_LIMIT
from syndicate.text.plain import one_line, shorten

_known_time_zones = cache(available_timezones)


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
