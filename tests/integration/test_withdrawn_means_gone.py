"""A story that was published, mailed, fed and archived is taken back: no address has a word of it any more."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select, update

from syndicate.articles.store import ArticleStore
from syndicate.clock import SystemClock
from syndicate.config import load
from syndicate.errors import StorageError
from syndicate.publishing.wiring import open_parts
from syndicate.shelf.folder import FolderShelf
from syndicate.storage.tables import articles, purges, renditions
from syndicate.web.http.listener import Listener
from syndicate.web.wiring import public_pages
from tests.aws import isolate_aws
from tests.buckets import a_bucket, moto_server
from tests.crawling import crawl, telling
from tests.integration.withdrawal_parts import (
    CDN,
    MORE,
    SITE_URL,
    STORY,
    WORD,
    Site,
    draw,
    listed,
    opened,
    see_it_gone,
    shown_before,
)
from tests.newsroom import CONFIG, Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from syndicate.shelf.s3 import Bucket


@pytest.fixture
def site(newsroom: Newsroom) -> Iterator[Site]:
    with opened(newsroom, CONFIG + MORE) as found:
        yield found


# --- by command ----------------------------------------------------------------------------


def test_a_withdrawn_story_is_gone_from_every_address_and_caches_are_told_of_each(site: Site) -> None:
    told = shown_before(site)
    done = site.command("articles", "withdraw", site.article_id, "--reason", "wrong")
    assert (done["outcome"], done["pending"]) == ("withdrawn", [])
    see_it_gone(site)
    purge = done["purge"]
    assert isinstance(purge, list)
    outdated = {path for path in told if "/a-rumour-of-" in path}  # leads on since; no copy of it lives for minutes
    assert {urlsplit(address).path for address in purge} >= told - outdated
    assert {f"/media/{name}" for name in site.pictures} <= {urlsplit(address).path for address in purge}
    assert all(address.startswith(f"{SITE_URL}/") for address in purge)
    assert sorted(listed(site.newsroom)) == sorted(set(purge))
    assert stat.S_IMODE((site.newsroom.folder / "var" / "purge.txt").stat().st_mode) == 0o600


def test_the_other_pass_does_what_a_killed_withdrawal_left(site: Site) -> None:
    with site.parts.database.write() as connection:  # and the process is gone
        ArticleStore(connection).withdraw(site.article_id, site.parts.clock.now())
    after = site.crawled()
    assert {after[f"/media/{name}"].status for name in site.pictures} == {404}  # before anything was swept
    assert site.newsroom.run("run", "--once").returncode == 0
    see_it_gone(site)
    paths = {urlsplit(address).path for address in listed(site.newsroom)}
    assert {f"/media/{name}" for name in site.pictures} < paths
    assert "/feeds/section/zyxquark-news/rss.xml" in paths


def test_a_story_whose_time_is_over_is_gone_with_the_next_pass(site: Site) -> None:
    shown_before(site)
    now = site.parts.clock.now()
    with site.parts.database.write() as connection:
        over = {"expires_at": now - timedelta(seconds=1), "released_at": now - timedelta(hours=1)}
        connection.execute(update(articles).where(articles.c.id == site.article_id).values(over))
    assert site.newsroom.run("run", "--once").returncode == 0
    see_it_gone(site)
    tag = site.command("articles", "show", site.article_id)["tag"]
    assert f'ref="{tag}"' in (site.newsroom.feeds / "atom.xml").read_text(encoding="utf-8")
    assert f"{SITE_URL}/news-sitemap.xml" in listed(site.newsroom)


def test_a_story_that_is_put_off_again_leaves_as_well_and_says_nothing(site: Site) -> None:
    later = site.parts.clock.now() + timedelta(days=1)
    with site.parts.database.write() as connection:
        this = update(articles).where(articles.c.id == site.article_id)
        connection.execute(this.values(embargo_until=later))
    assert site.newsroom.run("run", "--once").returncode == 0
    after = site.crawled()
    assert telling(after, WORD, *site.pictures) == set()
    assert {after[path].status for path in after if path.endswith(site.article_id)} == {404}
    assert site.on_shelf().isdisjoint(site.pictures)
    assert f"{SITE_URL}/" in listed(site.newsroom)


def test_a_picture_that_another_story_shows_stays(site: Site) -> None:
    shutil.copy(
        site.newsroom.folder / f"articles/pictures/{WORD.lower()}.jpg",
        site.newsroom.folder / "articles/pictures/second.jpg",
    )
    story = STORY.format(date="2026-01-01", section="Harbour").replace(WORD, "Twin").replace(WORD.lower(), "second")
    site.newsroom.write_article("twin.md", story)
    site.command("collect")
    done = site.command("articles", "withdraw", site.article_id)
    assert set(site.pictures) <= site.on_shelf()
    after = site.crawled()
    assert telling(after, WORD) == set()
    assert {after[f"/media/{name}"].body for name in site.pictures} == set(site.pictures.values())
    assert "/media/" not in f"{done['purge']}{listed(site.newsroom)}"
    twin = next(one for one in site.command("articles", "list")["articles"] if one["external_id"] == "twin.md")
    site.command("articles", "withdraw", twin["id"])
    assert site.on_shelf().isdisjoint(site.pictures)
    assert {f"{SITE_URL}/media/{name}" for name in site.pictures} <= set(listed(site.newsroom))


def test_a_restored_story_has_its_page_its_feeds_and_its_pictures_again(site: Site) -> None:
    told = shown_before(site)
    site.command("articles", "withdraw", site.article_id)
    done = site.command("articles", "restore", site.article_id)
    assert (done["outcome"], done["status"], done["pending"]) == ("restored", "published", [])
    after = crawl(site.url, SITE_URL, site.before)
    again = {path for path in told if "/archive/" not in path and not path.startswith("/editions/")}
    assert again <= telling(after, WORD, *site.pictures)
    assert {name: after[f"/media/{name}"].body for name in site.pictures} == site.pictures


def test_an_earlier_picture_of_a_withdrawn_story_goes_as_well(site: Site) -> None:
    draw(site.newsroom, "newer.jpg", -1)
    text = (site.newsroom.folder / "articles/story.md").read_text(encoding="utf-8")
    site.newsroom.write_article("story.md", text.replace(f"pictures/{WORD.lower()}.jpg", "pictures/newer.jpg"))
    site.command("run", "--once")
    assert len([path for path, reply in site.crawled().items() if reply.body in site.pictures.values()]) == 5
    newer = site.on_shelf() - set(site.pictures)
    site.command("articles", "withdraw", site.article_id)
    see_it_gone(site)
    assert site.on_shelf() < newer


def test_what_readers_never_saw_is_withdrawn_without_a_line_for_caches(site: Site) -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    text = STORY.format(date=later.isoformat(), section="Later").replace(WORD, "Quorl").replace("story", "soon")
    site.newsroom.write_article("soon.md", text)
    site.command("collect")
    (soon,) = site.command("articles", "list", "--status", "embargoed")["articles"]
    done = site.command("articles", "withdraw", soon["id"])
    assert (done["outcome"], done["purge"]) == ("withdrawn", [])
    assert listed(site.newsroom) == []
    after = crawl(site.url, SITE_URL, [f"/articles/{soon['id']}", f"/articles/the-quorl-affair-{soon['id']}"])
    assert telling(after, "quorl") == set()
    assert after[f"/articles/{soon['id']}"].status == 404


def test_withdrawing_again_lists_again_what_caches_should_drop(site: Site) -> None:
    first = site.command("articles", "withdraw", site.article_id)
    (site.newsroom.folder / "var" / "purge.txt").rename(site.newsroom.folder / "taken.txt")
    again = site.command("articles", "withdraw", site.article_id)
    assert again["outcome"] == "known"
    pages = {one for one in first["purge"] if "/media/" not in one and "/archive/" not in one}
    assert pages <= set(listed(site.newsroom))
    site.command("articles", "withdraw", site.article_id)
    assert len(listed(site.newsroom)) == len(set(listed(site.newsroom)))


class _StuckShelf(FolderShelf):
    """A shelf from which nothing can be taken."""

    def remove(self, name: str) -> bool:
        message = f"{name} cannot be removed: no answer"
        raise StorageError(message, code="shelf-failed")


def test_a_shelf_that_fails_keeps_no_word_of_the_story_and_the_next_pass_removes_the_pictures(site: Site) -> None:
    stuck = replace(site.parts, media_shelf=_StuckShelf(site.newsroom.folder / "var" / "media"))
    with pytest.raises(StorageError, match="no answer"):
        stuck.withdrawing.withdraw(site.article_id, None)
    after = site.crawled()
    assert telling(after, WORD, *site.pictures) == set()
    assert {after[f"/media/{name}"].status for name in site.pictures} == {404}
    assert not [one for one in listed(site.newsroom) if "/media/" in one]  # they are not gone yet
    stuck.publisher.collect()
    assert site.on_shelf() > set(site.pictures)
    site.parts.publisher.prepare(Event())
    see_it_gone(site)
    assert {f"{SITE_URL}/media/{name}" for name in site.pictures} <= set(listed(site.newsroom))


# --- beside a process that is at it ----------------------------------------------------------


@pytest.mark.parametrize("held", ["pictures", "feeds"])
def test_what_another_process_is_at_is_left_to_its_next_pass(site: Site, held: str) -> None:
    with site.parts.database.lock(held):
        done = site.newsroom.run("articles", "withdraw", site.article_id, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["pending"] == [held]
    assert f"Another process is at the {held}; its next pass takes this up." in done.stderr
    after = site.crawled()
    assert {after[f"/media/{name}"].status for name in site.pictures} == {404}
    assert {after[path].status for path in after if path.endswith(site.article_id)} == {410}
    site.parts.publisher.collect()
    site.parts.publisher.build_feeds()
    see_it_gone(site)
    assert {urlsplit(one).path for one in json.loads(done.stdout)["purge"]} <= {
        urlsplit(one).path for one in listed(site.newsroom)
    }


def test_a_running_process_ends_what_a_command_could_not(newsroom: Newsroom) -> None:
    often = '\n[schedule]\ncollect_every = "1s"\n\n[web]\nport = 0\n'
    with opened(newsroom, CONFIG + MORE + often) as site:
        clock = SystemClock()
        with newsroom.start("run", "-q", extra={"SYNDICATE_PREVIEW__ENABLED": "false"}) as run:
            try:
                with site.parts.database.write() as connection:  # all that is left of a command that was killed
                    ArticleStore(connection).withdraw(site.article_id, site.parts.clock.now())
                for _ in range(300):
                    if listed(newsroom) and site.on_shelf().isdisjoint(site.pictures):
                        break
                    clock.sleep(0.1)
            finally:
                run.terminate()
        see_it_gone(site)


# --- in a bucket, on every database, and killed between --------------------------------------


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as monkeypatch, moto_server() as found:
        isolate_aws(monkeypatch)
        yield found


@pytest.fixture
def bucket(store: str) -> Bucket:
    return a_bucket(store)


def test_a_withdrawn_story_leaves_the_bucket_and_its_pictures_the_address_of_the_cdn(
    newsroom: Newsroom, bucket: Bucket, store: str
) -> None:
    feeds = MORE.replace("[feeds]", '[feeds]\nshelf = "s3"')
    place = f'[s3]\nbucket = "{bucket.name}"\nprefix = "quay/"\nendpoint_url = "{store}"\n'
    with opened(newsroom, f'{CONFIG}{feeds}\n[images]\nshelf = "s3"\nbase_url = "{CDN}"\n\n{place}') as site:
        shown_before(site)
        done = site.parts.withdrawing.withdraw(site.article_id, None)
        see_it_gone(site)
        keys = [one["Key"] for one in bucket.client.list_objects_v2(Bucket=bucket.name)["Contents"]]
        for key in keys:
            content = bucket.client.get_object(Bucket=bucket.name, Key=key)["Body"].read()
            assert WORD.lower().encode() not in content.lower(), key
            assert WORD.lower() not in key
        assert {f"{base}/{name}" for name in site.pictures for base in (CDN, f"{SITE_URL}/media")} <= set(done.purge)
        assert set(done.purge) == set(listed(newsroom))
        site.parts.withdrawing.restore(site.article_id)
        assert set(site.pictures) <= site.on_shelf()


@pytest.mark.postgres
def test_a_withdrawn_story_is_gone_on_postgresql_as_well(
    newsroom: Newsroom, postgres_database: object, postgres_url: str
) -> None:
    del postgres_database  # emptied
    (newsroom.folder / "database-url").write_text(postgres_url, encoding="utf-8")
    with opened(newsroom, f'{CONFIG}{MORE}\n[database]\nurl_file = "database-url"\n') as site:
        shown_before(site)
        site.command("articles", "withdraw", site.article_id)
        see_it_gone(site)
        site.command("articles", "restore", site.article_id)
        assert set(site.pictures) <= site.on_shelf()


WRITES = "pwrite64,rename,unlink,fsync,fdatasync,openat"


@pytest.mark.strace
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("spread", [6, pytest.param(60, marks=pytest.mark.slow)])
def test_a_withdrawal_that_is_killed_anywhere_is_ended_by_the_next_pass(
    newsroom: Newsroom, tmp_path: Path, spread: int
) -> None:
    with opened(newsroom, CONFIG + MORE) as site:
        before, article_id, pictures = site.before, site.article_id, site.pictures
    log = tmp_path / "strace.log"
    traced = _copy(newsroom, tmp_path / "traced")
    done = traced.run_traced("articles", "withdraw", article_id, trace=("-o", str(log), "-e", f"trace={WRITES}"))
    assert done.returncode == 0, done.stderr
    points = _points(log.read_text().splitlines(), str(traced.folder.name))
    assert len(points) > spread
    for call, number in points[len(points) // spread // 2 :: len(points) // spread]:
        torn = _copy(newsroom, tmp_path / f"{call}-{number}")
        inject = f"inject={call}:signal=KILL:when={number}"
        killed = torn.run_traced("articles", "withdraw", article_id, trace=("-o", os.devnull, "-e", inject))
        assert killed.returncode != 0, f"{call} number {number} was never made"
        assert torn.run("run", "--once").returncode == 0
        with open_parts(load(torn.folder / "config.toml", {})) as parts:
            with parts.database.read() as connection:
                status = connection.execute(select(articles.c.status).where(articles.c.id == article_id)).scalar_one()
                assert connection.execute(select(purges)).all() == []
                assert connection.execute(select(renditions.c.name).where(renditions.c.is_leaving)).all() == []
            with Listener(public_pages(parts), "127.0.0.1", 0, name="site") as pages:
                site = Site(torn, parts, pages.url, article_id, before, pictures)
                if status == "published":  # it was killed before its decision stood
                    assert site.on_shelf() > set(pictures)
                    continue
                see_it_gone(site)
                assert {f"{SITE_URL}/", *(f"{SITE_URL}/media/{name}" for name in pictures)} <= set(listed(torn))


def _points(lines: list[str], folder: str) -> list[tuple[str, int]]:
    """The calls of the program's own once it works on its data: the how-manieth of each kind."""
    counts: dict[str, int] = {}
    found: list[tuple[str, int]] = []
    for line in lines:
        if call := re.match(r"\d+ +(\w+)\(", line):
            counts[call[1]] = counts.get(call[1], 0) + 1
            if call[1] != "openat" or (folder in line and "O_CREAT" in line):
                found.append((call[1], counts[call[1]]))
    return found


def _copy(newsroom: Newsroom, folder: Path) -> Newsroom:
    shutil.copytree(newsroom.folder, folder, dirs_exist_ok=True)
    return Newsroom(folder)
