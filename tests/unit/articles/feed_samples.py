"""Feeds of our own making, and what comes of them."""

from __future__ import annotations

from syndicate.articles.model import Draft, RawDocument
from syndicate.articles.reading import read
from syndicate.articles.reading.dividing import Dividing
from syndicate.articles.review import reviewed
from tests.unit.articles.article_samples import RULES

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)
#: How the ids begin that the newsroom of these tests gives its articles.
OWN_ID = "tag:pier.example,2026:k3j9"
ITEM = (
    "<title>Night ferry</title><guid>a</guid><pubDate>Sun, 05 Oct 2025 15:34:55 +0200</pubDate>"
    "<description>&lt;p&gt;It sails again.&lt;/p&gt;</description>"
)


def an_rss(*items: str, head: str = "<link>https://quay.example/</link>", namespaces: str = NAMESPACES) -> str:
    inside = "\n".join(f"<item>{one}</item>" for one in items or (ITEM,))
    return f'<?xml version="1.0"?>\n<rss version="2.0" {namespaces}><channel>{head}\n{inside}\n</channel></rss>'


def an_atom(*entries: str, head: str = "", attributes: str = "") -> str:
    inside = "\n".join(f"<entry>{one}</entry>" for one in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES} {attributes}>{head}\n{inside}\n</feed>'


def parts_of(text: str | bytes) -> list[RawDocument]:
    """The documents that the picking up makes of one."""
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return list(
        Dividing(own={OWN_ID}.intersection).articles(
            iter([RawDocument(source="desk", external_id="quay.rss", content=content)])
        )
    )


def drafts_of(text: str | bytes) -> dict[str, Draft]:
    """What is read of them, by the names behind the ``#``; a feed's own fault has the empty one."""
    return {one.item: reviewed(read(one, RULES), RULES) for one in parts_of(text)}


def item_of(inside: str, **changes: str) -> Draft:
    """What is read of an RSS item with these elements besides its guid and text."""
    (draft,) = drafts_of(
        an_rss(f"<guid>a</guid><description>&lt;p&gt;It sails.&lt;/p&gt;</description>{inside}", **changes)
    ).values()
    return draft


def entry_of(inside: str, **changes: str) -> Draft:
    """What is read of an Atom entry with these elements besides its id."""
    (draft,) = drafts_of(an_atom(f"<id>a</id>{inside}", **changes)).values()
    return draft
