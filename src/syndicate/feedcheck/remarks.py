"""What the judge says: a remark names its rule by a slug, and the place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Characters of a quoted value that a message repeats.
QUOTED = 80

NAMES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss/": "media",
    "http://purl.org/syndication/history/1.0": "fh",
    "http://purl.org/atompub/tombstones/1.0": "at",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "sitemap",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
}
"""The namespaces that we know, and the prefix that rules and messages call each by."""


class Level(StrEnum):
    """``ERROR`` breaks a standard; ``WARNING`` is allowed, but some reader is known to stumble."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One fault. ``element`` is a path (``channel/item/guid``, ``items[3].url``); ``line`` is ``None`` in JSON."""

    level: Level
    slug: str
    element: str
    line: int | None
    message: str

    def __str__(self) -> str:
        """As compilers write it."""
        place = self.element if self.line is None else f"{self.line}: {self.element}"
        return printable(f"{place}: {self.level}: {self.message} [{self.slug}]")


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set of names."""
    return frozenset(text.split())


def name_of(element: etree._Element) -> str:
    """The element's name with the prefix of `NAMES`, whatever prefix the document uses; ``?:`` if unknown."""
    return _short(str(element.tag))


@lru_cache(maxsize=1_024)
def _short(tag: str) -> str:
    """The prefixed name of a tag in Clark notation, ``{namespace}name``. Each is asked for by every rule."""
    namespace, _, name = tag.rpartition("}")
    return f"{NAMES.get(namespace[1:], '?')}:{name}" if namespace else name


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The child elements of those names, or all; comments are passed over."""
    for child in element.iterchildren(tag=etree.Element):
        if not names or name_of(child) in names:
            yield child


def text_of(element: etree._Element) -> str:
    """The element's own text, without white space around it."""
    return "".join([element.text or "", *(child.tail or "" for child in element)]).strip()


def error(slug: str, place: etree._Element | str, message: str) -> Remark:
    """A remark that a standard is broken."""
    return _remark(Level.ERROR, slug, place, message)


def warning(slug: str, place: etree._Element | str, message: str) -> Remark:
    """A remark that a reader may stumble."""
    return _remark(Level.WARNING, slug, place, message)


def printable(text: str) -> str:
    """The text with an escape in place of all that a terminal would obey."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def quoted(value: str) -> str:
    """A value as messages repeat it: short, printable, in quotation marks."""
    return ascii(value if len(value) <= QUOTED else value[:QUOTED] + "…")


def _remark(level: Level, slug: str, place: etree._Element | str, message: str) -> Remark:
    if isinstance(place, str):
        return Remark(level=level, slug=slug, element=place, line=None, message=message)
    return Remark(level=level, slug=slug, element=_path(place), line=line_of(place), message=message)


def line_of(element: etree._Element) -> int | None:
    """The line that the element begins in."""
    line: int | None = element.sourceline  # type: ignore[assignment]  # the stubs have an ellipsis
    return line


def _path(element: etree._Element) -> str:
    above = [name_of(ancestor) for ancestor in element.iterancestors()][-2::-1]
    return "/".join((*above, name_of(element)))
