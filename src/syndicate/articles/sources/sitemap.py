"""A site by its sitemap, best its news sitemap: the pages that are new or changed, one at a time, a few at a look.

The bookmark holds which pages of the last days were read, and as of when; older ones are over. What a site had before
the first look is read up to `FIRST` pages, the newest first: an archive comes in by an export. That a page is not
listed any more says nothing: a news sitemap lists two days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from syndicate.articles.model import RawDocument, Witness
from syndicate.articles.sources import Memory, SourceError, SourceReading
from syndicate.articles.sources.address import AddressSource
from syndicate.articles.sources.sitemaps import BrokenSitemapError, SitemapPlace, read_sitemap
from syndicate.net.model import FetchError, Validators
from syndicate.text.page_names import page_name

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.net.model import Fetched

#: Pages that are read at one look; the rest waits for the next.
PAGES = 30
#: Pages that are read of what was there before the first look.
FIRST = 1_000
#: How long a page may be listed late and still be seen.
LATE = timedelta(days=3)
#: Sitemaps that are read of an index, those changed last first; and how deep an index may lie in another.
SITEMAPS, DEEPEST = 50, 2
#: Looks at which a page that fails is tried again.
TRIES = 8
#: Pages that fail one after the other, after which the site counts as down for this look.
_DOWN = 3
#: Pages without a date of change that can be told from new ones.
UNDATED = 5_000
_XML = "application/xml, text/xml;q=0.9, */*;q=0.1"
_PAGE = "text/html, application/xhtml+xml;q=0.9"
_HTML = ("text/html", "application/xhtml+xml")
_PASSWORD = re.compile(rb"<input\b[^<>]{0,500}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)


@dataclass(kw_only=True, slots=True)
class _Course:
    """What the bookmark says. ``read`` maps the names of pages to the time of change as of which they were read.

    Pages changed before ``floor`` are over, but for those that wait still. ``tries`` counts those that failed;
    ``validators`` are the sitemaps' own; nothing is asked of pages before ``rest_until``.
    """

    read: dict[str, str] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    validators: dict[str, Sequence[str | None]] = field(default_factory=dict)
    floor: str | None = None
    rest_until: str = ""
    waits: bool = False

    @classmethod
    def of(cls, bookmark: Mapping[str, Any]) -> _Course:
        return cls(
            read=dict(bookmark.get("read", {})),
            tries=dict(bookmark.get("tries", {})),
            validators=dict(bookmark.get("validators", {})),
            floor=bookmark.get("floor"),
            rest_until=bookmark.get("rest_until", ""),
            waits=bookmark.get("waits", False),
        )

    def bookmark(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    def is_new(self, name: str, place: SitemapPlace) -> bool:
        return self.read.get(name) != place.changed_at and self.is_due(place)

    def is_due(self, place: SitemapPlace) -> bool:
        return not place.changed_at or self.floor is None or place.changed_at >= self.floor


class SitemapSource(AddressSource):
    """The pages that a sitemap lists."""

    def __init__(self, *, clock: Clock, **options: Any) -> None:
        """``options`` are those of `AddressSource`."""
        super().__init__(**options)
        self._clock = clock

    def read(self, memory: Memory) -> SourceReading:
        """See `Source.read`; a page's external id is its address without what differs from link to link.

        Raises:
            SourceError: the address, or a sitemap that it names, gives no sitemap. A page that fails raises nothing.
        """
        return self._look(memory)[0]

    def newest(self, most: int) -> SourceReading:
        """See `Samplable.newest`: the pages that the first look reads.

        Raises:
            SourceError: as `read`.
        """
        del most
        reading, pages = self._look(Memory())
        undated = sum(not place.changed_at for place in pages.values())
        if undated and not reading.notice:
            reading.notice = (
                f"{undated:,} of {len(pages):,} pages without <lastmod>: read once, their changes are not seen"
            )
        reading.extent = len(pages)
        return reading

    def _look(self, memory: Memory) -> tuple[SourceReading, Mapping[str, SitemapPlace]]:
        """A reading, and the pages that are listed, by their names."""
        course = _Course.of(memory.bookmark)
        is_first = not memory.bookmark
        listed = self._listed(self._address, course, depth=0)
        pages = all_pages = {page_name(place.url): place for place in listed}
        undated = sum(not place.changed_at for place in pages.values())
        reading = SourceReading(documents=iter(()))
        if undated > UNDATED:
            reading.notice = (
                f"{undated:,} pages have no <lastmod>; new ones cannot be told among so many, so none is read"
            )
            pages = {name: place for name, place in pages.items() if place.changed_at}
        waiting = sorted(
            ((name, place) for name, place in pages.items() if course.is_new(name, place)),
            key=lambda pair: pair[1].changed_at,
            reverse=True,
        )
        if is_first:
            for name, place in waiting[FIRST:]:
                course.read[name] = place.changed_at
            reading.notice = reading.notice or _left(len(waiting) - FIRST)
            waiting = waiting[:FIRST]
        # A page that failed comes behind those that never did.
        waiting.sort(key=lambda pair: course.tries.get(pair[0], 0))
        reading.documents = self._documents(waiting, course, reading)
        return reading, all_pages

    # --- sitemaps -------------------------------------------------------------------

    def _listed(self, url: str, course: _Course, depth: int) -> Iterator[SitemapPlace]:
        answer = self._get(url, accept=_XML, known=None if course.waits else _known(course, url))
        if answer.is_unchanged:
            return
        try:
            sitemap = read_sitemap(answer.content, answer.url, self._max_bytes)
        except BrokenSitemapError as error:
            message = f"{url} {error}"
            raise SourceError(message, code="source-answer", hint="robots.txt of a site names its sitemaps.") from error
        if not sitemap.is_index:
            course.validators.pop(url, None)  # the last asked stand last
            course.validators[url] = (answer.etag, answer.modified)
            yield from sitemap.places
        elif depth == DEEPEST:
            message = f"{url} is the {DEEPEST + 1}. index of sitemaps in one another"
            raise SourceError(message, code="source-answer")
        else:
            yield from self._listed_behind(sitemap.places, course, depth + 1)

    def _listed_behind(self, places: Sequence[SitemapPlace], course: _Course, depth: int) -> Iterator[SitemapPlace]:
        """Of the sitemaps of an index. One that is not there costs no other, as long as there is one."""
        newest = sorted(places, key=lambda place: place.changed_at, reverse=True)[:SITEMAPS]
        asked = [place for place in newest if course.is_due(place)]
        failures: list[SourceError] = []
        for place in asked:
            try:
                yield from self._listed(place.url, course, depth)
            except SourceError as error:
                failures.append(error)
        if failures and len(failures) == len(asked):
            first = failures[0]
            message = f"{self._address} names sitemaps of which none can be read: {first.message}"
            code = "source-answer" if first.code == "source-answer" else "source-down"
            raise SourceError(message, code=code, hint=first.hint, wait=first.wait) from first

    # --- pages ----------------------------------------------------------------------

    def _documents(
        self, waiting: Sequence[tuple[str, SitemapPlace]], course: _Course, reading: SourceReading
    ) -> Iterator[RawDocument]:
        now = self._clock.now().astimezone(UTC)
        failed = taken = failed_in_a_row = 0
        may_ask = course.rest_until <= now.isoformat()
        for name, place in waiting:
            if taken == PAGES or failed_in_a_row == _DOWN or not may_ask:
                reading.postponed.append(name)
                continue
            taken += 1
            try:
                answer = self._page(place.url)
            except FetchError as error:
                failed += 1
                may_ask = self._note(error, name, place, course, reading, now)
                failed_in_a_row += not error.is_permanent
                continue
            failed_in_a_row = 0
            course.read[name] = place.changed_at
            course.tries.pop(name, None)
            if _is_html(answer):
                yield RawDocument(
                    source=self.name,
                    external_id=name,
                    content=_in_utf_8(answer),
                    witness=Witness(title=place.title, published=place.published),
                )
        if failed:
            again = sum(name in course.tries for name, _ in waiting)
            reading.notice = reading.notice or f"{failed:,} pages could not be read; {again:,} are tried again"
        self._end(waiting, course, reading, now)

    def _page(self, url: str) -> Fetched:
        """The answer to a page.

        Raises:
            FetchError: there is none, or what comes is where readers log in: it is tried again as what fails is.
        """
        answer = self._fetcher.get(url, max_bytes=self._max_bytes, accept=_PAGE, is_page=True)
        if page_name(answer.url) != page_name(url) and asks_for_password(answer):
            message = f"{url} leads to a login, {answer.url}"
            raise FetchError(message, code="fetch-login")
        return answer

    def _note(
        self, error: FetchError, name: str, place: SitemapPlace, course: _Course, reading: SourceReading, now: datetime
    ) -> bool:
        """What a page that failed leaves in the bookmark; whether the next may be asked for."""
        if error.status == HTTPStatus.GONE:
            reading.gone.append(name)
        elif error.status == HTTPStatus.NOT_FOUND:
            reading.missing.append(name)
        tries = course.tries.get(name, 0) + 1
        # One that is missing is asked for again: two readings have to say so.
        if (error.is_permanent and error.status != HTTPStatus.NOT_FOUND) or tries == TRIES:
            course.read[name] = place.changed_at
            course.tries.pop(name, None)
        else:
            course.tries[name] = tries
            reading.postponed.append(name)
        if error.status not in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
            return True
        course.rest_until = (now + timedelta(seconds=error.retry_after or 0)).isoformat()
        return False

    def _end(
        self, waiting: Sequence[tuple[str, SitemapPlace]], course: _Course, reading: SourceReading, now: datetime
    ) -> None:
        course.waits = bool(reading.postponed)
        # While pages wait that are older, nothing may pass over them.
        if not course.waits:
            # A date ahead, whoever wrote it, must not hide what comes.
            newest = min(max((place.changed_at for _, place in waiting), default=""), now.isoformat())
            late = (_at(newest) - LATE).isoformat(timespec="seconds") if newest else ""
            course.floor = max(course.floor or "", late)
            undated = {name: at for name, at in course.read.items() if not at}
            recent = {name: at for name, at in course.read.items() if at and at >= course.floor}
            course.read = recent | dict([*undated.items()][-UNDATED:])
        course.validators = dict([*course.validators.items()][-SITEMAPS:])
        reading.bookmark = course.bookmark()


def asks_for_password(page: Fetched) -> bool:
    """Whether there is a form on a page in which readers write a password."""
    return bool(_PASSWORD.search(page.content))


def _at(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _left(count: int) -> str:
    return f"{count:,} older pages are left alone: bring an archive in by an export" if count > 0 else ""


def _known(course: _Course, url: str) -> Validators | None:
    etag, modified = course.validators.get(url, (None, None))
    return Validators(etag=etag, modified=modified) if etag or modified else None


def _is_html(answer: Fetched) -> bool:
    return answer.headers.get("content-type", _HTML[0]).partition(";")[0].strip().lower() in _HTML


def _in_utf_8(answer: Fetched) -> bytes:
    """The page as its server says that it is written; the mark at the start goes before what the page says of it."""
    charset = answer.headers.get("content-type", "").lower().partition("charset=")[2].strip(" \"';")
    if charset in {"", "utf-8", "utf8"}:
        return answer.content
    try:
        return b"\xef\xbb\xbf" + answer.content.decode(charset).encode()
    except (LookupError, UnicodeError):
        return answer.content
