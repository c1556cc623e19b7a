"""An editor's words above the stories: Markdown, as a mail may show it."""

from __future__ import annotations

import re

from syndicate.articles.formats.written.markdown import body_of_markdown
from syndicate.errors import BadDataError
from syndicate.text.html import Outlet, sanitise, to_text

#: Characters of Markdown that stand above a lead and let it be seen.
LONGEST = 4_000
#: Paragraphs, headings, links and the like: a mail writes out the look of each.
MOST_PARTS = 200
#: What holds an article may stand above others: a line such as pages print around them.
_NO_FAULT = frozenset({"no-body"})
_LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def introduction_html(markdown: str, what: str = "the introduction") -> str:
    """The HTML of Markdown, with nothing in it but what mails may hold; pictures are left out.

    ``what`` it is called where it is refused.

    Raises:
        BadDataError: it is too long, or cannot be read.
    """
    if len(markdown) > LONGEST:
        message = f"{what} has {len(markdown):,} characters; at most {LONGEST:,} stand above the stories"
        raise BadDataError(message, code="introduction-unfit", hint="Shorten it, or make it a story.")
    _, body = body_of_markdown(markdown, title="")
    blocking = [finding.message for finding in body.findings if finding.code not in _NO_FAULT]
    if blocking:
        message = f"{what} cannot be used: {'; '.join(blocking)}"
        raise BadDataError(message, code="introduction-unfit", hint="Write Markdown, without HTML.")
    html = sanitise(body.html, Outlet.MAIL).strip()
    if (parts := html.count("<") - html.count("</")) > MOST_PARTS:
        message = f"{what} has {parts:,} paragraphs, headings, links and the like; at most {MOST_PARTS} fit"
        raise BadDataError(message, code="introduction-unfit", hint="Make it plainer, or make it a story.")
    return html


def introduction_text(html: str) -> str:
    """The same for the text part: each link has its address behind it (RFC 3986 Appendix C)."""
    return to_text(_LINK.sub(_with_address, html))


def _with_address(link: re.Match[str]) -> str:
    address, words = link.groups()
    return words if words == address else f"{words} &lt;{address}&gt;"
