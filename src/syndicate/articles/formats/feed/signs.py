"""What an item of a feed says of withholding, in elements that stand in the item itself.

Atom's ``app:draft``, the status of an export, and any element whose name the vocabulary knows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking
from syndicate.articles.formats.feed.tree import name_of, text_of
from syndicate.articles.withholding import DRAFT, Stated, read_signs

if TYPE_CHECKING:
    from syndicate.articles.formats.feed.tree import Element, Item
    from syndicate.articles.model import Finding
    from syndicate.articles.rules import Rules
    from syndicate.articles.withholding import Signs

#: Read as the dates of an article, or said of a printed issue.
_DATES = frozenset(
    {"pubDate", "dc:date", "dcterms:created", "dcterms:modified", "atom:published", "atom:updated", "updated"}
    | {"prism:publicationDate", "wp:post_date", "wp:post_date_gmt", "wp:post_modified", "wp:post_modified_gmt"}
)
_RENAMED = {"dcterms:available": "embargo", "blogger:trashed": "trashed_at"}
#: Keys of plug-ins under which WordPress keeps when a post goes.
_META = frozenset({"_expiration-date"})
_WORDPRESS = {"status": frozenset({"publish"})}
_BLOGGER = {"status": frozenset({"live"})}
_LONGEST = 200


def feed_signs(item: Item, rules: Rules) -> Signs:
    """The signs of one item."""
    signs = read_signs(_stated(item), rules, language=item.language, own=_own(item))
    signs.findings += _unsaid(item)
    return signs


def _own(item: Item) -> Mapping[str, Collection[str]]:
    if item.is_of_wordpress:
        return _WORDPRESS
    return _BLOGGER if "blogger:status" in item.parts else {}


def _unsaid(item: Item) -> Iterator[Finding]:
    """A post of an export always has a status; one without may be anything."""
    if item.is_of_wordpress and not [*item.texts("wp:status")]:
        message = "The export does not say which status the post has, so it counts as a draft."
        yield blocking(DRAFT, message)


def _stated(item: Item) -> Iterator[Stated]:
    for name, elements in item.parts.items():
        for element in elements:
            if name.endswith(("app:control", "}control")) or name == "control":
                yield from (_control(child) for child in element if str(child.tag).endswith("draft"))
            elif name == "wp:postmeta":
                yield from _meta(element)
            elif not len(element) and not _is_date(name, item):
                yield _said(element, _RENAMED.get(name, _local(name)), name)


def _is_date(name: str, item: Item) -> bool:
    return name in _DATES or (name == "published" and item.is_atom)


def _control(element: Element) -> Stated:
    """RFC 5023 §13.1.1: “yes” or “no”; what is neither holds, as everywhere."""
    text = text_of(element).strip()
    return Stated(key="draft", values=(text[:_LONGEST] or "?",), shown="app:draft")


def _meta(element: Element) -> Iterator[Stated]:
    fields = {_local(name_of(child)): text_of(child).strip() for child in element}
    if (key := fields.get("meta_key", "")) in _META:
        yield Stated(key=key, values=(fields.get("meta_value", "")[:_LONGEST],))


def _said(element: Element, key: str, name: str) -> Stated:
    return Stated(key=key, values=(text_of(element).strip()[:_LONGEST],), shown=_shown(name))


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _shown(name: str) -> str:
    return name.rpartition("}")[2]
