"""HTML pages: what they say to readers and to machines, combined by agreement."""

from syndicate.articles.formats.page.reading import read_html

__all__ = ["read_html"]
