"""One line out of a text that is HTML, or that does not say whether it is.

RSS and its like do not say of a title what it is: it is plain text to one half of the world and HTML to the other. It
is taken for HTML only where it shows it: by a reference that was escaped a second time (``Tom &amp;#8217;s``), or by
inline elements with their end tags.
"""

from __future__ import annotations

import re

from syndicate.errors import BadDataError
from syndicate.text.html import to_text
from syndicate.text.plain import clean, one_line, unescape

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_INLINE_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>b|i|em|strong|u|s|sub|sup|span|font|small|big|code|cite|q|mark|a|p)\b[^<>]*>", re.IGNORECASE
)
_EATING = re.compile(r"<(?:script|style|template|title|textarea|iframe|object|svg|math|noscript)\b", re.IGNORECASE)


def plain_html(markup: str) -> str:
    """The words of a piece of HTML in one line, references resolved once."""
    try:
        return one_line(to_text(clean(markup)))
    except BadDataError:  # too large or too deep for a line; what it says is shown as it is written
        return one_line(markup)


def plain_or_html(text: str) -> str:
    """The words of a text that does not say what it is; see above."""
    is_escaped = any(unescape(match[0]) != match[0] for match in _REFERENCE.finditer(text))
    if _EATING.search(
        text
    ):  # about such a tag, for no title is set with one: as HTML it would lose the words behind it
        return one_line(unescape(text) if is_escaped else text)
    return plain_html(text) if is_escaped or _has_pair(text) else one_line(text)


def _has_pair(text: str) -> bool:
    """Whether an inline element stands in the text with its end tag."""
    tags = [(match["name"].lower(), bool(match["end"])) for match in _INLINE_TAG.finditer(text)]
    return any((name, True) in tags for name, is_end in dict.fromkeys(tags) if not is_end)
