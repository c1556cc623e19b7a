"""`run --once`, killed at a write, then run again: the hub has heard of every document that is news."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.foreign_host import ForeignHost, http
from tests.integration.kill_points import WRITES, Point, points_in
from tests.newsroom import CONFIG, Newsroom, dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

pytestmark = [pytest.mark.strace, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def hub() -> Iterator[ForeignHost]:
    with ForeignHost({"/": http("202 Accepted")}) as host:
        yield host


@pytest.fixture(scope="module")
def with_news(hub: ForeignHost, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom whose feeds name the hub, and an article that is not picked up yet."""
    newsroom = Newsroom(tmp_path_factory.mktemp("hubs"))
    newsroom.configure(f"{CONFIG}\n[feeds]\nhubs = [{json.dumps(hub.url('/'))}]\n\n[net]\nallow_loopback = true\n")
    newsroom.write_article("tide.txt", dump("A tide table for poets", section="Culture"))
    for _ in range(2):  # the hub answers, and is named
        assert newsroom.run("run", "--once").returncode == 0
    assert newsroom.json("websub", "list")["hubs"][0]["is_named"]
    newsroom.write_article("lamp.txt", dump("The lamp is lit again", section="Harbour"))
    return newsroom


@pytest.fixture(scope="module")
def points(with_news: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> list[Point]:
    newsroom = _copy(with_news, tmp_path_factory.mktemp("reference"))
    log = newsroom.folder / "strace.log"
    done = newsroom.run_traced("run", "--once", trace=("-o", str(log), "-e", f"trace={WRITES},execve"))
    assert done.returncode == 0, done.stderr
    return points_in(log.read_text().splitlines())


def test_a_killed_run_leaves_nothing_untold(
    with_news: Newsroom, points: Sequence[Point], hub: ForeignHost, tmp_path: Path
) -> None:
    for point in _spread(points, 4):
        _kill_and_recover(with_news, point, hub, tmp_path)


@pytest.mark.slow
def test_twenty_killed_runs_leave_nothing_untold(
    with_news: Newsroom, points: Sequence[Point], hub: ForeignHost, tmp_path: Path
) -> None:
    for point in _spread(points, 20):
        _kill_and_recover(with_news, point, hub, tmp_path)


def _spread(points: Sequence[Point], count: int) -> list[Point]:
    """So many of those at which documents are replaced and pages of the database written, over the whole run."""
    meant = [point for point in points if point[0] in {"rename", "renameat", "pwrite64", "fdatasync"}]
    return [meant[len(meant) * number // count] for number in range(count)]


def _kill_and_recover(with_news: Newsroom, point: Point, hub: ForeignHost, tmp_path: Path) -> None:
    call, number = point
    newsroom = _copy(with_news, tmp_path / f"{call}-{number}")
    before = _documents(newsroom)
    hub.bodies.clear()
    inject = f"inject={call}:signal=KILL:when={number}"
    killed = newsroom.run_traced("run", "--once", trace=("-o", os.devnull, "-e", inject))
    assert killed.returncode != 0, f"{call} number {number} was never made"
    again = newsroom.run("run", "--once")
    assert again.returncode == 0, f"after a kill at {point}: {again.stderr}"
    news = {path for path, content in _documents(newsroom).items() if before.get(path) != content}
    forms = [parse_qs(body.decode()) for body in hub.bodies]
    told = Counter(urlsplit(form["hub.url"][0]).path.removeprefix("/feeds/") for form in forms)
    assert set(told) == news, f"after a kill at {point}"
    assert "section/harbour/rss.xml" in news
    assert told.total() <= len(news) + 1, "a ping that was under way may be sent again, and no other"
    shutil.rmtree(newsroom.folder)


def _documents(newsroom: Newsroom) -> dict[str, bytes]:
    names = ("rss.xml", "atom.xml", "feed.json")
    files = (path for path in newsroom.feeds.rglob("*") if path.name in names)
    return {path.relative_to(newsroom.feeds).as_posix(): path.read_bytes() for path in files}


def _copy(newsroom: Newsroom, folder: Path) -> Newsroom:
    shutil.copytree(newsroom.folder, folder, dirs_exist_ok=True)
    return Newsroom(folder)
