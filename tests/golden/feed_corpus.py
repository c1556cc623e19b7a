"""A small corpus that meets what formats disagree on, and its documents: always the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from syndicate.articles.model import AiUse, Article, ForeignTime
from syndicate.feeds.documents import FeedDocument
from syndicate.feeds.entries import entry_of
from syndicate.feeds.entry_cache import documents
from syndicate.feeds.scopes import everything, gather
from tests.unit.feeds.feed_samples import LINKS, SITE, a_hero, an_article


def corpus() -> list[Article]:
    """Its articles."""
    return [
        an_article(
            id="arabicarabica",
            tag="tag:news.example,2026:arabicarabica",
            title="هاتف بشاشة ثانية",
            deck="يعرض الوقت على ظهره.",
            language="ar",
            direction="rtl",
            permalink="https://news.example/هاتف",
            published=None,
            body_html='<p dir="rtl">الهاتف جديد.</p>',
            body_text="الهاتف جديد.",
        ),
        an_article(revision=2, changed_at=datetime(2025, 10, 6, 9, 30, tzinfo=UTC)),
        an_article(
            id="nopqrstuvwxyz",
            tag="tag:news.example,2026:nopqrstuvwxyz",
            title="Is 1 < 2 & 3 > 2? «Ja» ]]> 🎉",
            deck=None,
            sections=("World", "Sums & Co"),
            tags=(),
            authors=(),
            permalink=None,
            published=ForeignTime(
                at=datetime(2025, 10, 4, 22, 0, tzinfo=UTC), offset=timedelta(seconds=3208), raw="a local mean time"
            ),
            body_html='<h2>Proof</h2><p>See <a href="/sums">all sums</a> &amp; more:&nbsp;1 &lt; 2.</p>',
            body_text="Proof\n\nSee all sums & more: 1 < 2.",
        ),
        an_article(
            id="generatedgene",
            tag="tag:news.example,2026:generatedgene",
            title="Wetter am Montag",
            deck=None,
            language="de",
            permalink=None,
            published=ForeignTime(at=datetime(2025, 10, 3, 6, tzinfo=UTC), offset=timedelta(hours=2), raw="today"),
            body_html="<p>Es regnet.</p>",
            body_text="Es regnet.",
            ai=AiUse.GENERATED,
        ),
    ]


def golden_documents() -> tuple[FeedDocument, ...]:
    heroes = {"abcdefghijklm": a_hero()}
    entries = [entry_of(article, heroes.get(article.id), LINKS) for article in corpus()]
    scope = everything(SITE.title)
    return documents(gather(SITE, scope, entries, LINKS.home()), scope, LINKS)
