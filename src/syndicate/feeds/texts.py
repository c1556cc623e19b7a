"""What readers get of a text or a name that came from outside: nothing that XML or HTML cannot hold."""

from __future__ import annotations

import re

from syndicate.text.elements import ELEMENTS
from syndicate.text.html import names
from syndicate.text.plain import one_line

# C0 and C1 controls, lone surrogates, what a parser puts in place of a reference to no character, and the
# noncharacters, which HTML takes for errors: 32 in the first plane, and the last two of each.
_PLANES_END = "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff" + _PLANES_END + "]")
# What came with a name by mistake: a tag, or a mail address for harvesters.
_NOT_IN_NAME = re.compile(r"</?[A-Za-z][^<>]*>")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)\b[^<>]*>")

#: Elements that set words in a line, and take none away when they go.
_SETTING = names(
    "a abbr acronym b bdi bdo big br cite code del dfn em font i ins kbd mark nobr p q s samp small span strike strong "
    "sub sup time tt u var"
)


def readable(text: str) -> str:
    """The text without characters that nobody can see."""
    return _NO_TEXT.sub("", text)


def readable_line(text: str) -> str:
    """The text in one line."""
    return one_line(readable(text))


def untagged(line: str) -> str:
    """The line without tags of HTML if it is set in such and has an end tag of one; a line of nothing else stays.

    For what has no type to say whether it is HTML: half of the readers take it for that and show no tag, and what
    has an end tag was meant to be HTML. A line with a tag that sets no words (``<script>``) is about it: there the
    tags are words, and all stay.
    """
    tags = [tag for tag in _TAG.finditer(line) if tag[1].lower() in ELEMENTS]
    begun = {tag[1].lower() for tag in tags if not tag[0].startswith("</")}
    if begun - _SETTING or not any(tag[0].startswith("</") for tag in tags):
        return line
    return readable_line(_TAG.sub(lambda tag: "" if tag[1].lower() in ELEMENTS else tag[0], line)) or line


def readable_name(text: str) -> str:
    """A name of an author, section or tag in one line, without markup and mail addresses; may be empty."""
    return readable_line(_NOT_IN_NAME.sub("", text))
