"""The feeds that a page names: what readers of feeds look for where somebody gave the address of a page."""

from __future__ import annotations

from html.parser import HTMLParser

from syndicate.articles.formats.claims.values import web_address

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
#: Characters of a page in which its head ends.
_REACH = 50_000
#: Characters of an address that fit into a message.
_LONGEST = 300


def find_feed(page: str, address: str) -> str | None:
    """The address of the first feed that a page at ``address`` links to as its own; ``None`` where there is none."""
    links = _Links()
    links.feed(page[:_REACH])
    urls = (web_address(href, address) for href in links.hrefs)
    return next((url for url in urls if url and len(url) <= _LONGEST), None)


class _Links(HTMLParser):
    """Gathers ``<link rel="alternate" type="application/rss+xml" href=…>``."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        is_alternate = "alternate" in said.get("rel", "").lower().split()
        if tag == "link" and is_alternate and said.get("type", "").partition(";")[0].strip().lower() in _TYPES:
            self.hrefs.append(said.get("href", ""))
