"""A feed as a tree that has one shape: its items, and in each of them elements by one name for each meaning.

RSS 2.0 and its forerunners (0.9x, and 1.0 in RDF), and Atom 1.0 (RFC 4287). A name is the usual prefix and the local
name (``media:content``), whatever prefix the feed has chosen; what belongs to the feed's own language has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, cast

from lxml import etree

from syndicate.articles.formats.claims.values import web_address
from syndicate.articles.formats.division import lasting_name
from syndicate.articles.formats.feed.xml import parse
from syndicate.text.languages import language_tag

if TYPE_CHECKING:
    Element = etree._Element  # noqa: SLF001 - lxml has no other name for it

_BASE, _LANGUAGE = (f"{{http://www.w3.org/XML/1998/namespace}}{name}" for name in ("base", "lang"))
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
#: The usual prefixes, by namespace: in lower case, without scheme, ``www.``, and signs at its end.
_PREFIXES = {
    "w3.org/2005/atom": "atom:",
    "search.yahoo.com/mrss": "media:",
    "video.search.yahoo.com/mrss": "media:",
    "purl.org/rss/1.0/modules/content": "content:",
    "purl.org/dc/elements/1.1": "dc:",
    "purl.org/dc/terms": "dcterms:",
    "itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "backend.userland.com/rss2": "",
    "w3.org/2007/app": "app:",
    "purl.org/atom/app": "app:",
    "purl.org/atompub/tombstones/1.0": "at:",
    "schemas.google.com/blogger/2018": "blogger:",
}
#: Of these an item has one in exports of WordPress, and nowhere else.
OF_WORDPRESS = frozenset({"wp:post_type", "wp:status", "wp:post_id"})
_AROUND_NAMESPACE = re.compile(r"\A(?:https?://)?(?:www\.)?|[/#]+\Z")
#: What an item needs of its feed's head to be read alone.
_KEPT = frozenset({"language", "dc:language", "link", "atom:link", "author"})
#: Lines beyond which libxml2 does not count.
_LAST_LINE = 65_534


def name_of(element: Element) -> str:
    """The name of an element, with the usual prefix; one whose namespace nobody knows has its own, in braces."""
    return _name_of(str(element.tag))


@lru_cache(maxsize=2_000)
def _name_of(tag: str) -> str:
    namespace, brace, local = tag.removeprefix("{").rpartition("}")
    if not brace:  # without a namespace, or with a prefix that was never declared
        return tag
    bare = _AROUND_NAMESPACE.sub("", namespace.lower())
    if bare.startswith("prismstandard.org/namespaces/"):
        return f"prism:{local}"
    if bare.startswith("wordpress.org/export/"):
        return f"{'excerpt' if bare.endswith('/excerpt') else 'wp'}:{local}"
    prefix = _PREFIXES.get(bare)
    return tag if prefix is None else f"{prefix}{local}"


def text_of(element: Element) -> str:
    """All text in an element, as it is written."""
    return "".join(map(str, element.itertext()))


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """An item or entry. ``parts`` are the elements in it, and ``head`` those of its feed's head, by their names.

    ``link`` and ``base`` are absolute or ``None``: its page, and what addresses in it are relative to.
    """

    element: Element
    parts: Mapping[str, Sequence[Element]]
    head: Mapping[str, Sequence[Element]]
    is_atom: bool
    link: str | None
    base: str | None

    def elements(self, *names: str) -> list[Element]:
        """The elements of these names, in the order of the names."""
        return [element for name in names for element in self.parts.get(name, ())]

    def texts(self, *names: str) -> Iterator[str]:
        """The texts of the elements of these names, but for empty ones."""
        return (text for element in self.elements(*names) if (text := text_of(element).strip()))

    @property
    def is_of_wordpress(self) -> bool:
        """Whether it stands in an export of WordPress (WXR)."""
        return not OF_WORDPRESS.isdisjoint(self.parts)

    @property
    def language(self) -> str | None:
        """Its language (BCP 47): the nearest ``xml:lang``, else what the feed says of itself."""
        above = (ancestor.get(_LANGUAGE) for ancestor in (self.element, *self.element.iterancestors()))
        of_feed = (text_of(element) for name in ("language", "dc:language") for element in self.head.get(name, ()))
        own = self.texts("dc:language")
        return next((tag for code in (*own, *above, *of_feed) if code and (tag := language_tag(code))), None)

    def base_of(self, element: Element) -> str | None:
        """What addresses in an element of this item are relative to (XML Base)."""
        inside = takewhile(lambda outer: outer is not self.element, (element, *element.iterancestors()))
        return _base([*inside], self.base)


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedTree:
    """A feed: its head (``channel``, or the root of an Atom feed), and its items in their order."""

    root: Element
    head: Element
    items: Sequence[Element]
    is_atom: bool

    @property
    def link(self) -> str | None:
        """The page that it belongs to, if it says so in full."""
        return _first_address(_links(self._parts(self.head)), None)

    def item(self, element: Element) -> Item:
        """One of its items, opened."""
        head, parts = self._parts(self.head), self._parts(element)
        above = _first_address([*_links(head), *_own_addresses(head)], None)
        around = [element, *element.iterancestors()]
        base = _base(around, above)
        link = _first_address(_links(parts), base)
        has_base = any(outer.get(_BASE) for outer in around)
        return Item(
            element=element,
            parts=parts,
            head=head,
            is_atom=self.is_atom,
            link=link,
            base=base if has_base else link or base,
        )

    def identity(self, element: Element) -> str | None:
        """What an item is called for ever: its ``guid`` or ``id``, else its link; ``None`` where it has neither."""
        parts = self._parts(element)
        named = [text_of(part) for name in ("guid", "id") for part in parts.get(name, ())]
        names = map(lasting_name, (*named, element.get(_ABOUT) or "", *_links(parts)))
        return next(filter(None, names), None)

    def place(self, element: Element) -> str:
        """Where an item stands, in words."""
        line = cast("int | None", element.sourceline) or 0
        number = f"item {self.items.index(element) + 1:,}"
        return f"{number} (line {line:,})" if 0 < line <= _LAST_LINE else number

    def strip(self) -> None:
        """Take out all items, and what they do not need of the head: a part shall not change with the feed's date."""
        for item in self.items:
            _remove(item)
        for child in [*self.head, *self.root]:
            is_kept = self._name(child) in _KEPT and child.get("rel", "alternate") in {"alternate", "self"}
            if not (is_kept or child is self.head):
                _remove(child)
        for holder in (self.root, self.head):
            holder.text = None
        for element in (*self.items, *self.head, *self.root):
            element.tail = None

    def alone(self, element: Element) -> str:
        """The document that one of its items is by itself, once the feed was stripped."""
        self.head.append(element)
        text = etree.tostring(self.root, encoding="unicode")
        _remove(element)
        return text

    def _name(self, element: Element) -> str:
        name = name_of(element)
        return name.removeprefix("atom:") if self.is_atom else name

    def _parts(self, element: Element) -> Mapping[str, Sequence[Element]]:
        parts: dict[str, list[Element]] = {}
        for child in element:
            parts.setdefault(self._name(child), []).append(child)
        return parts


def open_feed(text: str) -> FeedTree:
    """The feed that a text is. Its items stand in the channel, or, in RSS 1.0, beside it.

    Raises:
        BrokenXmlError: it is no XML that is read.
    """
    root = parse(text)
    is_atom = name_of(root).rpartition(":")[2] == "feed"
    head = root if is_atom else next((child for child in root if name_of(child) == "channel"), root)
    names = {"atom:entry", "entry"} if is_atom else {"item"}
    # One channel is the rule; what a program wrote into another would be lost without a word.
    channels = () if is_atom else (child for child in root if name_of(child) == "channel")
    items = [child for place in dict.fromkeys((head, root, *channels)) for child in place if name_of(child) in names]
    return FeedTree(root=root, head=head, items=items, is_atom=is_atom)


def _links(parts: Mapping[str, Sequence[Element]]) -> list[str]:
    """Addresses of the page of an item or a feed, as written, the surest first."""
    links = [*parts.get("link", ()), *parts.get("atom:link", ())]
    pages = [link for link in links if link.get("rel", "alternate") == "alternate"]
    pages.sort(key=lambda link: "html" not in link.get("type", "html"))
    addresses = [text_of(element) for element in parts.get("feedburner:origLink", ())]
    addresses += [link.get("href") or text_of(link) for link in pages]
    guids = [element for element in parts.get("guid", ()) if element.get("isPermaLink", "true").strip() != "false"]
    return addresses + [
        text_of(element) for element in guids if text_of(element).strip().startswith(("http://", "https://"))
    ]


def _own_addresses(parts: Mapping[str, Sequence[Element]]) -> list[str]:
    """Where a feed itself lies, as written."""
    links = (*parts.get("link", ()), *parts.get("atom:link", ()))
    return [link.get("href") or "" for link in links if link.get("rel") == "self"]


def _base(elements: Sequence[Element], base: str | None) -> str | None:
    """What ``xml:base`` of these, from the last to the first, makes of a base."""
    for ancestor in reversed(elements):
        base = web_address(ancestor.get(_BASE), base) or base
    return base


def _first_address(addresses: Sequence[str], base: str | None) -> str | None:
    return next((url for address in addresses if address.strip() and (url := web_address(address, base))), None)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
