"""Atom 1.0 (RFC 4287), with tombstones (RFC 6721)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.feeds.validator.links import entry_links, feed_links, rel_of
from syndicate.feeds.validator.media import media_rules
from syndicate.feeds.validator.remarks import children, error, name_of, quoted, text_of, warning, words
from syndicate.feeds.validator.texts import html_rules, not_blank, plain_rules, unique
from syndicate.feeds.validator.values import is_id, is_language, is_media_type, is_uri, is_web_address, rfc3339
from syndicate.feeds.validator.xml import once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from syndicate.feeds.validator.remarks import Remark

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ONCE_IN_FEED = words("atom:generator atom:icon atom:id atom:logo atom:rights atom:subtitle atom:title atom:updated")
_ONCE_IN_ENTRY = words(
    "atom:content atom:id atom:published atom:rights atom:source atom:summary atom:title atom:updated"
)
_FEED = _ONCE_IN_FEED | {"atom:author", "atom:category", "atom:contributor", "atom:entry", "atom:link"}
_ENTRY = _ONCE_IN_ENTRY | {"atom:author", "atom:category", "atom:contributor", "atom:link"}
_TEXTS = frozenset({"atom:title", "atom:subtitle", "atom:summary", "atom:rights"})
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")


def atom_rules(root: etree._Element, address: str | None) -> Iterator[Remark]:
    """Every rule on the document."""
    names = [name_of(child) for child in children(root)]
    for name in ("atom:id", "atom:title", "atom:updated"):
        if name not in names:
            yield error("missing-element", root, f"a feed needs {name}")
    yield from _vocabulary(root, _FEED)
    yield from once(root, _ONCE_IN_FEED)
    yield from _language(root)
    yield from feed_links(root, address)
    for child in children(root):
        yield from _shared(child)
    first = names.index("atom:entry") if "atom:entry" in names else len(names)
    if set(names[first:]) - {"atom:entry", "at:deleted-entry"}:
        yield error("misplaced-metadata", root, "something of the feed stands behind its first entry")
    entries = list(children(root, "atom:entry"))
    yield from unique(((text_of(one), one) for entry in entries for one in children(entry, "atom:id")), "duplicate-id")
    for entry in entries:
        yield from _entry(entry, has_feed_author="atom:author" in names)
    yield from _tombstones(root, entries)


def _entry(entry: etree._Element, *, has_feed_author: bool) -> Iterator[Remark]:
    names = {name_of(child) for child in children(entry)}
    for name in ("atom:id", "atom:title", "atom:updated"):
        if name not in names:
            yield error("missing-element", entry, f"an entry needs {name}")
    if "atom:author" not in names and not has_feed_author:
        yield error("missing-author", entry, "neither the entry nor the feed has an author")
    alternates = [link for link in children(entry, "atom:link") if rel_of(link) == "alternate"]
    if "atom:content" not in names:
        if not alternates:
            yield error("missing-alternate", entry, "an entry without content needs an alternate link")
        if "atom:summary" not in names:
            yield warning("missing-text", entry, "neither summary nor content")
    yield from _vocabulary(entry, _ENTRY)
    yield from once(entry, _ONCE_IN_ENTRY)
    yield from _language(entry)
    yield from entry_links(entry)
    for child in children(entry):
        yield from _shared(child)
        yield from _content(child)
    yield from media_rules(entry)


def _shared(child: etree._Element) -> Iterator[Remark]:
    """Elements that mean the same in feeds and entries."""
    name, text = name_of(child), text_of(child)
    if name in _TEXTS:
        yield from _text_construct(child)
    elif name == "atom:id" and not is_id(text):
        yield error("invalid-id", child, f"no absolute URI, or no tag URI of RFC 4151: {quoted(text)}")
    elif name in {"atom:updated", "atom:published"} and rfc3339(text) is None:
        yield error("invalid-rfc3339-date", child, f"no date of RFC 3339 with a zone: {quoted(text)}")
    elif name in {"atom:icon", "atom:logo"} and not is_web_address(text):
        yield error("invalid-address", child, f"no absolute web address: {quoted(text)}")
    elif name in {"atom:author", "atom:contributor"}:
        yield from _person(child)
    elif name == "atom:category":
        yield from _category(child)
    elif name == "atom:generator":
        yield from not_blank(text, child)


def _text_construct(element: etree._Element) -> Iterator[Remark]:
    kind = element.get("type", "text")
    text = text_of(element)
    if kind not in {"text", "html", "xhtml"}:
        yield error("invalid-text-type", element, f"type={quoted(kind)}")
    elif kind == "xhtml":
        yield warning("avoid-xhtml", element, "inline XHTML stops at the first &nbsp;")
    elif len(element):
        yield error("unexpected-element", element, f"elements inside type={quoted(kind)}")
    else:
        yield from html_rules(text, element) if kind == "html" else plain_rules(text, element, "undeclared-html")
        yield from not_blank(text, element)


def _content(element: etree._Element) -> Iterator[Remark]:
    if name_of(element) != "atom:content":
        return
    kind = element.get("type", "text")
    if "src" in element.attrib:
        if not is_web_address(element.get("src", "")):
            yield error("invalid-address", element, f"src={quoted(element.get('src', ''))}")
        if "type" not in element.attrib:
            yield warning("missing-attribute", element, "content from elsewhere says its type")
    elif kind in {"text", "html", "xhtml"}:
        yield from _text_construct(element)
    elif not is_media_type(kind):
        yield error("invalid-media-type", element, f"type={quoted(kind)}")


def _person(person: etree._Element) -> Iterator[Remark]:
    found = {name_of(child): text_of(child) for child in children(person)}
    if not found.get("atom:name"):
        yield error("missing-name", person, "a person needs a name")
    if not is_uri(found.get("atom:uri", "http://a/")):
        yield error("invalid-address", person, f"uri is not absolute: {quoted(found.get('atom:uri', ''))}")
    if not _MAIL.fullmatch(found.get("atom:email", "a@b")):
        yield error("invalid-mailbox", person, f"no e-mail address: {quoted(found.get('atom:email', ''))}")


def _category(category: etree._Element) -> Iterator[Remark]:
    term = category.get("term")
    if term is None:
        yield error("missing-attribute", category, "a category needs a term")
    else:
        yield from not_blank(term, category)
    if not is_uri(category.get("scheme", "http://a/")):
        yield error("invalid-address", category, f"scheme={quoted(category.get('scheme', ''))}")


def _language(element: etree._Element) -> Iterator[Remark]:
    if not is_language(element.get(_LANG, "en")):
        yield error("invalid-language", element, f"xml:lang={quoted(element.get(_LANG, ''))}")


def _tombstones(feed: etree._Element, entries: list[etree._Element]) -> Iterator[Remark]:
    present = {text_of(one) for entry in entries for one in children(entry, "atom:id")}
    tombs = list(children(feed, "at:deleted-entry"))
    yield from unique(((tomb.get("ref", ""), tomb) for tomb in tombs), "duplicate-tombstone")
    for tomb in tombs:
        if not is_id(tomb.get("ref", "")):
            yield error("invalid-tombstone", tomb, f"ref={quoted(tomb.get('ref', ''))}")
        if rfc3339(tomb.get("when", "")) is None:
            yield error("invalid-tombstone", tomb, f"when={quoted(tomb.get('when', ''))}")
        if tomb.get("ref") in present:
            yield error("deleted-and-present", tomb, "the same document still has that entry")


def _vocabulary(parent: etree._Element, known: frozenset[str]) -> Iterator[Remark]:
    for child in children(parent):
        name = name_of(child)
        if name.startswith("atom:") and name not in known:
            yield error("undefined-element", child, f"Atom has no {name} here")
        elif ":" not in name:
            yield error("not-in-a-namespace", child, f"{name} belongs to no namespace")
