"""What an article is called on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.articles.model import Article

#: Shown where an article carries no headline.
UNTITLED = "Untitled"


def headline_of(article: Article) -> str:
    """Its title, or `UNTITLED`."""
    return article.title or UNTITLED
