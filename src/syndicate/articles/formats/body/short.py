"""Short kinds: what feeds and programs give out without a headline, or as a headline and a link alone.

There they are meant so. On a page, in a dump or in Markdown a headline that is missing was not found.
"""

from __future__ import annotations

from dataclasses import replace

from syndicate.articles.findings import blocking
from syndicate.articles.formats.body.model import Body


def body_below(title: str | None, body: Body, link: str | None) -> Body:
    """The body of an item, which may lack a title if it has text, and text if it has title and ``link``.

    One that has neither title nor text is held.
    """
    if not any(finding.code == "no-body" for finding in body.findings):
        return body
    if title and link:
        others = tuple(finding for finding in body.findings if finding.code != "no-body")
        return Body(pictures=body.pictures, findings=others)
    if title:
        return body
    missing = blocking("no-title", "The item has neither a title nor a text.", body.text[:200])
    return replace(body, findings=(missing, *body.findings))
