"""A feed becomes bytes, one document a format. Same feed, same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.errors import BadDataError
from syndicate.feeds import atom, json_feed, rss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from syndicate.feeds.markup import Frame
    from syndicate.feeds.model import Entry, Feed, Scope
    from syndicate.links import Links

#: Bytes that no document exceeds; its oldest entries go first. Validators refuse 5,000,000.
MAX_DOCUMENT_BYTES = 4_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """How a feed is written: the name of the file, its media type, and the two pieces of a document."""

    file_name: str
    media_type: str
    entry: Callable[[Entry], bytes]
    frame: Callable[[Feed, str], Frame]

    def render(self, feed: Feed, self_url: str, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
        """The document as it stands at ``self_url``: as many of the newest entries as ``limit`` bytes hold.

        Raises:
            ValueError: an entry cannot be represented; `check` tells which.
        """
        opening, between, closing = self.frame(feed, self_url)
        room = limit - len(opening) - len(closing)
        pieces = _fitting((self.entry(one) for one in feed.entries), room, len(between))
        return opening + between.join(pieces) + closing


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A feed in one format. ``path`` is its place below ``feeds/``."""

    path: str
    media_type: str
    content: bytes


#: Every format that we write, by its name.
FORMATS: Mapping[str, Format] = {
    "rss": Format(file_name="rss.xml", media_type=rss.MEDIA_TYPE, entry=rss.entry, frame=rss.frame),
    "atom": Format(file_name="atom.xml", media_type=atom.MEDIA_TYPE, entry=atom.entry, frame=atom.frame),
    "json": Format(
        file_name="feed.json", media_type=json_feed.MEDIA_TYPE, entry=json_feed.entry, frame=json_feed.frame
    ),
}


def paths(scope: Scope) -> dict[str, str]:
    """Where the documents of a scope lie below ``feeds/``, by the format's name."""
    folder = f"{scope.folder}/" if scope.folder else ""
    return {name: f"{folder}{format_.file_name}" for name, format_ in FORMATS.items()}


def documents(feed: Feed, scope: Scope, links: Links) -> tuple[Document, ...]:
    """The feed in every format. Its entries have passed `check`."""
    return tuple(
        Document(
            path=path,
            media_type=FORMATS[name].media_type,
            content=FORMATS[name].render(feed, links.feed(path)),
        )
        for name, path in paths(scope).items()
    )


def check(entry: Entry) -> None:
    """See that every format can hold the entry, so that one bad article never stops a feed.

    Raises:
        BadDataError: a format cannot; the message names it.
    """
    for name, format_ in FORMATS.items():
        try:
            format_.entry(entry)
        except ValueError as error:
            message = f"{name} cannot hold this article: {error}"
            raise BadDataError(
                message,
                code="entry-unrepresentable",
                hint="Look for control characters in its addresses and texts.",
            ) from error


def _fitting(pieces: Iterable[bytes], room: int, between: int) -> Sequence[bytes]:
    """The first pieces that together fit into ``room`` bytes."""
    fitting: list[bytes] = []
    for piece in pieces:
        room -= len(piece) + between
        if room < 0:
            break
        fitting.append(piece)
    return fitting
