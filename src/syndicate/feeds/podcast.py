"""What directories of podcasts want in RSS: elements of the ``itunes:`` namespace, which all of them read.

By Apple's rules for podcasts (help.apple.com/itc/podcasts_connect): a show has language, category, owner and a word on
explicit language; an episode has its length, and a picture of its own where there is one. feedgen's own
extension leaves half of this out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from syndicate.feeds import markup

if TYPE_CHECKING:
    from syndicate.feeds.model import Entry, Feed

#: The files that Apple takes for sound; an address ends so, in lower case.
EPISODE_ENDINGS = (".mp3", ".m4a")


def is_show(feed: Feed) -> bool:
    """Whether the feed is one for directories of podcasts: it has an episode."""
    return feed.podcast is not None and any(entry.sound and entry.sound.is_episode for entry in feed.entries)


def add_show(channel: etree._Element, feed: Feed) -> None:
    """Say of a channel that `is_show` what directories ask for."""
    show = feed.podcast
    if show is None:
        return
    markup.add(channel, _name("author"), feed.author)
    markup.add(channel, _name("explicit"), str(show.is_explicit).lower())
    markup.add(channel, _name("type"), "episodic")
    etree.SubElement(channel, _name("category"), {"text": show.category})
    owner = etree.SubElement(channel, _name("owner"))
    markup.add(owner, _name("name"), show.owner)
    markup.add(owner, _name("email"), show.email)
    if show.image_url:
        etree.SubElement(channel, _name("image"), {"href": show.image_url})


def add_episode(item: etree._Element, entry: Entry) -> None:
    """Say of an item what directories ask for, when it is an episode."""
    sound = entry.sound
    if sound is None or not sound.is_episode:
        return
    if sound.seconds:
        markup.add(item, _name("duration"), str(sound.seconds))
    if entry.picture:
        etree.SubElement(item, _name("image"), {"href": entry.picture.url})
    markup.add(item, _name("episodeType"), "full")


def _name(name: str) -> str:
    return f"{{{markup.ITUNES}}}{name}"
