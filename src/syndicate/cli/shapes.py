"""The JSON shapes that commands give; ``docs/commands.md`` documents them, and they are stable."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from syndicate.articles.model import Article, Finding, ForeignTime, Media
    from syndicate.digests.model import Edition, EditionArticle
    from syndicate.images.model import Hero
    from syndicate.links import Links
    from syndicate.shelf import Shelf


def article(
    article: Article, hero: Hero | None, shelf: Shelf, accepted: Collection[Finding] = frozenset()
) -> dict[str, Any]:
    """An article, whole; ``accepted`` are those of its findings that an editor has accepted."""
    return {
        "id": article.id,
        "tag": article.tag,
        "guid": article.guid,
        "source": article.source,
        "external_id": article.external_id,
        "status": article.status,
        "title": article.title,
        "deck": article.deck,
        "sections": list(article.sections),
        "tags": list(article.tags),
        "authors": [asdict(author) for author in article.authors],
        "published_at": _foreign(article.published),
        "updated_at": _foreign(article.updated),
        "embargo_until": instant(article.embargo_until),
        "expires_at": instant(article.expires_at),
        "permalink": article.permalink,
        "language": article.language,
        "direction": article.direction,
        "body_html": article.body_html,
        "body_text": article.body_text,
        "media": [_media(media) for media in article.media],
        "audio": asdict(article.audio) if article.audio else None,
        "is_paid": article.is_paid,
        "ai": article.ai,
        "hero": _hero(hero, shelf) if hero else None,
        "findings": [
            {
                "severity": finding.severity,
                "code": finding.code,
                "message": finding.message,
                "quote": finding.quote,
                "accepted": finding in accepted,
            }
            for finding in article.findings
        ],
        "revision": article.revision,
        "is_backlog": article.is_backlog,
        "first_seen_at": instant(article.first_seen_at),
        "changed_at": instant(article.changed_at),
        "significant_at": instant(article.significant_at),
        "released_at": instant(article.released_at),
        "withdrawn_at": instant(article.withdrawn_at),
        "withdrawn_by": article.withdrawn_by,
        "withdrawal_reason": article.withdrawal_reason,
    }


def edition(edition: Edition, counts: Mapping[str, int]) -> dict[str, Any]:
    """An edition without its bodies; ``deliveries`` counts them by state."""
    return {
        "id": edition.id,
        "newsletter": edition.newsletter,
        "number": edition.number,
        "slot": edition.slot,
        "state": edition.state,
        "held_because": edition.held_because,
        "revision": edition.revision,
        "instead_of": edition.instead_of,
        "audience": edition.audience,
        "due_at": instant(edition.due_at),
        "frozen_at": instant(edition.frozen_at),
        "opened_at": instant(edition.opened_at),
        "first_claimed_at": instant(edition.first_claimed_at),
        "closed_at": instant(edition.closed_at),
        "people_gone_at": instant(edition.people_gone_at),
        "language": edition.language,
        "sender": edition.sender,
        "subject": edition.subject,
        "preheader": edition.preheader,
        "content_hash": edition.content_hash,
        "findings": [dict(finding) for finding in edition.findings],
        "deliveries": dict(counts),
    }


def edition_article(place: EditionArticle, title: str | None) -> dict[str, Any]:
    """An article's place in an edition."""
    return {
        "position": place.position,
        "id": place.article_id,
        "tier": place.tier,
        "revision": place.revision,
        "title": title,
    }


def hero_image(hero: Hero, title: str | None, shelf: Shelf, links: Links) -> dict[str, Any]:
    """An article's hero image, whole."""
    return {
        "article": hero.article_id,
        "title": title,
        **_hero(hero, shelf),
        "caption": hero.choice.caption,
        "credit": hero.choice.credit,
        "ground": hero.ground,
        "focal": list(hero.kept_point) if hero.kept_point else None,
        "is_focal_ours": hero.focal is not None,
        "attempts": hero.attempts,
        "retry_at": instant(hero.retry_at),
        "rejections": [{"address": rejection.address, "reason": rejection.reason} for rejection in hero.rejections],
        "files": [
            {
                "role": rendition.role,
                "media_type": rendition.media_type,
                "width": rendition.width,
                "height": rendition.height,
                "size": rendition.size,
                "path": shelf.place(rendition.name),
                "url": links.media(rendition.name),
            }
            for rendition in hero.renditions
        ],
    }


def instant(at: datetime | None) -> str | None:
    """RFC 3339 in UTC, in whole seconds."""
    return at.replace(microsecond=0).isoformat() if at else None


def _foreign(time: ForeignTime | None) -> str | None:
    return time.isoformat() if time else None


def _media(media: Media) -> dict[str, Any]:
    from syndicate.images.choice import alternative_text, best_candidate

    best = best_candidate(media.candidates)
    return {
        "kind": media.kind,
        "source_url": best.url if best else None,
        "alt": alternative_text(media, best) if best else "",
        "caption": media.caption or None,
        "ai": media.ai,
    }


def _hero(hero: Hero, shelf: Shelf) -> dict[str, Any]:
    from syndicate.images.model import Role

    lead = hero.rendition(Role.LEAD)
    return {
        "source_url": hero.choice.source_url,
        "alt": hero.choice.alt,
        "is_video": hero.choice.is_video,
        "width": lead.width if lead else None,
        "height": lead.height if lead else None,
        "path": shelf.place(lead.name) if lead else None,
        "state": hero.state,
        "reason": hero.reason,
        "ai": hero.ai,
    }
