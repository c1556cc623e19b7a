"""All documents on the shelf, each judged by itself and the formats of one feed against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.errors import NotFoundError
from syndicate.feedcheck import Level, check, check_agreement, kind_of
from syndicate.feeds import news_sitemap
from syndicate.feeds.documents import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from syndicate.feedcheck import Remark
    from syndicate.links import Links
    from syndicate.shelf import Shelf

#: How the names of documents end that can be judged.
ENDINGS = (".xml", ".json", ".opml")
_FORMAT_OF = {format_.file_name: name for name, format_ in FORMATS.items()}
# A page of an archive belongs to the feed above it, and JSON Feed's `feed_url` names the feed.
_ARCHIVE = re.compile(r"(?:^|/)archive/[^/]+(?=/[^/]+$)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A document, by its place below ``feeds/``, or several of one feed, and what is wrong with it.

    ``kind`` is ``None`` for what is neither a feed nor a list.
    """

    path: str
    kind: str | None
    size: int
    remarks: tuple[Remark, ...]

    def count(self, level: Level) -> int:
        """How many remarks are of that level."""
        return sum(remark.level is level for remark in self.remarks)


def check_shelf(shelf: Shelf, links: Links, *, ttl_minutes: int, places: Sequence[str] = ()) -> Iterator[Checked]:
    """Judge every document, or those at and below ``places``; formats of one feed follow it, if they disagree.

    Raises:
        NotFoundError: nothing lies at a place.
    """
    names = _chosen([name for name in shelf.names() if name.endswith(ENDINGS)], places)
    folders: dict[str, dict[str, str]] = {}
    for name in names:
        yield _checked(shelf, name, links)
        folder, _, file_name = name.rpartition("/")
        if file_name in _FORMAT_OF:
            folders.setdefault(folder, {})[_FORMAT_OF[file_name]] = name
    for folder, formats in folders.items():
        documents = {name: stored.content for name, path in formats.items() if (stored := shelf.read(path))}
        remarks = check_agreement(documents, ttl_minutes=ttl_minutes)
        if remarks:
            size = sum(map(len, documents.values()))
            yield Checked(path=f"{folder}/" if folder else "./", kind=None, size=size, remarks=remarks)


def _checked(shelf: Shelf, name: str, links: Links) -> Checked:
    stored = shelf.read(name)
    content = stored.content if stored else b""
    kind = kind_of(content)
    remarks = check(content, address=_address(name, kind, links))
    return Checked(path=name, kind=kind, size=len(content), remarks=remarks)


def _address(name: str, kind: str | None, links: Links) -> str:
    if name == news_sitemap.PATH:
        return links.news_sitemap()
    return links.feed(_ARCHIVE.sub("", name).lstrip("/") if kind == "json" else name)


def _chosen(names: Sequence[str], places: Sequence[str]) -> Sequence[str]:
    if not places:
        return names
    found: Mapping[str, list[str]] = {
        place: [name for name in names if name == place or name.startswith(f"{place.rstrip('/')}/")] for place in places
    }
    for place, below in found.items():
        if not below:
            message = f"no feed document lies at {place}"
            raise NotFoundError(message, code="feed-unknown", hint="See: syndicate feeds list")
    return sorted({name for below in found.values() for name in below})
