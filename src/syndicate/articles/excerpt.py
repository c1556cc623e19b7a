"""The line or two by which a story is told where it does not stand in full: one rule for mails, pages and feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import TYPE_CHECKING

from syndicate.articles.formats.furniture.captions import ends_with_credit, is_credit
from syndicate.text.plain import one_line, shorten, unescape

if TYPE_CHECKING:
    from syndicate.articles.model import Article

#: Characters of running text that stand in for a missing deck.
SUMMARY_LENGTH = 200
#: Characters of a body that are looked at: a long table before the first sentence costs no page its time.
_REACH = 20_000
#: A paragraph that is longer is no heading, whatever it ends with.
_LONGEST_HEADING = 80


class _Voice(IntEnum):
    """Which text tells a story best, the best first: what comes later is used only where nothing of an earlier is.

    ``PHRASE`` is a short paragraph that ends without a full stop: a kicker, a name, a sub-heading in plain type.
    """

    PROSE = 0
    PHRASE = 1
    QUOTED = 2
    LISTED = 3
    SET = 4
    LABEL = 5


_VOICES = {
    **dict.fromkeys(("blockquote",), _Voice.QUOTED),
    **dict.fromkeys(("ul", "ol", "dl"), _Voice.LISTED),
    **dict.fromkeys(("pre", "table"), _Voice.SET),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "caption"), _Voice.LABEL),
}
_BLOCKS = frozenset(_VOICES) | frozenset(("p", "hr", "li", "dt", "dd", "tr", "th", "td", "thead", "tbody", "tfoot"))
_BOLD = frozenset(("b", "strong"))
# A sanitised body is well-formed, but an attribute may hold a ">".
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:"[^"]*"|[^">])*>')
_LIST_MARK = re.compile(r"(?:[•●▪◦‣∙]|[*–-](?=\s))\s*")
_ENDINGS = tuple(".!?…。！？؟۔।")
_CLOSING = "\"'”’»)]」』）"


def summary_of(article: Article) -> str:
    """The deck, or an excerpt in its place; empty only where there is no text either."""
    return article.deck or excerpt_of(article.body_html, SUMMARY_LENGTH)


def excerpt_of(body_html: str, length: int) -> str:
    """The running text from its beginning, in one line of at most ``length`` characters.

    Whole paragraphs until there is half of it, so that a first line of three words is not all. Sub-headings, lists,
    tables, captions and credits are passed over; a body that has nothing else is told by the best of these, without
    marks. ``body_html`` is sanitised. No more of it is read than is needed, and never more than its first 20,000
    characters.
    """
    gathered = dict.fromkeys(_Voice, "")
    for voice, text in _paragraphs(body_html):
        if len(gathered[voice]) < length // 2:
            gathered[voice] = f"{gathered[voice]} {text}".lstrip()
        if len(gathered[_Voice.PROSE]) >= length // 2:
            break
    return shorten(next(filter(None, gathered.values()), ""), length)


def _paragraphs(body_html: str) -> Iterator[tuple[_Voice, str]]:
    """Each block of text that is not empty, in one line, with what it is."""
    words: list[str] = []
    bold: list[str] = []
    around: list[_Voice] = []
    bold_depth = 0
    for text, name, is_end in _pieces(body_html):
        words.append(text)
        if bold_depth:
            bold.append(text)
        if name in _BOLD:
            bold_depth += -1 if is_end else 1
        elif name == "br":
            words.append(" ")
        elif name in _BLOCKS:
            yield from _told("".join(words), "".join(bold), max(around, default=_Voice.PROSE))
            words, bold = [], []
            _go(name, around, is_end=is_end)


def _pieces(body_html: str) -> Iterator[tuple[str, str, bool]]:
    """Each tag's name, with the text before it and whether it is an end; the last text stands before a paragraph's."""
    position = 0
    for match in _TAG.finditer(body_html, 0, _REACH):
        yield body_html[position : match.start()], match[2], bool(match[1])
        position = match.end()
    yield body_html[position:_REACH].partition("<")[0], "p", True  # of a tag that was cut off nothing is said


def _go(name: str, around: list[_Voice], *, is_end: bool) -> None:
    """Into an element that gives its text a voice, or out of it."""
    if name in _VOICES and not is_end:
        around.append(_VOICES[name])
    elif name in _VOICES and around:
        around.pop()


def _told(marked: str, bold: str, around: _Voice) -> Iterator[tuple[_Voice, str]]:
    line = one_line(unescape(marked))
    mark = _LIST_MARK.match(line)
    bare = line[mark.end() :] if mark else line
    if not bare:
        return
    voice = _Voice.LISTED if mark else _voice_of(line, is_bold=one_line(unescape(bold)) == line)
    yield max(voice, around), bare


def _voice_of(line: str, *, is_bold: bool) -> _Voice:
    """What a paragraph says it is by its words and its type."""
    if is_credit(line) or ends_with_credit(line):
        return _Voice.LABEL
    if len(line) > _LONGEST_HEADING:
        return _Voice.PROSE
    if is_bold:
        return _Voice.LABEL
    return _Voice.PROSE if line.rstrip(_CLOSING).endswith(_ENDINGS) else _Voice.PHRASE
