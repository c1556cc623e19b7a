"""Who an article is, for ever: minted from its source and external id, and from nothing that may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from syndicate.articles.likeness import KINDRED, containment, runs
from syndicate.ids import stable_id
from syndicate.text.uris import is_id, is_uri

#: Between the dates of two documents of one story, at most: a daily column has one title for every day.
_ONE_DAY = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryTraits:
    """What tells whether two documents that claim one page tell one story."""

    title: str | None = None
    body_text: str = ""
    published_at: datetime | None = None


def article_id(source: str, external_id: str, generation: int = 0) -> str:
    """The id of the article that a source knows by that name; the same after a lost database.

    A name that had an article which goes by another name now begins a further ``generation``.
    """
    return stable_id(source, external_id, *([str(generation)] if generation else ()))


def tag_uri(id_authority: str, article: str) -> str:
    """The article's ``tag:`` URI (RFC 4151), for example ``tag:quay.example,2026:k3j9…``.

    Minted once and stored: a later change of ``id_authority`` leaves known articles as they are.
    """
    return f"tag:{id_authority}:{article}"


def may_be_kept(guid: str) -> bool:
    """Whether an article may keep that id in feeds: any text, but no broken ``tag:``, ``urn:`` or address."""
    return is_id(guid) or not is_uri(guid)


def tag_in_place(guid: str | None, tag: str) -> str:
    """The tag, where the id that an article keeps is no URI and a format asks for one; empty where it does."""
    return tag if guid and not is_id(guid) else ""


def is_one_story(one: StoryTraits, other: StoryTraits) -> bool:
    """Whether two documents of one page are one story: by their texts, or else by title and day.

    The page alone does not say it: where a template is broken, many stories claim one page.
    """
    texts = runs(one.body_text), runs(other.body_text)
    if containment(*texts) >= KINDRED:
        return True
    if _bare(one.title) != _bare(other.title) or not _bare(one.title):
        return False
    if not all(texts):
        return True  # a headline and a link
    dates = (one.published_at, other.published_at)
    return dates[0] is not None and dates[1] is not None and abs(dates[0] - dates[1]) <= _ONE_DAY


def _bare(title: str | None) -> str:
    return " ".join((title or "").casefold().split())
