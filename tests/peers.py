"""Sites of others that answer as their programs do: what a `ForeignHost` serves to sources."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.foreign_host import http

if TYPE_CHECKING:
    from tests.foreign_host import Answer

KEY = "22444f78447824223cefc48062"
TEXT = (
    "The harbour office opened its new tide desk on Monday, and by noon eleven skippers had already queued to complain "
    "about the old one, which had stood for forty years beside the fish hall."
)


def a_post(number: int, **changes: Any) -> dict[str, Any]:
    """A post of Ghost, changed a minute after the one before."""
    return {
        "id": f"65a1b2c3d4e5f6a7b8c9{number:04x}",
        "uuid": f"11111111-2222-3333-4444-{number:012}",
        "title": f"Tide desk number {number}",
        "slug": f"tide-desk-{number}",
        "html": f"<p>{TEXT}</p><p>This is story {number} of the harbour.</p>",
        "feature_image": None,
        "visibility": "public",
        "url": f"https://blog.example/tide-desk-{number}/",
        "published_at": f"2026-11-20T{number // 60 % 24:02}:{number % 60:02}:00.000+00:00",
        "updated_at": f"2026-11-20T{number // 60 % 24:02}:{number % 60:02}:00.000+00:00",
        **changes,
    }


@dataclass
class GhostSite:
    """The Content API, as far as it is asked: filters by time and by ids, orders, pages."""

    posts: list[dict[str, Any]] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)

    def get(self, target: str, default: Answer, /) -> Answer:
        parts = urlsplit(target)
        if parts.path != "/ghost/api/content/posts/":
            return default
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.queries.append(query)
        if query.get("key") != KEY:
            return http("401 Unauthorized", body=b'{"errors": [{"message": "Unknown Content API Key"}]}')
        return http("200 OK", "Content-Type: application/json; charset=utf-8", body=self.page(query))

    def page(self, query: dict[str, str]) -> bytes:
        posts = [post for post in self.posts if _passes(post, query.get("filter", ""))]
        is_newest_first = query.get("order") == "published_at desc"
        order = "published_at" if is_newest_first else "updated_at"
        posts.sort(key=lambda post: (post[order], post["id"]), reverse=is_newest_first)
        size, page = int(query.get("limit", "15")), int(query.get("page", "1"))
        shown = posts[(page - 1) * size : page * size]
        if query.get("fields"):
            shown = [{name: post[name] for name in query["fields"].split(",")} for post in shown]
        pages = -(-len(posts) // size)
        pagination = {
            "page": page,
            "limit": size,
            "pages": pages,
            "total": len(posts),
            "next": page + 1 if page < pages else None,
        }
        return json.dumps({"posts": shown, "meta": {"pagination": pagination}}).encode()


def _passes(post: dict[str, Any], condition: str) -> bool:
    if since := re.fullmatch(r"updated_at:>='([\d-]+) ([\d:]+)'", condition):
        return bool(post["updated_at"][:19] >= f"{since[1]}T{since[2]}")
    if ids := re.fullmatch(r"id:\[([\w,]+)\]", condition):
        return post["id"] in ids[1].split(",")
    if condition:
        raise AssertionError(condition)
    return True


def a_wordpress_post(number: int, **changes: Any) -> dict[str, Any]:
    """A post of WordPress, as its REST API gives it with what is embedded; changed a minute after the one before."""
    at = f"2026-11-20T{number // 60 % 24:02}:{number % 60:02}:00"
    return {
        "id": number + 1,
        "date": at,
        "date_gmt": at,
        "modified": at,
        "modified_gmt": at,
        "guid": {"rendered": f"https://blog.example/?p={number + 1}"},
        "slug": f"tide-desk-{number}",
        "status": "publish",
        "type": "post",
        "link": f"https://blog.example/tide-desk-{number}/",
        "title": {"rendered": f"Tide desk number {number}"},
        "content": {
            "rendered": f"<p>{TEXT}</p><p>This is story {number} of the harbour.</p>",
            "protected": False,
        },
        "excerpt": {"rendered": "", "protected": False},
        "_embedded": {"author": [{"name": "Ann Reed"}], "wp:term": [[], []]},
        **changes,
    }


@dataclass
class WordPressSite:
    """The REST API at ``/wp-json/`` or else, as far as it is asked, and the feed; ``closed`` answers in its place.

    ``ignored`` are the parameters that this site does not know, ``refused`` those for which it answers 400.
    """

    posts: list[dict[str, Any]] = field(default_factory=list)
    origin: str = ""
    root: str = "/wp-json/"
    front: Answer = field(
        default_factory=lambda: http("200 OK", "Content-Type: text/html", body=b"<!doctype html><p>Hi")
    )
    closed: Answer | None = None
    feed: Answer | None = None
    ignored: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    most: int = 100
    tells_total: bool = True
    queries: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def get(self, target: str, default: Answer, /) -> Answer:
        self.asked.append(target)
        path, _, words = target.partition("wp/v2/posts")
        if target == "/":
            return self.front
        if target == "/feed/" and self.feed is not None:
            return self.feed
        if path != self.root.rstrip("/") + "/" or not words:
            return default
        return self.closed or self._answer({name: values[0] for name, values in parse_qs(words[1:]).items()})

    def _answer(self, query: dict[str, str]) -> Answer:
        self.queries.append(query)
        if f"orderby={query.get('orderby')}" in self.refused or self.refused.intersection(query):
            return http(
                "400 Bad Request", body=b'{"code": "rest_invalid_param", "message": "", "data": {"status": 400}}'
            )
        query = {name: value for name, value in query.items() if name not in self.ignored}
        posts = [post for post in self.posts if _is_asked_for(post, query)]
        key = {"id": "id", "modified": "modified_gmt"}.get(query.get("orderby", ""), "date_gmt")
        posts.sort(key=lambda post: post[key], reverse=query.get("order", "desc") == "desc")
        size, offset = min(int(query.get("per_page", "10")), self.most), int(query.get("offset", "0"))
        shown = posts[offset : offset + size]
        if "_fields" in query:
            shown = [{name: post[name] for name in query["_fields"].split(",") if name in post} for post in shown]
        total = [f"X-WP-Total: {len(posts)}"] if self.tells_total else []
        return http("200 OK", "Content-Type: application/json; charset=UTF-8", *total, body=json.dumps(shown).encode())


def _is_asked_for(post: dict[str, Any], query: dict[str, str]) -> bool:
    if "include" in query and str(post["id"]) not in query["include"].split(","):
        return False
    after = query.get("after", "").rstrip("Z")
    modified_after = query.get("modified_after", "").rstrip("Z")
    return bool(post["date_gmt"] > after and post["modified_gmt"] > modified_after)


@dataclass
class Story:
    """A page of a site, as its sitemap lists it."""

    title: str
    changed_at: str = "2026-11-20T10:00:00+00:00"
    text: str = TEXT
    answer: Answer | None = None


@dataclass
class NewsSite:
    """A news sitemap, or a plain one, and the pages behind it; ``robots`` is its robots.txt."""

    stories: dict[str, Story] = field(default_factory=dict)
    robots: str = ""
    is_news: bool = True
    asked: list[str] = field(default_factory=list)
    origin: str = ""

    def get(self, target: str, default: Answer, /) -> Answer:
        self.asked.append(target)
        if target == "/sitemap.xml" and target not in self.stories:
            return http("200 OK", "Content-Type: application/xml", body=self.sitemap())
        if target == "/robots.txt":
            return http("200 OK", "Content-Type: text/plain", body=self.robots.encode())
        story = self.stories.get(target)
        if story is None:
            return default
        return story.answer or http("200 OK", "Content-Type: text/html; charset=utf-8", body=_page(story))

    def sitemap(self) -> bytes:
        entries = "".join(self._entry(path, story) for path, story in self.stories.items())
        spaces = (
            'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        )
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {spaces}>{entries}</urlset>'.encode()

    def _entry(self, path: str, story: Story) -> str:
        if not self.is_news:
            changed = f"<lastmod>{story.changed_at}</lastmod>" if story.changed_at else ""
            return f"<url><loc>{self.origin}{path}</loc>{changed}</url>"
        news = (
            "<news:news><news:publication><news:name>Q</news:name><news:language>en</news:language></news:publication>"
            f"<news:publication_date>{story.changed_at}</news:publication_date>"
            f"<news:title>{story.title}</news:title></news:news>"
        )
        return f"<url><loc>{self.origin}{path}</loc>{news}</url>"


def _page(story: Story) -> bytes:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{story.title}</title></head><body><main><article>"
        f"<h1>{story.title}</h1><p>{story.text}</p><p>{TEXT}</p></article></main></body></html>"
    ).encode()


@dataclass
class FeedSite:
    """A feed of RSS with an item for each name."""

    names: list[str] = field(default_factory=list)

    def get(self, target: str, default: Answer, /) -> Answer:
        return http("200 OK", body=a_feed(*self.names)) if target == "/feed.xml" else default


def a_feed(*names: str) -> bytes:
    """A document of RSS with an item for each name."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{name}</guid><title>Story {name}</title>"
        f"<link>https://quay.example/{name}</link><pubDate>Sun, 01 Nov 2026 08:00:00 +0000</pubDate>"
        f"<description>{TEXT}</description></item>"
        for name in names
    )
    head = "<title>Q</title><link>https://quay.example/</link>"
    return f"<rss version='2.0'><channel>{head}{items}</channel></rss>".encode()
