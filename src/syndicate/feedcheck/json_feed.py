"""JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from syndicate.feedcheck.hypertext import html_rules
from syndicate.feedcheck.remarks import error, quoted, warning, words
from syndicate.feedcheck.texts import characters, not_blank, unique
from syndicate.feedcheck.uris import is_web_address
from syndicate.feedcheck.values import is_language, is_media_type, rfc3339
from syndicate.text.uris import is_id, is_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from syndicate.feedcheck.remarks import Remark

VERSION = "https://jsonfeed.org/version/1.1"
_TOP = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "description": str,
    "user_comment": str,
    "next_url": str,
    "icon": str,
    "favicon": str,
    "author": dict,
    "authors": list,
    "language": str,
    "expired": bool,
    "hubs": list,
    "items": list,
}
_ITEM = {
    "id": str,
    "url": str,
    "external_url": str,
    "title": str,
    "content_html": str,
    "content_text": str,
    "summary": str,
    "image": str,
    "banner_image": str,
    "date_published": str,
    "date_modified": str,
    "author": dict,
    "authors": list,
    "tags": list,
    "language": str,
    "attachments": list,
}
_AUTHOR = {"name": str, "url": str, "avatar": str}
_HUB = {"type": str, "url": str}
_ATTACHMENT = {
    "url": str,
    "mime_type": str,
    "title": str,
    "size_in_bytes": (int, float),
    "duration_in_seconds": (int, float),
}
_ADDRESSES = words("home_page_url feed_url next_url icon favicon url external_url image banner_image avatar")
_NAMES = {bool: "true or false", str: "a string", list: "an array", dict: "an object"}
# Deeper than any feed; the parser of Python 3.11 would end in a RecursionError.
_DEEPEST = 50
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")
_OBJECTS = frozenset({"items", "authors", "hubs", "attachments"})


def parsed(content: bytes) -> Any:
    """The JSON.

    Raises:
        ValueError: it is no JSON (RFC 8259), not UTF-8, has a key twice or NaN, or is nested absurdly.
    """
    text = content.decode("utf-8")
    if _depth(content) > _DEEPEST:
        message = "nested too deeply"
        raise ValueError(message)
    return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)


def json_rules(feed: Any, address: str | None) -> Iterator[Remark]:
    """Every rule on the document."""
    if not isinstance(feed, dict):
        yield error("not-an-object", "document", "a feed is an object")
        return
    for key in ("version", "title", "items"):
        if key not in feed:
            yield error("missing-key", key, f"a feed needs {key}")
    yield from _members(feed, _TOP, "")
    if feed.get("version") != VERSION:
        yield error("invalid-version", "version", f"{quoted(str(feed.get('version')))} is not {VERSION}")
    yield from _own_address(feed, address)
    for place, hub in _objects(feed, "hubs", ""):
        yield from _needed(hub, ("type", "url"), place)
        yield from _members(hub, _HUB, f"{place}.")
    yield from _authors(feed, "")
    items = list(_objects(feed, "items", ""))
    ids = ((item["id"], f"{place}.id") for place, item in items if isinstance(item.get("id"), str))
    yield from unique(ids, "duplicate-id")
    for place, item in items:
        yield from _item(item, place)


def _own_address(feed: Mapping[str, Any], address: str | None) -> Iterator[Remark]:
    if "feed_url" not in feed:
        yield warning("missing-self", "feed_url", "a feed should say its own address")
    elif address is not None and feed["feed_url"] != address:
        yield warning("self-elsewhere", "feed_url", f"{quoted(str(feed['feed_url']))} is not {quoted(address)}")
    if feed.get("next_url") is not None and feed.get("next_url") == feed.get("feed_url"):
        yield error("link-past-end", "next_url", "it leads back to this very document")
    if "home_page_url" not in feed:
        yield warning("missing-home-page", "home_page_url", "a feed should say whose it is")


def _item(item: Mapping[str, Any], place: str) -> Iterator[Remark]:
    yield from _needed(item, ("id",), place)
    if not any(isinstance(item.get(key), str) for key in ("content_html", "content_text")):
        yield error("missing-content", place, "an item needs content_html or content_text")
    yield from _members(item, _ITEM, f"{place}.")
    if isinstance(item.get("id"), str):
        yield from _id(item["id"], f"{place}.id")
    if isinstance(item.get("content_html"), str):
        yield from html_rules(item["content_html"], f"{place}.content_html")
    yield from _authors(item, f"{place}.")
    for number, tag in enumerate(item["tags"] if isinstance(item.get("tags"), list) else ()):
        if not isinstance(tag, str):
            yield error("invalid-type", f"{place}.tags[{number}]", "a tag is a string")
        else:
            yield from not_blank(tag, f"{place}.tags[{number}]")
    for where, attachment in _objects(item, "attachments", f"{place}."):
        yield from _attachment(attachment, where)


def _id(value: str, place: str) -> Iterator[Remark]:
    if not value:
        yield error("invalid-id", place, "an empty id")
    elif is_uri(value) and not is_id(value):
        yield error("invalid-tag-uri", place, f"no tag URI of RFC 4151: {quoted(value)}")


def _authors(holder: Mapping[str, Any], above: str) -> Iterator[Remark]:
    if "author" in holder:
        yield warning("deprecated-author", f"{above}author", "JSON Feed 1.1 has authors")
    for place, author in _objects(holder, "authors", above):
        yield from _members(author, _AUTHOR, f"{place}.")
        if not author.keys() & _AUTHOR.keys():
            yield error("missing-name", place, "an author has a name, a url or an avatar")


def _attachment(attachment: Mapping[str, Any], place: str) -> Iterator[Remark]:
    yield from _needed(attachment, ("url", "mime_type"), place)
    yield from _members(attachment, _ATTACHMENT, f"{place}.")
    for key in ("size_in_bytes", "duration_in_seconds"):
        value = attachment.get(key, 0)
        if isinstance(value, bool) or (isinstance(value, int | float) and value < 0):
            yield error("invalid-number", f"{place}.{key}", f"{value!r}")


def _needed(holder: Mapping[str, Any], keys: tuple[str, ...], place: str) -> Iterator[Remark]:
    for key in keys:
        if key not in holder:
            yield error("missing-key", place, f"{key} is missing")


def _members(holder: Mapping[str, Any], known: Mapping[str, Any], above: str) -> Iterator[Remark]:
    """Every key is known or an extension, every value of its type and form."""
    for key, value in holder.items():
        place = above + key
        if key.startswith("_"):
            if not isinstance(value, dict):
                yield error("invalid-extension", place, "an extension is an object")
        elif key not in known:
            yield warning("unknown-key", place, "JSON Feed has no such key; extensions begin with _")
        elif not isinstance(value, known[key]):
            yield error("invalid-type", place, f"is to be {_NAMES.get(known[key], 'a number')}")
        elif isinstance(value, str):
            yield from _text(key, value, place)
        elif key in _OBJECTS and not all(isinstance(member, dict) for member in value):
            yield error("invalid-type", place, "holds objects only")


def _text(key: str, value: str, place: str) -> Iterator[Remark]:
    if key in _FORMS:
        is_right, slug, message = _FORMS[key]
        if not is_right(value):
            yield error(slug, place, f"{message}: {quoted(value)}")
    elif key not in {"content_html", "id", "version"}:
        yield from not_blank(value, place)
        yield from characters(value, place)


def _objects(holder: Mapping[str, Any], key: str, above: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of an array with their places; what is no object is passed over here."""
    value = holder.get(key)
    for number, member in enumerate(value if isinstance(value, list) else ()):
        if isinstance(member, dict):
            yield f"{above}{key}[{number}]", member


def _is_date(value: str) -> bool:
    return rfc3339(value) is not None


_FORMS: Mapping[str, tuple[Callable[[str], bool], str, str]] = {
    **dict.fromkeys(_ADDRESSES, (is_web_address, "invalid-address", "no absolute web address")),
    "date_published": (_is_date, "invalid-rfc3339-date", "no date of RFC 3339 with a zone"),
    "date_modified": (_is_date, "invalid-rfc3339-date", "no date of RFC 3339 with a zone"),
    "language": (is_language, "invalid-language", "no language tag"),
    "mime_type": (is_media_type, "invalid-media-type", "no media type"),
}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        message = "an object has a key twice"
        raise ValueError(message)
    return made


def _no_constant(name: str) -> Any:
    message = f"{name} is no JSON"
    raise ValueError(message)


def _depth(content: bytes) -> int:
    """How deep brackets outside strings nest, at the most."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", content)):
        depth += 1 if bracket in {b"[", b"{"} else -1
        deepest = max(deepest, depth)
    return deepest
