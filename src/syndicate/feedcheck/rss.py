"""RSS 2.0 and its Best Practices Profile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.feedcheck.channel import address_rules, channel_rules, date_rules, doubled, mailbox_rules
from syndicate.feedcheck.hypertext import html_rules
from syndicate.feedcheck.links import link_rules
from syndicate.feedcheck.media import media_rules
from syndicate.feedcheck.remarks import Level, Remark, children, error, name_of, quoted, text_of, warning, words
from syndicate.feedcheck.texts import not_blank, plain_rules, tag_rules, unique
from syndicate.feedcheck.uris import is_reachable, is_web_address
from syndicate.feedcheck.values import is_count, is_media_type, rfc3339
from syndicate.feedcheck.vocabulary import RSS, vocabulary_rules
from syndicate.feedcheck.xml import once, reference_rules
from syndicate.text.uris import is_id, is_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml import etree

_ONCE = words("title link description author comments guid pubDate source content:encoded")
_RAW_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_RAW_REFERENCE = re.compile(rb"&(?!#x)(?:#|amp;|lt;)|<!\[CDATA\[[^\]]*[&<]")
# A core element, and the extension that would say the same again.
_DOUBLED = {
    "author": "dc:creator",
    "pubDate": "dc:date",
    "category": "dc:subject",
    "source": "dc:source",
    "guid": "atom:id",
}
_DATED_TWICE = {"pubDate": "atom:published"}
# Atom's own words for what RSS says, and so do its readers.
_AVOIDED = words("atom:content atom:rights atom:subtitle atom:title")


def rss_rules(root: etree._Element, content: bytes, address: str | None) -> Iterator[Remark]:
    """Every rule on the document."""
    if root.get("version") != "2.0":
        yield error("invalid-version", root, "version is not 2.0")
    channels = list(children(root))
    if [name_of(element) for element in channels] != ["channel"]:
        yield error("missing-element", root, "rss holds exactly one channel")
        return
    yield from vocabulary_rules(root, RSS)
    yield from _raw_titles(content)
    yield from reference_rules(content, "category")
    yield from channel_rules(channels[0], address)
    items = list(children(channels[0], "item"))
    yield from unique(((text_of(guid), guid) for item in items for guid in children(item, "guid")), "duplicate-guid")
    for item in (channels[0], *items):
        yield from _avoided(item)
    for item in items:
        yield from _item(item)


def _raw_titles(content: bytes) -> Iterator[Remark]:
    """Titles have ``&`` and ``<`` as hexadecimal references, which no reader takes for HTML (profile)."""
    for title in _RAW_TITLE.finditer(content):
        if _RAW_REFERENCE.search(title[1]):
            line = content.count(b"\n", 0, title.start()) + 1
            message = "write & and < as hexadecimal references (&#x26;, &#x3C;)"
            yield Remark(
                level=Level.WARNING, slug="title-character-reference", element="title", line=line, message=message
            )


def _avoided(parent: etree._Element) -> Iterator[Remark]:
    for child in children(parent, *_AVOIDED):
        yield warning("duplicate-semantics", child, f"RSS has its own element for {name_of(child)}")


def _item(item: etree._Element) -> Iterator[Remark]:
    names = [name_of(child) for child in children(item)]
    if not {"title", "description"} & set(names):
        yield error("missing-element", item, "an item needs title or description")
    if "guid" not in names:
        yield warning("missing-guid", item, "without guid readers guess what is new")
    if "content:encoded" in names and "description" not in names[: names.index("content:encoded")]:
        yield warning("content-before-description", item, "description comes before content:encoded")
    yield from once(item, _ONCE)
    yield from doubled(item, _DOUBLED)
    yield from doubled(item, _DATED_TWICE)
    for child in children(item):
        yield from _element(child, text_of(child))
    for extra in list(children(item, "enclosure"))[1:]:
        yield warning("duplicate-enclosure", extra, "readers take one enclosure only")
    yield from media_rules(item)


def _element(child: etree._Element, text: str) -> Iterator[Remark]:
    name = name_of(child)
    if name in {"title", "category", "dc:creator"}:
        yield from not_blank(text, child)
        yield from tag_rules(text, child) if name == "title" else ()
    if name in _RULES:
        yield from _RULES[name](child, text)


def _guid(guid: etree._Element, text: str) -> Iterator[Remark]:
    value = guid.get("isPermaLink", "true")
    if value not in {"true", "false"}:
        yield error("invalid-boolean", guid, f"isPermaLink={quoted(value)}")
    elif value == "true" and not is_web_address(text):
        yield error("invalid-guid", guid, f"a permalink that is no web address: {quoted(text)}")
    elif not text:
        yield error("invalid-guid", guid, "an empty guid")
    elif is_uri(text) and not is_id(text):
        yield error("invalid-tag-uri", guid, f"no tag URI of RFC 4151: {quoted(text)}")
    elif is_count(text) and len(text) < 9:  # noqa: PLR2004 - as W3C's validator has it
        yield warning("not-unique-enough", guid, f"others may have it too: {quoted(text)}")


def _enclosure(enclosure: etree._Element, text: str) -> Iterator[Remark]:
    if text:
        yield warning("enclosure-not-empty", enclosure, "an enclosure has attributes only")
    for name in ("url", "type", "length"):
        if name not in enclosure.attrib:
            yield error("missing-attribute", enclosure, f"an enclosure needs {name}")
    url = enclosure.get("url", "http://a.example/")
    if not is_web_address(url):
        yield error("invalid-address", enclosure, f"url={quoted(url)}")
    elif not is_reachable(url):
        yield warning("local-address", enclosure, f"nobody elsewhere can reach {quoted(url)}")
    if not is_media_type(enclosure.get("type", "a/b")):
        yield error("invalid-media-type", enclosure, f"type={quoted(enclosure.get('type', ''))}")
    if not is_count(enclosure.get("length", "0")):
        yield error("invalid-number", enclosure, f"length={quoted(enclosure.get('length', ''))}")


def _source(source: etree._Element, text: str) -> Iterator[Remark]:
    if not is_web_address(source.get("url", "")):
        yield error("invalid-address", source, f"a source needs the address of a feed: {quoted(source.get('url', ''))}")
    yield from plain_rules(text, source)


def _date(element: etree._Element, text: str) -> Iterator[Remark]:
    if rfc3339(text) is None:
        yield error("invalid-rfc3339-date", element, f"no date of RFC 3339: {quoted(text)}")


def _link(link: etree._Element, text: str) -> Iterator[Remark]:
    del text
    yield from link_rules(link)


def _html(element: etree._Element, text: str) -> Iterator[Remark]:
    yield from html_rules(text, element)


def _category(category: etree._Element, text: str) -> Iterator[Remark]:
    yield from tag_rules(text, category)


_RULES: Mapping[str, Callable[[etree._Element, str], Iterator[Remark]]] = {
    "atom:link": _link,
    "atom:published": _date,
    "atom:updated": _date,
    "author": mailbox_rules,
    "category": _category,
    "comments": address_rules,
    "content:encoded": _html,
    "dc:date": _date,
    "dcterms:created": _date,
    "dcterms:issued": _date,
    "dcterms:modified": _date,
    "description": _html,
    "enclosure": _enclosure,
    "guid": _guid,
    "link": address_rules,
    "pubDate": date_rules,
    "source": _source,
}
