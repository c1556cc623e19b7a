"""Posts as the REST API of WordPress gives them, saved as files."""

from syndicate.articles.formats.wordpress.reading import read_wordpress

__all__ = ["read_wordpress"]
