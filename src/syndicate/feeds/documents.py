"""A feed becomes bytes, one document a format. Same feed, same bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.errors import BadDataError
from syndicate.feeds import atom, json_feed, rss
from syndicate.feeds.model import Addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from syndicate.feeds.markup import Frame
    from syndicate.feeds.model import Entry, Feed, Scope
    from syndicate.links import Links

#: Bytes that no document exceeds; its oldest entries go first. Validators refuse 5,000,000.
MAX_DOCUMENT_BYTES = 4_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedFormat:
    """How a feed is written: the name of the file, its media type, and the two pieces of a document.

    ``written`` finds each entry in a finished document, and ``mark`` is what its id looks like there.
    """

    file_name: str
    media_type: str
    entry: Callable[[Entry], bytes]
    frame: Callable[[Feed, Addresses], Frame]
    written: re.Pattern[bytes]
    mark: Callable[[str], bytes]

    def render(
        self,
        feed: Feed,
        at: Addresses,
        limit: int = MAX_DOCUMENT_BYTES,
        entry: Callable[[Entry], bytes] | None = None,
    ) -> bytes:
        """The document as it stands there: as many of the newest entries as ``limit`` bytes hold.

        ``entry`` stands in for our own, to give what was written before.

        Raises:
            ValueError: an entry cannot be represented; `check` tells which.
        """
        opening, between, closing = self.frame(feed, at)
        room = limit - len(opening) - len(closing)
        return opening + between.join(_fitting(feed, entry or self.entry, room, len(between))) + closing

    def without(self, document: bytes, ids: Collection[str]) -> bytes:
        """The document without the entries of those ids; every other byte stays as it was."""
        entries = list(self.written.finditer(document))
        marks = [self.mark(entry_id) for entry_id in ids]
        kept = [match[0] for match in entries if not any(mark in match[0] for mark in marks)]
        if len(kept) == len(entries):
            return document
        between = document[entries[0].end() : entries[1].start()] if len(entries) > 1 else b""
        return document[: entries[0].start()] + between.join(kept) + document[entries[-1].end() :]


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedDocument:
    """A feed in one format. ``path`` is its place below ``feeds/``."""

    path: str
    media_type: str
    content: bytes


#: Every format that we write, by its name.
FORMATS: Mapping[str, FeedFormat] = {
    "rss": FeedFormat(
        file_name="rss.xml",
        media_type=rss.MEDIA_TYPE,
        entry=rss.entry,
        frame=rss.frame,
        written=rss.WRITTEN,
        mark=rss.mark,
    ),
    "atom": FeedFormat(
        file_name="atom.xml",
        media_type=atom.MEDIA_TYPE,
        entry=atom.entry,
        frame=atom.frame,
        written=atom.WRITTEN,
        mark=atom.mark,
    ),
    "json": FeedFormat(
        file_name="feed.json",
        media_type=json_feed.MEDIA_TYPE,
        entry=json_feed.entry,
        frame=json_feed.frame,
        written=json_feed.WRITTEN,
        mark=json_feed.mark,
    ),
}


def paths(scope: Scope) -> dict[str, str]:
    """Where the documents of a scope lie below ``feeds/``, by the format's name."""
    return paths_in(scope.folder)


def paths_in(folder: str) -> dict[str, str]:
    """Where the documents in a folder below ``feeds/`` lie, by the format's name; empty: in ``feeds/`` itself."""
    return {name: _path(folder, format_.file_name) for name, format_ in FORMATS.items()}


def check(entry: Entry, write: Callable[[str, Entry], bytes] | None = None) -> None:
    """See that every format can hold the entry, so that one bad article never stops a feed.

    Raises:
        BadDataError: a format cannot; the message names it.
    """
    for name, format_ in FORMATS.items():
        try:
            write(name, entry) if write else format_.entry(entry)
        except ValueError as error:
            message = f"{name} cannot hold this article: {error}"
            raise BadDataError(
                message,
                code="entry-unrepresentable",
                hint="Look for control characters in its addresses and texts.",
            ) from error


def _path(folder: str, file_name: str) -> str:
    return f"{folder}/{file_name}" if folder else file_name


def addresses(feed: Feed, path: str, links: Links) -> Addresses:
    """The document's own address and, of the same file's name, those of its neighbours."""
    name, chain = path.rpartition("/")[2], feed.chain

    def beside(folder: str | None) -> str | None:
        return None if folder is None else links.feed(_path(folder, name))

    return Addresses(
        own=links.feed(path),
        previous=beside(chain.previous),
        following=beside(chain.following),
        current=beside(chain.current),
    )


def _fitting(feed: Feed, entry: Callable[[Entry], bytes], room: int, between: int) -> Iterable[bytes]:
    """The entries that together fit into ``room`` bytes, in their order: those to keep before all others."""
    pieces: dict[int, bytes] = {}
    order = sorted(range(len(feed.entries)), key=lambda at: feed.entries[at].id not in feed.kept)
    for at in order:
        piece = entry(feed.entries[at])
        room -= len(piece) + between
        if room < 0:
            break
        pieces[at] = piece
    return [pieces[at] for at in sorted(pieces)]
