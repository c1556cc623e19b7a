"""HTML pages of our own making: an article with what pages print around it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.unit.articles.article_samples import DECK, LAST, LEAD, SECOND, TITLE

ADDRESS = "https://harbour.example/2025/10/night-ferry"
PUBLISHED = "2025-10-05T15:34:55+02:00"
SITE = "The Harbour Lantern"


def described(**changes: Any) -> dict[str, Any]:
    """What a page says of the article in JSON-LD."""
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": PUBLISHED,
        "dateModified": "2025-10-05T18:00:00+02:00",
        "author": [{"@type": "Person", "name": "Ann Reed", "url": "https://harbour.example/ann"}],
        "mainEntityOfPage": {"@type": "WebPage", "@id": ADDRESS},
    } | changes


def a_script(*objects: object) -> str:
    """The scripts of JSON-LD, one an object; a text is taken as it is."""
    texts = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in objects)
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)


def a_meta(fields: Mapping[str, str]) -> str:
    """``meta`` elements by property, or by name where that has no colon."""
    return "".join(
        f'<meta {"property" if ":" in key else "name"}="{key}" content="{value}">' for key, value in fields.items()
    )


def a_page(
    *,
    title: str = TITLE,
    window: str | None = None,
    head: str = "",
    canonical: str | None = ADDRESS,
    above: str = "",
    body: str = f"<p>{LEAD}</p><h2>A Yard Full Of Cabins</h2><p>{SECOND}</p><p>{LAST}</p>",
    after: str = "",
    attributes: str = ' lang="en"',
) -> str:
    """A page with the headline as ``h1`` and the text in an ``article``, between a menu and a footer."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return (
        f"<!DOCTYPE html><html{attributes}><head><meta charset=utf-8><title>{window or f'{title} | {SITE}'}</title>"
        f"{link}{head}</head><body><nav><ul><li><a href=/>Home</a><li><a href=/world>World</a></ul></nav>"
        f"<main><h1>{title}</h1>{above}<article class=story>{body}</article>{after}</main>"
        f"<aside><h3>Most read</h3><ul><li><a href=/a>A lighthouse keeper retires after forty years of service</a></ul>"
        f"</aside><footer><p>© 2025 {SITE}. All rights reserved.</p></footer></body></html>"
    )


def a_whole_page(**changes: Any) -> str:
    """A page that says everything that a publisher can say."""
    head = a_script(described(**changes)) + a_meta(
        {"og:title": TITLE, "og:site_name": SITE, "og:description": DECK, "article:section": "World"}
    )
    return a_page(head=head)
