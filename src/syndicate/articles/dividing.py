"""Documents that hold several articles, taken apart before they are read.

Each article is then a document of its own, with a name, a fingerprint and a fate of its own: when one vanishes from its
list, or the whole list cannot be read any more, those that are known stay as they are, just as with files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from syndicate.articles.decoding import UndecodableError, decode
from syndicate.articles.formats.json_article import Division, divide_list
from syndicate.articles.formats.sniff import Format, sniff
from syndicate.articles.model import RawDocument

# What may stand before a list: byte order marks, white space, and the zeros of UTF-16 between them.
_BEFORE = b"\xef\xbb\xbf\xfe\xff \t\r\n\x00"


@dataclass(kw_only=True, slots=True)
class Dividing:
    """A walk over documents; ``divided`` are the names of those that were taken apart without fault."""

    divided: list[str] = field(default_factory=list)

    def articles(self, documents: Iterator[RawDocument]) -> Iterator[RawDocument]:
        """Every document that is one article, and in place of a list its articles.

        What cannot be read of a list comes under the list's own name, with its fault.
        """
        for document in documents:
            yield from self._parts(document)

    def _parts(self, document: RawDocument) -> Iterator[RawDocument]:
        division = None if document.fault else _division(document.content)
        if division is None:
            yield document
            return
        if division.fault is None:
            self.divided.append(document.external_id)
        else:
            yield replace(document, fault=division.fault)
        for name, text in division.items:
            external_id = f"{document.external_id}#{name}"
            content = text.encode("utf-8", "surrogatepass")
            yield RawDocument(source=document.source, external_id=external_id, content=content, item=name)


def _division(content: bytes) -> Division | None:
    if content[:200].lstrip(_BEFORE)[:1] != b"[":
        return None
    try:
        text = decode(content)
    except UndecodableError:
        return None
    return divide_list(text) if sniff(text) is Format.JSON else None
