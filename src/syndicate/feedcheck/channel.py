"""The channel of RSS 2.0: what stands in it beside its items."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.feedcheck.links import feed_links
from syndicate.feedcheck.media import described
from syndicate.feedcheck.podcasts import podcast_rules
from syndicate.feedcheck.remarks import children, error, name_of, quoted, text_of, warning, words
from syndicate.feedcheck.texts import not_blank, plain_rules, unique
from syndicate.feedcheck.uris import is_web_address
from syndicate.feedcheck.values import (
    has_mail_address,
    has_quarter_hours,
    is_language,
    is_mail_address,
    is_positive,
    rfc822,
)
from syndicate.feedcheck.xml import once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml import etree

    from syndicate.feedcheck.remarks import Remark

_ONCE = words(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate generator docs cloud ttl "
    "image rating textInput skipHours skipDays"
)
_ONCE_IN_IMAGE = words("description height link title url width")
_PICTURE_FILE = re.compile(r"\.(?:gif|jpe?g|png)", re.IGNORECASE)
#: What RSS 2.0 allows of the channel's image, in pixels.
_WIDEST, _HIGHEST = 144, 400
# Python turns only so many into a number.
_DIGITS = 1_000
# A core element, and the extension that would say the same again.
_DOUBLED = {
    "managingEditor": "dc:creator",
    "language": "dc:language",
    "copyright": "dc:rights",
    "lastBuildDate": "dcterms:modified",
    "pubDate": "dc:date",
    "webMaster": "dc:publisher",
    "category": "dc:subject",
}
_DAYS = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_HOURS = frozenset(map(str, range(24)))
_CLOUD = ("domain", "path", "port", "protocol", "registerProcedure")


def channel_rules(channel: etree._Element, address: str | None) -> Iterator[Remark]:
    """Every rule on the channel but those on what may stand in it, and those on its items."""
    names = [name_of(child) for child in children(channel)]
    for name in ("title", "link", "description"):
        if name not in names:
            yield error("missing-element", channel, f"a channel needs {name}")
    yield from once(channel, _ONCE)
    yield from doubled(channel, _DOUBLED)
    for child in children(channel):
        yield from _element(child, text_of(child))
    for image in children(channel, "image"):
        yield from _image(channel, image)
    yield from feed_links(channel, address)
    yield from described(channel)
    yield from podcast_rules(channel, children(channel, "item"))
    if "language" not in names:
        yield warning("missing-language", channel, "say the language; aggregators ask for it")
    first_item = names.index("item") if "item" in names else len(names)
    if set(names[first_item:]) - {"item"}:
        yield warning("misplaced-item", channel, "something of the channel stands behind its first item")


def doubled(parent: etree._Element, pairs: Mapping[str, str]) -> Iterator[Remark]:
    """Nothing said twice, by an element of RSS and by an extension."""
    names = {name_of(child) for child in children(parent)}
    for core, extension in pairs.items():
        if core in names and extension in names:
            yield warning("duplicate-semantics", parent, f"{core} and {extension} say the same")


def date_rules(element: etree._Element, text: str) -> Iterator[Remark]:
    """A date of RFC 822, in a zone that all readers know."""
    if rfc822(text) is None:
        yield error("invalid-rfc822-date", element, f"no date of RFC 822: {quoted(text)}")
    elif has_quarter_hours(text):
        yield warning("problematic-date", element, f"readers refuse zones of quarter hours: {quoted(text)}")


def mailbox_rules(element: etree._Element, text: str) -> Iterator[Remark]:
    """A mail address, then the name in parentheses (profile)."""
    if not has_mail_address(text):
        yield error("invalid-mailbox", element, f"no e-mail address: {quoted(text)}")
    elif not (is_mail_address(text.partition(" (")[0]) and text.endswith(")")):
        yield warning("missing-name", element, "write: address (name)")


def address_rules(element: etree._Element, text: str) -> Iterator[Remark]:
    """An absolute address of the web."""
    if not is_web_address(text):
        yield error("invalid-address", element, f"no absolute web address: {quoted(text)}")


def _element(child: etree._Element, text: str) -> Iterator[Remark]:
    name = name_of(child)
    if name in {"title", "description", "copyright", "generator"}:
        yield from not_blank(text, child)
    if name in {"description", "copyright", "dc:rights"}:  # titles have their own rule, which leaves no doubt
        yield from plain_rules(text, child)
    if name in _RULES:
        yield from _RULES[name](child, text)


def _ttl(element: etree._Element, text: str) -> Iterator[Remark]:
    if not is_positive(text):
        yield error("invalid-number", element, f"{name_of(element)}={quoted(text)}")


def _language(element: etree._Element, text: str) -> Iterator[Remark]:
    if not is_language(text):
        yield error("invalid-language", element, f"no language tag: {quoted(text)}")


def _text_input(element: etree._Element, text: str) -> Iterator[Remark]:
    del text
    yield warning("avoid-text-input", element, "textInput does nothing in most readers")


def _cloud(cloud: etree._Element, text: str) -> Iterator[Remark]:
    del text
    for name in _CLOUD:
        if name not in cloud.attrib:
            yield error("missing-attribute", cloud, f"a cloud needs {name}")
    port = cloud.get("port", "80")
    if not is_positive(port):
        yield error("invalid-number", cloud, f"port={quoted(port)}")


def _skipped(skipped: etree._Element, text: str) -> Iterator[Remark]:
    del text
    known = _DAYS if name_of(skipped) == "skipDays" else _HOURS
    entries = [(text_of(element), element) for element in children(skipped)]
    if not entries:
        yield error("missing-element", skipped, "nothing is skipped")
    yield from unique(entries, "duplicate-value")
    for value, element in entries:
        if value not in known:
            yield error("invalid-value", element, f"no {name_of(element)} of RSS: {quoted(value)}")


def _image(channel: etree._Element, image: etree._Element) -> Iterator[Remark]:
    texts = {name_of(child): text_of(child) for child in children(image)}
    for name in ("url", "title", "link"):
        if name not in texts:
            yield error("missing-element", image, f"an image needs {name}")
    yield from once(image, _ONCE_IN_IMAGE)
    yield from not_blank(texts.get("title", "-"), image)
    yield from plain_rules(texts.get("description", ""), image)
    yield from _same_as_channel(channel, image, texts)
    if not is_web_address(texts.get("url", "")):
        yield error("invalid-address", image, f"url is no absolute web address: {quoted(texts.get('url', ''))}")
    elif not _PICTURE_FILE.search(texts["url"]):
        yield warning("image-file", image, "RSS knows GIF, JPEG and PNG only")
    yield from _image_size(image, texts)


def _same_as_channel(channel: etree._Element, image: etree._Element, texts: dict[str, str]) -> Iterator[Remark]:
    for name in ("title", "link"):
        said = next((text_of(element) for element in children(channel, name)), "")
        if name in texts and texts[name] != said:
            yield warning(f"image-{name}-differs", image, f"its {name} is not the channel's {quoted(said)}")


def _image_size(image: etree._Element, texts: dict[str, str]) -> Iterator[Remark]:
    for name, most in (("width", _WIDEST), ("height", _HIGHEST)):
        if name in texts and not (is_positive(texts[name]) and len(texts[name]) < _DIGITS and int(texts[name]) <= most):
            yield error("invalid-number", image, f"{name} is 1 to {most}, not {quoted(texts[name])}")


_RULES: Mapping[str, Callable[[etree._Element, str], Iterator[Remark]]] = {
    "link": address_rules,
    "docs": address_rules,
    "lastBuildDate": date_rules,
    "pubDate": date_rules,
    "ttl": _ttl,
    "language": _language,
    "dc:language": _language,
    "managingEditor": mailbox_rules,
    "webMaster": mailbox_rules,
    "textInput": _text_input,
    "cloud": _cloud,
    "skipDays": _skipped,
    "skipHours": _skipped,
    "sy:updateFrequency": _ttl,
}
