"""newsboat, as a reader has it: an article that is edited twenty times stays one article."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from syndicate.shelf.folder import FolderShelf
from syndicate.storage import Database
from syndicate.web.public.application import PublicSite, public_app
from tests.judges.hostile_corpus import DRAFTS, DUMPS, PART, Pressroom, a_plain_dump, fill
from tests.unit.web.web_samples import Door

pytestmark = [pytest.mark.judges, pytest.mark.newsboat]


class Newsboat:
    """A reader's newsboat that follows one feed: it keeps an item once, however many feeds have it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "urls").write_text(f"{url}\n")
        (folder / "config").write_text("download-retries 1\ndownload-timeout 20\n")

    def reload(self) -> None:
        command = ["newsboat", "-q", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload"]
        environment = {"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "TERM": "dumb", "LC_ALL": "C.UTF-8"}
        ran = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert ran.returncode == 0, ran.stderr

    def items(self) -> list[tuple[str, str]]:
        """Id and title of every item that it ever kept."""
        with sqlite3.connect(self.folder / "cache.db") as cache:
            rows = cache.execute("SELECT guid, title FROM rss_item ORDER BY guid, title").fetchall()
        cache.close()
        return rows


@pytest.fixture
def room(sqlite_database: Database, tmp_path: Path) -> Pressroom:
    return Pressroom(sqlite_database, tmp_path / "feeds")


@pytest.fixture(params=["rss.xml", "atom.xml"])
def newsboat(request: pytest.FixtureRequest, room: Pressroom, tmp_path: Path) -> Iterator[Newsboat]:
    site = PublicSite(
        database=room.database,
        clock=room.clock,
        links=room.links,
        feeds=room.shelf,
        media=FolderShelf(tmp_path / "media"),
        title=room.site.title,
        language="en",
    )
    with Door() as door:
        door.app = public_app(site)
        yield Newsboat(tmp_path / "newsboat", f"{door.url}/feeds/{request.param}")


def test_twenty_edits_are_no_new_items(room: Pressroom, newsboat: Newsboat) -> None:
    dumps = {f"{number}.txt": a_plain_dump(f"Story {number}") for number in range(5)}
    room.pick_up(dumps)
    room.publish()
    newsboat.reload()
    first = newsboat.items()
    assert len(first) == 5
    for edit in range(20):
        room.clock.sleep(timedelta(minutes=5).total_seconds())
        dumps["3.txt"] = a_plain_dump(f"Story 3, edited {edit}", deck=f"Deck {edit}", section="World")
        assert room.pick_up(dumps).changed == 1
        room.publish()
        _date_files(room)
        newsboat.reload()
        now = newsboat.items()
        assert [guid for guid, _ in now] == [guid for guid, _ in first]
        assert [title for _, title in now].count(f"Story 3, edited {edit}") == 1


def _date_files(room: Pressroom) -> None:
    """Let the files' times go with the newsroom's clock: HTTP tells no two changes of one second apart."""
    at = room.clock.now().timestamp()
    for path in room.folder.rglob("*.*"):
        os.utime(path, (at, at))


@pytest.mark.parametrize("corpus", [PART, pytest.param((DUMPS, DRAFTS), marks=pytest.mark.slow)], ids=["part", "whole"])
def test_newsboat_keeps_an_item_for_every_entry_of_the_corpus(
    room: Pressroom, newsboat: Newsboat, corpus: tuple[int, int]
) -> None:
    fill(room, *corpus)
    newsboat.reload()
    written = {item["id"] for item in json.loads(room.documents()["feed.json"])["items"]}
    assert {guid for guid, _ in newsboat.items()} == written
    assert len(newsboat.items()) == len(written) > 100
