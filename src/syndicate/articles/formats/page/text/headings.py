"""The headings of a page: the main ones with their parts, the lesser ones, and the names of the site among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.formats.claims.values import web_address
from syndicate.articles.formats.claims.words import folded
from syndicate.articles.formats.page.text.blocks import inline
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from syndicate.articles.formats.page.metadata.head import PageHead
    from syndicate.articles.formats.page.text.blocks import Block, Run

_LESSER = frozenset({"h2", "h3", "h4"})
#: Headings of each kind that are looked at.
_COUNT = 60
_BESIDE = ("aside", "nav", "footer")
_HOMES = frozenset({"", "/", "./", "../"})
_INDEX = re.compile(r"/(?:index\.\w{3,5})?\Z")
# hAtom's name for it, and what themes call it that do not follow that.
_NAMED = re.compile(r"(?:^|[^a-z])(?:(?:entry|post|article|story)[-_]*title|headline)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A main heading as it is seen; ``parts`` are the texts of the elements in it and between them.

    ``is_joined`` says that spaces were set in where style sheets part what stands in it.
    """

    text: str
    parts: tuple[str, ...] = ()
    is_joined: bool = False
    is_named: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Headings:
    """The headings of a page in order.

    ``sites`` are main ones that lead home: they name the site, not the article. ``marked`` is the text that microdata
    calls the headline, in whatever element.
    """

    main: tuple[Heading, ...]
    lesser: tuple[str, ...]
    sites: tuple[str, ...]
    marked: str | None


def headings(blocks: Sequence[Block], head: PageHead) -> Headings:
    """The headings among the blocks of a page."""
    main, lesser = _by_element(blocks, frozenset({"h1"})), _by_element(blocks, _LESSER)
    site = {element for element in main if _leads_home(element, head)}
    return Headings(
        main=tuple(_heading(element, parts) for element, parts in main.items() if element not in site),
        lesser=tuple(
            one_line(" ".join(block.text for block in parts))
            for parts in lesser.values()
            if not parts[0].stands_in(*_BESIDE)
        ),
        sites=tuple(_heading(element, main[element]).text for element in site),
        marked=next((block.text for block in blocks if any(map(_is_marked, block.above[:3]))), None),
    )


def _is_marked(element: HtmlElement) -> bool:
    return (element.get("itemprop") or "") == "headline"


def is_headline(block: Block, title: str) -> bool:
    """Whether a block is the headline of that text, or one of its lines, or the headline and a kicker."""
    if block.text == title:
        return True
    mine, other = folded(block.text), folded(title)
    is_main = any(element.tag == "h1" for element in block.above[:4])
    return is_main and other != "" and (mine in other or other in mine)


def _by_element(page_blocks: Sequence[Block], tags: frozenset[str]) -> dict[HtmlElement, list[Block]]:
    blocks: dict[HtmlElement, list[Block]] = {}
    for block in page_blocks:
        for element in block.above[:4]:
            if element.tag in tags and (element in blocks or len(blocks) < _COUNT):
                blocks.setdefault(element, []).append(block)
    return blocks


def _heading(element: HtmlElement, blocks: Sequence[Block]) -> Heading:
    text = one_line(" ".join(_spaced(block.run) for block in blocks))
    parts = [part for block in blocks for part in (block.text, *_parts(block.run)) if folded(part)]
    return Heading(
        text=text,
        parts=tuple(dict.fromkeys(part for part in parts if part != text)),
        is_joined=len(blocks) > 1 or text != blocks[0].text,
        is_named=_NAMED.search(element.get("class") or "") is not None,
    )


def _spaced(run: Run) -> str:
    """The text of a run. Elements with a class of their own are set apart, as style sheets do."""
    text = ""
    was_apart = False
    for part in run:
        piece = part if isinstance(part, str) else " " if part.tag == "br" else _spaced(inline(part))
        # A single letter with a class is a drop cap.
        is_apart = not isinstance(part, str) and bool(part.get("class")) and len(piece.strip()) > 1
        is_glued = (is_apart or was_apart) and text[-1:].strip() and piece[:1].isalnum()
        text += f" {piece}" if is_glued else piece
        was_apart = is_apart
    return text


def _parts(run: Run) -> Iterator[str]:
    for part in run:
        if isinstance(part, str):
            yield one_line(part)
        elif part.tag != "br":
            yield one_line(_spaced(inline(part)))
            yield from _parts(inline(part))


def _leads_home(element: HtmlElement, head: PageHead) -> bool:
    """Whether the whole heading is a link to the site's front page, or to a folder above the article."""
    around = next((ancestor for ancestor in element.iterancestors("a")), None)
    inside = [link for link in element.iter("a") if folded(link.text_content())]
    links = [around] if around is not None else inside
    is_whole = len(links) == 1 and folded(links[0].text_content()) == folded(element.text_content())
    return is_whole and _is_home(links[0].get("href"), head)


def _is_home(address: str | None, head: PageHead) -> bool:
    if address is None or not address.strip():
        return False
    full = web_address(address, head.base)
    if full is None:
        return address.strip() in _HOMES
    parts = urlsplit(full)
    folder = _INDEX.sub("", parts.path)
    if parts.query or parts.fragment:
        return False
    return not folder or any(
        urlsplit(own).netloc == parts.netloc
        and urlsplit(own).path.startswith(f"{folder}/")
        and _INDEX.sub("", urlsplit(own).path) != folder
        for own in head.addresses
    )
