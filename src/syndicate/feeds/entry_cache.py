"""Entries in writing: each made once in each format, however many feeds hold it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from syndicate.feeds.documents import FORMATS, FeedDocument, addresses, paths_in

if TYPE_CHECKING:
    from syndicate.feeds.model import Entry, Feed, Scope
    from syndicate.links import Links


class EntryCache:
    """Writes each entry once in each format, however many feeds hold it."""

    def __init__(self) -> None:
        self._written: dict[tuple[str, str, bool], bytes] = {}

    def entry(self, name: str, entry: Entry) -> bytes:
        """The entry in the format of that name. Two entries of one id have to be the same one."""
        key = (name, entry.id, bool(entry.content_html))
        if key not in self._written:
            self._written[key] = FORMATS[name].entry(entry)
        return self._written[key]

    def size(self, entry: Entry) -> int:
        """Bytes of the entry in the format that makes the most of it."""
        return max(len(self.entry(name, entry)) for name in FORMATS)

    def forget(self, entry_id: str) -> None:
        """Make room: the entry is not wanted any more."""
        for name in FORMATS:
            for is_whole in (True, False):
                self._written.pop((name, entry_id, is_whole), None)

    def documents(self, feed: Feed, folder: str, links: Links) -> tuple[FeedDocument, ...]:
        """The feed in every format, to stand in that folder. Its entries have passed `check`."""
        return tuple(
            FeedDocument(
                path=path,
                media_type=FORMATS[name].media_type,
                content=FORMATS[name].render(feed, addresses(feed, path, links), entry=partial(self.entry, name)),
            )
            for name, path in paths_in(folder).items()
        )


def documents(feed: Feed, scope: Scope, links: Links) -> tuple[FeedDocument, ...]:
    """The feed in every format, where its scope says. Its entries have passed `check`."""
    return EntryCache().documents(feed, scope.folder, links)
