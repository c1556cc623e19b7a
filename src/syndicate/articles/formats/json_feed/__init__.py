"""JSON Feed: one article an item."""

from syndicate.articles.formats.json_feed.reading import divide_json_feed, read_json_feed

__all__ = ["divide_json_feed", "read_json_feed"]
