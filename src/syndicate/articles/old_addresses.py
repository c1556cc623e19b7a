"""Where articles stood before their site moved here, so that whoever asks there is led to them.

An address is compared by its path and query alone: a site answers for every name that leads to it. Percent signs, a
slash at the end, the order of a query and the marks of campaigns do not count.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from sqlalchemy import select

from syndicate.storage.bulk import insert_new
from syndicate.storage.tables import old_addresses as table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

#: Bytes of an address beyond which it is nobody's: PostgreSQL has no index of texts with more than 2,704.
LONGEST = 2_000
#: Parameters of a query that are looked at.
_MOST_PARAMETERS = 12
# Below the number of parameters that any SQLite build takes in one statement.
_MOST_AT_ONCE = 500
_CAMPAIGN = re.compile(r"(?:utm_.*|fbclid|gclid|msclkid|mc_[ce]id|ref|source|share|amp)", re.IGNORECASE)
_UNSEEN = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffd]")
_SLASHES = re.compile("/{2,}")
_INDEX = re.compile(r"/index\.(?:html?|php)$")
_AMP = re.compile(r"/amp$")


def address_key(address: str) -> str | None:
    """By what an address is kept: a path with its query. ``None`` for a front page, and for what is no address.

    It is absolute, or a path that begins with ``/``.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path = _path(parts.path)
    return None if path is None else _usable(path, _kept(parts.query))


def asked_keys(path: str, query: str) -> tuple[str, ...]:
    """By what a request may mean an address that is kept, the surest first: its whole query, each part of it, none."""
    bare = _path(path)
    if bare is None:
        return ()
    kept = _kept(query)
    queries = [kept, *([pair] for pair in kept), []]
    paths = dict.fromkeys((bare, _AMP.sub("", bare)))
    keys = (_usable(each, parameters) for each in paths for parameters in queries)
    return tuple(dict.fromkeys(key for key in keys if key))


def _path(written: str) -> str | None:
    path = unicodedata.normalize("NFC", unquote(written))
    path = _INDEX.sub("", _SLASHES.sub("/", f"/{path}")).rstrip("/")
    return None if _UNSEEN.search(path) else path


def _kept(query: str) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return []
    return sorted(pair for pair in pairs if not _CAMPAIGN.fullmatch(pair[0]))


def _usable(path: str, parameters: Iterable[tuple[str, str]]) -> str | None:
    query = "&".join(f"{name}={value}" for name, value in parameters)
    key = f"{path or '/'}?{query}" if query else path
    return key if key and not _UNSEEN.search(key) and len(key.encode()) <= LONGEST else None


class OldAddressStore:
    """The old addresses in one transaction; nothing here commits."""

    def __init__(self, connection: Connection) -> None:
        """Work on that connection."""
        self._connection = connection

    def add(self, article_ids: Mapping[str, str]) -> None:
        """Keep them, key → id of the article; one that is there already stays with its first article."""
        insert_new(self._connection, table, ("address", "article_id"), list(article_ids.items()))

    def among(self, keys: Iterable[str]) -> dict[str, str]:
        """Those of the keys that are kept, with the article of each."""
        asked, found = list(keys), {}
        for start in range(0, len(asked), _MOST_AT_ONCE):
            query = select(table).where(table.c.address.in_(asked[start : start + _MOST_AT_ONCE]))
            found.update({row.address: row.article_id for row in self._connection.execute(query)})
        return found

    def article_at(self, path: str, query: str) -> str | None:
        """The id of the article that stood there, whatever became of it."""
        keys = asked_keys(path, query)
        found = self.among(keys) if keys else {}
        return next((found[key] for key in keys if key in found), None)
