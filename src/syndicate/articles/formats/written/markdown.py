"""Markdown (CommonMark, with tables and strikethrough), with or without front matter.

HTML in it is text, as it would be in a dump: what an author wants to say with markup, Markdown can say. The first
``# Heading`` is the headline where the front matter names none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from syndicate.articles.findings import LONGEST, blocking, too_long, undated
from syndicate.articles.formats.body.html import body_of_html
from syndicate.articles.formats.body.model import Body
from syndicate.articles.formats.settings.reading import Settings, read_settings
from syndicate.articles.formats.settings.signs import stated_in
from syndicate.articles.formats.settings.tree import BrokenSettingsError, line_and_column
from syndicate.articles.formats.settings.values import TITLE
from syndicate.articles.formats.written import front_matter, header_lines
from syndicate.articles.model import Draft
from syndicate.articles.withholding import read_signs, signed
from syndicate.articles.withholding.lines import signs_above
from syndicate.text.direction import first_direction
from syndicate.text.plain import clean, shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from syndicate.articles.formats.written.front_matter import FrontMatter
    from syndicate.articles.model import Finding
    from syndicate.articles.rules import Rules

#: Lines and opening brackets beyond which a text is not read.
LINES, BRACKETS = 10_000, 10_000
#: Cells of tables that stand in no row and that the parser would add, so that every row is as long as the first.
ADDED_CELLS = 2_000
#: What the row below a table's head is made of, also in a quotation.
_RULING = frozenset("|:->\t ")


def read_markdown(text: str, rules: Rules) -> Draft:
    """The article in a Markdown document; what makes it unfit to publish is a blocking finding."""
    document = clean(text).lstrip()
    try:
        divided = front_matter.divide(document)
    except BrokenSettingsError as error:
        return Draft(title=None, findings=(_broken(error, document),))
    return _draft(divided, document, rules, {})


def read_header_lines(text: str, rules: Rules) -> Draft:
    """The same with ``Key: value`` lines above the text, in place of front matter."""
    document = clean(text).lstrip()
    return _draft(header_lines.divide(document), document, rules, header_lines.STATUS)


def _draft(divided: FrontMatter, document: str, rules: Rules, own: Mapping[str, Collection[str]]) -> Draft:
    settings = read_settings(divided.settings, document, rules, own=own)
    headline, body = body_of_markdown(divided.body, settings.title, base_url=settings.permalink)
    draft = draft_of(replace(settings, title=settings.title or headline), body)
    if draft.title is None:
        missing = blocking("no-title", "The document names no title.")
        draft = replace(draft, findings=(missing, *draft.findings))
    noted = header_lines.below_heading(divided.body.lstrip("\n"))
    if noted.entries:
        draft = signed(draft, read_signs(stated_in(noted, divided.body), rules))
    signs = signs_above(divided.body, rules)
    return signed(draft, signs) if signs and not noted.entries else draft


def draft_of(settings: Settings, body: Body) -> Draft:
    """The draft that settings and a body make."""
    return Draft(
        title=settings.title,
        deck=settings.deck,
        sections=settings.sections,
        tags=settings.tags,
        authors=settings.authors,
        published=settings.published,
        updated=settings.updated,
        unread=settings.unread,
        embargo_until=settings.embargo_until,
        expires_at=settings.expires_at,
        permalink=settings.permalink,
        slug=settings.slug,
        language=settings.language,
        direction=first_direction((settings.title or "", body.text)),
        body_html=body.html,
        body_text=body.text,
        media=(*settings.pictures, *body.pictures),
        audio=settings.audio,
        is_paid=settings.is_paid,
        ai=settings.ai,
        findings=(*settings.findings, *body.findings, *undated(settings.published)),
    )


def body_of_markdown(text: str, title: str | None = None, *, base_url: str | None = None) -> tuple[str | None, Body]:
    """The headline, if the text begins with one, and the body without it.

    Where ``title`` is known, a heading that begins the text goes only when it says the same.
    """
    if fault := too_much(text):
        # The headline is told all the same: it says which article is held.
        start = text.lstrip()[:TITLE].partition("\n\n")[0]
        return _headline(_markdown().parse(start)), Body(findings=(fault,))
    markdown = _markdown()
    environment: dict[str, object] = {}
    tokens = markdown.parse(text, environment)
    headline = _headline(tokens)
    if headline is not None and (title is None or _folded(title) == _folded(headline)):
        tokens = tokens[3:]
    else:
        headline = None
    html = markdown.renderer.render(tokens, markdown.options, environment)
    return headline, body_of_html(html, base_url=base_url)


def too_much(text: str) -> Finding | None:
    """Why a text is not given to the parser, whose time is linear, but not the same for every sign."""
    if len(text) > LONGEST or sum(map(bool, map(str.strip, text.split("\n")))) > LINES:
        return too_long(f"{LONGEST:,} characters or {LINES:,} lines")
    if text.count("[") > BRACKETS:
        return blocking("body-unfit", f"The text has more than {BRACKETS:,} opening brackets, which no article has.")
    if _added_cells(text) > ADDED_CELLS:
        message = f"The rows of its tables lack more than {ADDED_CELLS:,} cells. Write all cells of each row."
        return blocking("body-unfit", message)
    return None


def _added_cells(text: str) -> int:
    """At most so many cells are missing in tables: a few bytes of rows below a long head would become megabytes."""
    added = bars = 0
    for line in text.split("\n"):
        if not line.strip("> \t"):
            bars = 0
        elif "-" in line and _RULING.issuperset(line):
            bars = max(bars, line.count("|"))
        elif bars:
            added += max(0, bars - line.count("|"))
    return added


def _headline(tokens: list[Token]) -> str | None:
    is_heading = len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1"
    if not is_heading:
        return None
    words = "".join(token.content if token.type in {"text", "code_inline"} else " " for token in _inline(tokens[1]))
    return shorten(words, TITLE) or None


def _inline(token: Token) -> list[Token]:
    return [token for token in token.children or () if token.type in {"text", "code_inline", "softbreak", "hardbreak"}]


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """The parser, imported when first asked for. It lets all addresses pass: the sanitiser judges them."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.validateLink = bool  # type: ignore[method-assign,assignment]
    parser.normalizeLink = str  # type: ignore[method-assign,assignment]
    return parser


def _broken(error: BrokenSettingsError, document: str) -> Finding:
    line_start = document.rfind("\n", 0, error.start) + 1
    line_end = document.find("\n", error.start)
    line = document[line_start : line_end if line_end >= 0 else len(document)]
    message = f"The front matter cannot be read ({line_and_column(document, error.start)}): {error.message}"
    return blocking("front-matter-broken", message, line[:400])
