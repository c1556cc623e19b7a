"""Media RSS 1.5.1 inside items and entries, and in feeds as far as it describes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.feedcheck.hypertext import html_rules
from syndicate.feedcheck.remarks import children, error, name_of, quoted, text_of, warning, words
from syndicate.feedcheck.texts import plain_rules
from syndicate.feedcheck.uris import is_web_address
from syndicate.feedcheck.values import is_language, is_media_type, is_number, is_positive
from syndicate.text.uris import is_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml import etree

    from syndicate.feedcheck.remarks import Remark

_COUNTS = ("fileSize", "width", "height", "channels")
_NUMBERS = ("bitrate", "duration", "framerate", "samplingrate")
_MEDIUMS = frozenset({"image", "audio", "video", "document", "executable"})
_ONCE = ("media:title", "media:description", "media:copyright", "media:adult")
# Normal play time (RFC 2326 §3.6).
_PLAY_TIME = re.compile(r"now|\d+(?:\.\d+)?|\d+:\d\d:\d\d(?:\.\d+)?")
_HASH = {"md5": re.compile(r"[0-9A-Fa-f]{32}"), "sha-1": re.compile(r"[0-9A-Fa-f]{40}")}
_COUNTRIES = re.compile(r"[A-Za-z]{2}(?: [A-Za-z]{2})*")
_RATINGS = {
    "urn:simple": words("adult nonadult"),
    "urn:mpaa": words("g m nc-17 pg pg-13 r x"),
    "urn:v-chip": words("14+ 18+ c c8 g pg tv-14 tv-g tv-ma tv-pg tv-y tv-y7 tv-y7-fv"),
}


def media_rules(entry: etree._Element) -> Iterator[Remark]:
    """Every ``media:`` element below an item or entry."""
    for group in children(entry, "media:group"):
        contents = list(children(group, "media:content"))
        if len(contents) < 2:  # noqa: PLR2004 - a choice needs two
            yield error("group-without-choice", group, "media:group is for several files of one object")
        for content in contents:
            yield from _content(content)
        yield from described(group)
    for content in children(entry, "media:content"):
        yield from _content(content)
    yield from described(entry)


def described(parent: etree._Element) -> Iterator[Remark]:
    """What describes the media of a feed, an entry, a group or a file."""
    for name in _ONCE:
        for extra in list(children(parent, name))[1:]:
            yield error("duplicate-element", extra, f"a second {name}")
    for child in children(parent, *_RULES):
        yield from _RULES[name_of(child)](child, text_of(child))


def _content(content: etree._Element) -> Iterator[Remark]:
    url = content.get("url")
    if url is None and next(children(content, "media:player"), None) is None:
        yield error("missing-attribute", content, "media:content needs a url")
    if url is not None and not is_web_address(url):
        yield error("invalid-address", content, f"url is no absolute web address: {quoted(url)}")
    yield from _counts(content, *_COUNTS)
    for name in _NUMBERS:
        if not is_number(content.get(name, "0")):
            yield error("invalid-number", content, f"{name}={quoted(content.get(name, ''))}")
    yield from _kind(content)
    yield from described(content)


def _counts(element: etree._Element, *names: str) -> Iterator[Remark]:
    for name in names:
        value = element.get(name)
        if value is not None and not is_positive(value):
            yield error("invalid-number", element, f"{name}={quoted(value)}")


def _kind(content: etree._Element) -> Iterator[Remark]:
    if not is_media_type(content.get("type", "image/jpeg")):
        yield error("invalid-media-type", content, f"type={quoted(content.get('type', ''))}")
    if content.get("medium", "image") not in _MEDIUMS:
        yield error("invalid-medium", content, f"medium={quoted(content.get('medium', ''))}")
    if not is_language(content.get("lang", "en")):
        yield error("invalid-language", content, f"lang={quoted(content.get('lang', ''))}")
    if content.get("expression", "full") not in {"full", "nonstop", "sample"}:
        yield error("invalid-value", content, f"expression={quoted(content.get('expression', ''))}")
    if content.get("isDefault", "true") not in {"false", "true"}:
        yield error("invalid-boolean", content, f"isDefault={quoted(content.get('isDefault', ''))}")


def _text(element: etree._Element, text: str) -> Iterator[Remark]:
    if element.get("type", "plain") not in {"plain", "html"}:
        yield error("invalid-text-type", element, f"type={quoted(element.get('type', ''))}")
    rules = html_rules if element.get("type") == "html" else plain_rules
    yield from rules(text, element)


def _spoken(element: etree._Element, text: str) -> Iterator[Remark]:
    yield from _text(element, text)
    yield from _times(element, "start", "end")
    if not is_language(element.get("lang", "en")):
        yield error("invalid-language", element, f"lang={quoted(element.get('lang', ''))}")


def _times(element: etree._Element, *names: str) -> Iterator[Remark]:
    for name in names:
        if not _PLAY_TIME.fullmatch(element.get(name, "now")):
            yield error("invalid-play-time", element, f"{name}={quoted(element.get(name, ''))}")


def _thumbnail(thumbnail: etree._Element, text: str) -> Iterator[Remark]:
    del text
    if not is_web_address(thumbnail.get("url", "")):
        yield error("invalid-address", thumbnail, "a thumbnail without an absolute url")
    yield from _counts(thumbnail, "height", "width")
    yield from _times(thumbnail, "time")


def _player(player: etree._Element, text: str) -> Iterator[Remark]:
    del text
    if not is_web_address(player.get("url", "")):
        yield error("invalid-address", player, "a player without an absolute url")
    yield from _counts(player, "height", "width")


def _credit(credit: etree._Element, text: str) -> Iterator[Remark]:
    role, scheme = credit.get("role", ""), credit.get("scheme", "urn:ebu")
    if role != role.lower():
        yield error("invalid-credit-role", credit, f"role={quoted(role)} is to be in lower case")
    if not is_uri(scheme):
        yield error("invalid-address", credit, f"scheme={quoted(scheme)}")
    if not text:
        yield warning("blank", credit, "a credit for nobody")


def _category(category: etree._Element, text: str) -> Iterator[Remark]:
    del text
    yield from plain_rules(category.get("label", ""), category)
    if not is_uri(category.get("scheme", "urn:ebu")):
        yield error("invalid-address", category, f"scheme={quoted(category.get('scheme', ''))}")


def _copyright(element: etree._Element, text: str) -> Iterator[Remark]:
    yield from plain_rules(text, element)
    if not is_web_address(element.get("url", "http://a/")):
        yield error("invalid-address", element, f"url={quoted(element.get('url', ''))}")


def _hash(element: etree._Element, text: str) -> Iterator[Remark]:
    form = _HASH.get(element.get("algo", "md5"))
    if form is None or not form.fullmatch(text):
        yield error("invalid-hash", element, f"no {element.get('algo', 'md5')!r}: {quoted(text)}")


def _rating(rating: etree._Element, text: str) -> Iterator[Remark]:
    scheme = rating.get("scheme", "urn:simple")
    if not is_uri(scheme):
        yield error("invalid-address", rating, f"scheme={quoted(scheme)}")
    elif text not in _RATINGS.get(scheme, {text}):
        yield error("invalid-value", rating, f"{scheme} has no {quoted(text)}")


def _restriction(restriction: etree._Element, text: str) -> Iterator[Remark]:
    if restriction.get("relationship") not in {"allow", "deny"}:
        yield error("invalid-value", restriction, "relationship is allow or deny")
    kind = restriction.get("type")
    is_right = {
        None: text in {"", "all", "none"},
        "country": bool(_COUNTRIES.fullmatch(text)),
        "uri": is_uri(text),
        "sharing": not text,
    }
    if not is_right.get(kind, False):
        yield error("invalid-value", restriction, f"type={kind}: {quoted(text)}")


def _adult(adult: etree._Element, text: str) -> Iterator[Remark]:
    del text
    yield warning("deprecated-element", adult, "Media RSS has media:rating in its place")


_RULES: Mapping[str, Callable[[etree._Element, str], Iterator[Remark]]] = {
    "media:adult": _adult,
    "media:category": _category,
    "media:copyright": _copyright,
    "media:credit": _credit,
    "media:description": _text,
    "media:hash": _hash,
    "media:player": _player,
    "media:rating": _rating,
    "media:restriction": _restriction,
    "media:text": _spoken,
    "media:thumbnail": _thumbnail,
    "media:title": _text,
}
