"""Lexical, the tree in which Ghost's editor keeps a text, as HTML; what it makes is not yet clean.

Each kind of node is a few lines of HTML. Cards that ask readers for something (a form, an offer, a paywall) are left
out; of one that nobody knows the texts and links that stand in it are kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

#: Nodes in one another beyond which a text is not read.
DEEPEST = 60
#: The marks of a text, as bits, and the elements that stand for them.
_MARKS = ((1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup"))
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

Node = Mapping[str, Any]


class BrokenLexicalError(ValueError):
    """A text that is no Lexical; the message is for an editor."""


def html_of_lexical(written: str) -> str:
    """The HTML of a text.

    Raises:
        BrokenLexicalError: it is not JSON, has no root, or is too deep.
    """
    try:
        tree = json.loads(written)
    except (ValueError, RecursionError) as error:
        message = "The text of the post (“lexical”) is no JSON that can be read."
        raise BrokenLexicalError(message) from error
    root = tree.get("root") if isinstance(tree, dict) else None
    if not isinstance(root, dict):
        message = "The text of the post (“lexical”) has no root."
        raise BrokenLexicalError(message)
    return _inside(root, DEEPEST)


def _inside(node: Node, depth: int) -> str:
    """The children of a node, one after the other."""
    if not depth:
        message = f"More than {DEEPEST} elements lie in one another in the text of the post (“lexical”)."
        raise BrokenLexicalError(message)
    return "".join(_html(child, depth - 1) for child in _nodes(node.get("children")))


def _html(node: Node, depth: int) -> str:
    kind = _text(node, "type").removeprefix("extended-")
    if kind in _CARDS:
        return _CARDS[kind](node)
    inside = _inside(node, depth)
    if kind == "heading":
        tag = _text(node, "tag")
        return _element(tag if tag in _HEADINGS else "h2", inside)
    if kind == "list":
        return _element("ol" if _text(node, "listType") == "number" else "ul", inside)
    if kind in {"link", "autolink"}:
        return _link(_text(node, "url"), inside)
    return _element(_ELEMENTS[kind], inside) if kind in _ELEMENTS else inside


#: Elements that hold other nodes.
_ELEMENTS = {"paragraph": "p", "listitem": "li", "quote": "blockquote", "aside": "blockquote"}


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def _text(node: Node, *names: str) -> str:
    """The first of these fields that is a text with something in it."""
    values: Sequence[object] = [node.get(name) for name in names]
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _element(name: str, inside: str) -> str:
    return f"<{name}>{inside}</{name}>" if inside.strip() else ""


def _link(address: str, inside: str) -> str:
    return f'<a href="{escape(address)}">{inside}</a>' if address and inside else inside


def _marked(node: Node) -> str:
    written = node.get("text")
    text = escape(written, quote=False) if isinstance(written, str) else ""
    marks = node.get("format")
    bits = marks if isinstance(marks, int) and text else 0
    for bit, name in _MARKS:
        text = f"<{name}>{text}</{name}>" if bits & bit else text
    return text


# --- cards ------------------------------------------------------------------------------


def _picture(node: Node, caption: str = "") -> str:
    source = _text(node, "src")
    if not source:
        return ""
    sizes = "".join(
        f' {name}="{value}"' for name in ("width", "height") if isinstance(value := node.get(name), int) and value > 0
    )
    words = _text(node, "caption") or caption
    shown = f'<img src="{escape(source)}" alt="{escape(_text(node, "alt", "altText"))}"{sizes}>'
    return f"<figure>{shown}{_element('figcaption', words)}</figure>"


def _gallery(node: Node) -> str:
    return "".join(_picture(picture, _text(node, "caption")) for picture in _nodes(node.get("images")))


def _code(node: Node) -> str:
    return _element("pre", _element("code", escape(_text(node, "code"), quote=False)))


def _bookmark(node: Node) -> str:
    metadata = node.get("metadata")
    known: Node = metadata if isinstance(metadata, dict) else {}
    return _linked(_text(node, "url") or _text(known, "url"), _text(known, "title") or _text(node, "title"))


def _embed(node: Node) -> str:
    """What was embedded stays as a link to it, with what it was captioned by; its own markup may be a frame alone."""
    metadata = node.get("metadata")
    known: Node = metadata if isinstance(metadata, dict) else {}
    url = _text(node, "url")
    return _linked(url, _text(known, "title")) + _element("p", _text(node, "caption")) if url else _text(node, "html")


def _linked(address: str, words: str) -> str:
    return _element("p", _link(address, escape(words or address, quote=False)))


def _file(node: Node) -> str:
    return _linked(_text(node, "src"), _text(node, "fileTitle", "title", "fileName")) + _element(
        "p", _text(node, "fileCaption", "caption")
    )


def _callout(node: Node) -> str:
    return _element("blockquote", _text(node, "calloutText"))


def _toggle(node: Node) -> str:
    return _element("h4", _text(node, "heading")) + _text(node, "content")


def _button(node: Node) -> str:
    return _linked(_text(node, "buttonUrl"), _text(node, "buttonText"))


def _header(node: Node) -> str:
    return _element("h2", _text(node, "header")) + _element("p", _text(node, "subheader"))


def _product(node: Node) -> str:
    picture = _picture({"src": node.get("productImageSrc")})
    title = _element("h4", _text(node, "productTitle"))
    return picture + title + _text(node, "productDescription") + _linked_product(node)


def _linked_product(node: Node) -> str:
    url = _text(node, "productUrl")
    return _linked(url, _text(node, "productButton")) if url else ""


def _markdown(node: Node) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(_text(node, "markdown")))


def _nothing(_: Node) -> str:
    return ""


_CARDS: Mapping[str, Callable[[Node], str]] = {
    "text": _marked,
    "linebreak": lambda _: "<br>",
    "tab": lambda _: " ",
    "horizontalrule": lambda _: "<hr>",
    "image": _picture,
    "gallery": _gallery,
    "html": lambda node: _text(node, "html"),
    "markdown": _markdown,
    "codeblock": _code,
    "code": _code,
    "bookmark": _bookmark,
    "embed": _embed,
    "video": _file,
    "audio": _file,
    "file": _file,
    "callout": _callout,
    "toggle": _toggle,
    "button": _button,
    "header": _header,
    "product": _product,
    **dict.fromkeys(("signup", "email", "email-cta", "call-to-action", "paywall", "transistor"), _nothing),
}
