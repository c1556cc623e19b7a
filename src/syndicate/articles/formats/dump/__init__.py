"""Page dumps: the plain text of an article's page, with what stood around it."""

from syndicate.articles.formats.dump.reading import read_dump

__all__ = ["read_dump"]
