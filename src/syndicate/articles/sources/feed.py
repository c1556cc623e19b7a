"""A feed by its address: RSS, Atom or JSON Feed, asked for again only with what we know of our copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from syndicate.articles.formats.feed import announcements_of, divide_feed
from syndicate.articles.formats.json_feed import divide_json_feed
from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.articles.model import RawDocument
from syndicate.articles.reading.decoding import UndecodableError, decode
from syndicate.articles.sources import Memory, SourceError, SourceReading
from syndicate.articles.sources.address import AddressSource
from syndicate.articles.sources.find_feed import find_feed
from syndicate.net.model import Validators

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.articles.formats.division import Division
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
#: How our own feeds name the program that wrote them.
_OURS = "syndicate"


class FeedSource(AddressSource):
    """The items of a feed. An item that left it changes nothing, as feeds hold the newest alone; one deleted goes."""

    def __init__(self, *, home: str = "", **asked: Any) -> None:
        """``home`` is the address of our own front page, by which our own feeds are known."""
        super().__init__(**asked)
        self._home = home

    def read(self, memory: Memory) -> SourceReading:
        """The feed as one document, to be taken apart; none where our copy is still good.

        Raises:
            SourceError: there is no answer, or it is no feed that has items, or one of our own.
        """
        known = memory.bookmark if memory.bookmark.get("address") == self._address else {}
        validators = Validators(etag=known.get("etag"), modified=known.get("modified"))
        answer = self._get(self._address, accept=ACCEPT, known=validators)
        if answer.is_unchanged:
            return SourceReading(documents=iter(()), bookmark=known, notice=_moved(answer))
        text, division = divided_feed(answer)
        document = RawDocument(source=self.name, external_id=NAME, content=answer.content)
        return SourceReading(
            documents=iter([document]),
            extent=len(division.items),
            bookmark={"address": self._address, "etag": answer.etag, "modified": answer.modified},
            gone=[f"{NAME}#{name}" for name in self._deleted(answer, text)],
            notice=" ".join(filter(None, (_moved(answer), division.fault.message if division.fault else ""))),
        )

    def newest(self, most: int) -> SourceReading:
        """See `Samplable.newest`: the feed, as it is.

        Raises:
            SourceError: as `read`.
        """
        del most
        return self.read(Memory())

    def _deleted(self, answer: Fetched, text: str) -> Sequence[str]:
        """The names of the items that the feed takes back.

        Raises:
            SourceError: it is one of our own.
        """
        if sniff(text) is DocumentFormat.JSON_FEED:
            return ()
        announced = announcements_of(text)
        is_at_home = bool(self._home) and f"{announced.link}/".startswith(f"{self._home.rstrip('/')}/")
        if announced.generator == _OURS and is_at_home:
            message = f"{answer.url}: it is a feed of this newsroom, and its articles would come in a second time"
            raise SourceError(message, code="source-answer", hint="Name the feed of another site.")
        return announced.deleted


def divided_feed(answer: Fetched) -> tuple[str, Division]:
    """The text of the feed that an answer is, and its items.

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
        named = find_feed(text, answer.url) if form is DocumentFormat.HTML else None
        elsewhere = f"; the page names one: {named}" if named else ""
        raise _no_feed(
            answer, f"what came is {form.value}, and no feed{elsewhere}" if text.strip() else "what came is empty"
        )
    division = divide(text)
    if not division.items:
        raise _no_feed(answer, division.fault.message if division.fault else "it has no articles")
    return text, division


def _no_feed(answer: Fetched, why: str) -> SourceError:
    hint = "Open the address in a browser: is it still that of a feed?"
    return SourceError(f"{answer.url}: {why}", code="source-answer", hint=hint)


def _moved(answer: Fetched) -> str:
    if answer.moved_to is None:
        return ""
    return f"It has moved for good to {answer.moved_to}. Write that address into the configuration."
