"""What the settings of a document say of its article, the same for front matter and for JSON.

Settings are an editor's own word, so they are taken exactly, or left out with a finding that names the
place; what withholds the article (`withholding`) and cannot be read holds it, because publishing cannot be taken
back, and a price that cannot be read counts as one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from syndicate.articles import dates
from syndicate.articles.formats.settings.pictures import PictureSettings
from syndicate.articles.formats.settings.recording import audio
from syndicate.articles.formats.settings.signs import own_status, stated_in
from syndicate.articles.formats.settings.tree import NodeKind
from syndicate.articles.formats.settings.values import DECK, ITEMS, NAME, SCALARS, TITLE, Values
from syndicate.articles.model import Author, UnreadTime
from syndicate.articles.withholding import folded, meaning_of, read_signs, unread_time, whole_date
from syndicate.links import slugify
from syndicate.text.languages import language_tag

if TYPE_CHECKING:
    from syndicate.articles.dates import Reading
    from syndicate.articles.formats.settings.tree import Node
    from syndicate.articles.model import AiUse, Audio, Finding, ForeignTime, Media
    from syndicate.articles.rules import Rules

#: The keys that front matter has; JSON has more.
KEYS = (
    "title",
    "deck",
    "date",
    "updated",
    "embargo",
    "expires",
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
    "image_ai",
    "focal",
    "audio",
    "audio_seconds",
    "audio_bytes",
    "paid",
    "ai",
    "canonical",
    "lang",
)

_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


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
    expires_at: datetime | None = None
    permalink: str | None = None
    slug: str | None = None
    language: str | None = None
    pictures: tuple[Media, ...] = ()
    audio: Audio | None = None
    is_paid: bool = False
    ai: AiUse | None = None
    findings: list[Finding] = field(default_factory=list)


def read_settings(
    table: Node,
    text: str,
    rules: Rules,
    *,
    keys: Iterable[str] = KEYS,
    has_pointers: bool = False,
    own: Mapping[str, Collection[str]] | None = None,
) -> Settings:
    """What a table of settings says. ``text`` is the document, for the places in findings.

    ``keys`` are those that the format knows; case and separators do not part them. With ``has_pointers`` keys are shown
    as JSON pointers (RFC 6901). ``own`` are the statuses that the format owns, as `withholding.read_signs` takes them.
    """
    known = tuple(keys)
    table = _in_our_words(table, known)
    values = Values(table, text, has_pointers=has_pointers)
    values.note_unknown({name: node for name, node in table.entries.items() if meaning_of(name) is None}, known)
    settings = _Reader(values, rules).read()
    stated = stated_in(table, text, without=("date",), has_pointers=has_pointers)
    signs = read_signs(stated, rules, language=settings.language, own=own or own_status(table))
    settings.findings = [*signs.findings, *settings.findings]
    settings.embargo_until, settings.expires_at = signs.embargo_until, signs.expires_at
    settings.unread = max(filter(None, (signs.unread, settings.unread)), key=lambda time: time.latest, default=None)
    if signs.published and (settings.published is None or signs.published.at > settings.published.at):
        settings.published = signs.published
    return settings


def _in_our_words(table: Node, keys: tuple[str, ...]) -> Node:
    """The table with ``Title`` and ``image-alt`` called as we call them, unless it has both."""
    ours = {"".join(folded(key)): key for key in keys}
    entries: dict[str, Node] = {}
    for name, node in table.entries.items():
        our = ours.get("".join(folded(name)), name)
        entries[name if name in keys or our in table.entries or our in entries else our] = node
    return replace(table, entries=entries)


class _Reader:
    """Reads one table."""

    def __init__(self, values: Values, rules: Rules) -> None:
        self._values = values
        self._rules = rules

    def read(self) -> Settings:
        values = self._values
        settings = Settings(
            title=values.line("title", TITLE),
            deck=values.line("deck", DECK),
            sections=values.either("section", "sections"),
            tags=values.lines("tags", is_parted=True),
            authors=tuple(
                {person.name: person for name in ("authors", "author") for person in self._authors(name)}.values()
            ),
            slug=slugify(values.line("slug", NAME) or "") or None,
            language=self._language(),
            permalink=values.address(values.entries.get("canonical"), "canonical"),
            pictures=PictureSettings(values).media(),
            audio=audio(values),
            is_paid=self._is_paid(),
            ai=values.ai_use(values.entries.get("ai"), "ai"),
        )
        self._read_times(settings)
        settings.findings = [*values.findings]
        return settings

    def _is_paid(self) -> bool:
        node = self._values.present("paid")
        switch = _switch(node)
        if node is not None and switch is None:
            message = "is neither true nor false, so the article counts as paid for."
            self._values.note("setting-unfit", message, node, "paid")
            return True
        return bool(switch)

    def _language(self) -> str | None:
        node, line = self._values.present("lang"), self._values.line("lang", NAME)
        if node is None or line is None:
            return None
        tag = language_tag(line)
        if tag is None:
            message = "is no language tag such as “en” or “pt-BR”; it was left out."
            self._values.note("setting-unfit", message, node, "lang")
        return tag

    # --- people ---------------------------------------------------------------------

    def _authors(self, name: str) -> tuple[Author, ...]:
        node = self._values.present(name)
        if node is None:
            return ()
        places = [(name, node)]
        if node.kind is NodeKind.LIST:
            places = self._values.items(name, node, ITEMS)
        people = (self._author(item, place) for place, item in places)
        return tuple(author for author in people if author)

    def _author(self, node: Node, place: str) -> Author | None:
        values = self._values
        if node.kind in SCALARS:
            name = values.text_of(node, place, NAME)
            return Author(name=name) if name else None
        if node.kind is not NodeKind.TABLE or "name" not in node.entries:
            values.note_kind(place, node, "a name, or a table with “name” and “url”")
            return None
        values.note_unknown(node.entries, ("name", "url"), f"{place}/")
        text = values.text_of(node.entries["name"], f"{place}/name", NAME)
        url = values.address(node.entries.get("url"), f"{place}/url")
        return Author(name=text, url=url) if text else None

    # --- times ----------------------------------------------------------------------

    def _read_times(self, settings: Settings) -> None:
        published, updated = (self._time(name, settings.language) for name in ("date", "updated"))
        settings.published = published.time if published else None
        settings.updated = updated.time if updated else None
        settings.unread = published.unread if published else None

    def _time(self, name: str, language: str | None) -> Reading | None:
        node = self._values.present(name)
        if node is None or (node.kind in SCALARS and not node.text.strip()):
            return None
        line = self._values.text_of(node, name, NAME)
        reading = whole_date(line, self._rules, language) if line else None
        if reading is None:
            message = "is no date that can be read for certain. Write it as 2026-11-22 07:00 +01:00."
            self._values.note("setting-unfit", message, node, name)
            reading = dates.Reading(time=None, unread=unread_time(line or node.text))
        self._values.findings += reading.findings
        return reading


def _switch(node: Node | None) -> bool | None:
    """What a switch says; ``None`` where it says neither."""
    if node is None or node.kind not in {NodeKind.PLAIN, NodeKind.SWITCH}:
        return None
    return _SWITCHES.get(node.text.strip().lower())
