"""Pages of archives over real HTTP, and what a feed says of its hubs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from syndicate.storage import Database
from syndicate.web.public.application import public_app
from tests.unit.web.web_samples import Door, Newsroom, Reply, fetch

Get = Callable[[str], Reply]


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def newsroom(sqlite_database: Database, tmp_path: Path) -> Newsroom:
    return Newsroom(sqlite_database, tmp_path)


@pytest.fixture
def get(door: Door, newsroom: Newsroom) -> Get:
    hubs = ("https://hub.example/", "https://other.example/push")
    door.app = public_app(newsroom.site(archive_max_age_seconds=7_200, hubs=lambda: hubs))
    return lambda path: fetch(door.url + path)


@pytest.mark.parametrize("folder", ["", "section/world/"])
def test_a_page_of_an_archive_may_be_kept_for_longer_than_the_feed_once_it_is_full(
    get: Get, newsroom: Newsroom, folder: str
) -> None:
    for name in (f"{folder}rss.xml", f"{folder}archive/1/rss.xml", f"{folder}archive/2-40/rss.xml"):
        newsroom.feeds.write(name, b"<rss/>")
    assert "max-age=900," in get(f"/feeds/{folder}rss.xml").headers["cache-control"]
    for page, seconds in (("1", 7200), ("2-40", 900)):
        reply = get(f"/feeds/{folder}archive/{page}/rss.xml")
        assert (reply.status, reply.headers["content-type"]) == (200, "application/rss+xml; charset=utf-8")
        assert f"max-age={seconds}," in reply.headers["cache-control"]


@pytest.mark.parametrize("folder", ["", "section/world/"])
def test_a_page_that_grew_or_is_still_to_come_leads_to_where_its_entries_are(
    get: Get, newsroom: Newsroom, folder: str
) -> None:
    newsroom.feeds.write(f"{folder}atom.xml", b"<feed/>")
    newsroom.feeds.write(f"{folder}archive/2-40/atom.xml", b"<feed/>")
    for page, leads_to in (("2", "archive/2-40/"), ("2-13", "archive/2-40/"), ("3", ""), ("3-1", "")):
        reply = get(f"/feeds/{folder}archive/{page}/atom.xml")
        assert (reply.status, reply.headers["location"]) == (307, f"/feeds/{folder}{leads_to}atom.xml")


@pytest.mark.parametrize("path", ["archive/1/rss.xml", "section/none/archive/1/rss.xml", "archive/x/rss.xml"])
def test_where_there_is_no_feed_there_is_no_archive(get: Get, path: str) -> None:
    assert get(f"/feeds/{path}").status == 404


def test_a_feed_names_itself_and_its_hubs_in_a_header_as_well(get: Get, newsroom: Newsroom) -> None:
    newsroom.feeds.write("section/world/feed.json", b"{}")
    assert get("/feeds/section/world/feed.json").headers["link"] == (
        '<https://quay.example/feeds/section/world/feed.json>; rel="self", '
        '<https://hub.example/>; rel="hub", <https://other.example/push>; rel="hub"'
    )
