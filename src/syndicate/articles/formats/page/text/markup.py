"""Chosen blocks of a page as HTML again: with their emphasis, links, lists, quotations and tables, and nothing else."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from syndicate.articles.formats.page.text.blocks import inline, parts
from syndicate.text.html import names

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from syndicate.articles.formats.page.text.blocks import Block, Run

#: White space and line breaks at the edges of a run say nothing.
_EDGES = re.compile(r"\A(?:\s|<br>)++|(?:(?<!\s)(?<!<br>)(?:\s|<br>)++)\Z")
# What means something around its blocks; of all else only the content is kept.
_WRAPPERS = names("ul ol blockquote table thead tbody tfoot tr dl")
_CELLS = frozenset({"td", "th"})
# What is around its text itself, and what may hold blocks as well.
_BARE = _CELLS | names("li dt dd caption pre")
# The headline is the only ``h1``, so those of the text are one below it.
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
_INLINE = names("strong b em i u s code sub sup small q cite abbr del ins kbd mark time br")
_KEPT_ATTRIBUTES = ("title", "datetime", "colspan", "rowspan", "start", "lang", "dir")


def to_html(root: HtmlElement, chosen: Collection[Block], link: Callable[[str], str | None]) -> str:
    """The HTML of the chosen blocks below an element. ``link`` makes an address absolute, or drops it.

    Not sanitised: text is escaped and no element or attribute is written but those named here.
    """
    kept = {(block.element, block.place): block for block in chosen}
    open_elements = {element for block in chosen for element in block.above}
    return _Writer(kept, open_elements, link).block(root)


class _Writer:
    def __init__(
        self,
        kept: Mapping[tuple[HtmlElement, int], Block],
        open_elements: Collection[HtmlElement],
        link: Callable[[str], str | None],
    ) -> None:
        self._kept = kept
        self._open = open_elements
        self._link = link

    def block(self, element: HtmlElement) -> str:
        name = str(element.tag)
        pieces: list[str] = []
        for place, part in enumerate(parts(element)):
            if not isinstance(part, list):
                pieces.append(self._inner_block(part))
            elif (element, place) in self._kept:
                run = self._kept[element, place].run
                text = self.run(run) if name == "pre" else _EDGES.sub("", self.run(run))
                pieces.append(text if name in _BARE else _tagged(element, _leaf(element), text))
        inner = "\n".join(piece for piece in pieces if piece)
        return _tagged(element, name, inner) if inner and (name in _WRAPPERS or name in _BARE) else inner

    def _inner_block(self, element: HtmlElement) -> str:
        if element in self._open:
            return self.block(element)
        # An empty cell still holds its column's place.
        return (
            _tagged(element, str(element.tag), "")
            if element.tag in _CELLS and element.getparent() in self._open
            else ""
        )

    def run(self, run: Run) -> str:
        return "".join(html.escape(part, quote=False) if isinstance(part, str) else self.element(part) for part in run)

    def element(self, element: HtmlElement) -> str:
        inner = self.run(inline(element))
        if element.tag == "br":
            return "<br>"
        if element.tag == "a" and (address := self._link(element.get("href") or "")):
            return f'<a href="{html.escape(address)}">{inner}</a>' if inner.strip() else inner
        return _tagged(element, str(element.tag), inner) if element.tag in _INLINE and inner.strip() else inner


def _leaf(element: HtmlElement) -> str:
    """The element for a run in it: the heading that it stands in, or a paragraph."""
    parent = element.getparent()
    near = (str(holder.tag) for holder in (element, parent) if holder is not None)
    return next((_HEADINGS[name] for name in near if name in _HEADINGS), "p")


def _tagged(element: HtmlElement, name: str, inner: str) -> str:
    values = ((key, element.get(key)) for key in _KEPT_ATTRIBUTES)
    attributes = "".join(f' {key}="{html.escape(value)}"' for key, value in values if value)
    return f"<{name}{attributes}>{inner}</{name}>"
