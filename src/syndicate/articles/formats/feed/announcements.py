"""What a feed says beside its items: which it takes back, and who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.formats.division import lasting_name
from syndicate.articles.formats.feed.tree import name_of, open_feed, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.articles.formats.feed.tree import FeedTree


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcements:
    """``deleted`` are the names of items that are withdrawn, as `divide_feed` names items.

    ``generator`` is the program that wrote the feed, and ``link`` the page that it belongs to; either may be empty.
    """

    deleted: Sequence[str] = ()
    generator: str = ""
    link: str = ""


def announcements_of(text: str) -> Announcements:
    """What the feed that a text is announces.

    Raises:
        BrokenXmlError: it is no XML that is read.
    """
    feed = open_feed(text)
    generators = [text_of(child).strip() for child in feed.head if name_of(child).rpartition(":")[2] == "generator"]
    return Announcements(
        deleted=_deleted(feed),
        generator=next(filter(None, generators), ""),
        link=feed.link or "",
    )


def _deleted(feed: FeedTree) -> list[str]:
    """By tombstones (RFC 6721 §3); an entry that stands there itself is not deleted, whatever one said before."""
    refs = [child.get("ref") or "" for child in feed.head if name_of(child) == "at:deleted-entry"]
    there = {feed.identity(item) for item in feed.items}
    return [name for name in dict.fromkeys(map(lasting_name, refs)) if name and name not in there]
