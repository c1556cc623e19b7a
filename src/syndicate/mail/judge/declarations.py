"""What the templates' own styles say: properties and values that no client takes, and what harms reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape

from syndicate.articles.model import Finding as MailFinding
from syndicate.mail.judge.rules import told
from syndicate.mail.markup.attributes import mistakes_of_attributes
from syndicate.mail.markup.marks import Marked, read_marks
from syndicate.mail.markup.tokens import attributes, tags
from syndicate.mail.places import sheets_of
from syndicate.mail.style.sheets import Slip, read_attribute, read_sheet

_JUSTIFIED = re.compile(r"text-align\s*:\s*justify|\balign\s*=\s*[\"']justify")
_IMPORTANT = re.compile(r"\S?\s*!\s*important", re.IGNORECASE)
#: Gmail takes it only so: in lower case, after a space.
_TAKEN = re.compile(r"\S?\s+!important")


def judge_declarations(source: str) -> Iterator[MailFinding]:
    """Mistakes in the style sheets, style attributes and MJML attributes of a marked source."""
    for mistake in mistakes_of_attributes(source):
        yield told("markup-unfit", mistake.message, where=mistake.where)
    for sheet in sheets_of(source):
        yield from _of_sheet(sheet.css)
    for style in styled(source):
        yield from _told(style, read_attribute(unescape(style.text))[1])


def _of_sheet(css: Marked) -> Iterator[MailFinding]:
    yield from _told(css, read_sheet(css.text).slips)
    for match in filter(_is_not_taken, _IMPORTANT.finditer(css.text)):
        message = f"Gmail does not take “{match[0].strip()}”; write a space before !important in lower case"
        yield told("style-unfit", message, quote=match[0].strip(), where=css.place(match.start()))


def _told(css: Marked, slips: Iterable[Slip]) -> Iterator[MailFinding]:
    for slip in slips:
        yield told("style-unfit", slip.message, where=css.place_of_line(slip.line, slip.column))
    for match in _JUSTIFIED.finditer(css.text):
        message = "justified text has holes in its lines, which some cannot read over"
        yield told("text-justified", message, where=css.place(match.start()))


def _is_not_taken(match: re.Match[str]) -> bool:
    return _TAKEN.fullmatch(match[0]) is None


@lru_cache(maxsize=8)
def styled(source: str) -> tuple[Marked, ...]:
    """The values of the templates' style attributes, each text at each place once."""
    marked = read_marks(source)
    values = {
        (marked.place(attribute.value_start), attribute.value): (attribute.value_start, len(attribute.value))
        for tag in tags(marked.text)
        if marked.is_marked(tag.start)
        for attribute in attributes(marked.text, tag)
        if attribute.name == "style"
    }
    return tuple(marked.part(start, start + length) for start, length in values.values())
