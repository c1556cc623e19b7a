"""One document: which kind it is, and every rule on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.feedcheck.atom import atom_rules
from syndicate.feedcheck.json_feed import json_rules, parsed
from syndicate.feedcheck.lists import opml_rules, sitemap_rules
from syndicate.feedcheck.remarks import error, name_of
from syndicate.feedcheck.rss import rss_rules
from syndicate.feedcheck.xml import NotXmlError, namespace_rules, text_rules, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from syndicate.feedcheck.remarks import Remark

#: What W3C's feed validator takes.
MAX_BYTES = 5_000_000
_ROOTS = {"rss": "rss", "atom:feed": "atom", "opml": "opml", "sitemap:urlset": "sitemap"}


def check(content: bytes, *, address: str | None = None) -> tuple[Remark, ...]:
    """What is wrong with a document, in the order of its rules; ``address`` is where readers find it.

    Takes RSS 2.0, Atom 1.0, JSON Feed 1.1, OPML 2.0 and news sitemaps. Any bytes may be given.
    """
    if len(content) > MAX_BYTES:
        return (error("too-large", "document", f"{len(content)} bytes; validators refuse {MAX_BYTES}"),)
    if _is_json(content):
        return tuple(_json(content, address))
    try:
        root = tree(content)
    except NotXmlError as refusal:
        return (refusal.remark,)
    return tuple(_xml(root, content, address))


def kind_of(content: bytes) -> str | None:
    """``rss``, ``atom``, ``json``, ``opml`` or ``sitemap``; ``None`` for anything else."""
    if _is_json(content):
        return "json"
    try:
        return _ROOTS.get(name_of(tree(content)))
    except NotXmlError:
        return None


def _is_json(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def _json(content: bytes, address: str | None) -> Iterator[Remark]:
    try:
        feed = parsed(content)
    except ValueError as fault:  # json.JSONDecodeError and UnicodeDecodeError are such
        yield error("not-json", "document", str(fault))
    else:
        yield from json_rules(feed, address)


def _xml(root: etree._Element, content: bytes, address: str | None) -> Iterator[Remark]:
    kind = _ROOTS.get(name_of(root))
    if kind is None:
        yield error("unknown-kind", root, "neither a feed nor a list of feeds nor a news sitemap")
        return
    if kind == "rss":
        yield from rss_rules(root, content, address)
    elif kind == "atom":
        yield from atom_rules(root, content, address)
    else:
        yield from opml_rules(root) if kind == "opml" else sitemap_rules(root)
    yield from namespace_rules(root)
    yield from text_rules(root)
