"""What a feed is before it takes a format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A hero image as a feed names it: absolute URL, pixels, bytes. Always JPEG."""

    url: str
    width: int
    height: int
    size: int
    alt: str
    caption: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An article inside a feed. ``id`` is its ``tag:`` URI and never changes; texts are plain.

    ``content_html`` is sanitised for feeds. ``published_at`` and ``updated_at`` are aware; their
    zone is kept where it can be written, as RFC 3339 and RFC 822 allow.
    """

    id: str
    url: str
    title: str
    summary: str
    content_html: str
    content_text: str
    published_at: datetime
    updated_at: datetime
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    language: str
    picture: Picture | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedSite:
    """What the operator decides about all feeds.

    ``id_authority`` names the site inside ids (RFC 4151: ``example.org,2026``) and is never
    changed. ``entries`` is the most that one feed holds.
    """

    title: str
    description: str
    language: str
    id_authority: str
    author: str
    entries: int = 50
    ttl_minutes: int = 5
    icon_url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Which articles a feed gathers: all, or a section. ``folder`` is its place below ``feeds/``, or empty."""

    folder: str
    title: str
    section: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed in no format yet: newest entry first.

    ``id`` is a ``tag:`` URI that outlives the site's address; ``url`` is the page it belongs to;
    ``ttl_minutes`` equals the documents' ``max-age``.
    """

    id: str
    title: str
    description: str
    url: str
    language: str
    author: str
    ttl_minutes: int
    entries: tuple[Entry, ...]
    icon_url: str | None = None

    @property
    def updated_at(self) -> datetime | None:
        """When the newest change of an entry was, in UTC; ``None`` for an empty feed. Never the present."""
        return max((entry.updated_at.astimezone(UTC) for entry in self.entries), default=None)
