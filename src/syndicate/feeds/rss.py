"""RSS 2.0 by the Best Practices Profile, from feedgen with extensions of our own.

What feedgen would get wrong we write ourselves (``docs/decisions/0004-feedgen-wrapped.md``): dates, names
of authors, Media RSS, every ``atom:link``.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from syndicate.feeds import markup, podcast
from syndicate.feeds.texts import untagged
from syndicate.text.media_types import JPEG

if TYPE_CHECKING:
    from syndicate.feeds.markup import Frame
    from syndicate.feeds.model import Addresses, Entry, Feed

MEDIA_TYPE = "application/rss+xml"
_NAMESPACES = {
    "atom": markup.ATOM,
    "content": markup.CONTENT,
    "dc": markup.DC,
    "dcterms": markup.DCTERMS,
    "media": markup.MEDIA,
}
# Declared where it is used alone, by the frame; an entry's own declarations are not written.
_SHOW = {"itunes": markup.ITUNES}
_ALL = _NAMESPACES | _SHOW
#: An entry in a finished document. Texts are escaped, so no tag stands inside one.
WRITTEN = re.compile(rb" *<item>\n.*?</item>\n", re.DOTALL)
_HALF_AN_HOUR = timedelta(minutes=30)


def entry(entry: Entry) -> bytes:
    """The entry as an ``<item>``.

    Raises:
        ValueError: a text has characters that XML 1.0 cannot hold.
    """
    item = FeedEntry()
    if entry.is_titled:  # RSS 2.0 wants a title or a description
        item.title(untagged(entry.title))
    item.link(href=entry.url)
    # Readers take a description for HTML, so a plain "<" has to be escaped twice.
    item.description(escape(entry.summary, quote=False))
    if entry.content_html:
        item.content(entry.content_html, type="html")
    item.guid(entry.id, permalink=False)
    for category in entry.categories:
        item.category(term=category)
    # The profile has one enclosure at the most: the recording where there is one; the picture is told by Media RSS.
    if entry.sound:
        item.enclosure(entry.sound.url, str(entry.sound.size or 0), entry.sound.media_type)
    elif entry.picture:
        item.enclosure(entry.picture.url, str(entry.picture.size), JPEG)
    item.register_extension("syndicate", lambda: _ItemExtension(entry))
    root = etree.Element("rss", nsmap=_ALL)
    written = markup.fragment(etree.SubElement(root, "channel"), item.rss_entry())
    return markup.plainly(written, "title", "category")


def mark(entry_id: str) -> bytes:
    """What the id looks like in an entry."""
    return f'<guid isPermaLink="false">{escape(entry_id, quote=False)}</guid>'.encode()


def frame(feed: Feed, at: Addresses) -> Frame:
    """The ``<channel>`` around the items of the document that stands there."""
    channel = FeedGenerator()
    channel.title(feed.title)
    channel.link(href=feed.url)
    channel.description(feed.description or feed.title)
    channel.language(feed.language)
    channel.ttl(feed.ttl_minutes)
    channel.generator("syndicate")
    channel.updated(_Unwritten(1970, 1, 1, tzinfo=UTC))
    if feed.icon_url:
        channel.image(feed.icon_url, title=feed.title, link=feed.url)
    channel.register_extension("syndicate", lambda: _ChannelExtension(feed, at))
    written = markup.plainly(channel.rss_str(pretty=True), "title", "description")
    return markup.framed(written, b"  </channel>")


def _rfc822(at: datetime) -> str:
    """The date; in UTC where its zone has quarter hours, which readers are known to refuse."""
    offset = at.utcoffset() or timedelta()
    return format_datetime(at.astimezone(UTC) if offset % _HALF_AN_HOUR else at)


class _Unwritten(datetime):
    """A date that feedgen takes for a missing one.

    To write a date feedgen sets the locale of the whole process three times; other threads see
    that, and a race leaves it changed. So it gets no date to write; the extensions do it.
    """

    def __bool__(self) -> bool:
        return False


class _ChannelExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """What a channel has beyond feedgen: its links in Atom's words, the date of its last change, a podcast's facts."""

    def __init__(self, feed: Feed, at: Addresses) -> None:
        self._feed = feed
        self._at = at

    def extend_ns(self) -> dict[str, str]:
        archive = {"fh": markup.FH} if self._at.is_archive else {}
        return _NAMESPACES | archive | (_SHOW if podcast.is_show(self._feed) else {})

    def extend_rss(self, rss: etree._Element) -> etree._Element:
        channel = rss[0]
        if self._at.is_archive:
            etree.SubElement(channel, f"{{{markup.FH}}}archive")
        self._link(channel, self._at.own, "self", MEDIA_TYPE)
        self._link(channel, self._feed.url, "alternate", "text/html")
        for relation, url in self._at.neighbours:
            self._link(channel, url, relation, MEDIA_TYPE)
        for hub in self._feed.hubs:
            self._link(channel, hub, "hub")
        if self._feed.updated_at:
            markup.add(channel, "lastBuildDate", _rfc822(self._feed.updated_at))
        if podcast.is_show(self._feed):
            podcast.add_show(channel, self._feed)
        return rss

    @staticmethod
    def _link(channel: etree._Element, href: str, relation: str, media_type: str | None = None) -> None:
        link = etree.SubElement(channel, f"{{{markup.ATOM}}}link", {"href": href, "rel": relation})
        if media_type:
            link.set("type", media_type)


class _ItemExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """What an item has beyond feedgen: dates, names of authors, the picture, what makes it an episode."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    def extend_rss(self, item: etree._Element) -> etree._Element:
        entry = self._entry
        markup.add(item, "pubDate", _rfc822(entry.published_at))
        if entry.updated_at.replace(microsecond=0) != entry.published_at:
            markup.add(item, f"{{{markup.DCTERMS}}}modified", entry.updated_at.isoformat())
        for author in entry.authors:
            markup.add(item, f"{{{markup.DC}}}creator", author)
        if entry.picture:
            markup.add_media(item, entry.picture)
        podcast.add_episode(item, entry)
        return item
