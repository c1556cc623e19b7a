"""What a feed says of its hubs and of itself (WebSub §4), in its text and in the header beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from syndicate.feeds.markup import ATOM

# A link of RFC 8288 §3: an address, then parameters, in which text may be quoted.
_LINK = re.compile(r"""<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~-]+\*?(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]+))?)*)""")
_RELATION = re.compile(r""";\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))""", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Discovered:
    """The topics (``self``) and the hubs that a feed names, in order, each once."""

    topics: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()


def in_header(link: str) -> Discovered:
    """What a ``Link`` header names."""
    return _discovered(
        (relation, match[1].strip())
        for match in _LINK.finditer(link)
        for found in _RELATION.findall(match[2])[:1]  # RFC 8288 §3.3: the first counts
        for relation in (found[0] or found[1]).split()
    )


def in_document(content: bytes) -> Discovered | None:
    """What an RSS, Atom or JSON feed names; ``None``: it is none of them."""
    try:
        return _in_json(content) if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else _in_xml(content)
    except (ValueError, etree.XMLSyntaxError):
        return None


def _in_xml(content: bytes) -> Discovered | None:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True))
    if root.tag == f"{{{ATOM}}}feed":
        head = root
    else:
        head = root.find("{*}channel") if str(root.tag).rpartition("}")[2] in {"rss", "RDF"} else None
    if head is None:
        return None
    links = head.findall(f"{{{ATOM}}}link")
    return _discovered((link.get("rel", "alternate"), link.get("href", "").strip()) for link in links)


def _in_json(content: bytes) -> Discovered | None:
    feed = json.loads(content)
    if not isinstance(feed.get("items"), list):
        return None
    hubs = feed.get("hubs") if isinstance(feed.get("hubs"), list) else []
    named = (hub.get("url") for hub in hubs if isinstance(hub, dict) and str(hub.get("type")).lower() == "websub")
    return _discovered([("self", feed.get("feed_url")), *(("hub", url) for url in named)])


def _discovered(links: Iterator[tuple[str, object]] | list[tuple[str, object]]) -> Discovered:
    pairs = [(relation.lower(), address) for relation, address in links if isinstance(address, str) and address]
    return Discovered(
        topics=tuple(dict.fromkeys(address for relation, address in pairs if relation == "self")),
        hubs=tuple(dict.fromkeys(address for relation, address in pairs if relation == "hub")),
    )
