"""HTML pages: what the page says to readers and to machines, heard as claims and combined by agreement.

For each thing there are several witnesses: JSON-LD, Open Graph, other meta elements, the visible text. None is
believed alone where another can be asked; what they do not settle stays out, because an invented headline or a wrong
date is worse than none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from syndicate.articles.findings import blocking, undated
from syndicate.articles.formats.claims.values import permalink, web_address
from syndicate.articles.formats.page.authors import authors_of
from syndicate.articles.formats.page.datelines import visible
from syndicate.articles.formats.page.dates import read_dates
from syndicate.articles.formats.page.labels import deck_of, sections_of, tags_of, without_deck
from syndicate.articles.formats.page.metadata import json_ld
from syndicate.articles.formats.page.metadata.about import article_of, page_of
from syndicate.articles.formats.page.metadata.head import read_head
from syndicate.articles.formats.page.pictures import page_media, recording
from syndicate.articles.formats.page.scanning import scan
from syndicate.articles.formats.page.signs import page_signs
from syndicate.articles.formats.page.text.arrays import without_arrays
from syndicate.articles.formats.page.text.blocks import blocks
from syndicate.articles.formats.page.text.extractor import extracted
from syndicate.articles.formats.page.text.headings import headings
from syndicate.articles.formats.page.text.main import main_text, tells_prose
from syndicate.articles.formats.page.text.markup import to_html
from syndicate.articles.formats.page.title import headline
from syndicate.articles.formats.page.verdict import verdict
from syndicate.articles.model import Draft
from syndicate.articles.withholding import signed
from syndicate.errors import BadDataError
from syndicate.text.direction import first_direction
from syndicate.text.html import DEPTH_LIMIT, Outlet, sanitise, to_text
from syndicate.text.languages import language_tag
from syndicate.text.plain import one_line, unescape

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from syndicate.articles.formats.page.metadata.head import PageHead
    from syndicate.articles.formats.page.metadata.json_ld import Described
    from syndicate.articles.formats.page.scanning import PageSource
    from syndicate.articles.formats.page.text.blocks import Block
    from syndicate.articles.formats.page.text.headings import Headings
    from syndicate.articles.rules import Rules

#: Characters of JSON-LD's own text below which it is a cut of it.
_WHOLE = 400
#: Characters of markup for each tag, the tag itself among them; real pages have 25 to 140.
_DENSEST = 15


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    """A page taken apart, and what it describes in JSON-LD: its article, and itself."""

    source: PageSource
    root: HtmlElement
    head: PageHead
    blocks: tuple[Block, ...]
    headings: Headings
    title: str | None
    about: Described | None
    itself: Described | None


def read_html(text: str, rules: Rules) -> Draft:
    """The article on a page; what makes it unfit to publish is a blocking finding.

    ``permalink`` is the page's canonical address. Nothing is fetched, and no file is opened.
    """
    try:
        return _draft(_open(text), rules)
    except BadDataError as error:
        message = f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}"
        return Draft(title=None, findings=(blocking(error.code, message),))


def _open(text: str) -> _Page:
    source = scan(text)
    root = _parsed(source.markup)
    head = read_head(root)
    body = root.find("body")
    shown = tuple(blocks(root if body is None else body))
    described = json_ld.read_scripts(source.json_ld)
    seen = headings(shown, head)
    window = one_line(unescape(source.title))
    named = [line for line in (*(main.text for main in seen.main), head.first("og:title"), window) if line]
    about = article_of(described, head.addresses, named)
    machine = (head.first("og:title"), head.first("twitter:title", "dc.title", "title"))
    claims = [about.headline if about else None, *machine]
    return _Page(
        source=source,
        root=root,
        head=head,
        blocks=shown,
        headings=seen,
        title=headline(seen, claims, window, head.first("og:site_name")),
        about=about,
        itself=page_of(described, head.addresses, named),
    )


def _parsed(markup: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = document_fromstring(f"<!DOCTYPE html>{markup or '<body>'}".encode(), parser=parser)
    except etree.ParserError as error:
        message = "the page is empty"
        raise BadDataError(message, code="not-an-article", hint="Save it again.") from error
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH_LIMIT:
            message = f"the page nests more than {DEPTH_LIMIT} elements"
            raise BadDataError(
                message, code="html-too-deep", hint="Save the article alone, without the page around it."
            )
    return root


def _draft(page: _Page, rules: Rules) -> Draft:
    bare = without_arrays(page.blocks, rules.size_order)
    main = without_deck(main_text(bare.blocks, _witnesses(page), _titles(page)), page.title or "")
    seen = visible(page.root, main, page.title, rules)
    dates = read_dates(page.head, page.about, page.itself, seen, rules)
    media, complaints = page_media(page.root, page.head, page.about, main, bare.media)
    headline = next((block for block in page.blocks if block.text == page.title and block.is_heading), None)
    body_html = sanitise(to_html(page.root, main.blocks, _linker(page.head)), Outlet.FEED)
    body_text = to_text(body_html)
    draft = Draft(
        title=page.title,
        deck=deck_of(page.head, page.about, main, title=page.title or "", body=body_text),
        sections=sections_of(page.head, page.about),
        tags=tags_of(page.head, page.about),
        authors=authors_of(page.head, page.about, seen.lines),
        published=dates.published,
        updated=dates.updated,
        unread=dates.unread,
        permalink=permalink(page.head.canonical),
        language=page.head.language
        or (language_tag(page.about.language) if page.about and page.about.language else None),
        direction=page.head.direction or first_direction([page.title or "", *(block.text for block in main.blocks)]),
        body_html=body_html,
        body_text=body_text,
        media=media,
        audio=recording(page.head),
        is_paid=page.about is not None and page.about.is_free is False,
        ai=page.about.ai if page.about else None,
        findings=(
            *verdict(page.title, page.head, page.about, main),
            *bare.findings,
            *complaints,
            *dates.findings,
            *undated(dates.published),
        ),
    )
    described = [thing for thing in (page.about, page.itself) if thing]
    return signed(draft, page_signs(page.root, described, main, headline, dates.published, rules, draft.language))


def _witnesses(page: _Page) -> list[str]:
    described = page.about.body if page.about else ""
    # A page of tags with next to nothing in them is no article: the extractor's time is not spent on it.
    has_text = len(page.source.markup) >= _DENSEST * page.source.tags
    seen = extracted(page.source.markup) if has_text else ""
    witnesses = [witness for witness in (seen, described if len(described) >= _WHOLE else "") if tells_prose(witness)]
    # What microdata calls the text holds pictures and boxes as well, so it is asked where nobody else can be.
    return witnesses or ["\n".join(block.text for block in page.blocks if any(map(_is_body, block.above)))]


def _is_body(element: HtmlElement) -> bool:
    return "articleBody" in (element.get("itemprop") or "").split()


def _titles(page: _Page) -> list[str]:
    """What is the headline wherever it stands; several ``h1`` may be the headings of the text."""
    seen = [heading.text for heading in page.headings.main]
    return [line for line in (page.title, page.about.headline if page.about else None, *seen[: len(seen) == 1]) if line]


def _linker(head: PageHead) -> Callable[[str], str | None]:
    def link(address: str) -> str | None:
        if address.lower().startswith("mailto:"):
            return address
        return None if address.startswith("#") else web_address(address, head.base)

    return link
