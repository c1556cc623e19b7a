"""Posts in an export of WordPress (WXR, its ``extended RSS``): what is written there otherwise than in its feeds.

The text is as its author typed it: paragraphs are blank lines, unless the post is made of blocks. Times are UTC beside
the post. Authors are logins, and the head of the export says who they are; it also holds the featured pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING
from urllib.parse import unquote

from syndicate.articles.findings import LONGEST
from syndicate.articles.formats.feed import typography
from syndicate.articles.formats.feed.attachments import picture_of
from syndicate.articles.formats.feed.tree import OF_WORDPRESS, name_of, text_of
from syndicate.articles.formats.furniture.residue import without_codes
from syndicate.articles.formats.settings.values import NAME
from syndicate.links import slugify
from syndicate.text.languages import language_tag

if TYPE_CHECKING:
    from syndicate.articles.formats.feed.tree import Element, FeedTree, Item

_BLOCK = (
    r"(?:table|thead|tfoot|caption|colgroup|col|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|blockquote|address|style"
    r"|script|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details"
    r"|summary|iframe|video|audio)"
)
_OPENING = re.compile(rf"<{_BLOCK}(?=[\s/>])", re.IGNORECASE)
_CLOSING = re.compile(rf"(?:</{_BLOCK}\s*>|<hr\s*/?>)", re.IGNORECASE)
_AT_BLOCK = re.compile(rf"</?{_BLOCK}(?=[\s/>])", re.IGNORECASE)
_BREAKS = re.compile(r"(?:<br\s*/?>\s*){2,8}", re.IGNORECASE)
_VOID = re.compile(r"\n[ \t]*+(?:\n[ \t]*+)++")
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,4000}>")
# In these a line end is what it is, and no paragraph.
_AS_IT_IS = re.compile(r"<(?P<end>/?)(?P<name>pre|script|style)\b[^<>]{0,4000}>", re.IGNORECASE)
_CAPTION = re.compile(
    r"\[caption[^\[\]\n]{0,1000}\]\s*((?:<a [^<>]{0,2000}>\s*)?<img [^<>]{0,4000}>(?:\s*</a>)?)([^\[]{0,2000})"
    r"\[/caption\]"
)
# A quotation of one paragraph, which stands there without being called one.
_QUOTATION = re.compile(r"(<blockquote\b[^<>]{0,1000}>)([^<>]++)(</blockquote>)", re.IGNORECASE)
_NEVER = ("0000-00-00", "-0001-11-30")


def classic_text(text: str) -> str:
    """A post's text as HTML: blank lines part paragraphs and line ends are ``<br>``, as WordPress shows it.

    The text of a post that is made of blocks (``<!-- wp:paragraph -->``) is HTML already.
    """
    if "<!-- wp:" in text or len(text) > LONGEST:  # the latter is told by who makes a body of it
        return text
    captioned = _CAPTION.sub(r"\n\n<figure>\1<figcaption>\2</figcaption></figure>\n\n", _unified(text))
    text = without_codes(captioned)
    pieces: list[str] = []
    position = 0
    opening: re.Match[str] | None = None
    for match in _AS_IT_IS.finditer(text):
        if opening is None and not match["end"]:
            opening = match
        elif opening is not None and match["end"] and match["name"].lower() == opening["name"].lower():
            pieces += [*_paragraphs(text[position : opening.start()]), text[opening.start() : match.end()]]
            position, opening = match.end(), None
    return "\n".join([*pieces, *_paragraphs(text[position:])])


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _paragraphs(text: str) -> Iterator[str]:
    text = _TAG.sub(lambda tag: tag[0].replace("\n", " "), text)
    text = _OPENING.sub(r"\n\n\g<0>", _BREAKS.sub("\n\n", text))
    for part in _VOID.split(_CLOSING.sub(r"\g<0>\n\n", text)):
        if chunk := part.strip():
            yield _QUOTATION.sub(r"\1<p>\2</p>\3", chunk) if _AT_BLOCK.match(chunk) else _paragraph(chunk)


def _paragraph(chunk: str) -> str:
    """A paragraph; what closes a block at its end stands behind it."""
    closing = _CLOSING.search(chunk)
    inside, rest = (chunk[: closing.start()], chunk[closing.start() :]) if closing else (chunk, "")
    lines = "<br>\n".join(line.strip() for line in inside.strip().split("\n"))
    return f"<p>{lines}</p>{rest}"


def times(item: Item, name: str) -> Iterator[str]:
    """When a post was published (``post_date``) or changed (``post_modified``), the surest first."""
    for time in item.texts(f"wp:{name}_gmt"):
        if not time.startswith(_NEVER):
            yield f"{time}Z"


def terms(item: Item, domain: str) -> list[str]:
    """The names of a post's categories (``category``) or tags (``post_tag``); not the category that nobody chose."""
    named = (category for category in item.elements("category") if (category.get("domain") or "category") == domain)
    return [
        text_of(category)
        for category in named
        if (category.get("nicename") or "") not in {"uncategorized", "uncategorised"}
    ]


def shown(markup: str, item: Item) -> str:
    """The text of a post as its site shows it."""
    text = classic_text(markup)
    return typography.set_html(text) if typography.is_set(item.language) else text


def slug(item: Item) -> str | None:
    """Its own word for addresses."""
    return next((found for name in item.texts("wp:post_name") if (found := slugify(unquote(name)[:NAME]))), None)


def complete(feed: FeedTree, uploads: Mapping[str, Element]) -> None:
    """Give each post what the export says of it elsewhere: its author's name, and its featured picture.

    ``uploads`` are those of other files of the export, as `uploads_of` gives them.
    """
    if not any(name_of(child) in OF_WORDPRESS for item in feed.items for child in item):
        return
    names = dict(_authors(feed.head))
    pictures = {**uploads, **uploads_of(feed)}
    for item in feed.items:
        for child in item:
            if name_of(child) == "dc:creator" and (name := names.get(text_of(child).strip())):
                child.text = name
        if (picture := pictures.get(_featured(item))) is not None:
            item.append(deepcopy(picture))  # several may show one


def _authors(head: Element) -> Iterator[tuple[str, str]]:
    for author in head:
        if name_of(author) == "wp:author":
            fields = {name_of(child): text_of(child).strip() for child in author}
            if fields.get("wp:author_login") and fields.get("wp:author_display_name"):
                yield fields["wp:author_login"], fields["wp:author_display_name"]


def uploads_of(feed: FeedTree) -> Mapping[str, Element]:
    """The pictures that were uploaded, by the numbers by which posts name them."""
    is_set = typography.is_set(_language(feed.head))
    return dict(filter(None, (picture_of(item, is_set=is_set) for item in feed.items)))


def _language(head: Element) -> str | None:
    return next((language_tag(text_of(child)) for child in head if name_of(child) == "language"), None)


def _featured(item: Element) -> str:
    for child in item:
        if name_of(child) == "wp:postmeta":
            fields = {name_of(part): text_of(part).strip() for part in child}
            if fields.get("wp:meta_key") == "_thumbnail_id":
                return fields.get("wp:meta_value", "")
    return ""
