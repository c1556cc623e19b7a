"""A feed of any length, for measuring."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from syndicate.feeds.model import Entry, Feed

_NEWEST = datetime(2026, 11, 22, 7, tzinfo=UTC)


def feed_of(count: int) -> Feed:
    """Full-text entries of about 2.6 kB each."""
    return Feed(
        id="tag:lantern.example,2026:feed",
        title="The Lantern",
        description="News from the pier",
        url="https://lantern.example/",
        language="en",
        author="The Lantern",
        ttl_minutes=15,
        entries=tuple(_entry(number) for number in range(count)),
    )


def _entry(number: int) -> Entry:
    at = _NEWEST - timedelta(hours=number)
    return Entry(
        id=f"tag:lantern.example,2026:a{number}",
        url=f"https://lantern.example/articles/a{number}",
        title=f"Headline number {number}",
        summary="What the story is about, in one sentence.",
        content_html="<p>" + "Words flow on from line to line. " * 80 + "</p>",
        content_text="Words flow on from line to line. " * 80,
        published_at=at,
        updated_at=at,
        authors=("Ann Lamp",),
        categories=("World",),
        language="en",
        picture=None,
    )
