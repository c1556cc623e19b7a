"""What the settings of a document say of its article, the same for front matter and for JSON.

Settings are an editor's own word, so they are taken exactly, or left out with a finding that names the
place; a draft and an embargo that cannot be read hold the article, because publishing cannot be taken back, and
a price that cannot be read counts as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from syndicate.articles import dates
from syndicate.articles.findings import blocking
from syndicate.articles.formats.setting import Kind
from syndicate.articles.formats.setting_audio import audio
from syndicate.articles.formats.setting_pictures import PictureSettings
from syndicate.articles.formats.setting_values import DECK, ITEMS, NAME, SCALARS, TITLE, Values
from syndicate.articles.model import Author, UnreadTime
from syndicate.links import slugify
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from syndicate.articles.dates import Reading
    from syndicate.articles.formats.setting import Setting
    from syndicate.articles.model import Audio, Finding, ForeignTime, Media
    from syndicate.articles.rules import Rules

#: The keys that front matter has; JSON has more.
KEYS = (
    "title",
    "deck",
    "date",
    "updated",
    "embargo",
    "draft",
    "slug",
    "section",
    "sections",
    "tags",
    "author",
    "authors",
    "image",
    "image_alt",
    "image_caption",
    "image_credit",
    "focal",
    "audio",
    "audio_seconds",
    "audio_bytes",
    "paid",
    "canonical",
    "lang",
)

_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?")
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")


@dataclass(kw_only=True, slots=True)
class Settings:
    """What was read; unknown is ``None``. ``pictures`` are those that an editor named, the first to stand for it."""

    title: str | None = None
    deck: str | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    published: ForeignTime | None = None
    updated: ForeignTime | None = None
    unread: UnreadTime | None = None
    embargo_until: datetime | None = None
    permalink: str | None = None
    slug: str | None = None
    language: str | None = None
    pictures: tuple[Media, ...] = ()
    audio: Audio | None = None
    is_paid: bool = False
    findings: list[Finding] = field(default_factory=list)


def read_settings(
    table: Setting, text: str, rules: Rules, *, keys: Iterable[str] = KEYS, has_pointers: bool = False
) -> Settings:
    """What a table of settings says. ``text`` is the document, for the places in findings.

    ``keys`` are those that the format knows. With ``has_pointers`` keys are shown as JSON pointers (RFC 6901).
    """
    values = Values(table, text, has_pointers=has_pointers)
    values.note_unknown(table.entries, tuple(keys))
    return _Reader(values, rules).read()


class _Reader:
    """Reads one table."""

    def __init__(self, values: Values, rules: Rules) -> None:
        self._values = values
        self._rules = rules

    def read(self) -> Settings:
        values = self._values
        found = Settings(
            title=values.line("title", TITLE),
            deck=values.line("deck", DECK),
            sections=values.either("section", "sections"),
            tags=values.lines("tags", is_parted=True),
            authors=tuple({one.name: one for name in ("authors", "author") for one in self._authors(name)}.values()),
            slug=slugify(values.line("slug", NAME) or "") or None,
            language=self._language(),
            permalink=values.address(values.entries.get("canonical"), "canonical"),
            pictures=PictureSettings(values).media(),
            audio=audio(values),
            is_paid=self._is_paid(),
        )
        self._read_times(found)
        found.findings = [*self._draft(), *values.findings]
        return found

    def _is_paid(self) -> bool:
        one = self._values.present("paid")
        said = _switch(one)
        if one is not None and said is None:
            message = "is neither true nor false, so the article counts as paid for."
            self._values.note("setting-unfit", message, one, "paid")
            return True
        return bool(said)

    def _language(self) -> str | None:
        one, line = self._values.present("lang"), self._values.line("lang", NAME)
        if one is None or line is None:
            return None
        match = _LANGUAGE.fullmatch(line)
        if match is None:
            message = "is no language tag such as “en” or “pt-BR”; it was left out."
            self._values.note("setting-unfit", message, one, "lang")
            return None
        parts = (match[1].lower(), (match[2] or "").capitalize(), (match[3] or "").upper())
        return "-".join(part for part in parts if part)

    # --- people ---------------------------------------------------------------------

    def _authors(self, name: str) -> tuple[Author, ...]:
        one = self._values.present(name)
        if one is None:
            return ()
        places = [(name, one)]
        if one.kind is Kind.LIST:
            places = self._values.items(name, one, ITEMS)
        found = (self._author(item, place) for place, item in places)
        return tuple(author for author in found if author)

    def _author(self, one: Setting, place: str) -> Author | None:
        values = self._values
        if one.kind in SCALARS:
            name = values.text_of(one, place, NAME)
            return Author(name=name) if name else None
        if one.kind is not Kind.TABLE or "name" not in one.entries:
            values.note_kind(place, one, "a name, or a table with “name” and “url”")
            return None
        values.note_unknown(one.entries, ("name", "url"), f"{place}/")
        text = values.text_of(one.entries["name"], f"{place}/name", NAME)
        url = values.address(one.entries.get("url"), f"{place}/url")
        return Author(name=text, url=url) if text else None

    # --- times ----------------------------------------------------------------------

    def _read_times(self, found: Settings) -> None:
        published, updated, embargo = (self._time(name, found.language) for name in ("date", "updated", "embargo"))
        found.published = published.time if published else None
        found.updated = updated.time if updated else None
        unread = [one.unread for one in (published, embargo) if one and one.unread]
        found.unread = max(unread, key=lambda one: one.latest, default=None)
        if embargo is not None and embargo.time is not None:
            found.embargo_until = embargo.latest or embargo.time.at

    def _time(self, name: str, language: str | None) -> Reading | None:
        one = self._values.present(name)
        if one is None or (one.kind in SCALARS and not one.text.strip()):
            return None
        line = self._values.text_of(one, name, NAME)
        reading = _whole_date(line, self._rules, language) if line else None
        if reading is None:
            message = "is no date that can be read for certain. Write it as 2026-11-22 07:00 +01:00."
            self._values.note("setting-unfit", message, one, name)
            reading = dates.Reading(time=None, unread=_unread(line or one.text))
        self._values.findings += reading.findings
        return reading

    def _draft(self) -> list[Finding]:
        one = self._values.present("draft")
        if one is None:
            return []
        is_draft = _switch(one)
        if is_draft is None:
            message = f"{self._values.named('draft', one)} is neither true nor false, so the article counts as a draft."
            return [blocking("draft", message, one.text)]
        message = "The document says that it is a draft. Take “draft” out of it to publish it."
        return [blocking("draft", message)] if is_draft else []


def _switch(one: Setting | None) -> bool | None:
    """What a switch says; ``None`` where it says neither."""
    if one is None or one.kind not in {Kind.PLAIN, Kind.SWITCH}:
        return None
    return _SWITCHES.get(one.text.strip().lower())


def _whole_date(line: str, rules: Rules, language: str | None) -> Reading | None:
    """The date that the whole line is; ``None`` when it is anything more or less.

    ``language`` is the document's own word for its language, which counts before the source's.
    """
    found = next(dates.find_all(line), None)
    if found is None or found.start or found.end < len(line):
        return None
    return dates.read(found, rules.zone, rules.zone_names, language or rules.language)


def _unread(text: str) -> UnreadTime:
    """A date that nobody can read may lie in the future, unless the only years in it are over."""
    raw = shorten(text, NAME)
    years = [int(year) for year in _YEAR.findall(raw)]
    # On the afternoon of New Year's Day in UTC the old year is over everywhere.
    latest = datetime(max(years) + 1, 1, 1, 14, tzinfo=UTC) if years else datetime.max.replace(tzinfo=UTC)
    return UnreadTime(latest=latest, raw=raw)
