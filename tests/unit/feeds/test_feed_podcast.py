"""Articles with a recording, and articles that are paid for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import feedparser
import pytest

from syndicate.articles.model import Audio
from syndicate.feedcheck import check
from syndicate.feeds.entries import entry_of
from syndicate.feeds.entry_cache import documents
from syndicate.feeds.model import Entry, Podcast, Sound
from syndicate.feeds.scopes import gather
from tests.unit.feeds.feed_samples import EVERYTHING, LINKS, SITE, a_hero, an_article, an_entry

PODCAST = Podcast(
    owner="Ada Marsh",
    email="radio@news.example",
    category="Society & Culture",
    image_url="https://news.example/show.jpg",
)
SHOW = replace(SITE, podcast=PODCAST)
EPISODE = Sound(url="https://news.example/1.mp3", media_type="audio/mpeg", size=4_321, seconds=75, is_episode=True)


def _written(*entries: Entry, site: Any = SHOW) -> dict[str, bytes]:
    made = documents(gather(site, EVERYTHING, entries, LINKS.home()), EVERYTHING, LINKS)
    return {one.path: one.content for one in made}


def test_a_feed_with_an_episode_is_a_podcast_without_a_fault() -> None:
    later = an_entry().updated_at + timedelta(seconds=1)
    made = _written(an_entry(sound=EPISODE), an_entry(id="tag:news.example,2026:other", picture=None, updated_at=later))
    assert [check(content) for content in made.values()] == [(), (), ()]
    channel = feedparser.parse(made["rss.xml"])
    assert channel.feed.publisher_detail == {"name": "Ada Marsh", "email": "radio@news.example"}
    assert [tag.term for tag in channel.feed.tags] == ["Society & Culture"]
    episode, plain = channel.entries
    (enclosure,) = episode.enclosures
    assert (enclosure.href, enclosure.type, enclosure.length) == (EPISODE.url, "audio/mpeg", "4321")
    assert episode.itunes_duration == "75"
    assert [one["url"] for one in episode.media_content] == [episode.image.href]
    assert "itunes_duration" not in plain


@pytest.mark.parametrize("site", [SITE, SHOW])
def test_no_word_is_said_of_podcasts_where_there_is_none(site: Any) -> None:
    made = _written(an_entry(sound=replace(EPISODE, is_episode=False)), site=site)
    assert b"itunes" not in made["rss.xml"]
    assert [check(content) for content in made.values()] == [(), (), ()]


def test_the_recording_is_the_one_enclosure_and_the_first_attachment() -> None:
    made = _written(an_entry(sound=replace(EPISODE, size=None)))
    (item,) = feedparser.parse(made["rss.xml"]).entries
    assert [one.length for one in item.enclosures] == ["0"]  # what the profile says when nobody knows
    (entry,) = feedparser.parse(made["atom.xml"]).entries
    assert [(one.href, one.length) for one in entry.enclosures] == [(EPISODE.url, "0")]
    assert entry.media_content[0]["medium"] == "image"
    (written,) = json.loads(made["feed.json"])["items"]
    sound, picture = written["attachments"]
    assert sound == {"url": EPISODE.url, "mime_type": "audio/mpeg", "duration_in_seconds": 75}
    assert picture["url"] == written["image"]


@pytest.mark.parametrize(
    ("url", "is_episode"),
    [
        ("https://a.example/x.mp3", True),
        ("https://a.example/x.m4a", True),
        ("https://a.example/X.M4A", False),
        ("https://a.example/x.mp3?y=1", False),
    ],
)
def test_an_episode_is_what_directories_take_for_one(url: str, *, is_episode: bool) -> None:
    article = an_article(audio=Audio(url=url, media_type="audio/mpeg"))
    sound = entry_of(article, None, LINKS, has_podcast=True).sound
    assert sound is not None
    assert sound.is_episode is is_episode
    unheard = entry_of(article, None, LINKS).sound
    assert unheard is not None
    assert not unheard.is_episode


def test_a_media_type_goes_out_without_its_parameters() -> None:
    audio = Audio(url="https://a.example/x.ogg", media_type="audio/ogg; codecs=opus")
    sound = entry_of(an_article(audio=audio), None, LINKS).sound
    assert sound is not None
    assert sound.media_type == "audio/ogg"


def test_a_recording_at_no_web_address_costs_the_article_nothing_else() -> None:
    entry = entry_of(an_article(audio=Audio(url="javascript:x", media_type="audio/mpeg")), a_hero(), LINKS)
    assert entry.sound is None
    assert entry.picture is not None


def test_an_article_that_is_paid_for_goes_out_as_its_summary_alone() -> None:
    article = an_article(is_paid=True, audio=Audio(url="https://a.example/x.mp3", media_type="audio/mpeg"))
    entry = entry_of(article, a_hero(), LINKS, has_podcast=True)
    assert (entry.content_html, entry.content_text, entry.sound) == ("", "", None)
    assert entry.summary == article.deck
    for content in _written(entry).values():
        assert b"The phone is" not in content
        assert check(content) == ()
