"""The JSON shapes that commands give; ``docs/commands.md`` documents them, and they are stable."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from syndicate.articles.model import Article, Finding, ForeignTime, Media
    from syndicate.audience.model import Subscription
    from syndicate.digests.model import Edition, EditionArticle
    from syndicate.images.model import Hero
    from syndicate.links import Links
    from syndicate.shelf import Shelf


def article(
    one: Article, hero: Hero | None, shelf: Shelf, accepted: Collection[Finding] = frozenset()
) -> dict[str, Any]:
    """An article, whole; ``accepted`` are those of its findings that an editor has accepted."""
    return {
        "id": one.id,
        "tag": one.tag,
        "source": one.source,
        "external_id": one.external_id,
        "status": one.status,
        "title": one.title,
        "deck": one.deck,
        "sections": list(one.sections),
        "tags": list(one.tags),
        "authors": [asdict(author) for author in one.authors],
        "published_at": _foreign(one.published),
        "updated_at": _foreign(one.updated),
        "embargo_until": instant(one.embargo_until),
        "expires_at": instant(one.expires_at),
        "permalink": one.permalink,
        "language": one.language,
        "direction": one.direction,
        "body_html": one.body_html,
        "body_text": one.body_text,
        "media": [_media(media) for media in one.media],
        "audio": asdict(one.audio) if one.audio else None,
        "is_paid": one.is_paid,
        "hero": _hero(hero, shelf) if hero else None,
        "findings": [
            {
                "severity": found.severity,
                "code": found.code,
                "message": found.message,
                "quote": found.quote,
                "accepted": found in accepted,
            }
            for found in one.findings
        ],
        "revision": one.revision,
        "is_backlog": one.is_backlog,
        "first_seen_at": instant(one.first_seen_at),
        "changed_at": instant(one.changed_at),
        "significant_at": instant(one.significant_at),
        "released_at": instant(one.released_at),
        "withdrawn_at": instant(one.withdrawn_at),
        "withdrawn_by": one.withdrawn_by,
        "withdrawal_reason": one.withdrawal_reason,
    }


def edition(one: Edition, counts: Mapping[str, int]) -> dict[str, Any]:
    """An edition without its bodies; ``deliveries`` counts them by state."""
    return {
        "id": one.id,
        "newsletter": one.newsletter,
        "number": one.number,
        "slot": one.slot,
        "state": one.state,
        "held_because": one.held_because,
        "revision": one.revision,
        "instead_of": one.instead_of,
        "due_at": instant(one.due_at),
        "frozen_at": instant(one.frozen_at),
        "opened_at": instant(one.opened_at),
        "first_claimed_at": instant(one.first_claimed_at),
        "closed_at": instant(one.closed_at),
        "language": one.language,
        "sender": one.sender,
        "subject": one.subject,
        "preheader": one.preheader,
        "content_hash": one.content_hash,
        "findings": [dict(found) for found in one.findings],
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


def subscription(one: Subscription) -> dict[str, Any]:
    """A subscription with its subscriber's address."""
    return {
        "id": one.id,
        "address": one.subscriber.address,
        "name": one.subscriber.name,
        "newsletter": one.newsletter,
        "state": one.state,
        "cadence": one.cadence,
        "sections": list(one.sections),
        "time_zone": one.time_zone,
        "language": one.language,
        "started_at": instant(one.started_at),
        "ended_at": instant(one.ended_at),
        "ended_by": one.ended_by,
        "ended_source": one.ended_source,
        "suppressed": one.suppressed,
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
        "rejections": [{"address": one.address, "reason": one.reason} for one in hero.rejections],
        "files": [
            {
                "role": one.role,
                "media_type": one.media_type,
                "width": one.width,
                "height": one.height,
                "size": one.size,
                "path": shelf.place(one.name),
                "url": links.media(one.name),
            }
            for one in hero.renditions
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
    }
