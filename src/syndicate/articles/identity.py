"""Who an article is, for ever: minted from its source and external id, and from nothing that may change."""

from __future__ import annotations

from syndicate.ids import stable_id
from syndicate.text.uris import is_id, is_uri


def article_id(source: str, external_id: str) -> str:
    """The id of the article that a source knows by that name; the same after a lost database."""
    return stable_id(source, external_id)


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
