"""``syndicate feeds list`` and ``show``: which feeds there are, and what one holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.session import Session, command
from syndicate.cli.shapes import instant

if TYPE_CHECKING:
    from syndicate.feeds.catalogue import FeedContents, FeedView
    from syndicate.feeds.model import Entry


def register(feeds: click.Group) -> None:
    """Add the commands to ``syndicate feeds``."""

    @command(feeds, "list", example="syndicate feeds list")
    def list_feeds(session: Session) -> None:
        """List every feed: its place below feeds/, its articles, the pages of its archive, its title."""
        from syndicate.feeds.catalogue import survey
        from syndicate.publishing.feed_site import feed_site

        with session.parts() as parts:
            found = survey(parts.database, parts.clock.now(), feed_site(parts.config), parts.links)
        width = max(len(one.place) for one in found)
        session.give(
            {"feeds": [shape(one) for one in found]},
            [f"{one.place:<{width}}  {one.articles:>6}  {len(one.pages):>3}  {one.scope.title}" for one in found],
        )

    @command(feeds, "show", example="syndicate feeds show section/world")
    @click.argument("place", metavar="FEED")
    def show(session: Session, place: str) -> None:
        """Show one feed, named by its place below feeds/ or as "site": addresses, archive, entries."""
        from syndicate.feeds.catalogue import contents
        from syndicate.publishing.feed_site import feed_site

        with session.parts() as parts:
            site = feed_site(parts.config)
            found = contents(parts.database, parts.clock.now(), site, parts.links, place)
        session.give(shape_whole(found), lines(found))


def shape(one: FeedView) -> dict[str, Any]:
    """A feed without its entries."""
    return {
        "feed": one.place,
        "kind": one.scope.kind,
        "title": one.scope.title,
        "id": one.id,
        "is_summary": one.is_summary,
        "articles": one.articles,
        "addresses": one.addresses,
        "pages": [
            {"folder": page.folder(one.scope.folder), "taken": page.taken, "is_full": page.is_full}
            for page in one.pages
        ],
    }


def shape_whole(found: FeedContents) -> dict[str, Any]:
    """A feed with its entries."""
    return {
        **shape(found.feed),
        "entries": [_entry(one) for one in found.entries],
        "deleted": [{"id": one.id, "deleted_at": instant(one.deleted_at)} for one in found.deleted],
        "left_out": [{"article": article, "reason": reason} for article, reason in found.left_out],
    }


def lines(found: FeedContents) -> list[str]:
    """The same for people."""
    feed = found.feed
    return [
        feed.scope.title,
        *(f"{name:<5} {url}" for name, url in feed.addresses.items()),
        f"{feed.articles} articles, {len(feed.pages)} pages in the archive{', summaries only' * feed.is_summary}",
        "",
        *(f"{one.published_at:%Y-%m-%d %H:%M}  {one.title}" for one in found.entries),
        *(f"{one.deleted_at:%Y-%m-%d %H:%M}  withdrawn: {one.id}" for one in found.deleted),
        *(f"left out: article {article}: {reason}" for article, reason in found.left_out),
    ]


def _entry(one: Entry) -> dict[str, Any]:
    return {
        "id": one.id,
        "url": one.url,
        "title": one.title,
        "published_at": one.published_at.isoformat(),
        "updated_at": one.updated_at.isoformat(),
        "language": one.language,
        "picture": one.picture.url if one.picture else None,
    }
