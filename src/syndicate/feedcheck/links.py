"""``atom:link``, in Atom (RFC 4287 §4.2.7) and in RSS channels; archived feeds (RFC 5005)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.feedcheck.remarks import children, error, quoted, text_of, warning
from syndicate.feedcheck.texts import not_blank, plain_rules
from syndicate.feedcheck.uris import is_web_address
from syndicate.feedcheck.values import is_count, is_language, is_media_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from syndicate.feedcheck.remarks import Remark

_HISTORY = frozenset({"current", "first", "last", "next", "next-archive", "prev-archive", "previous"})
_REGISTERED = _HISTORY | {
    "alternate",
    "describedby",
    "edit",
    "edit-media",
    "enclosure",
    "hub",
    "license",
    "payment",
    "related",
    "replies",
    "search",
    "self",
    "service",
    "up",
    "via",
}
_SELF_TYPES = frozenset({"application/atom+xml", "application/rss+xml"})
# Who says to be the one has nothing beyond.
_ENDS = (("first", "previous"), ("last", "next"))


def rel_of(link: etree._Element) -> str:
    """What the link points to; ``alternate`` if it does not say."""
    return link.get("rel", "alternate")


def feed_links(feed: etree._Element, address: str | None) -> Iterator[Remark]:
    """The links of a feed or channel: one of its own address, and the chain of its archives."""
    links = list(children(feed, "atom:link"))
    for link in links:
        yield from link_rules(link)
        if rel_of(link) == "self":
            yield from _self_rules(link, address)
    yield from _once(links)
    own = [link for link in links if rel_of(link) == "self"]
    if not own:
        yield warning("missing-self", feed, "no atom:link with rel=self")
    for link in own[1:]:
        yield error("duplicate-self", link, "a second link with rel=self")
    yield from _archive_rules(feed, {rel_of(link): link for link in links})


def entry_links(entry: etree._Element) -> Iterator[Remark]:
    """The links of an Atom entry."""
    links = list(children(entry, "atom:link"))
    for link in links:
        yield from link_rules(link)
        if rel_of(link) in _HISTORY:
            yield warning("history-link-in-entry", link, f"rel={rel_of(link)} belongs to a feed (RFC 5005)")
    yield from _once(links)
    for link in [link for link in links if rel_of(link) == "enclosure"][1:]:
        yield warning("duplicate-enclosure", link, "readers take one enclosure only")


def link_rules(link: etree._Element) -> Iterator[Remark]:
    """Every rule on one link that holds wherever it stands."""
    rel, href = rel_of(link), link.get("href")
    if href is None:
        yield error("missing-href", link, "a link without href")
    elif not is_web_address(href):
        yield error("invalid-address", link, f"href is no absolute web address: {quoted(href)}")
    if rel not in _REGISTERED and not is_web_address(rel):
        yield warning("unregistered-rel", link, f"rel={quoted(rel)} is not registered")
    yield from _link_attributes(link)
    if text_of(link) or len(link):
        yield warning("link-not-empty", link, "a link has attributes only")


def _link_attributes(link: etree._Element) -> Iterator[Remark]:
    if not is_media_type(link.get("type", "text/html")):
        yield error("invalid-media-type", link, f"type={quoted(link.get('type', ''))}")
    if not is_language(link.get("hreflang", "en")):
        yield error("invalid-language", link, f"hreflang={quoted(link.get('hreflang', ''))}")
    if not is_count(link.get("length", "0")):
        yield error("invalid-number", link, f"length={quoted(link.get('length', ''))}")
    if rel_of(link) == "enclosure" and not (link.get("type") and link.get("length")):
        yield warning("missing-attribute", link, "an enclosure without type or length")
    if (title := link.get("title")) is not None:
        yield from not_blank(title, link)
        yield from plain_rules(title, link)


def _self_rules(link: etree._Element, address: str | None) -> Iterator[Remark]:
    if link.get("type", "application/atom+xml").partition(";")[0] not in _SELF_TYPES:
        yield warning("self-not-a-feed", link, f"rel=self with type={quoted(link.get('type', ''))}")
    if address is not None and link.get("href") != address:
        yield warning("self-elsewhere", link, f"rel=self says {quoted(link.get('href', ''))}, not {quoted(address)}")


def _once(links: list[etree._Element]) -> Iterator[Remark]:
    """One alternate a type and language (RFC 4287 §4.1.1)."""
    seen: set[tuple[str | None, str | None]] = set()
    for link in links:
        if rel_of(link) == "alternate":
            kind = (link.get("type"), link.get("hreflang"))
            if kind in seen:
                yield error("duplicate-atom-link", link, "two alternates of one type and language")
            seen.add(kind)


def _archive_rules(feed: etree._Element, by_rel: dict[str, etree._Element]) -> Iterator[Remark]:
    is_complete = next(children(feed, "fh:complete"), None) is not None
    archive = next(children(feed, "fh:archive"), None)
    if archive is None and "next-archive" in by_rel:
        yield warning("next-archive-in-current", by_rel["next-archive"], "only an archive has a next one")
    if archive is not None and not is_complete:
        yield from _archive(archive, by_rel)
    own = by_rel["self"].get("href") if "self" in by_rel else None
    for rel in sorted(by_rel.keys() & _HISTORY if is_complete else ()):
        if rel != "current" or by_rel[rel].get("href") != own:
            yield error("link-in-complete", by_rel[rel], f"a complete feed has no such rel={rel} (RFC 5005 §2)")
    if own is not None:
        yield from _ends(own, by_rel)


def _ends(own: str, by_rel: dict[str, etree._Element]) -> Iterator[Remark]:
    """Nothing lies beyond the first document and the last, and none lies beyond itself."""
    for end, beyond in _ENDS:
        if end in by_rel and beyond in by_rel and by_rel[end].get("href") == own:
            yield error("link-past-end", by_rel[beyond], f"rel={beyond} of the document that is rel={end}")
    for rel in sorted(by_rel.keys() & {"prev-archive", "next-archive", "next", "previous"}):
        if by_rel[rel].get("href") == own:
            yield error("link-past-end", by_rel[rel], f"rel={rel} leads back to this very document")


def _archive(mark: etree._Element, by_rel: dict[str, etree._Element]) -> Iterator[Remark]:
    if "current" not in by_rel:
        yield warning("archive-without-current", mark, "no link to the current feed (RFC 5005 §4)")
