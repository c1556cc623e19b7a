"""Which stories show a file of the shelf: told by its name at one look, and kept from older databases."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from sqlalchemy import create_engine, event, insert, select, text
from sqlalchemy.engine import make_url

from syndicate.ids import random_id
from syndicate.images.model import Choice, Hero, HeroState, Original, Rendition, Role, Wish
from syndicate.images.rendition_store import RenditionStore
from syndicate.images.store import HeroStore
from syndicate.storage import open_database
from syndicate.storage.schema import alembic_config, upgrade
from syndicate.storage.tables import articles, renditions
from syndicate.text.media_types import WEBP
from tests.conftest import POSTGRES_URL
from tests.hero_desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from syndicate.storage import Database

NOW = datetime(2025, 10, 5, 12, tzinfo=UTC)
MANY = 20_000


def a_file(name: str, role: Role = Role.LEAD) -> Rendition:
    return Rendition(role=role, name=name, width=1200, height=675, size=81_000)


def a_hero(article_id: str, *names: str) -> Hero:
    choice = Choice(source_url="https://cdn.example/car.jpg", alt="A car", caption=None, is_video=False)
    return Hero(article_id=article_id, choice=choice, state=HeroState.READY, renditions=tuple(map(a_file, names)))


def put(database: Database, hero: Hero) -> None:
    with database.write() as connection:
        HeroStore(connection).put(hero)


def is_public(database: Database, name: str, now: datetime = NOW) -> bool:
    with database.read() as connection:
        return RenditionStore(connection).is_public(name, now)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


# --- who may see a file --------------------------------------------------------------------


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "held"},
        {"status": "withdrawn", "was_public": True},
        {"embargo_until": NOW + timedelta(seconds=1)},
        {"expires_at": NOW},
    ],
)
def test_a_file_is_shown_while_a_story_that_readers_may_see_has_it(desk: Desk, hidden: dict[str, Any]) -> None:
    desk.article("a", **hidden)
    put(desk.database, a_hero("a", "ab/1.jpg"))
    assert not is_public(desk.database, "ab/1.jpg")
    desk.article("b")
    put(desk.database, a_hero("b", "ab/1.jpg"))
    assert is_public(desk.database, "ab/1.jpg")
    assert not is_public(desk.database, "ab/1")
    assert not is_public(desk.database, "%")


def test_a_story_keeps_the_files_that_it_showed_before(desk: Desk) -> None:
    desk.article("a")
    for names in (("ab/1.jpg",), ("ab/2.jpg", "ab/3.jpg"), ("ab/1.jpg", "ab/3.jpg")):
        put(desk.database, a_hero("a", *names))
        with desk.database.read() as connection:
            found = HeroStore(connection).get("a")
        assert found == a_hero("a", *names)
    assert all(is_public(desk.database, f"ab/{number}.jpg") for number in (1, 2, 3))
    with desk.database.write() as connection:
        HeroStore(connection).forget("a")
    assert is_public(desk.database, "ab/2.jpg")


def test_what_no_story_shows_that_may_be_seen_has_to_go_and_nothing_else(desk: Desk) -> None:
    for article_id, columns in (
        ("out", {}),
        ("held", {"status": "held"}),
        ("gone", {"status": "withdrawn", "was_public": True}),
        ("soon", {"embargo_until": NOW + timedelta(hours=1)}),
        ("late", {"expires_at": NOW}),
        ("ends", {"expires_at": NOW + timedelta(seconds=1)}),
    ):
        desk.article(article_id, **columns)
        put(desk.database, a_hero(article_id, f"earlier/{article_id}.jpg"))
        put(desk.database, a_hero(article_id, "shared/1.jpg", f"own/{article_id}.jpg"))
    with desk.database.read() as connection:
        store = RenditionStore(connection)
        gone = {f"{place}/{name}.jpg" for name in ("held", "gone", "soon", "late") for place in ("own", "earlier")}
        assert set(store.unseen(NOW)) == gone
        assert "shared/1.jpg" in store.unseen(NOW + timedelta(days=1)) or is_public(desk.database, "shared/1.jpg")
        assert store.alone("out", NOW) == ["earlier/out.jpg", "own/out.jpg"]


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements, with their parameters, that the database is asked meanwhile."""
    found: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        del connection, cursor
        found.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine, "before_cursor_execute", note)


def plan(database: Database, statement: str, parameters: Any) -> str:
    """How the database says that it finds the answer."""
    word = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    with database.read() as connection:
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{word} {statement}", parameters))


def fill(database: Database) -> None:
    """So many stories with a picture each that no database would rather look at all of them."""
    columns = {
        "source": "s", "fingerprint": "f", "status": "published", "sections": [], "tags": [], "authors": [],
        "language": "en", "direction": "ltr", "body_html": "", "body_text": "", "media": [], "findings": [],
        "content_hash": "h", "revision": 1, "is_backlog": False, "first_seen_at": NOW, "changed_at": NOW,
        "is_paid": False,
    }  # fmt: skip
    ids = [f"a{number}" for number in range(MANY)]
    file = {"role": "lead", "position": 0, "width": 1, "height": 1, "size": 1, "media_type": WEBP, "is_leaving": False}
    with database.write() as connection:
        connection.execute(insert(articles), [{"id": one, "tag": one, "external_id": one, **columns} for one in ids])
        connection.execute(insert(renditions), [{"article_id": one, "name": f"{one}.webp", **file} for one in ids])
    with database.write() as connection:
        connection.exec_driver_sql("ANALYZE")


def test_a_picture_is_looked_up_by_indexes_however_many_there_are(database: Database) -> None:
    fill(database)
    with asked(database) as statements:
        assert is_public(database, "a7.webp")
    (found,) = [plan(database, *one) for one in statements if "renditions" in one[0]]
    assert "ix_renditions_name" in found
    assert "SCAN" not in found
    assert "Seq Scan" not in found


def test_what_has_to_go_is_found_from_hidden_stories_alone(database: Database) -> None:
    fill(database)
    with asked(database) as statements, database.read() as connection:
        assert RenditionStore(connection).unseen(NOW) == []
    (found,) = [plan(database, *one) for one in statements if "renditions" in one[0]]
    assert not re.search(r"SCAN (?:renditions|articles)(?! USING (?:COVERING )?INDEX ix_articles_unpublished)", found)
    assert "Seq Scan" not in found


# --- older databases -------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of the program before."""
    name = f"syndicate_older_{random_id()}".lower()
    if request.param == "sqlite":
        database = open_database(f"sqlite:///{tmp_path}/older.db")
    else:
        server = create_engine(
            make_url(POSTGRES_URL).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        with server.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        database = open_database(make_url(POSTGRES_URL).set(database=name).render_as_string(hide_password=False))
    with database.write() as connection:
        command.upgrade(alembic_config(connection), "0006")
    yield database
    database.close()
    if request.param == "postgres":
        with server.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        server.dispose()


def give_older(database: Database, article_id: str, stored: Any) -> None:
    with database.write() as connection:
        connection.execute(
            text(
                "INSERT INTO heroes (article_id, source_url, alt, is_video, state, renditions, attempts)"
                " VALUES (:id, 'https://cdn.example/car.jpg', 'A car', false, 'ready', :stored, 1)"
            ),
            {"id": article_id, "stored": json.dumps(stored)},
        )


def test_the_files_of_an_older_database_keep_their_stories(older: Database) -> None:
    desk = Desk(older)
    lead = {"role": "lead", "name": "ab/1.jpg", "width": 1200, "height": 675, "size": 81_000}
    webp = {**lead, "name": "ab/1.webp", "media_type": WEBP}
    more = {
        "ground": "#102030", "title": "Car", "credit": "Ada", "choice_focal": [50, 30], "focal": None,
        "wish": {"files": "f", "revision": 2}, "rejections": [], "sizes": {},
        "original": {"digest": "d", "width": 2000, "height": 1125, "point": [50, 30], "etag": None, "modified": None},
    }  # fmt: skip
    for article_id in ("first", "second", "none"):
        desk.article(article_id)
    give_older(older, "first", [lead])
    give_older(older, "second", {"files": [lead, webp], **more})
    give_older(older, "none", {"files": [], **more})
    assert upgrade(older)[0] == "0006"
    with older.read() as connection:
        found = HeroStore(connection).of(["first", "second", "none"])
    bare = replace(a_hero("first", "ab/1.jpg"), attempts=1)
    assert found["first"] == bare
    whole = replace(
        bare,
        article_id="second",
        choice=replace(bare.choice, title="Car", credit="Ada", focal=(50, 30)),
        renditions=(a_file("ab/1.jpg"), replace(a_file("ab/1.webp"), media_type=WEBP)),
        ground="#102030",
        wish=Wish(files="f", revision=2),
        original=Original(digest="d", width=2000, height=1125, point=(50, 30)),
    )
    assert found["second"] == whole
    assert found["none"] == replace(whole, article_id="none", renditions=())


def test_pictures_of_mails_that_were_sent_before_belong_to_the_stories_that_they_lead_to(older: Database) -> None:
    desk = Desk(older)
    desk.article("ours", permalink=None)
    desk.article("theirs", permalink="https://cms.example/story?a=1&b=2")
    old = [f"{number:02x}/{number:032x}.jpg" for number in range(4)]
    give_older(older, "ours", [{"role": "lead", "name": old[3], "width": 1, "height": 1, "size": 1}])
    cells = (
        ("https://quay.example/articles/a-boat-ours", old[0]),
        ("https://cms.example/story?a=1&amp;b=2", old[1]),
        ("https://elsewhere.example/", old[2]),
        ("https://quay.example/articles/ours", old[3]),
    )
    mail = "".join(
        f'<a class="plain" href="{href}"><img alt="" src="https://m/media/{name}"></a>' for href, name in cells
    )
    freeze_older(older, mail)
    upgrade(older)
    with older.read() as connection:
        rows = connection.execute(select(renditions.c.name, renditions.c.article_id, renditions.c.position))
        assert sorted(map(tuple, rows)) == [(old[0], "ours", None), (old[1], "theirs", None), (old[3], "ours", 0)]


def freeze_older(database: Database, mail: str) -> None:
    """An edition as the database before keeps it."""
    edition = ("id", "newsletter", "slot", "sender")
    rendering = ("edition_id", "language", "subject", "preheader", "text", "content_hash")
    values = {"now": "2025-10-05 12:00:00", "html": mail, "word": "e"}
    with database.write() as connection:
        connection.execute(
            text(
                f"INSERT INTO editions (number, state, revision, min_articles, due_at, frozen_at, {', '.join(edition)})"
                f" VALUES (1, 'closed', 1, 1, :now, :now, {', '.join([':word'] * len(edition))})"
            ),
            values,
        )
        connection.execute(
            text(
                f"INSERT INTO renderings (revision, made_at, html, size, findings, {', '.join(rendering)})"
                f" VALUES (1, :now, :html, 1, '[]', {', '.join([':word'] * len(rendering))})"
            ),
            values,
        )
