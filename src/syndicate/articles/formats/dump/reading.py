"""Page dumps: the plain text of an article's page, with its media metadata and what stood around it.

::

    Home » World » Headline          breadcrumb; the headline again below it
    Headline
    Deck                             optional
    October 5, 2025, 15:34:55 CET - First paragraph …
    Sub-heading
    Another paragraph …
    [{"id":1,…,"images":{…}}]        anywhere, even in mid-sentence
    You may also like                from here on nothing belongs to the article

What is not certain stays out: a wrong date or an invented headline is worse than none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.articles.findings import LONGEST, blocking, too_long, undated
from syndicate.articles.formats.dump.blocks import BlockKind, blocks, to_html, to_plain
from syndicate.articles.formats.dump.head import read_head
from syndicate.articles.formats.dump.lists import is_list
from syndicate.articles.formats.furniture.boilerplate import labelled, without_tail
from syndicate.articles.formats.furniture.residue import without_codes, without_glued_credits
from syndicate.articles.formats.media import arrays
from syndicate.articles.model import Draft
from syndicate.articles.withholding import signed
from syndicate.articles.withholding.lines import signs_above
from syndicate.text.direction import first_direction
from syndicate.text.plain import tidy, unescape

if TYPE_CHECKING:
    from syndicate.articles.formats.dump.blocks import Block
    from syndicate.articles.formats.dump.head import Head
    from syndicate.articles.model import Finding
    from syndicate.articles.rules import Rules

#: Characters below which the blank lines of a text cost nothing.
_LONG = 100_000
_VOID = re.compile(r"\n ?(?:\n ?)++")
#: Filled lines beyond which nothing of a text is read.
LINES = 10_000


def read_dump(text: str, rules: Rules) -> Draft:
    """The article in a dump; what makes it unfit to publish is a blocking finding."""
    text = _without_voids(tidy(text))
    extracted = arrays.extract(text, rules.size_order)
    # Unescaped behind the JSON, whose quotation marks would be gone; tidied again for what that brings.
    bare = without_codes(unescape(extracted.text))
    lines = [line.strip(" ") for line in _whole(bare, extracted.text).split("\n")]
    lines = without_glued_credits(lines)
    if len(lines) - lines.count("") > LINES:
        return Draft(title=None, findings=(too_long(f"{LINES:,} lines"),))
    page = labelled(lines)
    if is_list(page):
        message = "This is a list of articles, each with its beginning alone; there is no article to publish."
        return Draft(title=None, findings=(blocking("not-an-article", message), *extracted.findings))
    head = read_head(page, rules)
    body = blocks(without_tail(head.body))
    draft = Draft(
        title=head.title,
        deck=head.deck,
        sections=head.sections,
        authors=head.authors,
        published=head.published,
        updated=head.updated,
        unread=head.unread,
        direction=first_direction((head.title or "", *(text for _, text in body))),
        body_html=to_html(body),
        body_text=to_plain(body),
        media=extracted.media,
        findings=(*_verdict(head, body), *extracted.findings, *head.findings, *undated(head.published)),
    )
    signs = signs_above(extracted.text, rules)
    return signed(draft, signs) if signs else draft


def _whole(bare: str, text: str) -> str:
    return bare if bare is text else _without_voids(tidy(bare))


def _without_voids(text: str) -> str:
    """The text with one blank line where there are several: millions of them would be as many lines to look at."""
    return _VOID.sub("\n\n", text) if len(text) > _LONG else text


def _verdict(head: Head, body: list[Block]) -> list[Finding]:
    has_body = any(kind is not BlockKind.HEADING for kind, _ in body)
    if head.title is None and not has_body:
        return [
            blocking("not-an-article", "There is neither a headline nor a text, only what pages print around them.")
        ]
    if head.title is None:
        return [blocking("no-title", "No line is surely the headline.", body[0][1])]
    if not has_body:
        return [blocking("no-body", "There is a headline, but no text below it.", head.title)]
    if sum([len(text) for _, text in body]) > LONGEST:
        return [too_long(f"{LONGEST:,} characters", head.title)]
    return []
