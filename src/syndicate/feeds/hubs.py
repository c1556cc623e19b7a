"""What hubs are to be told of (WebSub): noted before it is written, told once it lies there.

A document names a hub only once that has taken a ping, and as long as it does: readers that trust a hub ask less often
themselves.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from syndicate.feeds.documents import FORMATS
from syndicate.feeds.hub_model import is_named
from syndicate.feeds.hub_store import HubStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syndicate.clock import Clock
    from syndicate.feeds.documents import FeedDocument
    from syndicate.feeds.hub_model import Hub
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

_FEEDS = frozenset(format_.file_name for format_ in FORMATS.values())


class Hubs:
    """The hubs of a configuration, in its order. ``shelf`` is the one whose root is ``feeds/``."""

    def __init__(self, *, database: Database, clock: Clock, shelf: Shelf, addresses: Sequence[str]) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._shelf = shelf
        self._addresses = tuple(addresses)

    def all(self) -> list[Hub]:
        """How each of them stands."""
        with self._database.read() as connection:
            return HubStore(connection).hubs(self._addresses)

    def named(self) -> tuple[str, ...]:
        """Those that documents name now."""
        now = self._clock.now()
        return tuple(hub.address for hub in self.all() if is_named(hub, now)) if self._addresses else ()

    def note(self, documents: Iterable[FeedDocument]) -> None:
        """Note which of the documents, all that there are now, will be news; to be called before they are written.

        What waits for bytes that will not come, because a run ended between its note and its writing, is forgotten.
        """
        if not self._addresses:
            return
        made = {each.path: hash_of(each.content) for each in documents if each.path.rpartition("/")[2] in _FEEDS}
        changed = {
            path: content_hash for path, content_hash in made.items() if not lies(self._shelf, path, content_hash)
        }
        with self._database.read() as connection:
            waiting = HubStore(connection).pings()
        over = [ping for ping in waiting if ping.path not in changed and made.get(ping.path) != ping.content_hash]
        if changed or over:
            with self._database.write() as connection:
                store = HubStore(connection)
                store.forget_all_but(self._addresses)
                store.forget(over)
                store.note(self._addresses, changed, self._clock.now())


def lies(shelf: Shelf, path: str, content_hash: str) -> bool:
    """Whether these very bytes are where readers find the document."""
    stored = shelf.read(path)
    return stored is not None and hash_of(stored.content) == content_hash


def hash_of(content: bytes) -> str:
    """What tells one version of a document from another."""
    return hashlib.sha256(content).hexdigest()
