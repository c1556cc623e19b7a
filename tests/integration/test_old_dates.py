"""Archives older than the clocks of computers: their dates in the database, in feeds, on pages, and in no mail."""

from __future__ import annotations

import json

import pytest

from syndicate.articles.model import Article
from syndicate.articles.store import ArticleStore
from syndicate.digests.model import SlotOutcome
from syndicate.feedcheck import check
from syndicate.feedcheck.remarks import Level
from syndicate.publishing.wiring import Parts
from syndicate.web.public import views
from tests.integration.edition_parts import compose, due_at_seven
from tests.newsroom import Newsroom

#: What is said, the oldest first, and how it is written: before 1893 clocks in Berlin ran by the sun.
DATES = {
    "1583-01-01": "1583-01-01T00:00:00+00:53",
    "1848-03-18 18:00": "1848-03-18T18:00:00+00:53",
    "1931-02-03T10:11:12+01:00": "1931-02-03T10:11:12+01:00",
    "Wed, 31 Dec 1969 23:59:59 -0500": "1969-12-31T23:59:59-05:00",
}


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom in Berlin, for the life of it."""
    newsroom = due_at_seven(tmp_path_factory.mktemp("desk"))
    config = newsroom.folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('"UTC"', '"Europe/Berlin"'), encoding="utf-8")
    return newsroom


def publish_dated(desk: Newsroom, parts: Parts, *dates: str) -> list[Article]:
    """An article of each date, called so; as readers see them, the newest first."""
    items = [{"id": said, "title": said, "date": said, "body_text": "News."} for said in dates]
    desk.write_article("archive.json", json.dumps(items))
    parts.publisher.collect()
    with parts.database.read() as connection:
        return ArticleStore(connection).visible(parts.clock.now(), limit=10)


def test_old_dates_are_ordered_and_written_by_the_rules_and_mail_nothing(desk: Newsroom, parts: Parts) -> None:
    articles = publish_dated(desk, parts, *DATES)
    assert [article.title for article in articles] == [*DATES][::-1]
    assert [article.published and article.published.isoformat() for article in articles] == [*DATES.values()][::-1]
    assert compose(parts) is SlotOutcome.EMPTY
    parts.publisher.build_feeds()
    held = {name: (desk.feeds / name).read_bytes() for name in ("rss.xml", "atom.xml", "feed.json")}
    assert [item["date_published"] for item in json.loads(held["feed.json"])["items"]] == [*DATES.values()][::-1]
    assert b"Fri, 31 Dec 1582 23:07:00 +0000" in held["rss.xml"]
    assert [remark for content in held.values() for remark in check(content) if remark.level is Level.ERROR] == []
    shown = views.page(articles[-1], None, parts.links).published
    assert shown
    assert shown.machine == DATES["1583-01-01"]
    assert (shown.text[:25], shown.text[-9:]) == ("Saturday, January 1, 1583", " UTC+0:53")


def test_what_is_no_day_of_that_calendar_is_no_date(desk: Newsroom, parts: Parts) -> None:
    found = publish_dated(desk, parts, "0001-01-01", "1582-12-31")
    assert [article.published for article in found] == [None, None]
    assert {finding.code for article in found for finding in article.findings} >= {"date-invalid"}
