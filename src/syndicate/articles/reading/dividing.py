"""Documents that hold several articles, taken apart before they are read.

Each article is then a document of its own, with a name, a fingerprint and a fate of its own: when one vanishes from its
list, or the whole list cannot be read any more, those that are known stay as they are, just as with files.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from syndicate.articles.findings import blocking
from syndicate.articles.formats.division import Division
from syndicate.articles.formats.feed import divide_feed
from syndicate.articles.formats.ghost import divide_ghost_export
from syndicate.articles.formats.json_feed import divide_json_feed
from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.articles.formats.written import divide_list
from syndicate.articles.model import RawDocument
from syndicate.articles.reading.decoding import UndecodableError, decode

#: Who divides which form, and how it begins.
_DIVIDERS: Mapping[DocumentFormat, Callable[[str], Division | None]] = {
    DocumentFormat.JSON: divide_list,
    DocumentFormat.RSS: divide_feed,
    DocumentFormat.ATOM: divide_feed,
    DocumentFormat.JSON_FEED: divide_json_feed,
    DocumentFormat.GHOST_EXPORT: divide_ghost_export,
}
_BEGINNINGS = (b"[", b"<", b"{")
# What an object has in it that is a feed or an export, if not in so many letters; of others the form need not be found
# out here.
_IN_LISTS = ("jsonfeed.org", '"posts"', "\\u")
# What may stand before: byte order marks, white space, and the zeros of UTF-16 between them.
_BEFORE = b"\xef\xbb\xbf\xfe\xff \t\r\n\x00"


@dataclass(kw_only=True, slots=True)
class Dividing:
    """A walk over documents in the order of their names; ``divided`` are those taken apart without fault.

    ``own`` tells which of some ids our own articles have in feeds. What has one is never taken: it is here already.
    ``known`` tells of some documents by their external ids which of them is stored as it is, and ``None`` where another
    version is: of several items with one id the one that was read stays, wherever in its list it stands today, and
    where none is just that, none is taken for it. ``passed_over`` counts by document and kind what is no article.
    """

    own: Callable[[Collection[str]], Collection[str]]
    known: Callable[[Sequence[RawDocument]], Mapping[str, RawDocument | None]] = lambda _: {}
    divided: list[str] = field(default_factory=list)
    passed_over: dict[str, Mapping[str, int]] = field(default_factory=dict)
    _several: set[str] = field(default_factory=set)

    def articles(self, documents: Iterator[RawDocument]) -> Iterator[RawDocument]:
        """Every document that is one article, and in place of a list or a feed its articles.

        What cannot be read of one comes under its own name, with its fault.
        """
        for document in documents:
            if self._is_named_like_an_item(document.external_id):
                yield _held_by_its_name(document)
            else:
                yield from self._parts(document)

    def _is_named_like_an_item(self, name: str) -> bool:
        return any(name[:place] in self._several for place, sign in enumerate(name) if sign == "#")

    def _parts(self, document: RawDocument) -> Iterator[RawDocument]:
        division = None if document.fault or document.is_stopgap else _division(document.content)
        if division is None:
            yield document
            return
        division = self._without_own(division)
        if division.passed_over:
            self.passed_over[document.external_id] = division.passed_over
        self._several.add(document.external_id)
        if division.fault is None:
            self.divided.append(document.external_id)
        else:
            yield replace(document, fault=division.fault)
        known = self._known(document, division)
        waiting = [*division.items][::-1]
        del division  # of a large document each text is held once
        while waiting:
            part = _part(document, *waiting.pop())
            kept = known.get(part.external_id, part)
            if kept is not None:
                yield kept

    def _known(self, document: RawDocument, division: Division) -> Mapping[str, RawDocument | None]:
        """What is stored under the ids that several items have."""
        if not division.rivals:
            return {}
        names = {name for name, _ in division.rivals}
        texts = [pair for pair in (*division.items, *division.rivals) if pair[0] in names]
        return self.known([_part(document, name, text) for name, text in texts])

    def _without_own(self, division: Division) -> Division:
        own = self.own([name for name, _ in division.items])
        if not own:
            return division
        message = f"{len(own):,} of its articles are this newsroom's own, as their ids say; they were not read again."
        fault = division.fault
        return Division(
            items=[item for item in division.items if item[0] not in own],
            fault=replace(fault, message=f"{fault.message} {message}") if fault else blocking("feed-own", message),
            rivals=[item for item in division.rivals if item[0] not in own],
            passed_over=division.passed_over,
        )


def _part(document: RawDocument, name: str, text: str) -> RawDocument:
    content = text.encode("utf-8", "surrogatepass")
    external_id = f"{document.external_id}#{name}"
    return RawDocument(source=document.source, external_id=external_id, content=content, item=name)


def _held_by_its_name(document: RawDocument) -> RawDocument:
    # A backslash in a name stands for itself only when doubled: no other document is called so.
    name = document.external_id.replace("#", "\\x23")
    message = "The file is named like an item of the list or feed beside it. Rename it without “#”."
    return replace(document, external_id=name, content=b"", fault=blocking("file-name", message))


def _division(content: bytes) -> Division | None:
    beginning = content[:200].lstrip(_BEFORE)[:1]
    if beginning not in _BEGINNINGS:
        return None
    try:
        text = decode(content)
    except UndecodableError:
        return None
    if beginning == b"{" and not any(sign in text for sign in _IN_LISTS):
        return None
    divider = _DIVIDERS.get(sniff(text))
    return divider(text) if divider else None
