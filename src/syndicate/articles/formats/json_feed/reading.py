"""JSON Feed 1.1 and 1.0 (jsonfeed.org), one article an item.

Like every feed it is divided into its items before anything is read (`divide_json_feed`): each becomes a feed of one
item, with what it needs of the feed's head.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking, undated, warning
from syndicate.articles.formats.body.foreign import body_of_markup
from syndicate.articles.formats.body.lines import plain_or_html
from syndicate.articles.formats.body.model import Body
from syndicate.articles.formats.body.plain import body_of_text
from syndicate.articles.formats.body.short import body_below
from syndicate.articles.formats.claims.bylines import AUTHORS, persons_in
from syndicate.articles.formats.claims.dates import stated_dates
from syndicate.articles.formats.claims.decks import deck_among
from syndicate.articles.formats.claims.labels import TAGS, labels
from syndicate.articles.formats.claims.values import author, permalink, web_address
from syndicate.articles.formats.division import Division, Part, divided, lasting_name
from syndicate.articles.formats.json_feed.media import JsonFeedMedia
from syndicate.articles.formats.media.merging import merged
from syndicate.articles.formats.settings import json_tree
from syndicate.articles.formats.settings.foreign import at, items, text
from syndicate.articles.formats.settings.json_tree import broken_json
from syndicate.articles.formats.settings.signs import stated_in
from syndicate.articles.formats.settings.tree import BrokenSettingsError, NodeKind, line_and_column
from syndicate.articles.formats.settings.values import NAME, TITLE
from syndicate.articles.model import Author, Draft
from syndicate.articles.withholding import read_signs, signed
from syndicate.text.direction import first_direction
from syndicate.text.languages import language_tag
from syndicate.text.plain import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syndicate.articles.formats.settings.tree import Node
    from syndicate.articles.model import Finding
    from syndicate.articles.rules import Rules

#: What an item needs of its feed's head to be read alone.
_KEPT = ("version", "language", "authors", "author", "home_page_url", "feed_url")
#: The keys of an item that are read, by what their values have to be.
_TEXTS = (
    *("title", "summary", "content_html", "content_text", "url", "external_url", "image", "banner_image", "language"),
    *("date_published", "date_modified"),
)
_LISTS = ("tags", "authors", "attachments")
_READ = frozenset({*_TEXTS, *_LISTS})


def divide_json_feed(document: str) -> Division:
    """The articles of a feed: the ``id`` of each, and the feed that it is alone."""
    document = document.removeprefix("\ufeff")
    try:
        feed = json_tree.parse(document)
    except BrokenSettingsError as error:
        return Division(items=(), fault=broken_json(error, document))
    kept = ((name, feed.entries[name]) for name in _KEPT if name in feed.entries)
    head = "".join(f'"{name}": {_written(node, document)}, ' for name, node in kept)
    parts = [_part(place, item, document, head) for place, item in enumerate(items(at(feed, "items")), start=1)]
    return divided(parts, code="feed-items", whole="feed")


def _written(node: Node, document: str) -> str:
    """As it stands there; of a list no more than is read, for every item carries it along."""
    if node.kind is not NodeKind.LIST:
        return document[node.start : node.end]
    return f"[{', '.join(document[item.start : item.end] for item in node.items[:AUTHORS])}]"


def _part(place: int, item: Node, document: str, head: str) -> Part:
    is_table = item.kind is NodeKind.TABLE
    return Part(
        name=lasting_name(text(at(item, "id"))),
        flaw="has no id" if is_table else f"is {item.kind}, not an article",
        place=lambda: f"item {place:,} ({line_and_column(document, item.start)})",
        text=lambda: f'{{{head}"items": [{document[item.start : item.end]}]}}',
    )


def read_json_feed(document: str, rules: Rules) -> Draft:
    """The article that a feed of one item is; what makes it unfit to publish is a blocking finding."""
    document = document.removeprefix("\ufeff")
    try:
        feed = json_tree.parse(document)
    except BrokenSettingsError as error:
        return Draft(title=None, findings=(broken_json(error, document),))
    listed = items(at(feed, "items"))
    if len(listed) != 1:
        message = f"A feed of one item is one article; this one has {len(listed):,}."
        return Draft(title=None, findings=(blocking("feed-items", message),))
    draft = _draft(_Item(listed[0], feed), rules)
    stated = stated_in(listed[0], document, without=_READ)
    return signed(draft, read_signs(stated, rules, language=draft.language))


class _Item:
    """An item with what its feed says for all; a value of another type than it must have is none."""

    def __init__(self, item: Node, feed: Node) -> None:
        self.value = item
        self._feed = feed

    def text(self, name: str) -> str:
        return text(at(self.value, name))

    def texts_of_both(self, name: str) -> Iterator[str]:
        """The item's own, then the feed's."""
        yield from (self.text(name), text(at(self._feed, name)))

    def unfit(self) -> Iterator[Finding]:
        """A warning for each value of another type."""
        fit = {**dict.fromkeys(_TEXTS, (NodeKind.TEXT, NodeKind.NUMBER)), **dict.fromkeys(_LISTS, (NodeKind.LIST,))}
        for name, kinds in fit.items():
            value = at(self.value, name)
            if value is not None and value.kind not in kinds:
                message = f"“{name}” must be {kinds[0]}, but it is {value.kind}; it was left out."
                yield warning("setting-unfit", message, value.text)

    @cached_property
    def site(self) -> str | None:
        """The page of the feed, or else where it lies."""
        named = (web_address(text(at(self._feed, name))) for name in ("home_page_url", "feed_url"))
        return next(filter(None, named), None)

    @cached_property
    def page(self) -> str | None:
        """Its own page."""
        return web_address(self.text("url"), self.site) or web_address(self.text("id"))

    @property
    def link(self) -> str | None:
        """Its own page, or else the one that it is about."""
        return self.page or web_address(self.text("external_url"), self.site)

    @property
    def base(self) -> str | None:
        """What addresses in it are relative to."""
        return self.page or self.site

    def people(self) -> Iterator[Sequence[Node]]:
        """Who wrote it, by 1.1 and by 1.0; if it names nobody, those of the feed."""
        for holder in (self.value, self._feed):
            yield from (items(at(holder, "authors")), [person for person in (at(holder, "author"),) if person])


def _draft(item: _Item, rules: Rules) -> Draft:
    title, link = shorten(plain_or_html(item.text("title")), TITLE) or None, permalink(item.link)
    found, place = _body(item)
    body = body_below(title, found, link)
    media = JsonFeedMedia(item.value, item.base)
    listed, audio = [*media.pictures()], media.recording()
    language = next(filter(None, map(language_tag, item.texts_of_both("language"))), None)
    dates = stated_dates([item.text("date_published")], [item.text("date_modified")], rules, language)
    summary = "" if place == "summary" else one_line(plain_or_html(item.text("summary")))
    return Draft(
        title=title,
        deck=deck_among([summary], title=title or "", body=body.text),
        tags=labels(plain_or_html(text(tag)) for tag in items(at(item.value, "tags")))[:TAGS],
        authors=_authors(item),
        published=dates.published,
        updated=dates.updated,
        unread=dates.unread,
        permalink=link,
        language=language,
        direction=first_direction((title or "", body.text)),
        body_html=body.html,
        body_text=body.text,
        media=merged((*listed, *body.pictures)),
        audio=audio,
        findings=(
            *item.unfit(),
            *body.findings,
            *media.findings,
            *dates.findings,
            *undated(dates.published),
        ),
    )


def _body(item: _Item) -> tuple[Body, str]:
    """The body, and the key that it stands under: the full text, or what stands for it where there is none."""
    for name in ("content_html", "content_text", "summary"):
        if (written := item.text(name)).strip():
            return (body_of_markup(written, item.base) if name == "content_html" else body_of_text(written)), name
    return body_of_text(""), ""


def _authors(item: _Item) -> tuple[Author, ...]:
    for people in item.people():
        named = (writer for person in people[:AUTHORS] for writer in _person(person, item.site))
        if distinct := {person.name.casefold(): person for person in reversed(persons_in(named))}:
            return tuple(reversed(distinct.values()))[:AUTHORS]
    return ()


def _person(node: Node, site: str | None) -> Iterator[Author]:
    name = plain_or_html((text(at(node, "name")) or text(node))[:NAME])
    return author(name, web_address(text(at(node, "url")), site))
