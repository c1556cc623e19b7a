"""Articles, entries and feeds for the tests of the room; every value can be replaced by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from syndicate.articles.model import Article, Author, ForeignTime, Outline, Status
from syndicate.feeds.model import Entry, Feed, FeedPicture, FeedSite, Scope
from syndicate.feeds.scopes import gather
from syndicate.images.model import Choice, Hero, HeroState, Rendition, Role
from syndicate.links import Links

BST = timezone(timedelta(hours=1))
LINKS = Links("https://news.example/desk/", ["a key of the tests"])
SITE = FeedSite(
    title="The Example & Sons Gazette",
    description="News from nowhere in particular.",
    language="en-GB",
    id_authority="news.example,2026",
    author="The newsroom",
)
EVERYTHING = Scope(folder="", title=SITE.title)

_ARTICLE = Article(
    sequence=1,
    id="abcdefghijklm",
    tag="tag:news.example,2026:abcdefghijklm",
    source="samples",
    external_id="phones.html",
    status=Status.PUBLISHED,
    title="A phone with a second screen",
    deck="It shows the time on its back.",
    sections=("World",),
    tags=("phones", "World"),
    authors=(Author(name="Ada Marsh"),),
    published=ForeignTime(
        at=datetime(2025, 10, 5, 14, 34, 55, 123456, tzinfo=UTC),
        offset=timedelta(hours=1),
        raw="5 Oct 2025 15:34:55 BST",
    ),
    updated=None,
    embargo_until=None,
    permalink="https://news.example/phones?page=1&full=yes",
    language="en",
    direction="ltr",
    body_html="<p>The phone is <em>new</em>.</p>",
    body_text="The phone is new.",
    media=(),
    findings=(),
    content_hash="0",
    revision=1,
    is_backlog=False,
    first_seen_at=datetime(2025, 10, 6, 8, 0, 0, 654321, tzinfo=UTC),
    changed_at=datetime(2025, 10, 6, 8, 0, 0, 654321, tzinfo=UTC),
)

_ENTRY = Entry(
    id="tag:news.example,2026:abcdefghijklm",
    url="https://news.example/phones?page=1&full=yes",
    title="A phone with a second screen",
    summary="It shows the time on its back.",
    content_html="<p>The phone is <em>new</em>.</p>",
    content_text="The phone is new.",
    published_at=datetime(2025, 10, 5, 15, 34, 55, tzinfo=BST),
    updated_at=datetime(2025, 10, 6, 8, 0, 0, tzinfo=UTC),
    authors=("Ada Marsh", "Bo Lind"),
    categories=("World", "phones"),
    language="en",
    picture=FeedPicture(
        url="https://news.example/desk/media/ab/cd.jpg",
        width=1200,
        height=675,
        size=98_765,
        alt="Close-up view of the phone's back",
        caption="The second screen.",
        title="The phone, from behind",
        credit="Cy Low",
    ),
)


def an_article(**changes: Any) -> Article:
    return replace(_ARTICLE, **changes)


def an_entry(**changes: Any) -> Entry:
    return replace(_ENTRY, **changes)


def a_feed(*entries: Entry, site: FeedSite = SITE, scope: Scope = EVERYTHING) -> Feed:
    return gather(site, scope, entries, LINKS.home())


def a_hero(**changes: Any) -> Hero:
    hero = Hero(
        article_id="abcdefghijklm",
        choice=Choice(
            source_url="https://pictures.example/1.jpg",
            alt="The phone's back",
            caption="Seen in May. Cy Low",
            is_video=False,
            title="The phone, from behind",
            credit="Cy Low",
        ),
        state=HeroState.READY,
        renditions=(Rendition(role=Role.LEAD, name="ab/cd.jpg", width=1200, height=675, size=98_765),),
    )
    return replace(hero, **changes)


def row_of(article: Article) -> dict[str, Any]:
    """The article as its table holds it."""
    assert article.published
    return {
        "sequence": article.sequence,
        "id": article.id,
        "tag": article.tag,
        "source": article.source,
        "external_id": article.external_id,
        "fingerprint": article.content_hash,
        "status": article.status.value,
        "title": article.title,
        "deck": article.deck,
        "sections": list(article.sections),
        "tags": list(article.tags),
        "authors": [{"name": author.name, "url": author.url} for author in article.authors],
        "published_at": article.published.at,
        "published_offset": int(article.published.offset.total_seconds()),
        "published_raw": article.published.raw,
        "embargo_until": article.embargo_until,
        "permalink": article.permalink,
        "language": article.language,
        "direction": article.direction,
        "body_html": article.body_html,
        "body_text": article.body_text,
        "media": [],
        "findings": [],
        "content_hash": article.content_hash,
        "revision": article.revision,
        "is_backlog": article.is_backlog,
        "first_seen_at": article.first_seen_at,
        "changed_at": article.changed_at,
    }


def an_outline(*, minutes: int = 0, **changes: Any) -> Outline:
    """What places the sample article; ``minutes`` later."""
    at = _ENTRY.updated_at + timedelta(minutes=minutes)
    outline = Outline(
        sequence=1,
        id="abcdefghijklm",
        fingerprint="f",
        dated_at=at,
        published_at=at,
        revision=1,
        significant_at=None,
        permalink=None,
        language="en",
        sections=("World",),
        tags=(),
        authors=(),
    )
    return replace(outline, **changes)
