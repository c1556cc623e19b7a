"""Texts: that plain text is plain, that something stands there, and stands there once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html.entities import name2codepoint
from typing import TYPE_CHECKING

from syndicate.feedcheck.remarks import Remark, error, quoted, warning
from syndicate.text.elements import ELEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_END_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9]*)>")
_REFERENCE = re.compile(r"&(#?\w+)")
_BAD = re.compile(
    "[\x7f-\x9f\ufffd\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
    + "]"
)
# A letter of two bytes in UTF-8 that was read as two letters of Latin-1.
_TWICE_ENCODED = re.compile("[\xc2\xc3][\x80-\xbf]")


def plain_rules(text: str, place: etree._Element | str, slug: str = "contains-html") -> Iterator[Remark]:
    """Text that nobody can take for HTML: no end tag of HTML in it, no reference, with or without its semicolon."""
    yield from characters(text, place)
    for piece in [*_end_tags(text), *references(text)][:1]:
        yield warning(slug, place, f"the text would be plain, but has {quoted(piece)}")


def tag_rules(text: str, place: etree._Element | str) -> Iterator[Remark]:
    """Text without an end tag of HTML."""
    for tag in _end_tags(text)[:1]:
        yield warning("contains-html", place, f"the text would be plain, but has {quoted(tag)}")


def _end_tags(text: str) -> list[str]:
    return [f"</{tag}>" for tag in _END_TAG.findall(text) if tag.lower() in ELEMENTS]


def references(text: str) -> list[str]:
    """What careless readers resolve in a text: ``&copy``, ``&#60``, and ``&4``, which is no name either."""
    names = _REFERENCE.findall(text)
    return [f"&{name}" for name in names if name in name2codepoint or name == "apos" or not name.isalpha()]


def characters(text: str, place: etree._Element | str) -> Iterator[Remark]:
    """No C1 control, no replacement character, no noncharacter, no line that was encoded in UTF-8 twice."""
    if match := _BAD.search(text):
        yield warning("bad-character", place, f"U+{ord(match[0]):04X} says that a text was decoded wrongly")
    elif _TWICE_ENCODED.search(text):
        for line in filter(_is_twice_encoded, text.splitlines()):
            yield warning("bad-character", place, f"decoded wrongly: {quoted(line.strip())}")
            break


def _is_twice_encoded(line: str) -> bool:
    if not _TWICE_ENCODED.search(line):
        return False
    try:
        line.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True


def not_blank(text: str, place: etree._Element | str) -> Iterator[Remark]:
    """Something stands there."""
    if not text.strip():
        yield warning("blank", place, "nothing stands in it")


def unique(
    values: Iterable[tuple[str, etree._Element | str]], slug: str, remark: Callable[..., Remark] = error
) -> Iterator[Remark]:
    """No value twice; the second one is named, by an error unless told otherwise."""
    seen: set[str] = set()
    for value, place in values:
        if value in seen:
            yield remark(slug, place, f"{quoted(value)} is there already")
        seen.add(value)
