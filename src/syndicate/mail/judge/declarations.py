"""What the templates' own styles say: properties and values that no client takes, and what harms reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from syndicate.articles.model import Finding as MailFinding
from syndicate.mail.judge.rules import told
from syndicate.mail.mjml import MARK
from syndicate.mail.places import sheets_of
from syndicate.mail.style.sheets import read_attribute, read_sheet

_STYLED = re.compile(rf"""{MARK}([^{MARK}]*){MARK}|\sstyle="([^"{MARK}]*)\"""")
_JUSTIFIED = re.compile(r"text-align\s*:\s*justify|\balign\s*=\s*[\"']justify")
_IMPORTANT = re.compile(r"\S?\s*!\s*important", re.IGNORECASE)
#: Gmail takes it only so: in lower case, after a space.
_TAKEN = re.compile(r"\S?\s+!important")


def judge_declarations(source: str) -> Iterator[MailFinding]:
    """Mistakes in the style sheets and style attributes of a marked source."""
    for sheet in sheets_of(source):
        css = sheet.css
        for slip in read_sheet(css.text).slips:
            yield told("style-unfit", slip.message, where=css.place_of_line(slip.line, slip.column))
        for match in filter(_is_not_taken, _IMPORTANT.finditer(css.text)):
            message = f"Gmail does not take “{match[0].strip()}”; write a space before !important in lower case"
            yield told("style-unfit", message, quote=match[0].strip(), where=css.place(match.start()))
        for match in _JUSTIFIED.finditer(css.text):
            yield _justified(css.place(match.start()))
    for place, style in sorted(styled(source)):
        for slip in read_attribute(unescape(style))[1]:
            yield told("style-unfit", slip.message, where=place)
        if _JUSTIFIED.search(style):
            yield _justified(place)


def _is_not_taken(match: re.Match[str]) -> bool:
    return _TAKEN.fullmatch(match[0]) is None


def _justified(where: str) -> MailFinding:
    return told("text-justified", "justified text has holes in its lines, which some cannot read over", where=where)


def styled(source: str) -> set[tuple[str, str]]:
    """The style attributes of the templates, each with the place of its tag."""
    place, attributes = "", set()
    for part in _STYLED.finditer(source):
        if part[1]:
            place = part[1]
        elif part[2]:
            attributes.add((place, part[2]))
    return attributes
