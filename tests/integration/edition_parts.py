"""What the tests of editions share: stories to publish, editions to compose, what a reader got."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from syndicate.articles.store import ArticleStore
from syndicate.digests.model import SlotOutcome
from syndicate.digests.store import EditionStore
from syndicate.publishing.wiring import Parts
from syndicate.storage.tables import deliveries, rendering_articles, renderings, subscriptions
from tests.newsroom import CONFIG, Newsroom, dump

MORNING = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)


def due_at_seven(folder: Path) -> Newsroom:
    """A newsroom whose newsletter is due at seven, without articles."""
    newsroom = Newsroom(folder)
    newsroom.configure(CONFIG.replace('at = "00:00"', 'at = "07:00"\nmax_articles = 3'))
    (newsroom.folder / "articles").mkdir()
    return newsroom


def publish(
    desk: Newsroom,
    parts: Parts,
    *titles: str,
    published: datetime = MORNING - timedelta(hours=1),
    section: str = "World",
) -> None:
    for number, title in enumerate(titles):
        at = published + timedelta(seconds=number)
        desk.write_article(f"{title}.txt", dump(title, published=at, section=section))
    parts.publisher.collect()


def compose(parts: Parts) -> SlotOutcome | None:
    return parts.publisher.compose_due(parts.publisher.newsletter("daily")).outcome


def titles_of(parts: Parts, edition_id: str) -> list[str]:
    with parts.database.read() as connection:
        store = ArticleStore(connection)
        found = [store.get(one.article_id, MORNING) for one in EditionStore(connection).articles(edition_id)]
    return [article.title or "" for article in found if article]


def article_of(parts: Parts, title: str) -> str:
    """The id of the article with that title."""
    with parts.database.read() as connection:
        found = ArticleStore(connection).all(parts.clock.now())
    return next(article.id for article in found if article.title == title)


def withdraw(parts: Parts, title: str) -> None:
    """Take the article with that title back."""
    article_id = article_of(parts, title)
    with parts.database.write() as connection:
        ArticleStore(connection).withdraw(article_id, parts.clock.now(), "a mistake")


def had(parts: Parts) -> Counter[tuple[str, str]]:
    """How often each subscription has had each article, by what was really claimed for it."""
    query = (
        select(subscriptions.c.id.label("subscription_id"), rendering_articles.c.article_id)
        .join_from(deliveries, subscriptions, subscriptions.c.key == deliveries.c.subscription_key)
        .join(renderings, renderings.c.variant_key == deliveries.c.variant_key)
        .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
        .where(
            deliveries.c.revision == renderings.c.revision,
            deliveries.c.state.in_(["claimed", "submitted", "uncertain"]),
        )
    )
    with parts.database.read() as connection:
        return Counter((row.subscription_id, row.article_id) for row in connection.execute(query))
