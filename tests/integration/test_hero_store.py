"""The table of hero images, on each kind of database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, insert, update

from syndicate.articles.model import Status
from syndicate.images.model import Choice, Hero, HeroState, Original, Rejection, Rendition, Role, Wish
from syndicate.images.rendition_store import RenditionStore
from syndicate.images.store import CHUNK, HeroStore
from syndicate.storage.tables import articles
from syndicate.text.media_types import WEBP

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


def put(database: Database, hero: Hero) -> None:
    with database.write() as connection:
        HeroStore(connection).put(hero)


def settle(database: Database, hero: Hero, asked: Hero) -> bool:
    with database.write() as connection:
        return HeroStore(connection).settle(hero, asked)


def get(database: Database, article_id: str) -> Hero | None:
    with database.read() as connection:
        return HeroStore(connection).get(article_id)


def due(database: Database, now: datetime = NOW, limit: int = 10) -> list[str]:
    with database.read() as connection:
        return [hero.article_id for hero in HeroStore(connection).due(now, limit)]


def wanted(article_id: str, choice: Choice = CAR) -> Hero:
    return Hero(article_id=article_id, choice=choice, state=HeroState.WANTED, wish=Wish(files="f1", revision=1))


def ready(article_id: str, choice: Choice = CAR) -> Hero:
    return replace(wanted(article_id, choice), state=HeroState.READY, renditions=DONE, attempts=1)


def failing(article_id: str, retry_at: datetime | None) -> Hero:
    return replace(wanted(article_id), state=HeroState.FAILED, reason="gone", attempts=2, retry_at=retry_at)


def test_what_is_wanted_is_due(database: Database, article: Callable[..., str]) -> None:
    article("a")
    assert get(database, "a") is None
    put(database, wanted("a"))
    assert get(database, "a") == wanted("a")
    assert due(database) == ["a"]


def test_what_was_settled_comes_back_whole(database: Database, article: Callable[..., str]) -> None:
    article("a")
    choice = replace(CAR, caption="On the road “West”", is_video=True, title="West", credit="Ann", focal=(50, 30))
    put(database, wanted("a", choice))
    hero = replace(
        ready("a", choice),
        renditions=(*DONE, replace(DONE[0], name="ab/1.webp", media_type=WEBP)),
        ground="#a0b1c2",
        original=Original(digest="d", width=4000, height=3000, point=(50, 30), etag='"x"', modified="Sat"),
        rejections=(Rejection(address="https://cdn.example/x.jpg", reason="gone", is_permanent=True),),
        sizes={"https://cdn.example/car.jpg": (4000, 3000)},
    )
    assert settle(database, hero, wanted("a", choice))
    assert get(database, "a") == hero
    assert due(database) == []


def test_a_failure_keeps_its_reason_and_its_next_try(database: Database, article: Callable[..., str]) -> None:
    article("a")
    later = NOW + timedelta(minutes=30)
    put(database, failing("a", later))
    assert get(database, "a") == failing("a", later)
    assert due(database) == []
    assert due(database, later - timedelta(seconds=1)) == []
    assert due(database, later) == ["a"]


def test_a_failure_for_good_is_never_due(database: Database, article: Callable[..., str]) -> None:
    article("a")
    put(database, failing("a", None))
    assert due(database, NOW + timedelta(days=9999)) == []


def test_a_ready_one_that_is_to_be_looked_at_again_is_due(database: Database, article: Callable[..., str]) -> None:
    article("a")
    put(database, replace(ready("a"), retry_at=NOW))
    assert due(database, NOW - timedelta(seconds=1)) == []
    assert due(database) == ["a"]


def test_no_picture_any_more_forgets_it(database: Database, article: Callable[..., str]) -> None:
    article("a")
    put(database, wanted("a"))
    with database.write() as connection:
        HeroStore(connection).forget("a")
        HeroStore(connection).forget("unknown")
    assert get(database, "a") is None


@pytest.mark.parametrize(
    "meanwhile",
    [
        replace(wanted("a"), wish=Wish(files="f2", revision=1)),
        replace(wanted("a"), wish=Wish(files="f1", revision=2)),
        replace(wanted("a"), focal=(10, 90)),
        wanted("a", replace(CAR, is_video=True)),
    ],
)
def test_a_result_is_void_when_something_else_is_asked_for_meanwhile(
    database: Database, article: Callable[..., str], meanwhile: Hero
) -> None:
    article("a")
    put(database, meanwhile)
    assert not settle(database, ready("a"), wanted("a"))
    assert get(database, "a") == meanwhile


def test_a_result_for_an_article_without_a_picture_now_is_void(database: Database, article: Callable[..., str]) -> None:
    article("a")
    assert not settle(database, ready("a"), wanted("a"))
    assert get(database, "a") is None


def test_a_result_may_be_another_file_than_the_first_choice(database: Database, article: Callable[..., str]) -> None:
    article("a")
    put(database, wanted("a"))
    assert settle(database, ready("a", BOAT), wanted("a"))
    assert get(database, "a") == ready("a", BOAT)


def test_a_result_never_takes_back_words_that_changed_meanwhile(
    database: Database, article: Callable[..., str]
) -> None:
    article("a")
    reworded = replace(CAR, alt="A red car")
    put(database, wanted("a", reworded))
    assert settle(database, ready("a", CAR), wanted("a"))
    assert get(database, "a") == ready("a", reworded)


def test_an_editor_has_a_picture_looked_at_again(database: Database, article: Callable[..., str]) -> None:
    article("a")
    refused = Rejection(address="x", reason="gone", is_permanent=True)
    put(database, replace(failing("a", None), rejections=(refused,)))
    with database.write() as connection:
        assert HeroStore(connection).retry("a", NOW)
        assert not HeroStore(connection).retry("unknown", NOW)
    found = get(database, "a")
    assert found is not None
    assert (found.retry_at, found.attempts, found.rejections) == (NOW, 0, ())


def test_an_editors_point_stands_above_the_documents(database: Database, article: Callable[..., str]) -> None:
    article("a")
    put(database, ready("a", replace(CAR, focal=(50, 30))))
    for focal, kept, retry_at in (((10, 90), (10, 90), NOW), (None, (50, 30), NOW)):
        with database.write() as connection:
            assert HeroStore(connection).focus("a", focal, NOW)
            assert not HeroStore(connection).focus("unknown", focal, NOW)
        found = get(database, "a")
        assert found is not None
        assert (found.kept_point, found.retry_at, found.state) == (kept, retry_at, HeroState.READY)


def test_the_point_that_is_kept_already_costs_no_look(database: Database, article: Callable[..., str]) -> None:
    article("a")
    put(database, replace(ready("a"), focal=(10, 90)))
    with database.write() as connection:
        assert HeroStore(connection).focus("a", (10, 90), NOW)
    assert due(database) == []


def test_only_what_readers_may_see_is_due(database: Database, article: Callable[..., str]) -> None:
    article("held", status="held")
    article("withdrawn", status="withdrawn")
    article("later", embargo_until=NOW + timedelta(seconds=1))
    article("now", embargo_until=NOW)
    for article_id in ("held", "withdrawn", "later", "now"):
        put(database, wanted(article_id))
    assert due(database) == ["now"]
    assert due(database, NOW + timedelta(seconds=1)) == ["now", "later"]


def test_the_least_tried_come_first_and_then_the_newest(database: Database, article: Callable[..., str]) -> None:
    for article_id in "abcd":
        put(database, wanted(article(article_id)))
    put(database, failing("d", NOW))
    assert due(database) == ["c", "b", "a", "d"]
    assert due(database, limit=2) == ["c", "b"]


def test_many_are_asked_for_at_once(database: Database, article: Callable[..., str]) -> None:
    for article_id in ("a", "b"):
        put(database, wanted(article(article_id)))
    with database.read() as connection:
        found = HeroStore(connection).of(["a", *(f"none-{n}" for n in range(1200)), "b"])
        assert sorted(found) == ["a", "b"]
        assert HeroStore(connection).of([]) == {}


def test_a_hero_image_goes_with_its_article(database: Database, article: Callable[..., str]) -> None:
    article("a")
    put(database, wanted("a"))
    with database.write() as connection:
        connection.execute(update(articles).values(status="withdrawn"))
        connection.execute(delete(articles))
    assert get(database, "a") is None


def test_a_name_on_the_shelf_leads_back_to_the_articles_that_show_it(
    database: Database, article: Callable[..., str]
) -> None:
    for article_id in ("a", "b"):
        put(database, wanted(article(article_id)))
    put(database, ready("a"))
    with database.read() as connection:
        assert RenditionStore(connection).showing(["ab/1.jpg"]) == ["a"]
        assert RenditionStore(connection).showing(["ab/1"]) == []
        assert RenditionStore(connection).showing(["%"]) == []


def test_hero_images_are_listed_with_their_articles_the_last_seen_first(
    database: Database, article: Callable[..., str]
) -> None:
    ids = [article(f"a{number:04}") for number in range(CHUNK + 2)]
    for article_id in ids[1:]:
        put(database, ready(article_id) if article_id == ids[2] else failing(article_id, None))
    with database.read() as connection:
        store = HeroStore(connection)
        listed = list(store.listed(NOW))
        assert [hero.article_id for hero, _ in listed] == [one.id for _, one in listed] == ids[:0:-1]
        assert [one.id for _, one in store.listed(NOW, state=HeroState.FAILED, limit=2)] == [ids[-1], ids[-2]]
        assert [one.id for _, one in store.listed(NOW, state=HeroState.READY)] == [ids[2]]
        assert list(store.with_headlines(ids, NOW)) == listed[::-1]
        assert [one.id for _, one in store.with_headlines([ids[2], "unknown", ids[1]], NOW)] == [ids[2], ids[1]]
        assert store.ids(HeroState.FAILED) == [one for one in ids[:0:-1] if one != ids[2]]


def test_a_listed_article_stands_as_of_now(database: Database, article: Callable[..., str]) -> None:
    put(database, wanted(article("later", embargo_until=NOW + timedelta(seconds=1))))
    with database.read() as connection:
        ((_, before),) = HeroStore(connection).listed(NOW)
        ((_, after),) = HeroStore(connection).listed(NOW + timedelta(seconds=1))
    assert (before.status, after.status) == (Status.EMBARGOED, Status.PUBLISHED)
