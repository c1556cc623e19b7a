"""``syndicate feeds list`` and ``show``: which feeds there are, and what one holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.session import Session, command
from syndicate.cli.shapes import instant

if TYPE_CHECKING:
    from syndicate.feeds.catalogue import FeedContents, FeedView
    from syndicate.feeds.model import Entry


@command("list", example="syndicate feeds list")
def list_feeds(session: Session) -> None:
    """List every feed: its place below feeds/, its articles, the pages of its archive, its title."""
    from syndicate.feeds.catalogue import all_feeds
    from syndicate.publishing.feed_site import feed_site

    with session.parts(only_reads=True) as parts:
        listed = all_feeds(parts.database, parts.clock.now(), feed_site(parts.config), parts.links)
    width = max(len(feed.place) for feed in listed)
    session.give(
        {"feeds": [shape(feed) for feed in listed]},
        [f"{feed.place:<{width}}  {feed.articles:>6}  {len(feed.pages):>3}  {feed.scope.title}" for feed in listed],
    )


@command("show", example="syndicate feeds show section/world")
@click.argument("place", metavar="FEED")
def show(session: Session, place: str) -> None:
    """Show one feed, named by its place below feeds/ or as "site": addresses, archive, entries."""
    from syndicate.feeds.catalogue import contents
    from syndicate.publishing.feed_site import feed_site

    with session.parts(only_reads=True) as parts:
        site = feed_site(parts.config)
        whole = contents(parts.database, parts.clock.now(), site, parts.links, place)
    session.give(shape_whole(whole), lines(whole))


def shape(feed: FeedView) -> dict[str, Any]:
    """A feed without its entries."""
    return {
        "feed": feed.place,
        "kind": feed.scope.kind,
        "title": feed.scope.title,
        "id": feed.id,
        "is_summary": feed.is_summary,
        "articles": feed.articles,
        "addresses": feed.addresses,
        "pages": [
            {"folder": page.folder(feed.scope.folder), "taken": page.taken, "is_full": page.is_full}
            for page in feed.pages
        ],
    }


def shape_whole(whole: FeedContents) -> dict[str, Any]:
    """A feed with its entries."""
    return {
        **shape(whole.feed),
        "entries": [_entry(entry) for entry in whole.entries],
        "deleted": [{"id": tombstone.id, "deleted_at": instant(tombstone.deleted_at)} for tombstone in whole.deleted],
        "left_out": [{"article": article, "reason": reason} for article, reason in whole.left_out],
    }


def lines(whole: FeedContents) -> list[str]:
    """The same for people."""
    feed = whole.feed
    return [
        feed.scope.title,
        *(f"{name:<5} {url}" for name, url in feed.addresses.items()),
        f"{feed.articles} articles, {len(feed.pages)} pages in the archive{', summaries only' * feed.is_summary}",
        "",
        *(f"{entry.published_at:%Y-%m-%d %H:%M}  {entry.title}" for entry in whole.entries),
        *(f"{tombstone.deleted_at:%Y-%m-%d %H:%M}  withdrawn: {tombstone.id}" for tombstone in whole.deleted),
        *(f"left out: article {article}: {reason}" for article, reason in whole.left_out),
    ]


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "published_at": entry.published_at.isoformat(),
        "updated_at": entry.updated_at.isoformat(),
        "language": entry.language,
        "picture": entry.picture.url if entry.picture else None,
    }
