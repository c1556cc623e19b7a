"""`run --once`, killed at a write, then run again: whole feeds, and exactly one mail for each reader.

strace delivers SIGKILL at the n-th call of a set of system calls, so that every write is hit in
turn without a hook in the product. `make test` takes a point of every kind, `make slow` all, but of the pages
that SQLite writes every second: one transaction is many of them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from tests.integration.kill_points import PAGE_WRITE, WRITES, Point, points_in
from tests.newsroom import Newsroom, open_newsroom

READERS = ["ann@example.org", "bo@example.net"]
Reference = tuple[dict[str, bytes], list[Point]]

pytestmark = [pytest.mark.strace, pytest.mark.timeout(3000)]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom before its first run."""
    return open_newsroom(tmp_path_factory.mktemp("newsroom"))


@pytest.fixture(scope="module")
def reference(untouched: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """What an undisturbed run publishes, and every write of the program itself; its workers' are not its own."""
    newsroom = _copy(untouched, tmp_path_factory.mktemp("reference"))
    log = newsroom.folder / "strace.log"
    done = newsroom.run_traced("run", "--once", trace=("-o", str(log), "-e", f"trace={WRITES},execve"))
    assert done.returncode == 0, done.stderr
    _check(newsroom, None)
    return _documents(newsroom), points_in(log.read_text().splitlines())


def test_a_kill_at_a_write_of_each_kind_loses_and_repeats_nothing(
    untouched: Newsroom, reference: Reference, tmp_path: Path
) -> None:
    documents, points = reference
    spread = _spread(points)
    assert len({call for call, _ in spread}) > 6
    for point in spread:
        _kill_and_recover(untouched, documents, point, tmp_path)


def _spread(points: Sequence[Point]) -> list[Point]:
    """Of each kind of system call the one in the middle; of its many pages, one in each third of the run too."""
    numbers: dict[str, list[int]] = {}
    for call, number in points:
        numbers.setdefault(call, []).append(number)
    pages = numbers[PAGE_WRITE]
    middle = [(call, found[len(found) // 2]) for call, found in numbers.items()]
    return [*middle, (PAGE_WRITE, pages[len(pages) // 6]), (PAGE_WRITE, pages[-len(pages) // 6])]


@pytest.mark.slow
def test_a_kill_at_nearly_any_write_loses_and_repeats_nothing(
    untouched: Newsroom, reference: Reference, tmp_path: Path
) -> None:
    documents, points = reference
    points = [(call, number) for call, number in points if call != PAGE_WRITE or number % 2]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(lambda point: _kill_and_recover(untouched, documents, point, tmp_path), points))


def test_a_second_run_sends_nothing_again_and_touches_no_feed(untouched: Newsroom, tmp_path: Path) -> None:
    newsroom = _copy(untouched, tmp_path / "twice")
    assert newsroom.run("run", "--once").returncode == 0
    before = {path: path.stat().st_mtime_ns for path in _published(newsroom)}
    report = newsroom.json("run", "--once")
    assert {path: path.stat().st_mtime_ns for path in _published(newsroom)} == before
    assert report["feeds"]["written"] == 0
    assert report["deliveries"] == {}


def _kill_and_recover(untouched: Newsroom, documents: dict[str, bytes], point: Point, tmp_path: Path) -> None:
    call, number = point
    newsroom = _copy(untouched, tmp_path / f"{call}-{number}")
    inject = f"inject={call}:signal=KILL:when={number}"
    killed = newsroom.run_traced("run", "--once", trace=("-o", os.devnull, "-e", inject))
    assert killed.returncode != 0, f"{call} number {number} was never made"
    _check_feeds_whole(newsroom)
    again = newsroom.run("run", "--once")
    assert again.returncode == 0, f"after a kill at {point}: {again.stderr}"
    _check(newsroom, documents, point)
    shutil.rmtree(newsroom.folder)


def _check(newsroom: Newsroom, documents: dict[str, bytes] | None, point: Point | None = None) -> None:
    recipients = sorted(str(message["To"]) for message in newsroom.mails())
    addresses = [re.search(r"<(.+)>", one).group(1) for one in recipients]  # type: ignore[union-attr]
    assert addresses == READERS, f"after a kill at {point}"
    _check_feeds_whole(newsroom)
    if documents is not None:
        assert _documents(newsroom) == documents, f"after a kill at {point}"


def _check_feeds_whole(newsroom: Newsroom) -> None:
    for path in _published(newsroom):
        if path.suffix == ".json":
            assert json.loads(path.read_bytes())["items"]
        elif path.name in {"feeds.opml", "news-sitemap.xml"}:
            etree.fromstring(path.read_bytes())
        else:
            parsed = feedparser.parse(path.read_bytes())
            assert not parsed.bozo, parsed.get("bozo_exception")
            assert parsed.entries


def _documents(newsroom: Newsroom) -> dict[str, bytes]:
    return {str(path.relative_to(newsroom.feeds)): path.read_bytes() for path in _published(newsroom)}


def _published(newsroom: Newsroom) -> Iterator[Path]:
    # A name with a dot in front is a document in the making: no reader is ever given it.
    files = (path for path in sorted(newsroom.feeds.rglob("*")) if path.is_file())
    return (path for path in files if not path.name.startswith("."))


def _copy(newsroom: Newsroom, folder: Path) -> Newsroom:
    shutil.copytree(newsroom.folder, folder, dirs_exist_ok=True)
    return Newsroom(folder)


def test_strace_really_kills(tmp_path: Path) -> None:
    target = tmp_path / "never"
    command = ["strace", "-qq", "-o", os.devnull, "-e", "inject=mkdir:signal=KILL:when=1", "mkdir", str(target)]
    assert subprocess.run(command, check=False, capture_output=True).returncode != 0
