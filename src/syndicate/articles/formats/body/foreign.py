"""The body of an article that another program wrote, without what that program adds to every text."""

from __future__ import annotations

import re
from dataclasses import replace

from syndicate.articles.formats.body.html import body_of_html
from syndicate.articles.formats.body.lines import plain_html
from syndicate.articles.formats.body.model import Body
from syndicate.articles.formats.body.plain import body_of_text
from syndicate.articles.formats.furniture.boilerplate import is_boilerplate
from syndicate.text.plain import one_line, unescape

_PARAGRAPH = re.compile(r"<p(?: [a-z]+=\"[^\"]*\")*>(.*)</p>\s*", re.DOTALL)
#: Paragraphs that a program adds to a text, at most.
_TAIL = 3


def body_of_markup(markup: str, base: str | None) -> Body:
    """The text in a piece of HTML, in which all addresses are relative to ``base``."""
    if "<" not in markup:  # plain, whatever it may be called
        return without_tail(body_of_text(unescape(markup)))
    return without_tail(body_of_html(markup, base_url=base, pictures_url=base))


def without_tail(body: Body) -> Body:
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
