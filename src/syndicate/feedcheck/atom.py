"""Atom 1.0 (RFC 4287), with tombstones (RFC 6721)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.feedcheck.hypertext import html_rules
from syndicate.feedcheck.links import entry_links, feed_links, rel_of
from syndicate.feedcheck.media import described, media_rules
from syndicate.feedcheck.podcasts import podcast_rules
from syndicate.feedcheck.remarks import children, error, name_of, quoted, text_of, warning, words
from syndicate.feedcheck.texts import not_blank, plain_rules, tag_rules, unique
from syndicate.feedcheck.uris import id_rules, is_web_address
from syndicate.feedcheck.values import is_language, is_media_type, rfc3339
from syndicate.feedcheck.vocabulary import ATOM, vocabulary_rules
from syndicate.feedcheck.xml import once, reference_rules
from syndicate.text.uris import is_id, is_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml import etree

    from syndicate.feedcheck.remarks import Remark

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ONCE_IN_FEED = words("atom:generator atom:icon atom:id atom:logo atom:rights atom:subtitle atom:title atom:updated")
_ONCE_IN_ENTRY = words(
    "atom:content atom:id atom:published atom:rights atom:source atom:summary atom:title atom:updated"
)
_TIGHT = frozenset({"atom:icon", "atom:id", "atom:logo", "atom:published", "atom:updated"})
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_MAIL_IN_NAME = re.compile(r"<[^\s@<>]+@[^\s@<>]+>")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*+={0,2}+\s*+")


def atom_rules(root: etree._Element, content: bytes, address: str | None) -> Iterator[Remark]:
    """Every rule on the document."""
    yield from vocabulary_rules(root, ATOM)
    yield from reference_rules(content, "name")
    names = [name_of(child) for child in children(root)]
    for name in ("atom:id", "atom:title", "atom:updated"):
        if name not in names:
            yield error("missing-element", root, f"a feed needs {name}")
    yield from once(root, _ONCE_IN_FEED)
    yield from _language(root)
    yield from feed_links(root, address)
    for child in children(root):
        yield from _shared(child)
    first = names.index("atom:entry") if "atom:entry" in names else len(names)
    if set(names[first:]) - {"atom:entry", "at:deleted-entry"}:
        yield error("misplaced-metadata", root, "something of the feed stands behind its first entry")
    entries = list(children(root, "atom:entry"))
    yield from unique(
        ((text_of(element), element) for entry in entries for element in children(entry, "atom:id")), "duplicate-id"
    )
    dates = ((text_of(element), element) for entry in entries for element in children(entry, "atom:updated"))
    yield from unique(dates, "duplicate-updated", warning)
    for entry in entries:
        yield from _entry(entry, has_feed_author="atom:author" in names)
    yield from described(root)
    yield from podcast_rules(root, entries)
    yield from _tombstones(root, entries)


def _entry(entry: etree._Element, *, has_feed_author: bool) -> Iterator[Remark]:
    names = {name_of(child) for child in children(entry)}
    for name in ("atom:id", "atom:title", "atom:updated"):
        if name not in names:
            yield error("missing-element", entry, f"an entry needs {name}")
    authors = [*children(entry, "atom:author"), *entry.iterfind("{*}source/{*}author")]
    if not authors and not has_feed_author:
        yield error("missing-author", entry, "neither the entry nor the feed has an author")
    for source in children(entry, "atom:source"):
        yield from _source(source)
    if "atom:content" not in names:
        yield from _without_content(entry, has_summary="atom:summary" in names)
    yield from once(entry, _ONCE_IN_ENTRY)
    yield from _language(entry)
    yield from entry_links(entry)
    for child in children(entry):
        yield from _shared(child)
        yield from _content(child, has_summary="atom:summary" in names)
    yield from media_rules(entry)


def _without_content(entry: etree._Element, *, has_summary: bool) -> Iterator[Remark]:
    if not any(rel_of(link) == "alternate" for link in children(entry, "atom:link")):
        yield error("missing-alternate", entry, "an entry without content needs an alternate link")
    if not has_summary:
        yield warning("missing-text", entry, "neither summary nor content")


def _shared(child: etree._Element) -> Iterator[Remark]:
    """Elements that mean the same in feeds and entries."""
    name = name_of(child)
    if name in _TIGHT and text_of(child) != (child.text or ""):
        yield error("unexpected-space", child, "no white space stands around it (RFC 4287)")
    if name in _RULES:
        yield from _RULES[name](child)


def _id(element: etree._Element) -> Iterator[Remark]:
    yield from id_rules(text_of(element), element)


def _date(element: etree._Element) -> Iterator[Remark]:
    if rfc3339(text_of(element)) is None:
        yield error("invalid-rfc3339-date", element, f"no date of RFC 3339 with a zone: {quoted(text_of(element))}")


def _picture(element: etree._Element) -> Iterator[Remark]:
    if not is_web_address(text_of(element)):
        yield error("invalid-address", element, f"no absolute web address: {quoted(text_of(element))}")


def _generator(element: etree._Element) -> Iterator[Remark]:
    yield from not_blank(text_of(element), element)
    yield from plain_rules(text_of(element), element)
    if not is_uri(element.get("uri", "http://a/")):
        yield error("invalid-address", element, f"uri={quoted(element.get('uri', ''))}")


def _text_construct(element: etree._Element) -> Iterator[Remark]:
    kind = element.get("type", "text")
    text = text_of(element)
    if set(map(str, element.attrib)) - {"type", _LANG}:
        yield error("unexpected-attribute", element, "a text has a type only")
    if kind not in {"text", "html", "xhtml"}:
        yield error("invalid-text-type", element, f"type={quoted(kind)}")
    elif kind == "xhtml":
        yield warning("avoid-xhtml", element, "inline XHTML stops at the first &nbsp;")
    elif len(element):
        yield error("unexpected-element", element, f"elements inside type={quoted(kind)}")
    else:
        yield from html_rules(text, element) if kind == "html" else plain_rules(text, element, "undeclared-html")
        yield from not_blank(text, element)


def _content(element: etree._Element, *, has_summary: bool) -> Iterator[Remark]:
    if name_of(element) != "atom:content":
        return
    kind = element.get("type", "text")
    if set(map(str, element.attrib)) - {"src", "type", _LANG}:
        yield error("unexpected-attribute", element, "content has src and type")
    if "src" in element.attrib:
        yield from _content_elsewhere(element, has_summary=has_summary)
    elif kind in {"text", "html", "xhtml"}:
        yield from _text_construct(element)
    elif not is_media_type(kind) or kind.lower().startswith(("multipart/", "message/")):
        yield error("invalid-media-type", element, f"type={quoted(kind)}")
    else:
        yield from _content_of_type(element, kind.lower(), has_summary=has_summary)


def _content_elsewhere(element: etree._Element, *, has_summary: bool) -> Iterator[Remark]:
    if not is_web_address(element.get("src", "")):
        yield error("invalid-address", element, f"src={quoted(element.get('src', ''))}")
    if "type" not in element.attrib:
        yield warning("missing-attribute", element, "content from elsewhere says its type")
    if not has_summary:
        yield error("missing-summary", element, "content from elsewhere needs a summary (RFC 4287 §4.1.2)")


def _content_of_type(element: etree._Element, kind: str, *, has_summary: bool) -> Iterator[Remark]:
    text = text_of(element)
    if kind == "text/html":
        yield from html_rules(text, element)
        yield warning("html-fragment", element, "text/html is a whole document; write type=html")
    elif not kind.startswith("text/") and not kind.endswith(("+xml", "/xml")):
        if not _BASE64.fullmatch(text):
            yield error("not-base64", element, f"{kind} is to be in Base64 (RFC 4287 §4.1.3.3)")
        if not has_summary:
            yield error("missing-summary", element, f"{kind} needs a summary (RFC 4287 §4.1.2)")


def _source(source: etree._Element) -> Iterator[Remark]:
    names = [name_of(child) for child in children(source)]
    for name in ("atom:id", "atom:title", "atom:updated"):
        if name not in names:
            yield warning("missing-element", source, f"a source should have {name}")
    yield from once(source, _ONCE_IN_FEED)
    for child in children(source):
        yield from _shared(child)


def _person(person: etree._Element) -> Iterator[Remark]:
    texts = {name_of(child): text_of(child) for child in children(person)}
    if not texts.get("atom:name"):
        yield error("missing-name", person, "a person needs a name")
    # Whether an & in it is one, its bytes tell.
    yield from tag_rules(texts.get("atom:name", ""), person)
    if _MAIL_IN_NAME.search(texts.get("atom:name", "")):
        yield warning("mail-in-name", person, "a mail address has an element of its own")
    yield from once(person, words("atom:email atom:name atom:uri"))
    if not is_uri(texts.get("atom:uri", "http://a/")):
        yield error("invalid-address", person, f"uri is not absolute: {quoted(texts.get('atom:uri', ''))}")
    if not _MAIL.fullmatch(texts.get("atom:email", "a@b")):
        yield error("invalid-mailbox", person, f"no e-mail address: {quoted(texts.get('atom:email', ''))}")


def _category(category: etree._Element) -> Iterator[Remark]:
    term = category.get("term")
    if term is None:
        yield error("missing-attribute", category, "a category needs a term")
    else:
        yield from not_blank(term, category)
    yield from plain_rules(category.get("label", ""), category)
    if not is_uri(category.get("scheme", "http://a/")):
        yield error("invalid-address", category, f"scheme={quoted(category.get('scheme', ''))}")


def _language(element: etree._Element) -> Iterator[Remark]:
    if not is_language(element.get(_LANG, "en")):
        yield error("invalid-language", element, f"xml:lang={quoted(element.get(_LANG, ''))}")


def _tombstones(feed: etree._Element, entries: list[etree._Element]) -> Iterator[Remark]:
    present = {text_of(element) for entry in entries for element in children(entry, "atom:id")}
    tombs = list(children(feed, "at:deleted-entry"))
    yield from unique(((tomb.get("ref", ""), tomb) for tomb in tombs), "duplicate-tombstone")
    for tomb in tombs:
        if not is_id(tomb.get("ref", "")):
            yield error("invalid-tombstone", tomb, f"ref={quoted(tomb.get('ref', ''))}")
        if rfc3339(tomb.get("when", "")) is None:
            yield error("invalid-tombstone", tomb, f"when={quoted(tomb.get('when', ''))}")
        if tomb.get("ref") in present:
            yield error("deleted-and-present", tomb, "the same document still has that entry")


_RULES: Mapping[str, Callable[[etree._Element], Iterator[Remark]]] = {
    "atom:author": _person,
    "atom:category": _category,
    "atom:contributor": _person,
    "atom:generator": _generator,
    "atom:icon": _picture,
    "atom:id": _id,
    "atom:logo": _picture,
    "atom:published": _date,
    "atom:rights": _text_construct,
    "atom:subtitle": _text_construct,
    "atom:summary": _text_construct,
    "atom:title": _text_construct,
    "atom:updated": _date,
}
