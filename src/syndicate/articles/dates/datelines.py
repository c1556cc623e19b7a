"""Datelines and bylines at the head of a dump: alone on a line, or glued to the first paragraph."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from syndicate.articles.dates import policy
from syndicate.articles.model import UnreadTime

if TYPE_CHECKING:
    from syndicate.articles.dates.policy import Reading, WrittenDate
    from syndicate.articles.model import Finding, ForeignTime
    from syndicate.articles.rules import Rules

#: A line of dates and names is short; longer ones are prose that happens to hold a date.
_LONGEST_LINE = 180
_SEPARATOR = re.compile(r"\s*[-–—]\s+(?=\S)|\s*[—–]\s*(?=\S)")
# What stands before a date, in the words of blog and news software; "updated" and its like apart, for they are no
# publication.
_PUBLISHED_WORDS = (
    r"(?:first |originally )?(?:published|posted|publication date|date|created|released?|filed)"
    r"|(?:erst)?veröffentlicht|erschienen|datum"
    r"|fecha|tanggal|tarih|opublikowano|dodano"
    r"|publié|paru|mis en ligne|publicado|publicada|pubblicato|pubblicata|geplaatst"
    r"|gepubliceerd|publicerad|publisert|udgivet"
    r"|diterbitkan|dipublikasikan|diposting|diposkan|yayınlanma(?: tarihi)?|опубліковано"
    r"|дата(?: публікації)?|опубликовано"
    r"|نُ?شرت?|تاريخ النشر|פורסם"
)
_UPDATED_WORDS = (
    r"(?:last )?(?:updated?|modified|edited|corrected)|(?:zuletzt )?(?:aktualisiert|geändert)"
    r"|letzte (?:aktualisierung|änderung)|stand"
    r"|mis à jour|modifié|mise à jour|(?:última )?actualizaci[óo]n|actualizado|actualizada"
    r"|atualizado|atualizada|aggiornato|aggiornata"
    r"|bijgewerkt|gewijzigd|uppdaterad|oppdatert|opdateret|diperbarui|güncellenme(?: tarihi)?"
    r"|güncelleme|оновлено|обновлено"
    r"|آخر تحديث|(?:تم )?(?:ال)?تحديث|עודכן"
)
_LINKS = r"(?:on|at|by|date|am|vom|um|den|le|el|il|em|op|den|pada|в|о|في|ב)"
_LABEL = re.compile(rf"(?:(?:last )?(?:{_PUBLISHED_WORDS}|{_UPDATED_WORDS}))(?: {_LINKS})?\s?:?\s*", re.IGNORECASE)
_LABEL_END = re.compile(rf"(?:{_PUBLISHED_WORDS}|{_UPDATED_WORDS})(?: {_LINKS})?\s?:$", re.IGNORECASE)
_UPDATED = re.compile(rf"\b(?:{_UPDATED_WORDS})", re.IGNORECASE)
_CHANGED_AT = re.compile(rf"\b(?:{_UPDATED_WORDS})(?: {_LINKS})?\s?:?\s?\d{{1,2}}[:.h]\d\d", re.IGNORECASE)
_FILLER = re.compile(
    rf"\b(?:{_PUBLISHED_WORDS}|{_UPDATED_WORDS}|{_LINKS}|last|first|originally|time|in|written|from"
    r"|min(?:uten)? lesezeit|min read|minutes? read)\b|[\W\d_]",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
# "← Monday, 08 December 2025 | Wednesday, 10 December 2025 →" leads to the days before and after.
_NEIGHBOURS = re.compile(r"[«‹←<].*|.*[»›→>]$")
#: Before a date that begins a paragraph there is a label at most, and the day of the week.
_LONGEST_LABEL = 60
# What may stand beside a date on its line: a name or a place, no sentence.
_WORDS_BESIDE = 8


class Dateline(NamedTuple):
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
    day = policy.find_at(line, start)
    if day is None:
        return None
    dash = _SEPARATOR.match(line, day.end)
    if dash is None:
        return None
    reading = _read(day, rules)
    second = next(policy.find_all(line[dash.end() : dash.end() + _LONGEST_LABEL]), None)
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
    ends = [reading.time.at for reading in readings if reading.time] + [
        reading.unread.latest for reading in readings if reading.unread
    ]
    if not ends:
        return None
    unread = UnreadTime(latest=max(ends), raw=line[:60])
    return Dateline(published=None, updated=None, unread=unread, findings=(), rest=line)


def alone(line: str, rules: Rules) -> Dateline | None:
    """A line of dates and names alone: ``Published … | Updated …``, ``By A B November 19, 2019``."""
    if len(line) > _LONGEST_LINE or _DIGIT.search(line) is None or _NEIGHBOURS.match(line):
        return None
    days = list(policy.find_all(line))
    if not days or not _is_dates_only(line, days) or _is_of_other(line[: days[0].start]):
        return None
    published = updated = unread = None
    findings: list[Finding] = []
    for day, label in zip(days, _labels(line, days), strict=True):
        reading = _read(day, rules)
        findings += reading.findings
        unread = later(unread, reading.unread)
        if _UPDATED.search(label) or (day is days[-1] and _is_changed_then(day, label, line)):
            updated = updated or reading.time
        else:
            published = published or reading.time
    beside = line[: days[0].start]
    return Dateline(published=published, updated=updated, unread=unread, findings=tuple(findings), beside=beside)


def _is_of_other(before: str) -> bool:
    """Whether a label says that what follows is the date of something else: ``Begins: October 5, 2025``."""
    before = before.rstrip()
    return before.endswith(":") and _LABEL_END.search(before) is None


def is_label(text: str) -> bool | None:
    """Whether a label names a publication; ``None`` where the text does not end with a colon, as labels do."""
    if not text.endswith(":"):
        return None
    return _LABEL.fullmatch(text) is not None and _UPDATED.search(text) is None


# The day or month a crawler came by, in front of all it found.
_CRAWLED = re.compile(r"date (\d{4})-(\d\d)(?:-(\d\d))?(?:\s+|$)", re.ASCII)


def without_crawl_date(line: str, rules: Rules) -> tuple[str, UnreadTime | None]:
    """The line without a crawler's stamp in front, and what that stamp is, if there is one: no time of publication.

    It says nothing about the article but this: one that was seen on a day to come is not out yet.
    """
    match = _CRAWLED.match(line)
    if match is None:
        return line, None
    try:
        year, month, day = (int(part or 1) for part in match.groups())
        seen = datetime(year, month, day, tzinfo=rules.zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return line, None
    return line[match.end() :], UnreadTime(latest=seen, raw=match[0].strip())


def later(earlier: UnreadTime | None, other: UnreadTime | None) -> UnreadTime | None:
    """The one that may mean the later instant."""
    return max((time for time in (earlier, other) if time), key=lambda time: time.latest, default=None)


def _read(day: WrittenDate, rules: Rules) -> Reading:
    return policy.read(day, rules.zone, rules.zone_names, rules.language)


def _labels(line: str, days: list[WrittenDate]) -> list[str]:
    ends = [0, *(day.end for day in days[:-1])]
    return [line[end : day.start] for end, day in zip(ends, days, strict=True)]


def _is_changed_then(day: WrittenDate, label: str, line: str) -> bool:
    """Whether a day is that of the change whose hour stands behind it: ``October 5, 2025, last updated 14:00``."""
    says_published = _LABEL.search(label) is not None
    return day.clock.hour is None and not says_published and _CHANGED_AT.search(line, day.end) is not None


def _is_dates_only(line: str, days: list[WrittenDate]) -> bool:
    outside = line
    for day in reversed(days):
        outside = outside[: day.start] + " " + outside[day.end :]
    if re.search(r"[.!?](?:\s+\w|$)", re.sub(r"\b\w{1,3}\.", "", outside).strip()):
        return False
    words = _FILLER.sub(" ", outside).split()
    has_names_only = all(word[0].isupper() or not word[0].isalpha() or len(word) <= 3 for word in words)  # noqa: PLR2004 - "de la"
    return len(words) <= _WORDS_BESIDE and (has_names_only or len(words) <= 1)
