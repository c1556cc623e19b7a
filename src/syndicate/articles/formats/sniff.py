"""Tells by the first characters what a text is, so that what is not a page dump is held with the true reason."""

from __future__ import annotations

import json
import re

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FRAGMENT = re.compile(r"<(?:article|main|section|div|p|h1|h2)\b", re.IGNORECASE)
# One tag at the start may be the odd headline of a dump; this many end tags are markup.
_MARKUP = 3
_XML = re.compile(r"<(?:\?xml|rss|feed)\b", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"(?:---|\+\+\+)[ \t]*\r?\n")


def not_a_dump(text: str) -> str | None:
    """Why the text is no page dump, for an editor; ``None`` when it may be one."""
    start = text.lstrip("\ufeff \t\r\n")
    if _HTML.match(start) or (_FRAGMENT.match(start) and start.count("</") >= _MARKUP):
        return "This is an HTML page. Only page dumps (the plain text of a page) are read."
    if _XML.match(start):
        return "This is an XML document. Only page dumps (the plain text of a page) are read."
    if _FRONT_MATTER.match(start):
        return "This is a document with front matter. Only page dumps (the plain text of a page) are read."
    if start[:1] in {"{", "["} and _is_json(start):
        return "This is a JSON document. Only page dumps (the plain text of a page) are read."
    return None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
