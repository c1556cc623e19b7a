"""The texts of a feed's items: plain where they are plain, and HTML where they say so or show it.

Atom says of each text what it is (RFC 4287 §3.1). RSS does not: its descriptions are HTML, and of its titles
`body.lines` tells what they are.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from lxml import etree

from syndicate.articles.formats.body.foreign import body_of_markup, without_tail
from syndicate.articles.formats.body.html import body_of_html
from syndicate.articles.formats.body.lines import plain_html, plain_or_html
from syndicate.articles.formats.body.model import Body
from syndicate.articles.formats.body.plain import body_of_text
from syndicate.articles.formats.feed.tree import text_of
from syndicate.articles.formats.feed.wxr import shown
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from syndicate.articles.formats.feed.tree import Element, Item

_HTML_TYPES = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})
_PLAIN_TYPES = frozenset({"", "text", "text/plain", "plain"})


def plain(element: Element, *, is_atom: bool) -> str:
    """The words of a title, a name or a caption in one line."""
    kind = (element.get("type") or "").strip().lower()
    if kind in _HTML_TYPES:
        return plain_html(_inner(element) if len(element) else text_of(element))
    text = text_of(element)
    return one_line(text) if is_atom else plain_or_html(text)


def body_of(item: Item) -> tuple[Body, Element | None]:
    """The body, and the element that it stands in: the full text, or what stands for it where there is none."""
    names = ("content", "summary") if item.is_atom else ("content:encoded", "atom:content", "description")
    for element in item.elements(*names):
        if (body := body_in(element, item)) is not None:
            return body, element
    return body_of_text(""), None


def body_in(element: Element, item: Item) -> Body | None:
    """The text in an element; ``None`` where it holds none, but a file or another document."""
    kind = (element.get("type") or "").strip().lower()
    is_of_atom = item.is_atom or "Atom" in str(element.tag)
    if element.get("src") is not None or kind not in _HTML_TYPES | _PLAIN_TYPES:
        return None
    if is_of_atom and kind in _PLAIN_TYPES:
        return body_of_text(text_of(element))
    markup = _inner(element) if len(element) else text_of(element)
    if item.is_of_wordpress:
        return without_tail(body_of_html(shown(markup, item), base_url=item.link, pictures_url=item.link))
    return body_of_markup(markup, item.base_of(element))


def _inner(element: Element) -> str:
    """What stands in an element, as HTML; it loses its namespaces, in the tree as well."""
    for child in element.iterdescendants():
        child.tag = re.split("[}:]", str(child.tag))[-1].lower()
    inside = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return html.escape(element.text or "", quote=False) + "".join(inside)
