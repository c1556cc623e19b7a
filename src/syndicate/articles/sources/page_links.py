"""What the head of a page links to, such as its feed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

if TYPE_CHECKING:
    from syndicate.net.model import Fetched

_TAG = re.compile(r"<link\s[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
#: Characters of a page in which its head lies.
_HEAD = 200_000


class PageLink(NamedTuple):
    """A ``<link>``: where it leads, as an absolute address, what it is to the page, and the media type it names."""

    address: str
    relations: frozenset[str]
    kind: str


def page_links(page: Fetched) -> Iterator[PageLink]:
    """The links of a page's head that have an address, in their order."""
    for tag in _TAG.findall(page.content[:_HEAD].decode("utf-8", "replace")):
        said = {name.lower(): html.unescape(a or b or c).strip() for name, a, b, c in _ATTRIBUTE.findall(tag)}
        address = _absolute(page.url, said.get("href", ""))
        if address.startswith(("http://", "https://")):
            yield PageLink(address, frozenset(said.get("rel", "").lower().split()), said.get("type", "").lower())


def _absolute(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if address else ""
    except ValueError:  # such as brackets that are no IPv6 address
        return ""
