"""An article's own body, as a mail may show it whole: without pictures, its tables as lines."""

from __future__ import annotations

import re

from syndicate.errors import BadDataError
from syndicate.text.html import Outlet, sanitise

#: Characters of HTML of which a mail, with the look of each element written out, stays well below what Gmail cuts.
LONGEST_LETTER = 40_000
_FIGURE = re.compile(r"<figure\b.*?</figure>", re.DOTALL)
_BETWEEN_CELLS = re.compile(r"</t([dh])>\s*<t([dh])\b[^>]*>")
_TABLE = re.compile(r"</?(?:table|thead|tbody|tfoot|dl)\b[^>]*>|<(?:td|th)\b[^>]*>|</(?:td|th)>")
_ROW = re.compile(r"<(/?)(?:tr|dt|dd|caption)\b[^>]*>")
_SMALL_HEADING = re.compile(r"<(/?)h[56]\b[^>]*>")


def letter_html(body_html: str) -> str:
    """The body with nothing in it but what mails may hold; empty where it is too long for one, or cannot be read."""
    try:
        page = _FIGURE.sub("", sanitise(body_html, Outlet.PAGE))
        lines = _ROW.sub(r"<\1p>", _TABLE.sub("", _BETWEEN_CELLS.sub(" · ", page)))
        html = sanitise(_SMALL_HEADING.sub(r"<\1h4>", lines), Outlet.MAIL).strip()
    except BadDataError:  # limits may have been tightened since the article was read
        return ""
    return html if len(html) <= LONGEST_LETTER else ""
