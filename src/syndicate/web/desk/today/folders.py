"""Whether the document of an article still lies in its folder: what was deleted asks nothing of an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.articles.model import Article
    from syndicate.config import Config


def is_there(config: Config, article: Article) -> bool:
    """Whether it does; where nobody can tell, it does.

    A name with an escape in it stands otherwise on the disk, and the folder of a source that is not configured any
    more is not known.
    """
    folder = next((source.folder for source in config.sources if source.name == article.source), None)
    name = article.external_id.partition("#")[0]
    if folder is None or "\\" in name or not folder.is_dir():
        return True
    return (folder / name).exists() or (folder / article.external_id).exists()
