"""By what an article is known where it comes from: its id in feeds and its addresses, checked before they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from syndicate.articles.formats.claims.values import web_address

#: Bytes of an id, and of a path: PostgreSQL has no index of texts with more than 2,704.
_LONGEST = 2_000
#: Addresses of one article.
_MOST = 50
_PATH = re.compile(r"/(?!/)[^\s\\\x00-\x1f\x7f]*")


def old_guid(written: str | None) -> str | None:
    """An id as it is written, but for white space around it; ``None`` for nothing, and for what is no id."""
    guid = (written or "").strip()
    return guid if guid.isprintable() and 0 < len(guid.encode()) <= _LONGEST else None


def old_addresses_of(written: Iterable[str | None], site: str | None) -> tuple[str, ...]:
    """The addresses among some, each once; a path is made absolute by an address of the ``site``, if that is known."""
    found = (address for text in written if text and (address := _address(text.strip(), site)))
    return tuple(dict.fromkeys(found))[:_MOST]


def _address(text: str, site: str | None) -> str | None:
    if text.startswith("/") and site is None:
        return text if len(text.encode("utf-8", "replace")) <= _LONGEST and _PATH.fullmatch(text) else None
    return web_address(text, site)
