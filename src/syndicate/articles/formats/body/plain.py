"""The body that plain text is."""

from __future__ import annotations

import re
from html import escape

from syndicate.articles.formats.body.model import Body, verdict
from syndicate.text.plain import clean, one_line


def body_of_text(text: str) -> Body:
    """The body that plain paragraphs are, with blank lines between; lines within them stay lines."""
    paragraphs = [
        lines for part in re.split(r"\n\s*\n", clean(text)) if (lines := [one_line(line) for line in part.split("\n")])
    ]
    filled = [[line for line in lines if line] for lines in paragraphs]
    html = "\n".join(f"<p>{'<br>'.join(escape(line, quote=False) for line in lines)}</p>" for lines in filled if lines)
    plain = "\n\n".join("\n".join(lines) for lines in filled if lines)
    return Body(html=html, text=plain, findings=tuple(verdict(plain)))
