"""An export of Ghost that lies in the folder of a source: its posts are articles, as by ``sources import``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from syndicate.articles.collecting import Collector
from syndicate.articles.rules import Rules
from syndicate.articles.sources.folder import FolderSource
from syndicate.clock import SystemClock
from syndicate.storage.tables import articles

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.articles.collecting import CollectionReport
    from syndicate.storage import Database

TEXT = "The harbour office opened its new tide desk on Monday, and by noon eleven skippers had queued to complain."
LEXICAL = {"root": {"children": [{"type": "paragraph", "children": [{"type": "text", "text": TEXT}]}]}}
RULES = Rules(language="en", zone=ZoneInfo("UTC"))


def post(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"p{number}",
        "title": f"Tide desk {number}",
        "slug": f"tide-desk-{number}",
        "html": f"<p>{TEXT}</p>",
        "lexical": None,
        "type": "post",
        "status": "published",
        "visibility": "public",
        "published_at": "2024-01-05T09:00:00.000Z",
        **fields,
    }


POSTS = [
    post(1, feature_image="__GHOST_URL__/content/images/desk.jpg"),
    post(2, status="draft", published_at=None),
    post(3, visibility="paid"),
    post(4, type="page"),
    post(5, html=None, lexical=json.dumps(LEXICAL)),
    post(6, status="sent"),
]
TABLES = {
    "posts": POSTS,
    "tags": [{"id": "t1", "name": "Harbour", "slug": "harbour"}],
    "posts_tags": [{"post_id": "p1", "tag_id": "t1", "sort_order": 0}],
    "users": [{"id": "u1", "name": "Ann Reed", "slug": "ann"}],
    "posts_authors": [{"post_id": "p1", "author_id": "u1", "sort_order": 0}],
}


def collect(database: Database, folder: Path, export: object) -> CollectionReport:
    (folder / "blog.ghost.json").write_text(json.dumps(export), encoding="utf-8")
    source = FolderSource(
        name="desk",
        folder=folder,
        language="en",
        zone=RULES.zone,
        max_bytes=1_000_000,
        settle_seconds=0,
        clock=SystemClock(),
    )
    return Collector(database, SystemClock(), "quay.example,2026").run(source, RULES, mails_first_run=False)


def stored(database: Database) -> dict[str, Any]:
    with database.read() as connection:
        rows = connection.execute(select(articles)).all()
    return {row.external_id.partition("#")[2]: row for row in rows}


def test_its_posts_are_articles_and_what_is_no_post_is_counted(sqlite_database: Database, tmp_path: Path) -> None:
    report = collect(sqlite_database, tmp_path, {"db": [{"meta": {"version": "5.75.0"}, "data": TABLES}]})
    assert report.passed_over == {"blog.ghost.json": {"page": 1, "sent by email only": 1}}
    found = stored(sqlite_database)
    assert {name: row.status for name, row in found.items()} == {
        "p1": "published",
        "p2": "held",
        "p3": "published",
        "p5": "published",
    }
    assert (found["p1"].sections, found["p1"].authors[0]["name"]) == (["Harbour"], "Ann Reed")
    assert found["p3"].is_paid
    assert found["p5"].body_text == TEXT
    assert "__GHOST_URL__" not in json.dumps(found["p1"].media)


def test_an_export_as_old_versions_wrote_it(sqlite_database: Database, tmp_path: Path) -> None:
    collect(sqlite_database, tmp_path, {"meta": {"version": "0.11"}, "data": TABLES})
    assert len(stored(sqlite_database)) == 4


def test_one_without_posts_is_held_as_what_it_is(sqlite_database: Database, tmp_path: Path) -> None:
    report = collect(sqlite_database, tmp_path, {"db": [{"data": {"posts": []}}]})
    assert report.held == 1
    (row,) = stored(sqlite_database).values()
    assert "The Ghost export has no articles." in str(row.findings)
