"""Posts of Ghost, as its Content API gives them and as they stand in its exports."""

from syndicate.articles.formats.ghost.export import divide_ghost_export
from syndicate.articles.formats.ghost.reading import read_ghost

__all__ = ["divide_ghost_export", "read_ghost"]
