"""Datelines and bylines at the head of a dump: alone on a line, or glued to the first paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles import dates
from syndicate.articles.model import UnreadTime

if TYPE_CHECKING:
    from syndicate.articles.dates import Found, Reading
    from syndicate.articles.model import Finding, ForeignTime
    from syndicate.articles.rules import Rules

#: A line of dates and names is short; longer ones are prose that happens to hold a date.
_LONGEST_LINE = 180
_SEPARATOR = re.compile(r"\s*[-–—]\s+(?=\S)|\s*[—–]\s*(?=\S)")
_LABEL = re.compile(
    r"(?:first |originally |last )?(?:published|posted|publication date|updated|modified|date|created|released?)"
    r"(?: (?:on|at|by|date))?\s?:?\s*",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"updated?|modified|edited|corrected", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:published|posted|updated|modified|last|first|originally|on|at|date|time|in|by|written|from"
    r"|min read|minutes? read)\b|[\W\d_]",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
#: Before a date that begins a paragraph there is a label at most, and the day of the week.
_LONGEST_LABEL = 60
# What may stand beside a date on its line: a name or a place, no sentence.
_WORDS_BESIDE = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Dateline:
    """The dates of one line; ``unread`` is the latest that was not read.

    ``rest`` is the text after a glued dateline, else empty.
    """

    published: ForeignTime | None = None
    updated: ForeignTime | None = None
    unread: UnreadTime | None = None
    findings: tuple[Finding, ...] = ()
    beside: str = ""
    rest: str = ""


def glued(line: str, rules: Rules) -> Dateline | None:
    """A date at the start of a paragraph with a dash behind it: ``October 5, 2025, 15:34:55 CET - Xiaomi…``."""
    if _DIGIT.search(line, 0, _LONGEST_LABEL) is None:
        return None
    label = _LABEL.match(line)
    start = label.end() if label else 0
    found = next(dates.find_all(line[: start + 120]), None)
    if found is None or found.start != start:
        return None
    dash = _SEPARATOR.match(line, found.end)
    if dash is None:
        return None
    reading = _read(found, rules)
    second = next(dates.find_all(line[dash.end() : dash.end() + 60]), None)
    if second is not None:
        return _torn(line, reading, _read(second, rules))
    is_update = label is not None and _UPDATED.search(label[0]) is not None
    return Dateline(
        published=None if is_update else reading.time,
        updated=reading.time if is_update else None,
        unread=reading.unread,
        findings=reading.findings,
        rest=line[dash.end() :],
    )


def _torn(line: str, *readings: Reading) -> Dateline | None:
    """Two dates, of which neither is sure to be the story's: nothing is read, and the later one is remembered.

    Were that in the future, publishing at once would break an embargo.
    """
    ends = [one.time.at for one in readings if one.time] + [one.unread.latest for one in readings if one.unread]
    if not ends:
        return None
    unread = UnreadTime(latest=max(ends), raw=line[:60])
    return Dateline(published=None, updated=None, unread=unread, findings=(), rest=line)


def alone(line: str, rules: Rules) -> Dateline | None:
    """A line of dates and names alone: ``Published … | Updated …``, ``By A B November 19, 2019``."""
    if len(line) > _LONGEST_LINE or _DIGIT.search(line) is None:
        return None
    found = list(dates.find_all(line))
    if not found or not _is_dates_only(line, found):
        return None
    published = updated = unread = None
    findings: list[Finding] = []
    for one, label in zip(found, _labels(line, found), strict=True):
        reading = _read(one, rules)
        findings += reading.findings
        unread = later(unread, reading.unread)
        if _UPDATED.search(label):
            updated = updated or reading.time
        else:
            published = published or reading.time
    beside = line[: found[0].start]
    return Dateline(published=published, updated=updated, unread=unread, findings=tuple(findings), beside=beside)


def later(one: UnreadTime | None, other: UnreadTime | None) -> UnreadTime | None:
    """The one that may mean the later instant."""
    return max((time for time in (one, other) if time), key=lambda time: time.latest, default=None)


def _read(found: Found, rules: Rules) -> Reading:
    return dates.read(found, rules.zone, rules.zone_names, rules.language)


def _labels(line: str, found: list[Found]) -> list[str]:
    ends = [0, *(one.end for one in found[:-1])]
    return [line[end : one.start] for end, one in zip(ends, found, strict=True)]


def _is_dates_only(line: str, found: list[Found]) -> bool:
    outside = line
    for one in reversed(found):
        outside = outside[: one.start] + " " + outside[one.end :]
    if re.search(r"[.!?](?:\s+\w|$)", re.sub(r"\b\w{1,3}\.", "", outside).strip()):
        return False
    words = _FILLER.sub(" ", outside).split()
    has_names_only = all(word[0].isupper() or not word[0].isalpha() or len(word) <= 3 for word in words)  # noqa: PLR2004 - "de la"
    return len(words) <= _WORDS_BESIDE and (has_names_only or len(words) <= 1)
