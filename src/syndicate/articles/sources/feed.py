"""A feed by its address: RSS, Atom or JSON Feed, asked for again only with what we know of our copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from syndicate.articles.formats.feed import divide_feed
from syndicate.articles.formats.json_feed import divide_json_feed
from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.articles.model import RawDocument
from syndicate.articles.reading.decoding import UndecodableError, decode
from syndicate.articles.sources import SourceError, SourceReading
from syndicate.articles.sources.address import AddressSource
from syndicate.net.model import Validators

if TYPE_CHECKING:
    from syndicate.articles.formats.division import Division
    from syndicate.articles.sources import Memory
    from syndicate.net.model import Fetched

#: The name of the whole feed; its items are called ``feed#`` and their own id.
NAME = "feed"
#: What is asked for where a feed is wanted.
ACCEPT = "application/feed+json, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1"
_DIVIDERS: Mapping[DocumentFormat, Callable[[str], Division]] = {
    DocumentFormat.RSS: divide_feed,
    DocumentFormat.ATOM: divide_feed,
    DocumentFormat.JSON_FEED: divide_json_feed,
}


class FeedSource(AddressSource):
    """The items of a feed. An item that left it changes nothing: feeds hold the newest alone."""

    def read(self, memory: Memory) -> SourceReading:
        """The feed as one document, to be taken apart; none where our copy is still good.

        Raises:
            SourceError: there is no answer, or it is no feed that has items.
        """
        known = memory.bookmark if memory.bookmark.get("address") == self._address else {}
        validators = Validators(etag=known.get("etag"), modified=known.get("modified"))
        answer = self._get(self._address, accept=ACCEPT, known=validators)
        if answer.is_unchanged:
            return SourceReading(documents=iter(()), bookmark=known)
        extent = count_items(answer)
        document = RawDocument(source=self.name, external_id=NAME, content=answer.content)
        bookmark = {"address": self._address, "etag": answer.etag, "modified": answer.modified}
        return SourceReading(documents=iter([document]), extent=extent, bookmark=bookmark)


def count_items(answer: Fetched) -> int:
    """How many items the feed has that an answer is.

    Raises:
        SourceError: ``source-answer``, it is no feed, a broken one, or has none.
    """
    try:
        text = decode(answer.content)
    except UndecodableError as error:
        raise _no_feed(answer, str(error)) from error
    form = sniff(text)
    divide = _DIVIDERS.get(form)
    if divide is None:
        raise _no_feed(answer, f"what came is {form.value}, and no feed" if text.strip() else "what came is empty")
    division = divide(text)
    if not division.items:
        raise _no_feed(answer, division.fault.message if division.fault else "it has no articles")
    return len(division.items)


def _no_feed(answer: Fetched, why: str) -> SourceError:
    hint = "Open the address in a browser: is it still that of a feed?"
    return SourceError(f"{answer.url}: {why}", code="source-answer", hint=hint)
