"""RSS 2.0 and its Best Practices Profile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.feeds.validator.links import feed_links
from syndicate.feeds.validator.media import media_rules
from syndicate.feeds.validator.remarks import Level, Remark, children, error, name_of, quoted, text_of, warning, words
from syndicate.feeds.validator.texts import html_rules, not_blank, plain_rules, unique
from syndicate.feeds.validator.values import (
    is_count,
    is_id,
    is_language,
    is_media_type,
    is_uri,
    is_web_address,
    rfc822,
    rfc3339,
)
from syndicate.feeds.validator.xml import once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml import etree

_ONCE_IN_CHANNEL = words(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate generator docs cloud ttl "
    "image rating textInput skipHours skipDays"
)
_ONCE_IN_ITEM = words("title link description author comments guid pubDate source content:encoded")
_CHANNEL = _ONCE_IN_CHANNEL | {"item", "category"}
_ITEM = _ONCE_IN_ITEM | {"category", "enclosure"}
_RAW_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_RAW_REFERENCE = re.compile(rb"&(?!#x)(?:#|amp;|lt;)|<!\[CDATA\[[^\]]*[&<]")
_MAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+")
_PICTURE_FILE = re.compile(r"\.(?:gif|jpe?g|png)", re.IGNORECASE)
#: What RSS 2.0 allows of the channel's image, in pixels.
_WIDEST, _HIGHEST = 144, 400
# A core element, and the extension that would say the same again.
_DOUBLED = {
    "author": "dc:creator",
    "pubDate": "dc:date",
    "category": "dc:subject",
    "source": "dc:source",
    "guid": "atom:id",
}
_DOUBLED_IN_CHANNEL = {
    "managingEditor": "dc:creator",
    "language": "dc:language",
    "copyright": "dc:rights",
    "lastBuildDate": "dcterms:modified",
    "pubDate": "dc:date",
    "webMaster": "dc:publisher",
}


def rss_rules(root: etree._Element, content: bytes, address: str | None) -> Iterator[Remark]:
    """Every rule on the document."""
    if root.get("version") != "2.0":
        yield error("invalid-version", root, "version is not 2.0")
    channels = list(children(root))
    if [name_of(one) for one in channels] != ["channel"]:
        yield error("missing-element", root, "rss holds exactly one channel")
        return
    yield from _raw_titles(content)
    yield from _channel(channels[0], address)
    items = list(children(channels[0], "item"))
    yield from unique(((text_of(guid), guid) for item in items for guid in children(item, "guid")), "duplicate-guid")
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


def _channel(channel: etree._Element, address: str | None) -> Iterator[Remark]:
    names = [name_of(child) for child in children(channel)]
    for name in ("title", "link", "description"):
        if name not in names:
            yield error("missing-element", channel, f"a channel needs {name}")
    yield from _vocabulary(channel, _CHANNEL)
    yield from once(channel, _ONCE_IN_CHANNEL)
    yield from _doubled(channel, _DOUBLED_IN_CHANNEL)
    for child in children(channel):
        yield from _channel_element(child)
    yield from _image(channel)
    yield from feed_links(channel, address)
    if "language" not in names:
        yield warning("missing-language", channel, "say the language; aggregators ask for it")
    first_item = names.index("item") if "item" in names else len(names)
    if set(names[first_item:]) - {"item"}:
        yield warning("misplaced-item", channel, "something of the channel stands behind its first item")


def _channel_element(child: etree._Element) -> Iterator[Remark]:
    name, text = name_of(child), text_of(child)
    if name in {"title", "description", "copyright"}:
        yield from not_blank(text, child)
        # Titles have their own rule, which leaves no doubt.
        yield from () if name == "title" else plain_rules(text, child)
    elif name in {"link", "docs"} and not is_web_address(text):
        yield error("invalid-address", child, f"no absolute web address: {quoted(text)}")
    elif name in {"lastBuildDate", "pubDate"} and rfc822(text) is None:
        yield error("invalid-rfc822-date", child, f"no date of RFC 822: {quoted(text)}")
    elif name == "ttl" and (not is_count(text) or int(text) == 0):
        yield error("invalid-number", child, f"ttl={quoted(text)}")
    elif name == "language" and not is_language(text):
        yield error("invalid-language", child, f"no language tag: {quoted(text)}")
    elif name in {"managingEditor", "webMaster"}:
        yield from _mailbox(child, text)
    elif name == "textInput":
        yield warning("avoid-text-input", child, "textInput does nothing in most readers")


def _image(channel: etree._Element) -> Iterator[Remark]:
    for image in children(channel, "image"):
        found = {name_of(child): text_of(child) for child in children(image)}
        for name in ("url", "title", "link"):
            if name not in found:
                yield error("missing-element", image, f"an image needs {name}")
        yield from _same_as_channel(channel, image, found)
        if not is_web_address(found.get("url", "")):
            yield error("invalid-address", image, f"url is no absolute web address: {quoted(found.get('url', ''))}")
        elif not _PICTURE_FILE.search(found["url"]):
            yield warning("image-file", image, "RSS knows GIF, JPEG and PNG only")
        yield from _image_size(image, found)


def _same_as_channel(channel: etree._Element, image: etree._Element, found: dict[str, str]) -> Iterator[Remark]:
    for name in ("title", "link"):
        said = next((text_of(one) for one in children(channel, name)), "")
        if name in found and found[name] != said:
            yield warning(f"image-{name}-differs", image, f"its {name} is not the channel's {quoted(said)}")


def _image_size(image: etree._Element, found: dict[str, str]) -> Iterator[Remark]:
    for name, most in (("width", _WIDEST), ("height", _HIGHEST)):
        if name in found and not (is_count(found[name]) and 0 < int(found[name]) <= most):
            yield error("invalid-number", image, f"{name} is 1 to {most}, not {quoted(found[name])}")


def _item(item: etree._Element) -> Iterator[Remark]:
    names = [name_of(child) for child in children(item)]
    if not {"title", "description"} & set(names):
        yield error("missing-element", item, "an item needs title or description")
    if "guid" not in names:
        yield warning("missing-guid", item, "without guid readers guess what is new")
    if "content:encoded" in names and "description" not in names[: names.index("content:encoded")]:
        yield warning("content-before-description", item, "description comes before content:encoded")
    yield from _vocabulary(item, _ITEM)
    yield from once(item, _ONCE_IN_ITEM)
    yield from _doubled(item, _DOUBLED)
    for child in children(item):
        yield from _item_element(child)
    for extra in list(children(item, "enclosure"))[1:]:
        yield warning("duplicate-enclosure", extra, "readers take one enclosure only")
    yield from media_rules(item)


def _item_element(child: etree._Element) -> Iterator[Remark]:
    name, text = name_of(child), text_of(child)
    if name in {"title", "category", "dc:creator"}:
        yield from not_blank(text, child)
    elif name in {"description", "content:encoded"}:
        yield from html_rules(text, child)
    elif name in {"link", "comments"} and not is_web_address(text):
        yield error("invalid-address", child, f"no absolute web address: {quoted(text)}")
    elif name == "pubDate" and rfc822(text) is None:
        yield error("invalid-rfc822-date", child, f"no date of RFC 822: {quoted(text)}")
    elif name in {"dcterms:modified", "dcterms:created", "dc:date"} and rfc3339(text) is None:
        yield error("invalid-rfc3339-date", child, f"no date of RFC 3339: {quoted(text)}")
    elif name in _OWN_RULES:
        yield from _OWN_RULES[name](child, text)


def _guid(guid: etree._Element, text: str) -> Iterator[Remark]:
    said = guid.get("isPermaLink", "true")
    if said not in {"true", "false"}:
        yield error("invalid-boolean", guid, f"isPermaLink={quoted(said)}")
    elif said == "true" and not is_web_address(text):
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
    if not is_web_address(enclosure.get("url", "http://a/")):
        yield error("invalid-address", enclosure, f"url={quoted(enclosure.get('url', ''))}")
    if not is_media_type(enclosure.get("type", "a/b")):
        yield error("invalid-media-type", enclosure, f"type={quoted(enclosure.get('type', ''))}")
    if not is_count(enclosure.get("length", "0")):
        yield error("invalid-number", enclosure, f"length={quoted(enclosure.get('length', ''))}")


def _mailbox(element: etree._Element, text: str) -> Iterator[Remark]:
    if not _MAIL.search(text):
        yield error("invalid-mailbox", element, f"no e-mail address: {quoted(text)}")
    elif "(" not in text:
        yield warning("missing-name", element, "write: address (name)")


_OWN_RULES: Mapping[str, Callable[[etree._Element, str], Iterator[Remark]]] = {
    "guid": _guid,
    "enclosure": _enclosure,
    "author": _mailbox,
}


def _vocabulary(parent: etree._Element, known: frozenset[str]) -> Iterator[Remark]:
    for child in children(parent):
        name = name_of(child)
        if ":" not in name and name not in known:
            yield error("undefined-element", child, f"RSS has no {name} here")


def _doubled(parent: etree._Element, pairs: dict[str, str]) -> Iterator[Remark]:
    names = {name_of(child) for child in children(parent)}
    for core, extension in pairs.items():
        if core in names and extension in names:
            yield warning("duplicate-semantics", parent, f"{core} and {extension} say the same")
