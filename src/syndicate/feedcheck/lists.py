"""Lists that are no feeds: OPML 2.0 of all feeds, and Google's news sitemap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.feedcheck.remarks import children, error, name_of, quoted, text_of, warning
from syndicate.feedcheck.texts import not_blank, unique
from syndicate.feedcheck.uris import is_web_address
from syndicate.feedcheck.values import is_language, rfc822, rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from syndicate.feedcheck.remarks import Remark

#: What Google reads of one news sitemap.
MOST_URLS = 1_000
_NEWS = ("news:publication", "news:publication_date", "news:title")


def opml_rules(root: etree._Element) -> Iterator[Remark]:
    """Every rule on a subscription list (OPML 2.0)."""
    if root.get("version") != "2.0":
        yield error("invalid-version", root, "version is not 2.0")
    if [name_of(element) for element in children(root)] != ["head", "body"]:
        yield error("missing-element", root, "opml holds one head, then one body")
    for date in root.iter("dateCreated", "dateModified"):
        if rfc822(text_of(date)) is None:
            yield error("invalid-rfc822-date", date, f"no date of RFC 822: {quoted(text_of(date))}")
    feeds = [outline for outline in root.iter("outline") if outline.get("type") == "rss"]
    yield from unique(((feed.get("xmlUrl", ""), feed) for feed in feeds), "duplicate-feed")
    for outline in root.iter("outline"):
        yield from not_blank(outline.get("text", ""), outline)
    for feed in feeds:
        yield from _followed(feed)


def _followed(feed: etree._Element) -> Iterator[Remark]:
    for name in ("xmlUrl", "htmlUrl"):
        if not is_web_address(feed.get(name, "")):
            yield error("invalid-address", feed, f"{name}={quoted(feed.get(name, ''))}")
    if not feed.get("title"):
        yield warning("missing-attribute", feed, "a feed has its title in title too, not in text alone")


def sitemap_rules(root: etree._Element) -> Iterator[Remark]:
    """Every rule on a news sitemap. That it reaches back 48 hours only depends on the hour, and is not checked."""
    urls = list(children(root, "sitemap:url"))
    if len(urls) > MOST_URLS:
        yield error("too-many-urls", root, f"{len(urls)} addresses, and {MOST_URLS} are read")
    locations = [(text_of(element), element) for url in urls for element in children(url, "sitemap:loc")]
    yield from unique(locations, "duplicate-url")
    for location, element in locations:
        if not is_web_address(location):
            yield error("invalid-address", element, f"no absolute web address: {quoted(location)}")
    for url in urls:
        if next(children(url, "sitemap:loc"), None) is None:
            yield error("missing-element", url, "a url needs loc")
        yield from _news(url)


def _news(url: etree._Element) -> Iterator[Remark]:
    news = next(children(url, "news:news"), None)
    if news is None:
        yield error("missing-element", url, "a url needs news:news")
        return
    elements = {name_of(element): element for element in children(news)}
    for name in _NEWS:
        if name not in elements:
            yield error("missing-element", news, f"news needs {name}")
    if "news:title" in elements:
        yield from not_blank(text_of(elements["news:title"]), elements["news:title"])
    if "news:publication_date" in elements and rfc3339(text_of(elements["news:publication_date"])) is None:
        yield error("invalid-rfc3339-date", elements["news:publication_date"], "no date of RFC 3339 with a zone")
    if "news:publication" in elements:
        yield from _publication(elements["news:publication"])


def _publication(publication: etree._Element) -> Iterator[Remark]:
    texts = {name_of(element): text_of(element) for element in children(publication)}
    if not texts.get("news:name"):
        yield error("missing-element", publication, "a publication needs news:name")
    language = texts.get("news:language", "")
    if not is_language(language):
        yield error("invalid-language", publication, f"no language tag: {quoted(language)}")
    elif language.lower() not in {"zh-cn", "zh-tw"} and "-" in language:
        yield warning("language-with-region", publication, "Google asks for the language alone, as in en")
