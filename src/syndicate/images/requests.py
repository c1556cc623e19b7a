"""What an article's media ask for now, against what was looked for before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.images.choice import choose, fingerprint, reworded
from syndicate.images.model import Hero, HeroState, Wish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from syndicate.articles.model import Article


def requested(article: Article, known: Hero | None, size_order: Sequence[str], now: datetime) -> Hero | None:
    """The article's hero image after a look at its media: ``known`` itself when nothing is to be done about it.

    ``None`` when the media have no usable file. Another picture starts over. The same among other files, or
    in a newer revision of the article, is looked at again at ``now`` and shown meanwhile: a file may have
    been replaced under its address.
    """
    wish = Wish(files=fingerprint(article.media, size_order), revision=article.revision)
    same = reworded(known.choice, article.media) if known else None
    if known is None or same is None:
        choice = choose(article.media, size_order)
        return Hero(article_id=article.id, choice=choice, state=HeroState.WANTED, wish=wish) if choice else None
    if known.wish == wish:
        return known if known.choice == same else replace(known, choice=same)
    return replace(known, choice=same, wish=wish, attempts=0, retry_at=now, rejections=())
