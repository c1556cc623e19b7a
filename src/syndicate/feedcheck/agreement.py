"""Documents of one feed in several formats: the same entries, with the same dates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from syndicate.feedcheck.json_feed import parsed
from syndicate.feedcheck.remarks import children, error, text_of
from syndicate.feedcheck.values import rfc822, rfc3339
from syndicate.feedcheck.xml import NotXmlError, tree
from syndicate.text.uris import is_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from lxml import etree

    from syndicate.feedcheck.remarks import Remark

#: A format that needs more bytes for the same entry holds fewer of them, but only in a large document.
LARGE = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class _Listed:
    """What every format says of an entry; in whole seconds, for RSS has no others."""

    id: str
    published_at: datetime | None
    updated_at: datetime | None


def check_agreement(documents: Mapping[str, bytes], *, ttl_minutes: int | None = None) -> tuple[Remark, ...]:
    """What differs between the ``rss``, ``atom`` and ``json`` of one feed; ``ttl_minutes`` is their ``max-age``.

    A document that cannot be read is passed over: `check` says why.
    """
    listed = {name: found for name, content in documents.items() if (found := _listed(name, content)) is not None}
    remarks: list[Remark] = []
    for first, second in combinations(sorted(listed), 2):
        is_cut = min(len(documents[first]), len(documents[second])) >= LARGE
        remarks.extend(_differences(first, listed[first], second, listed[second], is_cut=is_cut))
    if ttl_minutes is not None and "rss" in listed:
        remarks.extend(_ttl(documents["rss"], ttl_minutes))
    return tuple(remarks)


def _differences(
    first: str, ours: list[_Listed], second: str, theirs: list[_Listed], *, is_cut: bool
) -> Iterator[Remark]:
    place = f"{first} and {second}"
    shared = min(len(ours), len(theirs)) if is_cut else max(len(ours), len(theirs))
    if len(ours[:shared]) != len(theirs[:shared]) or not all(map(_is_same, ours[:shared], theirs)):
        yield error("entries-differ", place, "not the same entries in the same order")
        return
    for entry, other in zip(ours, theirs, strict=False):
        if entry.published_at != other.published_at:
            yield error("dates-differ", place, f"{entry.id}: published {entry.published_at} and {other.published_at}")
        if entry.updated_at != other.updated_at:
            yield error("dates-differ", place, f"{entry.id}: updated {entry.updated_at} and {other.updated_at}")


def _is_same(entry: _Listed, other: _Listed) -> bool:
    """Whether two documents name one entry; of an id that is no URI, Atom has another in its place."""
    return entry.id == other.id or is_uri(entry.id) != is_uri(other.id)


def _ttl(content: bytes, minutes: int) -> Iterator[Remark]:
    for ttl in tree(content).iterfind("channel/ttl"):
        if text_of(ttl) != str(minutes):
            yield error("ttl-differs", ttl, f"{text_of(ttl)} minutes, and caches are told {minutes}")


def _listed(name: str, content: bytes) -> list[_Listed] | None:
    try:
        if name == "json":
            return _of_json(parsed(content))
        root = tree(content)
    except (ValueError, NotXmlError):
        return None
    if name == "rss":
        return [_of_item(item) for item in root.iterfind("channel/item")]
    return [_of_entry(entry) for entry in children(root, "atom:entry")]


def _of_item(item: etree._Element) -> _Listed:
    published = rfc822(_text(item, "pubDate"))
    modified = _second(_text(item, "dcterms:modified"))
    return _Listed(id=_text(item, "guid"), published_at=published, updated_at=modified or published)


def _of_entry(entry: etree._Element) -> _Listed:
    return _Listed(
        id=_text(entry, "atom:id"),
        published_at=_second(_text(entry, "atom:published")),
        updated_at=_second(_text(entry, "atom:updated")),
    )


def _of_json(feed: Any) -> list[_Listed]:
    items = feed.get("items") if isinstance(feed, dict) else None
    return [
        _Listed(
            id=str(item.get("id")),
            published_at=_second(str(item.get("date_published"))),
            updated_at=_second(str(item.get("date_modified"))),
        )
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict)
    ]


def _second(value: str) -> datetime | None:
    at = rfc3339(value)
    return at and at.replace(microsecond=0)


def _text(parent: etree._Element, name: str) -> str:
    child = next(children(parent, name), None)
    return "" if child is None else text_of(child)
