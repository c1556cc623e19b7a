"""A look at a source that is asked, killed at a write: each article once, and the bookmark behind what was stored.

As in `test_run_killed`, strace delivers SIGKILL at the n-th of a set of system calls.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.foreign_host import ForeignHost
from tests.integration.kill_points import WRITES, Point, points_in
from tests.integration.test_source_commands import write
from tests.newsroom import Newsroom
from tests.peers import KEY, GhostSite, a_post

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.strace, pytest.mark.timeout(3000)]
_POLL = ("sources", "poll", "there")
_IDS = sorted(a_post(number)["id"] for number in range(6))


def stored(newsroom: Newsroom) -> tuple[list[str], str]:
    """The external ids of all articles, and the bookmark."""
    (file,) = (newsroom.folder / "var").glob("*.db")
    with closing(sqlite3.connect(file)) as database:
        ids = [row[0] for row in database.execute("SELECT external_id FROM articles ORDER BY external_id")]
        return ids, database.execute("SELECT bookmark FROM sources").fetchone()[0]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A newsroom that has read two posts of a site, which has four more since then."""
    site, newsroom = GhostSite([a_post(number) for number in range(2)]), Newsroom(tmp_path_factory.mktemp("room"))
    with ForeignHost(site) as host:
        write(newsroom, f'ghost = "{host.url("/")}"', 'secret_file = "ghost.key"')
        (newsroom.folder / "ghost.key").write_text(KEY, encoding="utf-8")
        assert newsroom.run(*_POLL).returncode == 0
        site.posts += [a_post(number) for number in range(2, 6)]
        yield newsroom


@pytest.fixture(scope="module")
def points(begun: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> list[Point]:
    """Every write of a look that is left in peace."""
    newsroom = copied(begun, tmp_path_factory.mktemp("reference"))
    log = newsroom.folder / "strace.log"
    done = newsroom.run_traced(*_POLL, trace=("-o", str(log), "-e", f"trace={WRITES},execve"))
    assert done.returncode == 0, done.stderr
    assert stored(newsroom)[0] == _IDS
    return points_in(log.read_text().splitlines())


def copied(newsroom: Newsroom, folder: Path) -> Newsroom:
    shutil.copytree(newsroom.folder, folder, dirs_exist_ok=True)
    return Newsroom(folder)


def see_whole(begun: Newsroom, point: Point, folder: Path) -> None:
    call, number = point
    newsroom = copied(begun, folder / f"{call}-{number}")
    _, before = stored(newsroom)
    killed = newsroom.run_traced(*_POLL, trace=("-o", os.devnull, "-e", f"inject={call}:signal=KILL:when={number}"))
    assert killed.returncode != 0, f"{call} number {number} was never made"
    ids, bookmark = stored(newsroom)
    assert len(ids) == len({*ids})
    assert bookmark == before or ids == _IDS, f"the bookmark runs ahead after a kill at {point}"
    assert newsroom.run(*_POLL).returncode == 0
    assert stored(newsroom)[0] == _IDS, f"after a kill at {point}"
    shutil.rmtree(newsroom.folder)


def test_a_kill_at_a_write_leaves_each_article_once(begun: Newsroom, points: list[Point], tmp_path: Path) -> None:
    assert len(points) > 4
    for point in points[:: max(1, len(points) // 4)]:
        see_whole(begun, point, tmp_path)


@pytest.mark.slow
def test_a_kill_at_any_write_leaves_each_article_once(begun: Newsroom, points: list[Point], tmp_path: Path) -> None:
    for point in points:
        see_whole(begun, point, tmp_path)
