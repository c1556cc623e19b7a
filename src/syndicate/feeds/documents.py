"""A feed becomes bytes, one document a format. Same feed, same bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
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
class Format:
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
        found = list(self.written.finditer(document))
        marks = [self.mark(one) for one in ids]
        kept = [one[0] for one in found if not any(mark in one[0] for mark in marks)]
        if len(kept) == len(found):
            return document
        between = document[found[0].end() : found[1].start()] if len(found) > 1 else b""
        return document[: found[0].start()] + between.join(kept) + document[found[-1].end() :]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A feed in one format. ``path`` is its place below ``feeds/``."""

    path: str
    media_type: str
    content: bytes


#: Every format that we write, by its name.
FORMATS: Mapping[str, Format] = {
    "rss": Format(
        file_name="rss.xml",
        media_type=rss.MEDIA_TYPE,
        entry=rss.entry,
        frame=rss.frame,
        written=rss.WRITTEN,
        mark=rss.mark,
    ),
    "atom": Format(
        file_name="atom.xml",
        media_type=atom.MEDIA_TYPE,
        entry=atom.entry,
        frame=atom.frame,
        written=atom.WRITTEN,
        mark=atom.mark,
    ),
    "json": Format(
        file_name="feed.json",
        media_type=json_feed.MEDIA_TYPE,
        entry=json_feed.entry,
        frame=json_feed.frame,
        written=json_feed.WRITTEN,
        mark=json_feed.mark,
    ),
}


class Press:
    """Writes each entry once in each format, however many feeds hold it."""

    def __init__(self) -> None:
        self._written: dict[tuple[str, str, bool], bytes] = {}

    def entry(self, name: str, one: Entry) -> bytes:
        """The entry in the format of that name. Two entries of one id have to be the same one."""
        key = (name, one.id, bool(one.content_html))
        if key not in self._written:
            self._written[key] = FORMATS[name].entry(one)
        return self._written[key]

    def size(self, one: Entry) -> int:
        """Bytes of the entry in the format that makes the most of it."""
        return max(len(self.entry(name, one)) for name in FORMATS)

    def forget(self, entry_id: str) -> None:
        """Make room: the entry is not wanted any more."""
        for name in FORMATS:
            for is_whole in (True, False):
                self._written.pop((name, entry_id, is_whole), None)

    def documents(self, feed: Feed, folder: str, links: Links) -> tuple[Document, ...]:
        """The feed in every format, to stand in that folder. Its entries have passed `check`."""
        return tuple(
            Document(
                path=path,
                media_type=FORMATS[name].media_type,
                content=FORMATS[name].render(feed, _addresses(feed, path, links), entry=partial(self.entry, name)),
            )
            for name, path in paths_in(folder).items()
        )


def paths(scope: Scope) -> dict[str, str]:
    """Where the documents of a scope lie below ``feeds/``, by the format's name."""
    return paths_in(scope.folder)


def paths_in(folder: str) -> dict[str, str]:
    """Where the documents in a folder below ``feeds/`` lie, by the format's name; empty: in ``feeds/`` itself."""
    return {name: _path(folder, format_.file_name) for name, format_ in FORMATS.items()}


def documents(feed: Feed, scope: Scope, links: Links) -> tuple[Document, ...]:
    """The feed in every format, where its scope says. Its entries have passed `check`."""
    return Press().documents(feed, scope.folder, links)


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


def _addresses(feed: Feed, path: str, links: Links) -> Addresses:
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
