"""A site of Ghost, by its Content API: what was changed since the last reading, in the order in which it was.

https://ghost.org/docs/content-api/ - posts come in pages of the server's size, which drift while they are read. So each
page asks for what was changed since the last post of the page before; page numbers serve only where more posts than one
page holds were changed in one second, as by an import.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from syndicate.articles.model import RawDocument
from syndicate.articles.sources import SourceError, SourceReading
from syndicate.articles.sources.address import AddressSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syndicate.articles.sources import Memory
    from syndicate.clock import Clock

#: Posts that are asked for at once; fewer, where their texts are too long for one answer.
PAGE, SHORT_PAGE = 100, 5
#: How far back each reading looks behind the last one: a post may be stored later than its time says.
OVERLAP = timedelta(hours=1)
#: Posts that are asked for by name, to see whether they are still there; an address has room for no more.
ASKED_AGAIN = 100
#: What of a post is kept for reading; nothing that changes by itself.
_FIELDS = (
    *("id", "title", "slug", "url", "html", "visibility", "access", "published_at", "updated_at", "custom_excerpt"),
    *("feature_image", "feature_image_alt", "feature_image_caption", "og_image", "twitter_image", "status", "type"),
)
_PEOPLE = ("name", "url", "website")
_TAGS = ("name", "visibility")
_ID = re.compile(r"[0-9A-Za-z-]{1,100}")
#: Since when all was changed.
_EVER = "0001-01-02 00:00:00"
_SPELLING = "%Y-%m-%d %H:%M:%S"
#: Pages in a row without anything new, and posts beyond what a site has, after which it is not believed.
_STALE, _COME_MEANWHILE = 50, 1_000


class _Answer(NamedTuple):
    """Posts, how many there are in all, and whether more of them follow."""

    posts: Sequence[Mapping[str, Any]]
    total: int
    has_more: bool


@dataclass(kw_only=True, slots=True)
class _Walk:
    """How far a walk has come: ``since`` is the last time of change that was seen, in Ghost's own spelling."""

    since: str
    page: int = 1
    size: int = PAGE
    seen: set[str] = field(default_factory=set)
    stale: int = 0

    def go_on(self, posts: Sequence[Mapping[str, Any]], *, has_fresh: bool) -> None:
        """Go on behind those posts; ``stale`` counts the pages in a row on which nothing was new."""
        self.stale = 0 if has_fresh else self.stale + 1
        last = _spelt(posts[-1].get("updated_at")) if posts else None
        if last is not None and last > self.since:
            self.since, self.page = last, 1
        else:
            self.page += 1


class GhostSource(AddressSource):
    """The posts of a site that everybody, or its members, may read; pages are not among them."""

    def __init__(self, *, key: Callable[[], str], clock: Clock, **options: Any) -> None:
        """``key`` gives the Content API key, which no message repeats; ``options`` are those of `AddressSource`."""
        super().__init__(**options)
        self._key = key
        self._clock = clock

    def read(self, memory: Memory) -> SourceReading:
        """See `Source.read`; a post's external id is its id.

        Raises:
            SourceError: the site does not answer as Ghost does; also while the documents are walked.
        """
        total = self._ask(limit="1", fields="id").total
        reading = SourceReading(documents=iter(()), extent=total, bookmark=memory.bookmark)
        reading.documents = self._documents(memory, reading, total)
        return reading

    def newest(self, most: int) -> SourceReading:
        """See `Samplable.newest`.

        Raises:
            SourceError: as `read`.
        """
        ask = partial(self._ask, include="authors,tags", order="published_at desc")
        try:
            answer = ask(limit=str(most))
        except SourceError as error:
            if not _is_too_large(error):
                raise
            answer = ask(limit=str(SHORT_PAGE))
        documents = (self._document(post) for post in answer.posts)
        return SourceReading(documents=documents, extent=answer.total)

    def _documents(self, memory: Memory, reading: SourceReading, total: int) -> Iterator[RawDocument]:
        known = memory.bookmark.get("changed_at")
        start = known if isinstance(known, str) else _EVER
        walk, has_more = _Walk(since=start), True
        while has_more:
            answer = self._page(walk)
            fresh = [post for post in answer.posts if post["id"] not in walk.seen]
            for post in fresh:
                if post["id"] not in walk.seen:
                    walk.seen.add(post["id"])
                    yield self._document(post)
            walk.go_on(answer.posts, has_fresh=bool(fresh))
            if walk.stale > _STALE or len(walk.seen) > total + _COME_MEANWHILE:
                message = f"{self._address} gives no end of posts, of which it says that there are {total:,}"
                raise SourceError(message, code="source-answer")
            has_more = answer.has_more
        for post in self._back(memory, walk.seen):
            walk.seen.add(post["id"])
            yield self._document(post)
        reading.missing += self._missing(memory, walk.seen)
        reading.bookmark = {"changed_at": self._next_start(walk, start)}

    def _document(self, post: Mapping[str, Any]) -> RawDocument:
        return RawDocument(source=self.name, external_id=post["id"], content=_content(post))

    def _next_start(self, walk: _Walk, start: str) -> str:
        """From when on the next reading asks: a time ahead, whoever wrote it, would hide all that comes."""
        newest = min(walk.since, f"{self._clock.now().astimezone(UTC):{_SPELLING}}")
        at = datetime.fromisoformat(newest).replace(tzinfo=UTC) - OVERLAP
        return max(start, f"{at:{_SPELLING}}")

    def _page(self, walk: _Walk) -> _Answer:
        try:
            return self._ask(
                include="authors,tags",
                filter=f"updated_at:>='{walk.since}'",
                order="updated_at asc",
                limit=str(walk.size),
                page=str(walk.page),
            )
        except SourceError as error:
            if walk.size == SHORT_PAGE or not _is_too_large(error):
                raise
            walk.size, walk.page = SHORT_PAGE, 1
            return self._page(walk)

    def _back(self, memory: Memory, seen: set[str]) -> Sequence[Mapping[str, Any]]:
        """Posts that were missing and are there again, as they were: no time of change tells of them."""
        asked = [name for name in memory.missed if name not in seen and _ID.fullmatch(name)]
        if not asked:
            return ()
        return self._ask(include="authors,tags", filter=f"id:[{','.join(asked)}]", limit=str(len(asked))).posts

    def _missing(self, memory: Memory, seen: set[str]) -> Sequence[str]:
        """Posts that the site does not give any more: of those that were seen last, and that were missing before."""
        names = dict.fromkeys((*memory.missed, *memory.published(ASKED_AGAIN)))
        asked = [name for name in names if name not in seen and _ID.fullmatch(name)][:ASKED_AGAIN]
        if not asked:
            return ()
        answer = self._ask(filter=f"id:[{','.join(asked)}]", fields="id", limit=str(len(asked)))
        there = {post["id"] for post in answer.posts}
        return [name for name in asked if name not in there]

    def _ask(self, **query: str) -> _Answer:
        """One request.

        Raises:
            SourceError: there is no answer, or it is none of Ghost's; no message has the key in it.
        """
        key = self._key()
        words = urlencode({"key": key, **query}, quote_via=quote)
        try:
            answer = self._get(
                f"{self._address.rstrip('/')}/ghost/api/content/posts/?{words}", accept="application/json"
            )
        except SourceError as error:
            hidden = error.message.replace(key, "…").replace(quote(key), "…")
            raise SourceError(hidden, code=error.code, hint=error.hint, wait=error.wait) from error.__cause__
        try:
            return _read(json.loads(answer.content))
        except (ValueError, RecursionError, KeyError, TypeError) as error:
            message = f"{self._address} answers something else than Ghost's Content API does"
            hint = "Write the address of the site itself, as readers know it. Does a login or a cache stand before it?"
            raise SourceError(message, code="source-answer", hint=hint) from error


def _is_too_large(error: SourceError) -> bool:
    return getattr(error.__cause__, "code", "") == "fetch-too-large"


def _read(answer: Any) -> _Answer:
    posts, pagination = answer["posts"], answer["meta"]["pagination"]
    total = pagination["total"]
    if not isinstance(posts, list) or not isinstance(total, int) or isinstance(total, bool) or total < len(posts):
        raise ValueError
    if any(not isinstance(post["id"], str) or not _ID.fullmatch(post["id"]) for post in posts):
        raise ValueError
    return _Answer(posts, total, has_more=isinstance(pagination.get("next"), int))


def _content(post: Mapping[str, Any]) -> bytes:
    """The post as it is read, the same bytes for the same post."""
    kept: dict[str, Any] = {name: post[name] for name in _FIELDS if name in post}
    kept.setdefault("html", None)
    kept.setdefault("feature_image", None)
    if not kept["html"]:
        kept["excerpt"] = post.get("excerpt")
    kept["authors"] = _named(post.get("authors"), _PEOPLE)
    kept["tags"] = _named(post.get("tags"), _TAGS)
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, indent=0).encode("utf-8", "replace")


def _named(listed: object, names: Sequence[str]) -> list[dict[str, Any]]:
    items = listed if isinstance(listed, list) else []
    return [{name: item[name] for name in names if name in item} for item in items if isinstance(item, dict)]


def _spelt(written: object) -> str | None:
    """A time as Ghost's filter compares it, in UTC and whole seconds; ``None`` for what is none."""
    try:
        at = datetime.fromisoformat(written) if isinstance(written, str) else None
        return f"{at.astimezone(UTC):{_SPELLING}}" if at is not None and at.tzinfo else None
    except (ValueError, OverflowError):
        return None
