"""Looking for articles walks the newest first and sorts nothing: no page of the list grows with the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from syndicate.articles.model import Status
from syndicate.articles.search import ArticleSearch
from syndicate.articles.search_store import SearchStore
from syndicate.articles.source_store import SourceStore
from syndicate.storage import Database
from tests.unit.web.web_samples import NOW, Newsroom


def plans(database: Database, asked: list[tuple[str, Any]]) -> str:
    """How SQLite goes about those statements."""
    with database.read() as connection:
        cursor = connection.connection.cursor()
        lines = [
            str(row)
            for statement, values in asked
            for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
        ]
        cursor.close()
    return "\n".join(lines)


@pytest.fixture
def asked(sqlite_database: Database) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    event.listen(
        sqlite_database.engine,
        "before_cursor_execute",
        lambda *facts: found.append((facts[2], facts[3])) if facts[2].startswith("SELECT") else None,
    )
    return found


@pytest.mark.parametrize(
    "search",
    [
        ArticleSearch(),
        ArticleSearch(words="bell"),
        ArticleSearch(status=Status.PUBLISHED, words="bell"),
        ArticleSearch(has_findings=True),
    ],
)
def test_no_page_of_the_list_is_sorted(
    sqlite_database: Database, asked: list[tuple[str, Any]], search: ArticleSearch
) -> None:
    with sqlite_database.read() as connection:
        SearchStore(connection).found(search, NOW, limit=50, before=1_000)
    assert "SEARCH articles USING INTEGER PRIMARY KEY" in plans(sqlite_database, asked)
    assert "TEMP B-TREE" not in plans(sqlite_database, asked)


def test_sources_are_told_by_the_newest_articles_alone(
    sqlite_database: Database, tmp_path: Path, asked: list[tuple[str, Any]]
) -> None:
    quay = Newsroom(sqlite_database, tmp_path)
    quay.add("first")
    asked.clear()
    with sqlite_database.read() as connection:
        SourceStore(connection).standings()
    assert "SCAN articles\n" not in plans(sqlite_database, asked)
