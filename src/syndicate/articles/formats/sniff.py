"""Tells by its first characters what form a text has; the name of a file decides nothing."""

from __future__ import annotations

import json
import re
from enum import StrEnum

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|base)\b", re.IGNORECASE)
# What may stand before the first of these, also in XHTML: declarations, comments, white space.
_PREAMBLE = re.compile(r"(?:\s++|\ufeff|<\?xml[^>]*+>|<!--(?:(?!-->).)*+-->)++", re.IGNORECASE | re.DOTALL)
_FRAGMENT = re.compile(r"<(?:article|main|section|div|p|h1|h2)\b", re.IGNORECASE)
# One tag at the start may be the odd headline of a dump; this many end tags are markup.
_MARKUP = 3
_XML = re.compile(r"<(?:\?xml|rss|feed)\b", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"(?:---|\+\+\+)[ \t]*\r?\n")


class Format(StrEnum):
    """The forms that are told apart; the values are for editors."""

    PAGE_DUMP = "a page dump (the plain text of a page)"
    HTML = "an HTML page"
    XML = "an XML document"
    FRONT_MATTER = "a document with front matter"
    JSON = "a JSON document"


def sniff(text: str) -> Format:
    """The form of a text: a page dump where nothing speaks for another."""
    start = text.lstrip("\ufeff \t\r\n")
    if _HTML.match(start, _preamble(start)) or (_FRAGMENT.match(start) and start.count("</") >= _MARKUP):
        return Format.HTML
    if _XML.match(start):
        return Format.XML
    if _FRONT_MATTER.match(start):
        return Format.FRONT_MATTER
    if start[:1] in {"{", "["} and _is_json(start):
        return Format.JSON
    return Format.PAGE_DUMP


def _preamble(text: str) -> int:
    match = _PREAMBLE.match(text)
    return match.end() if match else 0


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
