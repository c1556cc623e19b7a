"""The corpus, put through pick-up and feed step once: a part of it, and in the slow run all of it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from syndicate.articles.store import ArticleStore
from syndicate.feeds.publish import FeedReport
from syndicate.storage import open_database
from tests.judges.hostile_corpus import DRAFTS, DUMPS, PART, Pressroom, fill


@dataclass(frozen=True)
class Printed:
    """What lies on the shelf after the corpus went through, and what the step said."""

    folder: Path
    report: FeedReport
    published: int
    is_whole: bool

    def paths(self, file_name: str) -> list[Path]:
        """The site's document of that name, and those of its archive and of every section and language."""
        return sorted(
            path
            for path in self.folder.rglob(file_name)
            if path.relative_to(self.folder).parts[0] in {file_name, "archive", "section", "language"}
        )

    def items(self, path: Path) -> list[dict[str, Any]]:
        """The items of the JSON Feed beside a document, which all formats share."""
        found: list[dict[str, Any]] = json.loads((path.parent / "feed.json").read_bytes())["items"]
        return found


@pytest.fixture(scope="session", params=["part", pytest.param("whole", marks=pytest.mark.slow)])
def printed(request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The corpus as documents."""
    folder = tmp_path_factory.mktemp("corpus")
    shutil.copy(migrated_sqlite, folder / "syndicate.db")
    database = open_database(f"sqlite:///{folder / 'syndicate.db'}")
    room = Pressroom(database, folder / "feeds")
    is_whole = request.param == "whole"
    dumps, drafts = (DUMPS, DRAFTS) if is_whole else PART
    report = fill(room, dumps, drafts)
    with database.read() as connection:
        published = len(ArticleStore(connection).outlines(room.clock.now()))
    database.close()
    return Printed(folder=room.folder, report=report, published=published, is_whole=is_whole)
