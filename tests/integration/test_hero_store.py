"""The table of hero images, on each kind of database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, insert, update

from syndicate.images.model import Choice, Hero, HeroState, Rendition, Role
from syndicate.images.store import HeroStore
from syndicate.storage.tables import articles

if TYPE_CHECKING:
    from collections.abc import Callable

    from syndicate.storage import Database

NOW = datetime(2025, 10, 5, 12, tzinfo=UTC)
CAR = Choice(source_url="https://cdn.example/car.jpg", alt="A car", caption=None, is_video=False)
BOAT = replace(CAR, source_url="pictures/boat.jpg")
DONE = (
    Rendition(role=Role.LEAD, name="ab/1.jpg", width=1200, height=675, size=81_000),
    Rendition(role=Role.THUMB, name="cd/2.jpg", width=240, height=180, size=9_000),
)


@pytest.fixture
def article(database: Database) -> Callable[..., str]:
    """Adds an article as the table holds it; gives its id."""

    def add(article_id: str, *, status: str = "published", embargo_until: datetime | None = None) -> str:
        row: dict[str, Any] = {
            "id": article_id, "tag": f"tag:{article_id}", "source": "s", "external_id": article_id, "fingerprint": "f",
            "status": status, "sections": [], "tags": [], "authors": [], "embargo_until": embargo_until,
            "language": "en", "direction": "ltr", "body_html": "", "body_text": "", "media": [], "findings": [],
            "content_hash": "h", "revision": 1, "is_backlog": False, "first_seen_at": NOW, "changed_at": NOW,
        }  # fmt: skip
        with database.write() as connection:
            connection.execute(insert(articles).values(row))
        return article_id

    return add


def choose(database: Database, article_id: str, choice: Choice | None) -> bool:
    with database.write() as connection:
        return HeroStore(connection).choose(article_id, choice)


def settle(database: Database, hero: Hero) -> bool:
    with database.write() as connection:
        return HeroStore(connection).settle(hero)


def get(database: Database, article_id: str) -> Hero | None:
    with database.read() as connection:
        return HeroStore(connection).get(article_id)


def due(database: Database, now: datetime = NOW, limit: int = 10) -> list[str]:
    with database.read() as connection:
        return [hero.article_id for hero in HeroStore(connection).due(now, limit)]


def ready(article_id: str, choice: Choice = CAR) -> Hero:
    return Hero(article_id=article_id, choice=choice, state=HeroState.READY, renditions=DONE, attempts=1)


def failing(article_id: str, retry_at: datetime | None) -> Hero:
    return Hero(article_id=article_id, choice=CAR, state=HeroState.FAILED, reason="gone", attempts=2, retry_at=retry_at)


def test_a_choice_is_wanted_until_it_is_settled(database: Database, article: Callable[..., str]) -> None:
    article("a")
    assert get(database, "a") is None
    assert choose(database, "a", CAR)
    assert get(database, "a") == Hero(article_id="a", choice=CAR, state=HeroState.WANTED)
    assert due(database) == ["a"]


def test_what_was_settled_comes_back_whole(database: Database, article: Callable[..., str]) -> None:
    article("a")
    choose(database, "a", replace(CAR, caption="On the road “West”", is_video=True))
    hero = ready("a", replace(CAR, caption="On the road “West”", is_video=True))
    assert settle(database, hero)
    assert get(database, "a") == hero
    assert due(database) == []


def test_a_failure_keeps_its_reason_and_its_next_try(database: Database, article: Callable[..., str]) -> None:
    article("a")
    choose(database, "a", CAR)
    later = NOW + timedelta(minutes=30)
    settle(database, failing("a", later))
    assert get(database, "a") == failing("a", later)
    assert due(database) == []
    assert due(database, later - timedelta(seconds=1)) == []
    assert due(database, later) == ["a"]


def test_a_failure_for_good_is_never_due(database: Database, article: Callable[..., str]) -> None:
    article("a")
    choose(database, "a", CAR)
    settle(database, failing("a", None))
    assert due(database, NOW + timedelta(days=9999)) == []


def test_the_same_choice_again_changes_nothing(database: Database, article: Callable[..., str]) -> None:
    article("a")
    choose(database, "a", CAR)
    settle(database, ready("a"))
    assert not choose(database, "a", CAR)
    assert get(database, "a") == ready("a")
    assert not choose(database, "unknown", None)


@pytest.mark.parametrize("other", [BOAT, replace(CAR, is_video=True)])
def test_another_picture_starts_over(database: Database, article: Callable[..., str], other: Choice) -> None:
    article("a")
    choose(database, "a", CAR)
    settle(database, failing("a", None))
    assert choose(database, "a", other)
    assert get(database, "a") == Hero(article_id="a", choice=other, state=HeroState.WANTED)


def test_other_words_keep_the_renditions(database: Database, article: Callable[..., str]) -> None:
    article("a")
    choose(database, "a", CAR)
    settle(database, ready("a"))
    reworded = replace(CAR, alt="A red car", caption="Photo: Ann")
    assert choose(database, "a", reworded)
    assert get(database, "a") == ready("a", reworded)


def test_no_picture_any_more_forgets_it(database: Database, article: Callable[..., str]) -> None:
    article("a")
    choose(database, "a", CAR)
    assert choose(database, "a", None)
    assert get(database, "a") is None


def test_a_result_for_a_choice_that_has_changed_meanwhile_is_void(
    database: Database, article: Callable[..., str]
) -> None:
    article("a")
    choose(database, "a", CAR)
    choose(database, "a", BOAT)
    assert not settle(database, ready("a", CAR))
    assert get(database, "a") == Hero(article_id="a", choice=BOAT, state=HeroState.WANTED)
    choose(database, "a", None)
    assert not settle(database, ready("a", BOAT))


def test_a_result_never_takes_back_words_that_changed_meanwhile(
    database: Database, article: Callable[..., str]
) -> None:
    article("a")
    choose(database, "a", CAR)
    reworded = replace(CAR, alt="A red car")
    choose(database, "a", reworded)
    assert settle(database, ready("a", CAR))
    assert get(database, "a") == ready("a", reworded)


def test_only_what_readers_may_see_is_due(database: Database, article: Callable[..., str]) -> None:
    article("held", status="held")
    article("withdrawn", status="withdrawn")
    article("later", embargo_until=NOW + timedelta(seconds=1))
    article("now", embargo_until=NOW)
    for article_id in ("held", "withdrawn", "later", "now"):
        choose(database, article_id, CAR)
    assert due(database) == ["now"]
    assert due(database, NOW + timedelta(seconds=1)) == ["now", "later"]


def test_the_least_tried_come_first_and_then_the_newest(database: Database, article: Callable[..., str]) -> None:
    for article_id in "abcd":
        choose(database, article(article_id), CAR)
    settle(database, failing("d", NOW))
    assert due(database) == ["c", "b", "a", "d"]
    assert due(database, limit=2) == ["c", "b"]


def test_many_are_asked_for_at_once(database: Database, article: Callable[..., str]) -> None:
    for article_id in ("a", "b"):
        choose(database, article(article_id), CAR)
    with database.read() as connection:
        found = HeroStore(connection).of(["a", *(f"none-{n}" for n in range(1200)), "b"])
        assert sorted(found) == ["a", "b"]
        assert HeroStore(connection).of([]) == {}


def test_a_hero_image_goes_with_its_article(database: Database, article: Callable[..., str]) -> None:
    article("a")
    choose(database, "a", CAR)
    with database.write() as connection:
        connection.execute(update(articles).values(status="withdrawn"))
        connection.execute(delete(articles))
    assert get(database, "a") is None


def test_a_name_on_the_shelf_leads_back_to_the_articles_that_show_it(
    database: Database, article: Callable[..., str]
) -> None:
    for article_id in ("a", "b"):
        choose(database, article(article_id), CAR)
    settle(database, ready("a"))
    with database.read() as connection:
        assert HeroStore(connection).showing("ab/1.jpg") == ["a"]
        assert HeroStore(connection).showing("ab/1") == []
        assert HeroStore(connection).showing("%") == []
