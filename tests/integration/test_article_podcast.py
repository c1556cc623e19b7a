"""A recording and a price, from the folder to the feeds."""

import feedparser

from tests.newsroom import Newsroom


def test_a_recording_makes_a_podcast_and_a_price_leaves_the_summary(newsroom: Newsroom) -> None:
    newsroom.write_article(
        "heard.md",
        "---\ntitle: A ferry to be heard\ndate: 2026-01-02 07:00 +01:00\naudio: https://x.example/ferry.mp3\n"
        "audio_seconds: 75\n---\n\nThe horn sounds at nine.\n",
    )
    newsroom.write_article(
        "paid.json",
        '{"title": "A ferry to be paid for", "deck": "What it costs.", "date": "2026-01-02T08:00:00+01:00",'
        ' "paid": true, "body_text": "The secret is in the engine."}',
    )
    done = newsroom.run("run", "--once")
    assert done.returncode == 0, done.stderr
    feed = feedparser.parse((newsroom.feeds / "rss.xml").read_bytes())
    heard = next(one for one in feed.entries if one.title == "A ferry to be heard")
    assert [one.href for one in heard.enclosures] == ["https://x.example/ferry.mp3"]
    assert heard.itunes_duration == "75"
    assert feed.feed.publisher_detail.email
    for name in ("rss.xml", "atom.xml", "feed.json"):
        written = (newsroom.feeds / name).read_text(encoding="utf-8")
        assert "What it costs." in written
        assert "The secret is" not in written
