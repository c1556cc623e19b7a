"""What may be said about a subscription, checked: name, time zone, language, sections."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

from syndicate.errors import BadDataError
from syndicate.text.mailboxes import NAME_LIMIT
from syndicate.text.plain import one_line, shorten

# RFC 5646 as far as readers of newspapers need it: language, script, region, variants.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{5,8})*")

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
    tag = written.strip().replace("_", "-")
    if not tag:
        return None
    if not _LANGUAGE.fullmatch(tag):
        message = f"“{shorten(written, 60)}” is not a language tag"
        raise BadDataError(message, code="language-unknown", hint="Write a tag such as de or pt-BR.")
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *map(_cased, rest)])


def sections(written: str) -> tuple[str, ...]:
    """The sections named in ``World; Business``, each once, in that order; none means all."""
    named = (one_line(part) for part in written.split(";"))
    return tuple(dict.fromkeys(filter(None, named)))


def _cased(part: str) -> str:
    region, script = 2, 4
    if len(part) == region:
        return part.upper()
    return part.title() if len(part) == script else part.lower()
