"""Rules on podcasts and on media: one thing broken in documents without fault."""

import pytest

from syndicate.feedcheck import check
from tests.unit.feeds.ideal_feeds import ATOM, RSS, faults, slugs

ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
OWNER = (
    "<itunes:owner><itunes:name>The newsroom</itunes:name><itunes:email>a@news.example</itunes:email></itunes:owner>"
)
CATEGORY = '<itunes:category text="News"><itunes:category text="Daily News"/></itunes:category>'
IMAGE = '<itunes:image href="https://news.example/cover.jpg"/>'
SHOW = f"{OWNER}{CATEGORY}{IMAGE}<itunes:explicit>false</itunes:explicit><itunes:author>The newsroom</itunes:author>"
EPISODE = (
    "<itunes:duration>1:02:03</itunes:duration><itunes:episode>7</itunes:episode><itunes:season>2</itunes:season>"
    "<itunes:episodeType>full</itunes:episodeType><itunes:title>Bread</itunes:title>"
    "<itunes:explicit>false</itunes:explicit>"
)
SOUND = '<enclosure url="https://news.example/media/a.mp3" length="98765" type="audio/mpeg"/>'
PODCAST = (
    RSS.replace("<rss ", f"<rss {ITUNES} ")
    .replace("<ttl>", f"{SHOW}<itunes:type>episodic</itunes:type><ttl>")
    .replace("<enclosure url=", f"{EPISODE}<enclosure url=")
    .replace('<enclosure url="https://news.example/media/a.jpg" length="98765" type="image/jpeg"/>', SOUND)
)
MEDIA = '<media:title type="plain">A loaf</media:title>'
PICTURE = 'medium="image"'


def test_an_ideal_podcast_has_no_fault() -> None:
    assert check(PODCAST.encode()) == ()


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        (OWNER, "", "missing-podcast-element"),
        (OWNER, OWNER + OWNER, "duplicate-element"),
        ("<itunes:email>a@news.example</itunes:email>", "", "missing-element"),
        ("a@news.example</itunes:email>", "Ada</itunes:email>", "invalid-mailbox"),
        ("<itunes:name>", "<itunes:surname/><itunes:name>", "undefined-element"),
        (CATEGORY, "", "missing-podcast-element"),
        ('text="News"', 'text="Gossip"', "invalid-category"),
        ('text="Daily News"', 'text="Baseball"', "invalid-category"),
        ('text="News">', ">", "missing-attribute"),
        (IMAGE, "", "missing-podcast-element"),
        (IMAGE, '<itunes:image href="cover.jpg"/>', "invalid-address"),
        (IMAGE, '<itunes:image href="https://localhost/cover.jpg"/>', "invalid-address"),
        (IMAGE, "<itunes:image>https://news.example/cover.jpg</itunes:image>", "unexpected-text"),
        ("<itunes:explicit>false</itunes:explicit><itunes:author>", "<itunes:author>", "missing-podcast-element"),
        ("<itunes:explicit>false", "<itunes:explicit>clean", "invalid-value"),
        ("<itunes:author>The newsroom", f"<itunes:author>{'A' * 256}", "too-long"),
        ("<itunes:author>The newsroom", "<itunes:author>A &lt;/b&gt;", "contains-html"),
        ("<itunes:author>", f"<itunes:summary>{'A' * 4_001}</itunes:summary><itunes:author>", "too-long"),
        ("<itunes:author>", f"<itunes:subtitle>{'A' * 256}</itunes:subtitle><itunes:author>", "too-long"),
        ("<itunes:author>", "<itunes:keywords>bread roses</itunes:keywords><itunes:author>", "keywords-without-comma"),
        ("<itunes:author>", "<itunes:block>maybe</itunes:block><itunes:author>", "invalid-value"),
        ("<itunes:author>", "<itunes:new-feed-url>/feed</itunes:new-feed-url><itunes:author>", "invalid-address"),
        ("<itunes:author>", "<itunes:pubDate>today</itunes:pubDate><itunes:author>", "invalid-rfc822-date"),
        ("<itunes:author>", "<itunes:rating>5</itunes:rating><itunes:author>", "undefined-element"),
        ("<itunes:author>", "<itunes:duration>1</itunes:duration><itunes:author>", "undefined-element"),
        ("episodic", "Episodic", "invalid-value"),
        (">full<", ">whole<", "invalid-value"),
        ("1:02:03", "an hour", "invalid-duration"),
        ("1:02:03", "1:99", "invalid-duration"),
        ("<itunes:episode>7", "<itunes:episode>0", "invalid-number"),
        ("<itunes:season>2", "<itunes:season>two", "invalid-number"),
        ("a.mp3", "a.ogg", "unsupported-format"),
    ],
)
def test_a_broken_rule_of_podcasts_is_named(before: str, after: str, slug: str) -> None:
    assert slug in faults(PODCAST, before, after)


def test_a_feed_without_itunes_elements_is_no_podcast() -> None:
    assert slugs(RSS.replace("<rss ", f"<rss {ITUNES} ")) == set()


def test_one_episode_makes_a_podcast_in_atom_too() -> None:
    sounding = (
        ATOM.replace("<feed ", f"<feed {ITUNES} ")
        .replace("<summary>Both", f"{EPISODE}<summary>Both")
        .replace("media/a.jpg", "media/a.mp3")
    )
    assert slugs(sounding) == {"missing-podcast-element"}
    assert slugs(sounding.replace("<icon>", f"{SHOW}<icon>")) == set()
    assert slugs(sounding.replace("<icon>", f"{SHOW}<icon>").replace("a.mp3", "a.jpg")) == {"unsupported-format"}


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        (PICTURE, 'medium="image" duration="long"', "invalid-number"),
        (PICTURE, 'medium="image" bitrate="128k"', "invalid-number"),
        (PICTURE, 'medium="image" channels="two"', "invalid-number"),
        (PICTURE, 'medium="image" expression="half"', "invalid-value"),
        (PICTURE, 'medium="image" isDefault="yes"', "invalid-boolean"),
        (MEDIA, '<media:thumbnail url="https://a.example/1.jpg" width="0"/>', "invalid-number"),
        (MEDIA, '<media:thumbnail url="https://a.example/1.jpg" time="noon"/>', "invalid-play-time"),
        (MEDIA, '<media:player width="1"/>', "invalid-address"),
        (MEDIA, '<media:text lang="?">Bread</media:text>', "invalid-language"),
        (MEDIA, '<media:text start="noon">Bread</media:text>', "invalid-play-time"),
        (MEDIA, '<media:text type="html">&lt;script&gt;</media:text>', "risky-element"),
        (MEDIA, '<media:category label="&lt;/b&gt;">Bread</media:category>', "contains-html"),
        (MEDIA, '<media:category scheme="bread">Bread</media:category>', "invalid-address"),
        (MEDIA, '<media:copyright url="/c">Ours</media:copyright>', "invalid-address"),
        (MEDIA, "<media:copyright>&amp;copy; ours</media:copyright>", "contains-html"),
        (MEDIA, "<media:hash>1234</media:hash>", "invalid-hash"),
        (MEDIA, '<media:hash algo="crc">1234</media:hash>', "invalid-hash"),
        (MEDIA, "<media:rating>harmless</media:rating>", "invalid-value"),
        (MEDIA, '<media:rating scheme="us">harmless</media:rating>', "invalid-address"),
        (MEDIA, '<media:restriction type="country">de</media:restriction>', "invalid-value"),
        (MEDIA, '<media:restriction relationship="deny" type="country">Utopia</media:restriction>', "invalid-value"),
        (MEDIA, '<media:restriction relationship="deny" type="planet">Mars</media:restriction>', "invalid-value"),
        (MEDIA, "<media:community/>", "undefined-element"),
        (MEDIA, f"{MEDIA}{MEDIA}", "duplicate-element"),
    ],
)
def test_a_broken_rule_of_media_is_named(before: str, after: str, slug: str) -> None:
    assert slug in faults(RSS, before, after)


def test_media_with_all_that_the_standard_knows_have_no_fault() -> None:
    everything = (
        '<media:thumbnail url="https://a.example/1.jpg" width="75" height="50" time="12:05:01.1"/>'
        '<media:player url="https://a.example/play" width="400" height="200"/>'
        '<media:text type="plain" lang="en" start="0:00:03.000" end="10.5">Bread</media:text>'
        '<media:category scheme="http://a.example/" label="Bread">bread</media:category>'
        '<media:copyright url="https://a.example/c">2026 Ours</media:copyright>'
        '<media:hash algo="md5">dfdec888b72151965a34b4b59031290a</media:hash>'
        "<media:rating>nonadult</media:rating><media:keywords>bread, roses</media:keywords>"
        '<media:restriction relationship="allow" type="country">au us</media:restriction>'
    )
    more = 'medium="image" duration="60.5" bitrate="128" channels="2" isDefault="true" expression="full" lang="en"'
    assert slugs(RSS.replace(MEDIA, MEDIA + everything).replace(PICTURE, more)) == set()
