"""Documents that are written for us: Markdown, with settings above it or without, and JSON of our own schema."""

from syndicate.articles.formats.written.json_article import divide_list, read_json
from syndicate.articles.formats.written.markdown import read_header_lines, read_markdown

__all__ = ["divide_list", "read_header_lines", "read_json", "read_markdown"]
