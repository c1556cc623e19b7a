"""A saved page, from the folder to feed and mail."""

from datetime import UTC, datetime, timedelta

import feedparser

from tests.newsroom import Newsroom
from tests.unit.articles.article_samples import LAST, LEAD, SECOND, TITLE
from tests.unit.articles.page_samples import ADDRESS, a_page, a_script, described

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)"><a href="javascript:alert(1)">here</a>'


def write_page(newsroom: Newsroom, title: str = TITLE) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat(timespec="seconds")
    about = described(headline=title, datePublished=yesterday, dateModified=None, articleSection="Harbour")
    body = f"<p>{LEAD} <em>So it is.</em></p><p>{SECOND} {HOSTILE}</p><p>{LAST}</p>"
    newsroom.write_article("ferry.html", a_page(title=title, head=a_script(about), body=body))


def test_a_saved_page_reaches_feeds_and_mails_clean_and_with_its_own_address(newsroom: Newsroom) -> None:
    write_page(newsroom)
    done = newsroom.run("run", "--once")
    assert done.returncode == 0, done.stderr
    feed = feedparser.parse((newsroom.feeds / "rss.xml").read_bytes())
    (entry,) = [one for one in feed.entries if one.title == TITLE]
    assert entry.link == ADDRESS
    assert [tag.term for tag in entry.tags] == ["Harbour"]
    (content,) = entry.content
    assert "<em>So it is.</em>" in content.value
    written = (newsroom.feeds / "rss.xml").read_text(encoding="utf-8")
    mails = newsroom.mails()
    assert mails
    for mail in mails:
        written += "".join(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
    assert TITLE in written
    assert "onerror" not in written
    assert "javascript:" not in written


def test_a_page_in_pieces_is_held_with_what_to_do(newsroom: Newsroom) -> None:
    newsroom.write_article("deep.html", "<!DOCTYPE html>" + "<div>" * 300 + LEAD)
    newsroom.run("collect")
    (held,) = newsroom.json("articles", "list", "--status", "held")["articles"]
    assert held["external_id"] == "deep.html"
    (finding,) = [
        one for one in newsroom.json("articles", "show", held["id"])["findings"] if one["severity"] == "block"
    ]
    assert finding["code"] == "html-too-deep"
    assert finding["message"].endswith("Close the elements that were left open.")
