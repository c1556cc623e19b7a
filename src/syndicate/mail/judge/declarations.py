"""What the templates' own styles say: properties and values that no client takes, and what harms reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from syndicate.articles.model import Finding as MailFinding
from syndicate.mail.judge.rules import told
from syndicate.mail.markup.attributes import mistakes_of_attributes
from syndicate.mail.markup.marks import Marked, read_marks
from syndicate.mail.markup.tokens import attributes, tags
from syndicate.mail.places import sheets_of
from syndicate.mail.style.sheets import Slip, read_attribute, read_sheet

_JUSTIFIED = re.compile(r"text-align\s*:\s*justify")
_IMPORTANT = re.compile(r"\S?\s*!\s*important", re.IGNORECASE)
#: Gmail takes it only so: in lower case, after a space.
_TAKEN = re.compile(r"\S?\s+!important")


def judge_declarations(source: str) -> Iterator[MailFinding]:
    """Mistakes in the attributes, style sheets and style attributes of a marked source."""
    for mistake in mistakes_of_attributes(source):
        yield told("markup-unfit", mistake.message, where=mistake.where)
    for sheet in sheets_of(source):
        yield from _judge_slips(sheet.css, read_sheet(sheet.css.text).slips)
        yield from _judge_words(sheet.css)
    for css in styled(source):
        yield from _judge_slips(css, read_attribute(css.text)[1])
        yield from _judge_words(css)


def _judge_slips(css: Marked, slips: Iterable[Slip]) -> Iterator[MailFinding]:
    for slip in slips:
        yield told("style-unfit", slip.message, where=css.place_of_line(slip.line, slip.column))


def _judge_words(css: Marked) -> Iterator[MailFinding]:
    """What is told by its words alone, wherever it stands in a rule."""
    for match in filter(_is_not_taken, _IMPORTANT.finditer(css.text)):
        message = f"Gmail does not take “{match[0].strip()}”; write a space before !important in lower case"
        yield told("style-unfit", message, quote=match[0].strip(), where=css.place(match.start()))
    for match in _JUSTIFIED.finditer(css.text):
        message = "justified text has holes in its lines, which some cannot read over"
        yield told("text-justified", message, where=css.place(match.start()))


def _is_not_taken(match: re.Match[str]) -> bool:
    return _TAKEN.fullmatch(match[0]) is None


def styled(source: str) -> tuple[Marked, ...]:
    """The style attributes of the templates with their places, each that a template writes once."""
    marked = read_marks(source)
    found = {
        (marked.place(attribute.value_start), attribute.value)
        for tag in tags(marked.text)
        if marked.is_marked(tag.start)
        for attribute in attributes(marked.text, tag)
        if attribute.name == "style"
    }
    return tuple(Marked(text=unescape(value), offsets=(0,), places=(place,)) for place, value in sorted(found) if place)
