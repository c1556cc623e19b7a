"""The texts of a feed's items: plain where they are plain, and HTML where they say so or show it.

Atom says of each text what it is (RFC 4287 §3.1). RSS does not: its descriptions are HTML, and its titles are plain
text to one half of the world and HTML to the other. A title is taken for HTML only where it shows it: by a reference
that was escaped a second time (``Tom &amp;#8217;s``), or by inline elements with their end tags.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from syndicate.articles.formats.body.html import Body, body_of_html, body_of_text
from syndicate.articles.formats.feed.tree import text_of
from syndicate.articles.formats.feed.wxr import classic_text
from syndicate.articles.formats.furniture.boilerplate import is_boilerplate
from syndicate.errors import BadDataError
from syndicate.text.html import to_text
from syndicate.text.plain import clean, one_line, unescape

if TYPE_CHECKING:
    from syndicate.articles.formats.feed.tree import Element, Item

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_INLINE_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>b|i|em|strong|u|s|sub|sup|span|font|small|big|code|cite|q|mark|a|p)\b[^<>]*>", re.IGNORECASE
)
_EATING = re.compile(r"<(?:script|style|template|title|textarea|iframe|object|svg|math|noscript)\b", re.IGNORECASE)
_HTML_TYPES = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})
_PLAIN_TYPES = frozenset({"", "text", "text/plain", "plain"})
_PARAGRAPH = re.compile(r"<p(?: [a-z]+=\"[^\"]*\")*>(.*)</p>\s*", re.DOTALL)
#: Paragraphs that a program adds to a text, at most.
_TAIL = 3


def plain_html(markup: str) -> str:
    """The words of a piece of HTML in one line, references resolved once."""
    try:
        return one_line(to_text(clean(markup)))
    except BadDataError:  # too large or too deep for a line; what it says is shown as it is written
        return one_line(markup)


def plain(element: Element, *, is_atom: bool) -> str:
    """The words of a title, a name or a caption in one line."""
    kind = (element.get("type") or "").strip().lower()
    if kind in _HTML_TYPES:
        return plain_html(_inner(element) if len(element) else text_of(element))
    text = text_of(element)
    return one_line(text) if is_atom else plain_or_html(text)


def plain_or_html(text: str) -> str:
    """The words of a text that does not say what it is; see above."""
    is_escaped = any(unescape(match[0]) != match[0] for match in _REFERENCE.finditer(text))
    if _EATING.search(
        text
    ):  # about such a tag, for no title is set with one: as HTML it would lose the words behind it
        return one_line(unescape(text) if is_escaped else text)
    return plain_html(text) if is_escaped or _has_pair(text) else one_line(text)


def _has_pair(text: str) -> bool:
    """Whether an inline element stands in the text with its end tag."""
    tags = [(match["name"].lower(), bool(match["end"])) for match in _INLINE_TAG.finditer(text)]
    return any((name, True) in tags for name, is_end in dict.fromkeys(tags) if not is_end)


def body_of(item: Item) -> tuple[Body, Element | None]:
    """The body, and the element that it stands in: the full text, or what stands for it where there is none."""
    names = ("content", "summary") if item.is_atom else ("content:encoded", "atom:content", "description")
    for one in item.elements(*names):
        if (body := body_in(one, item)) is not None:
            return body, one
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
        return _without_tail(body_of_html(classic_text(markup), base_url=item.link, pictures_url=item.link))
    return body_of_markup(markup, item.base_of(element))


def body_of_markup(markup: str, base: str | None) -> Body:
    """The text in a piece of HTML, in which all addresses are relative to ``base``."""
    if "<" not in markup:  # plain, whatever it may be called
        return _without_tail(body_of_text(unescape(markup)))
    return _without_tail(body_of_html(markup, base_url=base, pictures_url=base))


def _inner(element: Element) -> str:
    """What stands in an element, as HTML; it loses its namespaces, in the tree as well."""
    for one in element.iterdescendants():
        one.tag = re.split("[}:]", str(one.tag))[-1].lower()
    inside = (etree.tostring(one, encoding="unicode", method="html") for one in element)
    return html.escape(element.text or "", quote=False) + "".join(inside)


def _without_tail(body: Body) -> Body:
    """The body without what its program adds at the end of every text, such as “The post … first appeared on …”."""
    paragraphs, markup = body.text.split("\n\n"), body.html
    for _ in range(_TAIL):
        start = markup.rfind("<p")
        match = _PARAGRAPH.fullmatch(markup, start) if start >= 0 else None
        if len(paragraphs) == 1 or match is None or not is_boilerplate(paragraphs[-1]):
            break
        if plain_html(match[1]) != one_line(paragraphs[-1]):
            break
        markup = markup[:start].rstrip()
        paragraphs.pop()
    return replace(body, html=markup, text="\n\n".join(paragraphs))
