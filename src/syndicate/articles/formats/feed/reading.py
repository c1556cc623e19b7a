"""Feeds: RSS 2.0 and its forerunners, and Atom 1.0, one article an item.

A feed is divided into its items before anything is read (`divide_feed`): each becomes a feed of one item, with what it
needs of the feed's head, so that each has a name, a fingerprint and a fate of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking, undated
from syndicate.articles.formats.body.lines import plain_or_html
from syndicate.articles.formats.body.short import body_below
from syndicate.articles.formats.claims.bylines import AUTHORS, persons_in
from syndicate.articles.formats.claims.dates import stated_dates
from syndicate.articles.formats.claims.decks import deck_among
from syndicate.articles.formats.claims.labels import SECTIONS, TAGS, labels
from syndicate.articles.formats.claims.values import author, permalink, web_address
from syndicate.articles.formats.division import ONE_DOCUMENT, WHOLE_ARCHIVE, Division, Part, divided
from syndicate.articles.formats.feed import typography, wxr
from syndicate.articles.formats.feed.identity import guid, old_addresses
from syndicate.articles.formats.feed.kinds import is_kind, kind_of
from syndicate.articles.formats.feed.media import FeedMedia
from syndicate.articles.formats.feed.signs import feed_signs
from syndicate.articles.formats.feed.texts import body_in, body_of, plain
from syndicate.articles.formats.feed.tree import name_of, open_feed, text_of
from syndicate.articles.formats.feed.xml import BrokenXmlError
from syndicate.articles.formats.media.merging import merged
from syndicate.articles.formats.settings.values import NAME, TITLE
from syndicate.articles.model import Author, Draft
from syndicate.articles.withholding import signed
from syndicate.text.direction import first_direction
from syndicate.text.plain import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.articles.formats.feed.tree import Element, Item
    from syndicate.articles.model import Finding
    from syndicate.articles.rules import Rules

_ATOM_DATES = ("published",)
_RSS_DATES = ("pubDate", "dc:date", "dcterms:created", "atom:published")
# As RSS writes a person: ``ann@quay.example (Ann Reed)``; as mail does: ``Ann Reed <ann@quay.example>``.
_MAILBOX = re.compile(r"\S+@\S+\s*\((?P<behind>[^()]+)\)|(?P<before>[^<>@]+)<[^<>]*@[^<>]*>")


def read_feed(text: str, rules: Rules) -> Draft:
    """The article that a feed of one item is; what makes it unfit to publish is a blocking finding."""
    try:
        feed = open_feed(text)
    except BrokenXmlError as error:
        return Draft(title=None, findings=(_broken(error),))
    if len(feed.items) != 1:
        message = f"A feed of one item is one article; this one has {len(feed.items):,}."
        return Draft(title=None, findings=(blocking("feed-items", message),))
    item = feed.item(feed.items[0])
    return signed(_draft(item, rules), feed_signs(item, rules))


def uploads_in(text: str) -> Mapping[str, Element]:
    """The pictures that an export of WordPress says were uploaded, by number; none where it cannot be read."""
    try:
        return wxr.uploads_of(open_feed(text))
    except BrokenXmlError:
        return {}


def divide_feed(text: str, *, is_export: bool = False, uploads: Mapping[str, Element] | None = None) -> Division:
    """The articles of a feed: the ``guid`` or ``id`` of each, else its link, and the feed that it is alone.

    One that ``is_export`` holds a whole archive, and may be as large; ``uploads`` are those of its other files.
    """
    try:
        feed = open_feed(text)
    except BrokenXmlError as error:
        return Division(items=(), fault=_broken(error))
    wxr.complete(feed, uploads or {})
    kinds = [kind_of(item) for item in feed.items]
    parts = [
        Part(
            name=feed.identity(item),
            flaw="has no guid or id, and no link",
            place=partial(feed.place, item),
            text=partial(feed.alone, item),
        )
        for item, kind in zip(feed.items, kinds, strict=True)
        if kind is None
    ]
    feed.strip()
    passed_over = Counter(kind for kind in kinds if kind is not None)
    most = WHOLE_ARCHIVE if is_export else ONE_DOCUMENT
    return divided(parts, code="feed-items", whole="feed", passed_over=passed_over, most=most)


def _broken(error: BrokenXmlError) -> Finding:
    return blocking("feed-broken", f"The feed cannot be read ({error.place}): {error.message}")


def _draft(item: Item, rules: Rules) -> Draft:
    title, link = _title(item), permalink(item.link)
    found, place = body_of(item)
    body = body_below(title, found, link)
    media = FeedMedia(item)
    listed, audio = [*media.pictures()], media.recording()
    summaries = [beside for element in _summaries(item, place) if (beside := body_in(element, item))]
    in_summaries = [picture for beside in summaries for picture in beside.pictures]
    language = item.language
    dates = stated_dates(
        chain(wxr.times(item, "post_date"), item.texts(*(_ATOM_DATES if item.is_atom else _RSS_DATES))),
        chain(
            wxr.times(item, "post_modified"),
            item.texts("updated" if item.is_atom else "atom:updated", "dcterms:modified"),
        ),
        rules,
        language,
    )
    return Draft(
        title=title,
        deck=deck_among((one_line(summary.text) for summary in summaries), title=title or "", body=body.text),
        sections=labels(_sections(item))[:SECTIONS],
        tags=labels(_tags(item))[:TAGS],
        authors=_authors(item),
        published=dates.published,
        updated=dates.updated,
        unread=dates.unread,
        permalink=link,
        slug=wxr.slug(item) if item.is_of_wordpress else None,
        guid=guid(item),
        old_addresses=old_addresses(item),
        language=language,
        direction=first_direction((title or "", body.text)),
        body_html=body.html,
        body_text=body.text,
        media=merged((*listed, *body.pictures, *in_summaries)),
        audio=audio,
        findings=(*body.findings, *media.findings, *dates.findings, *undated(dates.published)),
    )


def _title(item: Item) -> str | None:
    titles = (plain(element, is_atom=item.is_atom) for element in item.elements("title", "dc:title"))
    title = next((shorten(line, TITLE) for line in titles if line), None)
    is_as_typed = title and item.is_of_wordpress and typography.is_set(item.language)
    return typography.set_text(title) if title and is_as_typed else title


def _summaries(item: Item, place: Element | None) -> list[Element]:
    """What stands beside the text and may be the deck."""
    own = "summary" if item.is_atom else "description"
    named = item.elements("excerpt:encoded", own, "itunes:subtitle", "itunes:summary")
    return [element for element in named if element is not place]


def _sections(item: Item) -> Iterator[str]:
    yield from item.texts("prism:section")
    if item.is_of_wordpress:
        yield from wxr.terms(item, "category")


def _tags(item: Item) -> Iterator[str]:
    if item.is_of_wordpress:
        yield from wxr.terms(item, "post_tag")
        return
    for subject in item.elements("category", "dc:subject"):
        if not is_kind(subject):
            yield subject.get("label") or subject.get("term") or text_of(subject)


def _authors(item: Item) -> tuple[Author, ...]:
    """Those of the item; in Atom those of its source or its feed where it names none (RFC 4287 §4.2.1)."""
    own = item.elements("author") if item.is_atom else []
    named = [writer for element in own for writer in _person(element, item.base_of(element))]
    named = named or [writer for element in _inherited(item) for writer in _person(element, None)]
    words = () if named else item.texts("dc:creator", "author", "itunes:author")
    named += [writer for line in words for writer in author(_name(line), None)]
    distinct = {person.name.casefold(): person for person in reversed(persons_in(named))}
    return tuple(reversed(distinct.values()))[:AUTHORS]


def _inherited(item: Item) -> Sequence[Element]:
    if not item.is_atom:
        return ()
    of_source = [
        child for source in item.elements("source") for child in source if name_of(child) in {"atom:author", "author"}
    ]
    return of_source or item.head.get("author", ())


def _person(element: Element, base: str | None) -> Iterator[Author]:
    """An Atom person (RFC 4287 §3.2), the address of its page made absolute by ``base``."""
    fields = {str(child.tag).rpartition("}")[2]: text_of(child) for child in reversed(element)}
    yield from author(_name(fields.get("name", "")), web_address(fields.get("uri", "").strip() or None, base))


def _name(text: str) -> str:
    match = _MAILBOX.fullmatch(text.strip()[:NAME])
    return plain_or_html((match["behind"] or match["before"]) if match else text)
