"""A reader who follows every address that a site of ours ever named, and keeps what he got."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from tests.unit.web.web_samples import Reply, fetch

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Where a crawl begins: what readers and machines know without being told.
DOORS = ("/", "/feeds", "/feeds/", "/feeds/feeds.opml", "/news-sitemap.xml", "/unsubscribe", "/icon.svg", "/healthz")

_NAMED = re.compile(r"""(?:https?://[^\s"'<>,\\]+|(?<=["'\s,])/[a-z][^\s"'<>,\\]*)""")


def crawl(url: str, site_url: str, more: Iterable[str] = ()) -> dict[str, Reply]:
    """Every answer by its path, from the doors on and from ``more`` paths; addresses are found in any text."""
    found: dict[str, Reply] = {}
    waiting = [*DOORS, *more]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = fetch(f"{url}{path}")
            waiting += named(found[path], site_url)
    return found


def named(reply: Reply, site_url: str) -> set[str]:
    """The paths of the site that an answer names, in its headers or its body."""
    is_text = reply.headers.get("content-type", "").partition(";")[0] not in {"image/jpeg", "image/webp"}
    said = (
        html.unescape(reply.text if is_text else "").replace("\\/", "/") + "\n" + f' "{reply.headers.get("location")}"'
    )
    addresses = (address.rstrip(".);]") for address in _NAMED.findall(said))
    return {_path(address) for address in addresses if address.startswith((f"{site_url}/", "/"))}


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def telling(replies: dict[str, Reply], *words: str) -> set[str]:
    """The paths whose answers have one of the words, in any letter case, in their headers or their bodies."""
    return {path for path, reply in replies.items() if any(word.lower() in _said(reply) for word in words)}


def _said(reply: Reply) -> str:
    return f"{dict(reply.headers)}\n{reply.body.decode('utf-8', 'replace')}\n{unquote(str(reply.headers))}".lower()
