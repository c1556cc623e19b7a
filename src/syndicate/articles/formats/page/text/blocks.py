"""The blocks of an HTML page: runs of text between the edges of blocks, in order, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from syndicate.articles.formats.claims.words import words
from syndicate.text.html import names
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What browsers set as blocks (WHATWG HTML §15.3), as far as text can stand in them.
BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table "
    "tbody td tfoot th thead tr ul"
)
_UNSEEN = names(
    "head script style template svg math iframe title textarea select option button input noframes link meta source "
    "track param canvas map area base datalist object video audio noscript img picture"
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Hidden by style sheets everywhere: what is read out alone, and the card that shows when one points at a word. The
# word itself often stands in an element named so, too; hence the second part.
_HIDDEN_CLASS = re.compile(
    r"(?:^|[^a-z])(?:screen-reader-(?:text|only)|sr-only|visually-?hidden"
    r"|(?:rollover|tooltip|popover|hover)[\w-]*(?:block|content|card|box|text)(?![a-z]))",
    re.IGNORECASE,
)


#: Texts and inline elements, in order.
Run = list["str | HtmlElement"]


@dataclass(kw_only=True, eq=False)
class Block:
    """The run with number ``place`` in a block element; ``linked`` counts its characters that stand in links."""

    element: HtmlElement
    place: int
    run: Run
    text: str
    linked: int

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, folded for comparing."""
        return words(self.text)

    @cached_property
    def above(self) -> tuple[HtmlElement, ...]:
        """The block element itself and those around it, the nearest first."""
        return (self.element, *self.element.iterancestors())

    @property
    def is_heading(self) -> bool:
        """Whether it stands in a heading."""
        return any(element.tag in HEADINGS for element in self.above[:3])

    def stands_in(self, *tags: str) -> bool:
        """Whether one of the elements around it has such a name."""
        return any(element.tag in tags for element in self.above)


def blocks(root: HtmlElement) -> list[Block]:
    """Every block with text below an element, in document order."""
    return list(_walk(root))


def _walk(element: HtmlElement) -> Iterator[Block]:
    for place, part in enumerate(parts(element)):
        if isinstance(part, list):
            text = one_line("".join(_texts(part)))
            if text:
                yield Block(element=element, place=place, run=part, text=text, linked=_linked(part))
        else:
            yield from _walk(part)


def parts(element: HtmlElement) -> Iterator[Run | HtmlElement]:
    """What stands in a block element: the blocks in it, and the runs between them; two ``<br>`` part runs as well."""
    run: Run = [element.text] if element.text else []
    for child in element:
        if is_seen(child):
            if holds_block(child):
                if run:
                    yield run
                run = []
                yield child
            elif child.tag == "br" and _ends_with_break(run):
                yield run
                run = []
            else:
                run.append(child)
        if child.tail:
            run.append(child.tail)
    if run:
        yield run


def _ends_with_break(run: Run) -> bool:
    for part in reversed(run):
        if isinstance(part, str):
            if part.strip():
                return False
        else:
            return bool(part.tag == "br")
    return False


def is_seen(element: HtmlElement) -> bool:
    """Whether a browser shows it, as far as the page alone can say."""
    return (
        isinstance(element.tag, str)
        and element.tag not in _UNSEEN
        and element.get("hidden") is None
        and element.get("aria-hidden") != "true"
        and _HIDDEN.search(element.get("style") or "") is None
        and _HIDDEN_CLASS.search(element.get("class") or "") is None
    )


def holds_block(element: HtmlElement) -> bool:
    """Whether it is a block, or an inline element around one."""
    return element.tag in BLOCKS or any(descendant.tag in BLOCKS for descendant in element.iterdescendants())


def _texts(run: Run) -> Iterator[str]:
    for part in run:
        if isinstance(part, str):
            yield part
        elif part.tag == "br":
            yield "\n"
        else:
            yield from _texts(inline(part))


def inline(element: HtmlElement) -> Run:
    """The texts and inline elements in an inline element."""
    run: Run = [element.text] if element.text else []
    for child in element:
        if is_seen(child):
            run.append(child)
        if child.tail:
            run.append(child.tail)
    return run


def _linked(run: Run) -> int:
    count = 0
    for part in run:
        if not isinstance(part, str):
            count += len(one_line("".join(_texts([part])))) if part.tag == "a" else _linked(inline(part))
    return count
