"""A past edition becomes an entry: what it told, under the headlines of today, and where it can be read whole.

Its dates are those of its first mail and never change, so that no reader of feeds takes it for new a second time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from html import escape
from typing import TYPE_CHECKING

from syndicate.errors import BadDataError
from syndicate.feeds.entries import own_fraction, summarised, uri_of
from syndicate.feeds.model import Entry
from syndicate.feeds.scopes import gather, has_summaries, of_series, page_of
from syndicate.feeds.texts import readable_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from syndicate.feeds.model import Feed, FeedSite, Series
    from syndicate.links import Links


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldStory:
    """A story that an edition tells, as its article is now; its address follows from its title, if it has one."""

    article_id: str
    title: str | None
    headline: str
    permalink: str | None
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PastEdition:
    """An edition that everybody may read. ``came_out_at`` is when its first mail left, in UTC."""

    id: str
    newsletter: str
    number: int
    slot: str
    came_out_at: datetime
    language: str
    subject: str
    preheader: str
    stories: tuple[ToldStory, ...]

    def day(self, zone: ZoneInfo) -> date:
        """The day that it is for: that of its slot, or when it came out on that clock."""
        try:
            return date.fromisoformat(self.slot)
        except ValueError:  # made by hand, or it followed a story at once
            return self.came_out_at.astimezone(zone).date()


def entry_of_edition(edition: PastEdition, site: FeedSite, links: Links) -> Entry:
    """The edition as a feed carries it; the same edition gives the same entry, whenever it is asked."""
    tag = f"tag:{site.id_authority}:edition/{edition.id}"
    came_out_at = edition.came_out_at.astimezone(UTC).replace(microsecond=0)
    title = readable_line(edition.subject) or f"No. {edition.number}"
    summary = readable_line(edition.preheader) or title
    lines = [(line, _address(story, links)) for story in edition.stories if (line := readable_line(story.headline))]
    return Entry(
        id=tag,
        url=links.edition(edition.id),
        title=title,
        summary=summary,
        content_html=f"<p>{escape(summary)}</p>" + _listed(lines),
        content_text="\n".join((summary, *(line for line, _ in lines))),
        published_at=came_out_at,
        updated_at=came_out_at + own_fraction(tag),
        authors=(),
        categories=(),
        language=edition.language,
        picture=None,
    )


def feed_of(site: FeedSite, series: Series, entries: Sequence[Entry], links: Links) -> Feed:
    """The feed of a newsletter's past editions; it has no podcast and no archive of its own."""
    scope = of_series(site.title, series)
    held = [summarised(entry) for entry in entries] if has_summaries(site, scope) else entries
    feed = gather(site, scope, held, page_of(scope, links))
    return replace(feed, language=series.language, podcast=None)


def _address(story: ToldStory, links: Links) -> str:
    ours = links.article(story.article_id, story.title)
    try:
        return uri_of(story.permalink or ours)
    except BadDataError:  # the list is worth more than one link of it
        return ours


def _listed(lines: Iterable[tuple[str, str]]) -> str:
    """The stories as HTML of the plainest kind."""
    items = "".join(f'<li><a href="{escape(address)}">{escape(line)}</a></li>' for line, address in lines)
    return f"<ul>{items}</ul>" if items else ""
