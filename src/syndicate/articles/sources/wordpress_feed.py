"""The feed of a WordPress site, which stands in for its REST API while that is closed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.formats.feed import divide_feed
from syndicate.articles.model import RawDocument
from syndicate.articles.reading.decoding import decode
from syndicate.articles.sources import SourceError
from syndicate.articles.sources.feed import ACCEPT, divided_feed
from syndicate.articles.sources.page_links import page_links

if TYPE_CHECKING:
    from syndicate.net.model import Fetched

#: How WordPress names a post that had no address of its own when it was first saved; so do its short links.
_NUMBERED = re.compile(r"https?://[^\s?#]*/(?:index\.php)?\?p=([1-9]\d{0,17})")
_SHORT_LINK = re.compile(rf"<{_NUMBERED.pattern}>\s*;\s*rel=[\"']?shortlink")
#: Where a form stands that asks for a password, in place of the text.
_PROTECTED = re.compile(r"wp-login\.php\?action=postpass|post-password-form")
_LINK = re.compile(r"<link>\s*(https?://[^<>\s]{1,2000})\s*</link>")
#: Pages that are asked for their numbers at a look.
MOST_PAGES = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class StandIns:
    """The stories of a feed under the numbers that the API has for them.

    ``numbers`` are those that their pages told, by the address of the page; ``left_out`` is how many have none.
    """

    address: str
    documents: Sequence[RawDocument]
    numbers: Mapping[str, int]
    left_out: int


def feed_addresses(address: str, page: Fetched | None) -> Sequence[str]:
    """Where the feed of a site may be: as its front page says (not that of its comments), and where it usually is."""
    links = page_links(page) if page else ()
    linked = [link.address for link in links if "alternate" in link.relations and link.kind == "application/rss+xml"]
    site = address.rstrip("/")
    return [
        *dict.fromkeys((*[link for link in linked if "comment" not in link][:1], f"{site}/feed/", f"{site}/?feed=rss2"))
    ]


def stand_ins(
    get: Callable[..., Fetched], source: str, addresses: Sequence[str], numbers: Mapping[str, int]
) -> StandIns:
    """The feed at the first of the addresses that has one; ``numbers`` are known from before.

    Raises:
        SourceError: there is none, with what the first address says.
    """
    first: SourceError | None = None
    for address in addresses:
        try:
            answer = get(address, accept=ACCEPT)
            divided_feed(answer)
        except SourceError as error:
            first = first or error
        else:
            return _of_feed(answer, source, _Numbers(get, numbers))
    raise first or SourceError(f"{source} has no feed", code="source-answer")


class _Numbers:
    """Finds the number of a post that its feed does not name, on its page."""

    def __init__(self, get: Callable[..., Fetched], known: Mapping[str, int]) -> None:
        self._get = get
        self._known = known
        self._asked = 0
        self.told: dict[str, int] = {}

    def number_of(self, name: str, text: str) -> int | None:
        if match := _NUMBERED.fullmatch(name):
            return int(match[1])
        link = _LINK.findall(text)[-1:]
        number = self._number_at(link[0]) if link else None
        if number is not None:
            self.told[link[0]] = number
        return number

    def _number_at(self, address: str) -> int | None:
        if address in self._known or self._asked == MOST_PAGES:
            return self._known.get(address)
        self._asked += 1
        try:
            page = self._get(address, accept="text/html", is_page=True)
        except SourceError:
            return None
        told = _SHORT_LINK.search(page.headers.get("link", ""))
        linked = (link.address for link in page_links(page) if "shortlink" in link.relations)
        match = told or next(filter(None, map(_NUMBERED.fullmatch, linked)), None)
        return int(match[1]) if match else None


def _of_feed(answer: Fetched, source: str, numbers: _Numbers) -> StandIns:
    items = [(name, text) for name, text in divide_feed(decode(answer.content)).items if not _PROTECTED.search(text)]
    documents = [*_documents(items, source, numbers)]
    left_out = len(items) - len(documents)
    return StandIns(address=answer.url, documents=documents, numbers=numbers.told, left_out=left_out)


def _documents(items: Sequence[tuple[str, str]], source: str, numbers: _Numbers) -> Iterator[RawDocument]:
    for name, text in reversed(items):  # the oldest first
        if (number := numbers.number_of(name, text)) is not None:
            content = text.encode("utf-8", "surrogatepass")
            yield RawDocument(source=source, external_id=str(number), content=content, is_stopgap=True)
