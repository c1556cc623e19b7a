"""A site of WordPress, by its REST API: what is new or was changed since the last reading.

What counts as changed is asked from far before the last reading on: WordPress compares times by the site's clock on the
wall, which may have been another when a post was saved. A story that comes out at a time that was set for it keeps its
older time of change, so the newest stories are asked for as well. Where many posts come in pages, these are in the
order of the posts' numbers, the only one in which no edit moves a post, and no two share a place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from syndicate.articles.model import RawDocument
from syndicate.articles.sources import SourceError, SourceReading
from syndicate.articles.sources.address import AddressSource
from syndicate.articles.sources.wordpress_api import (
    CLOSED,
    ClosedError,
    Posts,
    ask_for_posts,
    changed_at,
    content_of,
    dated_at,
    roots,
    status_of,
)
from syndicate.articles.sources.wordpress_feed import feed_addresses, stand_ins

if TYPE_CHECKING:
    from syndicate.articles.sources import Memory
    from syndicate.clock import Clock
    from syndicate.net.model import Fetched

#: Gives the front page of the site, asked for once.
_Page = Callable[[], "Fetched | None"]
#: Posts that are asked for at once; fewer, where their texts are too long for one answer.
PAGE, SHORT_PAGE = 100, 10
#: The newest posts, which every look asks for.
NEWEST = 20
#: Posts of the page before that a page begins with: when posts are deleted meanwhile, those behind them move up.
_SHARED = 5
#: How far each reading looks behind the last one: two clocks on walls are 26 hours apart at most.
OVERLAP = timedelta(hours=27)
#: Posts that are asked for by name, to see whether they are still there.
ASKED_AGAIN = 100
#: Pages that did not follow on the one before, and posts beyond what a site has, after which it is not believed.
_TORN, _COME_MEANWHILE, _MOST = 20, 1_000, 1_000_000


@dataclass(kw_only=True, slots=True)
class _Walk:
    """How far a walk has come over the pages of one question."""

    size: int = PAGE
    offset: int = 0
    last: Sequence[int] = ()
    seen: set[int] = field(default_factory=set)
    torn: int = 0

    def follows(self, ids: Collection[int]) -> bool:
        """Whether a page shares posts with those before; else it goes back, for some may have moved up in between."""
        if not self.offset or not self.seen.isdisjoint(ids):
            return True
        self.torn += 1
        self.offset = max(0, self.offset - self.size)
        return False

    def go_on(self, ids: Sequence[int], total: int | None) -> bool:
        """Go on behind these posts; ``False`` where they were the last ones."""
        is_new = not self.seen.issuperset(ids)
        is_last = not is_new or (total is not None and self.offset + len(ids) >= total)
        self.seen.update(ids)
        self.last = ids
        self.offset += max(1, len(ids) - _SHARED)
        return not is_last


class WordPressSource(AddressSource):
    """The posts of a site that everybody may read; pages are not among them, nor what needs a password."""

    def __init__(self, *, clock: Clock, **options: Any) -> None:
        """``options`` are those of `AddressSource`."""
        super().__init__(**options)
        self._clock = clock

    def read(self, memory: Memory) -> SourceReading:
        """See `Source.read`; a post's external id is its number. While the API is closed the feed stands in for it.

        Raises:
            SourceError: the site does not answer as WordPress does; also while the documents are walked.
        """
        known = memory.bookmark if memory.bookmark.get("address") == self._address else {"address": self._address}
        now = self._clock.now()
        page = cache(self._page)
        try:
            root, newest = self._open(known.get("api"), page)
        except ClosedError as error:
            return self._by_feed(known, page, error, now)
        reading = SourceReading(documents=iter(()), extent=_extent(newest), bookmark=known)
        reading.seen_until = None if "read_at" in known else _instant(known.get("stood_in_at"))
        reading.documents = self._documents(root, newest, memory, reading, now)
        return reading

    def newest(self, most: int) -> SourceReading:
        """See `Samplable.newest`: those that every look asks for, or what the feed has.

        Raises:
            SourceError: as `read`.
        """
        page = cache(self._page)
        try:
            _, newest = self._open(None, page)
        except ClosedError as error:
            return self._by_feed({}, page, error, self._clock.now())
        return SourceReading(documents=map(self._document, newest.posts[:most]), extent=_extent(newest))

    def _open(self, known: object, page: _Page) -> tuple[str, Posts]:
        """The API, with the newest posts: where it was the last time, else where the site says.

        Raises:
            ClosedError: it is nowhere; with what it said first.
            SourceError: the site does not answer.
        """
        first: ClosedError | None = None
        for root in self._roots(known, page):
            try:
                return root, self._newest(root)
            except ClosedError as error:
                first = first or error
        raise first or ClosedError(f"{self._address} names no REST API", code="source-answer")

    def _roots(self, known: object, page: _Page) -> Iterator[str]:
        if isinstance(known, str):
            yield known
        yield from (root for root in roots(self._address, page()) if root != known)

    def _page(self) -> Fetched | None:
        """The front page; ``None`` where it is closed, or too large to be read."""
        try:
            return self._get(self._address, accept="text/html")
        except SourceError as error:
            if status_of(error) not in CLOSED and not _is_too_large(error):
                raise
            return None

    def _newest(self, root: str) -> Posts:
        ask = partial(ask_for_posts, self._get, root, orderby="date", order="desc")
        try:
            return ask(per_page=str(NEWEST))
        except SourceError as error:
            if not _is_too_large(error):
                raise
            return ask(per_page=str(SHORT_PAGE))

    def _documents(
        self, root: str, newest: Posts, memory: Memory, reading: SourceReading, now: datetime
    ) -> Iterator[RawDocument]:
        seen: set[str] = set()
        since = _instant(reading.bookmark.get("read_at"))
        posts = self._since(root, newest, since, reading) if since else self._walk(root, orderby="id", order="asc")
        for post in posts:
            if str(post["id"]) not in seen:
                seen.add(str(post["id"]))
                yield self._document(post)
        for post in self._back(root, memory, seen):
            seen.add(str(post["id"]))
            yield self._document(post)
        reading.missing += self._missing(root, memory, seen)
        reading.bookmark = {"address": self._address, "api": root, "read_at": now.isoformat()}

    def _document(self, post: Mapping[str, Any]) -> RawDocument:
        return RawDocument(source=self.name, external_id=str(post["id"]), content=content_of(post))

    def _since(self, root: str, newest: Posts, since: datetime, reading: SourceReading) -> Iterator[Mapping[str, Any]]:
        """What came out or was changed since then, and some of before."""
        start = since - OVERLAP
        if newest.posts and (dated_at(newest.posts[-1]) or start) > start:
            yield from self._walk(root, after=_spelt(start), orderby="id", order="asc")
        yield from reversed(newest.posts)
        try:
            yield from self._changed(root, start)
        except _OldError:
            yield from self._changed_last(root, start, reading)

    def _changed(self, root: str, start: datetime) -> Iterator[Mapping[str, Any]]:
        """What was changed since then.

        Raises:
            _OldError: the site is older than WordPress 5.7: it refuses the question, or answers another.
        """
        try:
            for post in self._walk(root, modified_after=_spelt(start), orderby="id", order="asc"):
                if (changed_at(post) or start) < start - OVERLAP:
                    raise _OldError
                yield post
        except SourceError as error:
            if status_of(error) != HTTPStatus.BAD_REQUEST:
                raise
            raise _OldError from error

    def _changed_last(self, root: str, start: datetime, reading: SourceReading) -> Iterator[Mapping[str, Any]]:
        """What was changed since then, of all posts in the order of their changes, as old sites have to be asked."""
        try:
            for post in self._walk(root, orderby="modified", order="desc"):
                if (changed_at(post) or start) < start:
                    return
                yield post
        except SourceError as error:
            if status_of(error) != HTTPStatus.BAD_REQUEST:
                raise
            reading.notice = (
                f"Its WordPress is too old to say what was changed: only the newest {NEWEST} posts are read again."
            )

    def _walk(self, root: str, **query: str) -> Iterator[Mapping[str, Any]]:
        """All posts behind a question, each once."""
        walk, has_more = _Walk(), True
        while has_more:
            page = self._step(root, walk, query)
            ids = [post["id"] for post in page.posts]
            self._see_that_it_ends(walk, ids, page.total)
            if walk.follows(ids):
                yield from (post for post in page.posts if post["id"] not in walk.seen)
                has_more = walk.go_on(ids, page.total)

    def _step(self, root: str, walk: _Walk, query: Mapping[str, str]) -> Posts:
        try:
            return ask_for_posts(self._get, root, per_page=str(walk.size), offset=str(walk.offset), **query)
        except SourceError as error:
            if walk.offset and status_of(error) == HTTPStatus.BAD_REQUEST:
                return Posts((), None)  # rest_post_invalid_page_number: posts went meanwhile
            if walk.size == SHORT_PAGE or not _is_too_large(error):
                raise
            walk.size = SHORT_PAGE
            return self._step(root, walk, query)

    def _see_that_it_ends(self, walk: _Walk, ids: Sequence[int], total: int | None) -> None:
        """Refuse answers that give the same posts for ever, or ever more.

        Raises:
            SourceError: ``source-answer``.
        """
        is_same = len(ids) > _SHARED and [*walk.last] == ids
        if is_same or walk.torn > _TORN or len(walk.seen) > (total or _MOST) + _COME_MEANWHILE:
            message = f"{self._address} gives the same posts again and again, or no end of them"
            raise SourceError(message, code="source-answer")

    def _back(self, root: str, memory: Memory, seen: Collection[str]) -> Sequence[Mapping[str, Any]]:
        """Posts that were missing and are there again, as they were: no time of change tells of them."""
        asked = [name for name in memory.missed if name not in seen and name.isdecimal()]
        if not asked:
            return ()
        return ask_for_posts(self._get, root, include=",".join(asked), per_page=str(len(asked))).posts

    def _missing(self, root: str, memory: Memory, seen: Collection[str]) -> Sequence[str]:
        """Posts that the site does not give any more: of those that were seen last, and that were missing before."""
        names = dict.fromkeys((*memory.missed, *memory.published(ASKED_AGAIN)))
        asked = [name for name in names if name not in seen and name.isdecimal()][:ASKED_AGAIN]
        if not asked:
            return ()
        answer = ask_for_posts(self._get, root, include=",".join(asked), per_page=str(len(asked)), _fields="id")
        there = {str(post["id"]) for post in answer.posts}
        return [name for name in asked if name not in there]

    def _by_feed(self, known: Mapping[str, Any], page: _Page, closed: ClosedError, now: datetime) -> SourceReading:
        """What the feed of the site has, in place of its API.

        Raises:
            SourceError: there is no feed either; with what the API says.
        """
        numbers = known.get("numbers")
        try:
            addresses = feed_addresses(self._address, page())
            found = stand_ins(self._get, self.name, addresses, numbers if isinstance(numbers, dict) else {})
        except SourceError as error:
            raise closed from error
        return SourceReading(
            documents=iter(found.documents),
            bookmark={"stood_in_at": now.isoformat(), **known, "numbers": found.numbers},
            notice=_notice(closed, found.address, found.left_out),
        )


class _OldError(Exception):
    """A site does not know the question."""


def _extent(newest: Posts) -> int | None:
    return 0 if newest.total is None and not newest.posts else newest.total


def _notice(closed: ClosedError, feed: str, left_out: int) -> str:
    missing = f" {left_out:,} of its stories are left out: their pages do not tell their numbers." if left_out else ""
    return (
        f"The REST API is closed ({closed.message}); the feed {feed} stands in for it, with the newest stories alone. "
        f"Open the API, and all else comes.{missing}"
    )


def _is_too_large(error: SourceError) -> bool:
    return getattr(error.__cause__, "code", "") == "fetch-too-large"


def _spelt(at: datetime) -> str:
    """A time as the API compares it, with its zone: without one it would be that of the site."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _instant(written: object) -> datetime | None:
    return datetime.fromisoformat(written) if isinstance(written, str) else None
