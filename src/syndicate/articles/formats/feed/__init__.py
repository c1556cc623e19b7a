"""RSS and Atom, and exports of whole sites in the same notation: one article an item."""

from syndicate.articles.formats.feed.announcements import announcements_of
from syndicate.articles.formats.feed.reading import divide_feed, read_feed, uploads_in

__all__ = ["announcements_of", "divide_feed", "read_feed", "uploads_in"]
