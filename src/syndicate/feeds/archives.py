"""The archive of a feed: its past on pages that do not change (RFC 5005 §4; JSON Feed's ``next_url``).

A feed keeps a log. An article that comes into it is put at the end, and again whenever it changes, so
that the log runs from first sight to last change. The end of the log, not on any page yet, stands whole
in the subscription document. When that end grows too long its oldest part goes on the youngest page, which
thereby gets a new name; full, it has its final name and never changes again. Two rules follow:

- Who walks from the subscription document back meets every article, and the newest version of it first.
- What stood at an address once stands there for ever, but for what was taken back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from syndicate.ids import stable_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from syndicate.articles.model import Outline

#: Entries that a page takes unless the site says otherwise, and bytes that they take at most in any format;
#: its frame, and pictures that come later, have the rest of a document's four million.
PAGE_ENTRIES = 1_000
PAGE_BYTES = 3_800_000

#: Bytes that the end of a log takes at most; the rest of the subscription document is for the newest by date.
OPEN_BYTES = 2_000_000

#: The folder inside a feed's own that holds its pages.
ARCHIVE = "archive"
_PAGE = re.compile(rf"(?:(?P<scope>.+)/)?{ARCHIVE}/(?P<number>[1-9][0-9]{{0,8}})(?P<taken>-[0-9]+)?/(?P<file>[^/]+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Appearance:
    """An article in the log of a feed; ``page`` is ``None`` at the end of the log."""

    position: int
    article_id: str
    version: str
    page: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchivePage:
    """A page of an archive. ``taken`` counts what was ever put on it; ``made_for`` is what its bytes rely on."""

    number: int
    taken: int
    is_full: bool
    made_for: str

    def folder(self, scope: str) -> str:
        """Its place below ``feeds/``: ``archive/3`` once it is full, ``archive/3-240`` while it grows."""
        name = f"{self.number}" if self.is_full else f"{self.number}-{self.taken}"
        return inside(scope, name)


def inside(scope: str, name: str) -> str:
    """A place in the archive of a feed."""
    return f"{scope}/{ARCHIVE}/{name}" if scope else f"{ARCHIVE}/{name}"


class PageName(NamedTuple):
    """What a path below ``feeds/`` says when it leads to a page: the feed's folder, the page's number, the file.

    A name of one that still grows is soon another's, so caches should not keep what lies there for long.
    """

    scope: str
    number: int
    file_name: str
    is_growing: bool

    @property
    def grows_below(self) -> str:
        """What the names of the page began with while it grew."""
        return inside(self.scope, f"{self.number}-")

    @property
    def current(self) -> str:
        """The subscription document of the same format."""
        return f"{self.scope}/{self.file_name}" if self.scope else self.file_name


def page_name(path: str) -> PageName | None:
    """Read the path, or ``None`` when it does not lead into an archive."""
    match = _PAGE.fullmatch(path)
    return PageName(match["scope"] or "", int(match["number"]), match["file"], bool(match["taken"])) if match else None


def version_of(outline: Outline) -> str:
    """Differs when an entry says something else, its picture aside; short enough to be kept for every article."""
    facts = (
        str(outline.revision),
        str(outline.published_at),
        str(outline.significant_at),
        outline.permalink or "",
        outline.language,
        *([f"corrected {outline.correction}"] if outline.correction else []),
        *(name for names in (outline.sections, outline.tags, outline.authors) for name in (*names, "\x01")),
    )
    return stable_id(*facts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """How a log lags behind its feed: what has to leave it, and the articles to put at its end, in order.

    Of ``gone``, those without a page may simply be forgotten.
    """

    gone: tuple[Appearance, ...]
    fresh: tuple[tuple[str, str], ...]


def changes(versions: Mapping[str, str], log: Sequence[Appearance]) -> Changes:
    """Compare the articles of a feed, id → version in the order of first sight, with its log."""
    newest = {row.article_id: row for row in sorted(log, key=lambda row: row.position)}
    fresh = [
        (article_id, version)
        for article_id, version in versions.items()
        if article_id not in newest or newest[article_id].version != version
    ]
    again = {article_id for article_id, _ in fresh}
    gone = [row for row in log if row.article_id not in versions or (row.page is None and row.article_id in again)]
    return Changes(gone=tuple(gone), fresh=tuple(fresh))


def overflow(end: Sequence[Appearance], most: int) -> Sequence[Appearance]:
    """The oldest of the end of a log that have to go on a page, when a feed holds ``most`` entries.

    The end fills at most half of the feed, so that a flood of old articles never drives out the news; and it
    gives away half of that at once, so that pages are seldom written.
    """
    return end[: len(end) - most // 4] if len(end) > most // 2 else ()


def superseded(rows: Sequence[Appearance], newer: frozenset[str]) -> tuple[Appearance, ...]:
    """Those of a growing page whose article stands again nearer to the subscription document."""
    return tuple(row for row in rows if row.article_id in newer)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """Appearances that make a page of their own, and whether nothing more goes on it."""

    rows: tuple[Appearance, ...]
    is_full: bool


def cuts(rows: Iterable[tuple[Appearance, int]], taken: int, most: int = PAGE_ENTRIES) -> Iterator[Cut]:
    """Cut the log into pages; with each appearance come the bytes of its entry, zero if it has none.

    A page takes ``most``; ``taken`` is what was put on the first of them before. Only the last may have room left.
    """
    page: list[Appearance] = []
    size = 0
    for row, length in rows:
        if page and (taken >= most or size + length > PAGE_BYTES):
            yield Cut(rows=tuple(page), is_full=True)
            page, size, taken = [], 0, 0
        page.append(row)
        size += length
        taken += row.page is None
    if page:
        yield Cut(rows=tuple(page), is_full=taken >= most)
