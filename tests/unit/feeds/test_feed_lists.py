from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from syndicate.feedcheck import check, kind_of
from syndicate.feeds.model import FeedKind, Scope
from syndicate.feeds.news_sitemap import MOST_URLS, WINDOW, is_news, news_sitemap
from syndicate.feeds.opml import folders, opml
from syndicate.feeds.scopes import everything, named
from syndicate.links import Links
from tests.unit.feeds.feed_samples import LINKS, SITE, an_entry

NOW = datetime(2025, 10, 6, 12, 0, tzinfo=UTC)
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def _scopes(*sections: str) -> list[Scope]:
    return [everything(SITE.title), *named(SITE.title, FeedKind.SECTION, sections, {})]


def test_the_list_of_feeds_has_every_feed_once_in_order_and_no_fault() -> None:
    made = opml(SITE, _scopes("World", 'Arts & "Crafts"', "国际"), LINKS)
    assert (made.path, made.media_type, kind_of(made.content)) == ("feeds.opml", "text/x-opml", "opml")
    assert check(made.content) == ()
    listed = folders(made.content, LINKS)
    assert [title for title, _ in listed][:3] == [SITE.title, f'{SITE.title}: Arts & "Crafts"', f"{SITE.title}: World"]
    assert [folder for _, folder in listed][:3] == ["", "section/arts-crafts", "section/world"]
    first = etree.fromstring(made.content).find("body/outline")
    assert first is not None
    assert first.get("xmlUrl") == "https://news.example/desk/feeds/rss.xml"
    assert first.get("htmlUrl") == "https://news.example/desk/feeds/site/"


def test_a_list_for_another_address_of_the_site_is_not_believed() -> None:
    made = opml(SITE, _scopes("World"), LINKS)
    assert folders(made.content, Links("https://elsewhere.example", ["key"])) == []


def test_the_news_sitemap_says_what_google_asks_for() -> None:
    made = news_sitemap("The Gazette", [an_entry(language="en-GB", title="Bread & <roses>")])
    assert check(made.content) == ()
    root = etree.fromstring(made.content)
    assert root.findtext(f".//{NEWS}name") == "The Gazette"
    assert root.findtext(f".//{NEWS}language") == "en"
    assert root.findtext(f".//{NEWS}publication_date") == "2025-10-05T15:34:55+01:00"
    assert root.findtext(f".//{NEWS}title") == "Bread & <roses>"


@pytest.mark.parametrize(("tag", "said"), [("zh-CN", "zh-cn"), ("zh-Hant", "zh"), ("pt-BR", "pt"), ("de", "de")])
def test_the_sitemap_names_languages_as_google_wants_them(tag: str, said: str) -> None:
    root = etree.fromstring(news_sitemap("The Gazette", [an_entry(language=tag)]).content)
    assert root.findtext(f".//{NEWS}language") == said


def test_news_is_what_came_out_in_two_days_and_not_in_the_future() -> None:
    assert is_news(NOW, NOW)
    assert is_news(NOW - WINDOW + timedelta(seconds=1), NOW)
    assert not is_news(NOW - WINDOW, NOW)
    assert not is_news(NOW + timedelta(seconds=1), NOW)


def test_of_too_many_the_sitemap_has_the_newest_and_of_one_address_the_first() -> None:
    entries = [
        an_entry(id=f"tag:n.example,2026:{number}", url=f"https://n.example/{number}") for number in range(1_200)
    ]
    content = news_sitemap("The Gazette", [entries[0], *entries]).content
    assert content.count(b"<loc>") == MOST_URLS
    assert b"<loc>https://n.example/999</loc>" in content
    assert b"<loc>https://n.example/1000</loc>" not in content


def test_a_sitemap_without_news_is_one_all_the_same() -> None:
    assert check(news_sitemap("The Gazette", []).content) == ()
