"""Media RSS 1.5.1 inside items and entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.feeds.validator.remarks import children, error, quoted, text_of, warning, words
from syndicate.feeds.validator.texts import html_rules, plain_rules
from syndicate.feeds.validator.values import is_count, is_language, is_media_type, is_uri, is_web_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from syndicate.feeds.validator.remarks import Remark

_NUMBERS = ("fileSize", "width", "height", "channels")
_KNOWN = words(
    "url fileSize type medium isDefault expression bitrate framerate samplingrate channels duration height width lang"
)
_MEDIUMS = frozenset({"image", "audio", "video", "document", "executable"})
_TEXTS = ("media:title", "media:description")


def media_rules(entry: etree._Element) -> Iterator[Remark]:
    """Every ``media:`` element below an item or entry."""
    for group in children(entry, "media:group"):
        contents = list(children(group, "media:content"))
        if len(contents) < 2:  # noqa: PLR2004 - a choice needs two
            yield error("group-without-choice", group, "media:group is for several files of one object")
        for content in contents:
            yield from _content(content)
    for content in children(entry, "media:content"):
        yield from _content(content)
    yield from _descriptions(entry)


def _content(content: etree._Element) -> Iterator[Remark]:
    url = content.get("url")
    if url is None and next(children(content, "media:player"), None) is None:
        yield error("missing-attribute", content, "media:content needs a url")
    if url is not None and not is_web_address(url):
        yield error("invalid-address", content, f"url is no absolute web address: {quoted(url)}")
    for name in _NUMBERS:
        value = content.get(name)
        if value is not None and (not is_count(value) or int(value) == 0):
            yield error("invalid-number", content, f"{name}={quoted(value)}")
    yield from _kind(content)
    for name in sorted(str(one) for one in content.attrib if str(one) not in _KNOWN):
        yield error("unexpected-attribute", content, f"Media RSS has no {quoted(name)} here")
    yield from _descriptions(content)


def _kind(content: etree._Element) -> Iterator[Remark]:
    if not is_media_type(content.get("type", "image/jpeg")):
        yield error("invalid-media-type", content, f"type={quoted(content.get('type', ''))}")
    if content.get("medium", "image") not in _MEDIUMS:
        yield error("invalid-medium", content, f"medium={quoted(content.get('medium', ''))}")
    if not is_language(content.get("lang", "en")):
        yield error("invalid-language", content, f"lang={quoted(content.get('lang', ''))}")


def _descriptions(parent: etree._Element) -> Iterator[Remark]:
    for name in (*_TEXTS, "media:copyright"):
        for extra in list(children(parent, name))[1:]:
            yield error("duplicate-element", extra, f"a second {name}")
    for element in children(parent, *_TEXTS):
        if element.get("type", "plain") not in {"plain", "html"}:
            yield error("invalid-text-type", element, f"type={quoted(element.get('type', ''))}")
        rules = html_rules if element.get("type") == "html" else plain_rules
        yield from rules(text_of(element), element)
    for credit in children(parent, "media:credit"):
        yield from _credit(credit)
    for thumbnail in children(parent, "media:thumbnail"):
        if not is_web_address(thumbnail.get("url", "")):
            yield error("invalid-address", thumbnail, "a thumbnail without an absolute url")


def _credit(credit: etree._Element) -> Iterator[Remark]:
    role = credit.get("role", "")
    if role != role.lower():
        yield error("invalid-credit-role", credit, f"role={quoted(role)} is to be in lower case")
    if not is_uri(credit.get("scheme", "urn:ebu")):
        yield error("invalid-address", credit, f"scheme={quoted(credit.get('scheme', ''))}")
    if not text_of(credit):
        yield warning("blank", credit, "a credit for nobody")
