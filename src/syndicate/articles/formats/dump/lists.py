"""Tells a list of articles (a tag's page, a month's archive, a front page) from an article.

A list shows the beginnings of several articles, each with a link to the rest. An article may have such links, too, but
not before its own text: only where every piece is short and ends with one is the page a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.articles.formats.furniture.boilerplate import Line

# As WordPress and its like head such pages, in their languages.
_HEADING = re.compile(
    r"(?:(?:(?:tag|category|author|daily|monthly|yearly) )?archives?|tags?|categor(?:y|ies)"
    r"|topics?|author|browsing(?: tag| category)?"
    r"|(?:all )?posts (?:tagged|by|in|filed under)|articles (?:tagged|by)|search results(?: for)?"
    r"|schlagwort(?:-archiv)?|kategorie"
    r"|étiquette|catégorie|etiqueta|categoría|categoria|позначка|категорія|метка|рубрика"
    r"|الوسم|التصنيف)\s?[:»›]\s?.{1,80}",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:continue reading|read (?:more|on|full (?:story|article))|read the (?:rest|full).{0,40}"
    r"|(?:weiter|mehr) ?lesen"
    r"|den vollständigen artikel lesen|lire (?:la suite|plus)|leer más|seguir leyendo"
    r"|ler mais|leia mais|leggi tutto|lees (?:meer|verder)"
    r"|читати (?:далі|більше)|читать (?:далее|дальше)|اقرأ المزيد|קרא עוד|selengkapnya|devamını oku)\b.{0,120}",
    re.IGNORECASE,
)
_CUT = ("[…]", "[...]", "(more…)", "(more...)", "…more", "Read more", "Read More", "Read more »", "Continue reading →")
_CUT_SIGNS = frozenset(cut[-1] for cut in _CUT)
# How those begin, folded.
_LINK_LETTERS = frozenset("cdlmrswчקا")
_LONGEST_LINK = 140
#: Characters of an article's beginning that a list shows at most.
_LONGEST_PIECE = 1500
#: Beginnings that make a list; fewer do where the page is headed as one.
_PIECES, _PIECES_UNDER_HEADING = 3, 2
#: Lines at the top of a page where its heading stands.
_TOP = 6


def is_list(lines: Sequence[Line]) -> bool:
    """Whether the page holds the beginnings of several articles and none whole."""
    links = [
        index
        for index, (line, _) in enumerate(lines)
        # Most lines are told by their first letter and their last not to end a piece.
        if line and (line[-1] in _CUT_SIGNS or line[0].casefold() in _LINK_LETTERS) and _ends_piece(line)
    ]
    if len(links) < _PIECES_UNDER_HEADING:
        return False
    needed = _PIECES_UNDER_HEADING if _is_headed(lines) else _PIECES
    return len(links) >= needed and all(length <= _LONGEST_PIECE for length in _lengths(lines, links))


def _ends_piece(line: str) -> bool:
    return line.endswith(_CUT) or (len(line) <= _LONGEST_LINK and _LINK.match(line) is not None)


def _is_headed(lines: Sequence[Line]) -> bool:
    top = [line for line, _ in lines if line][:_TOP]
    return any(_HEADING.fullmatch(line) for line in top)


def _lengths(lines: Sequence[Line], links: Sequence[int]) -> Iterator[int]:
    """Characters of each piece, up to its link."""
    start = 0
    for link in links:
        yield sum(len(line) for line, _ in lines[start:link])
        start = link + 1
