"""The archive over real HTTP: which past editions everybody may read, and the feeds of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from syndicate.config import load
from syndicate.digests.model import EditionState
from syndicate.publishing.feed_checking import check_shelf
from syndicate.publishing.wiring import Parts
from syndicate.storage import Database
from syndicate.storage.states import Audience
from syndicate.storage.tables import editions
from syndicate.web.wiring import public_pages
from tests.integration.desk.desk_parts import at_desk
from tests.unit.web.web_samples import NOW, Door, Newsroom, Reply, fetch

KEPT = "archive = true\n"
#: A second newsletter, which keeps none.
SILENT = '\n[[newsletters]]\nname = "evening"\ntitle = "The Quay at dusk"\nsender = "news@quay.example"\n'
FEEDS = [f"newsletter/morning/{name}" for name in ("rss.xml", "atom.xml", "feed.json")]


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def newsroom(sqlite_database: Database, tmp_path: Path) -> Newsroom:
    return Newsroom(sqlite_database, tmp_path)


@pytest.fixture
def opened(door: Door, newsroom: Newsroom) -> Callable[[str], Parts]:
    """The public pages by those further settings."""

    def open_(more: str) -> Parts:
        parts = newsroom.parts(more)
        door.app = public_pages(parts)
        return parts

    return open_


@pytest.fixture
def get(door: Door) -> Callable[..., Reply]:
    return lambda path, **headers: fetch(
        door.url + path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


Get = Callable[..., Reply]
Opened = Callable[[str], Parts]


def past(newsroom: Newsroom, number: int, *told: Any, **changes: Any) -> str:
    """A closed edition of that number; its id."""
    at = NOW - timedelta(days=100 - number)
    settled: dict[str, Any] = {
        "id": f"{'e' * 23}{number:03}",
        "number": number,
        "slot": f"{at:%Y-%m-%d}",
        "state": EditionState.CLOSED,
        "first_claimed_at": at,
        "closed_at": at + timedelta(hours=1),
        "subject": f"Morning number {number}",
    }
    return newsroom.freeze(*told, **(settled | changes)).id


def set_(newsroom: Newsroom, edition_id: str, **values: Any) -> None:
    with newsroom.database.write() as connection:
        connection.execute(update(editions).where(editions.c.id == edition_id).values(**values))


def ids_in(newsroom: Newsroom) -> list[str]:
    """The editions in the feed, by the ends of their ids."""
    stored = newsroom.feeds.read(FEEDS[2])
    assert stored is not None
    return [item["id"].rpartition("/")[2] for item in json.loads(stored.content)["items"]]


def test_what_keeps_no_archive_shows_nothing_there(opened: Opened, newsroom: Newsroom, get: Get) -> None:
    edition_id = past(newsroom, 1, newsroom.add())
    opened("").publisher.build_feeds()
    for path in ("/archive", "/archive/", "/archive/morning/", "/feeds/newsletter/morning/", f"/feeds/{FEEDS[0]}"):
        assert get(path).status == 404, path
    assert newsroom.feeds.read(FEEDS[0]) is None
    assert "/archive/" not in get("/").text
    copy = get(f"/editions/{edition_id}")
    assert (copy.status, copy.headers["x-robots-tag"]) == (200, "noindex")
    assert "canonical" not in copy.text
    assert "/archive/" not in copy.text


def test_an_archive_lists_past_editions_newest_first_and_leads_to_their_web_copies(
    opened: Opened, newsroom: Newsroom, get: Get
) -> None:
    ids = [past(newsroom, number, newsroom.add(f"story{number}")) for number in (1, 2)]
    opened(KEPT + SILENT)
    page = get("/archive/morning/")
    assert (page.status, page.headers["cache-control"]) == (
        200,
        "public, max-age=60, stale-while-revalidate=60, stale-if-error=3600",
    )
    assert "x-robots-tag" not in page.headers
    assert page.text.index("Morning number 2") < page.text.index("Morning number 1")
    assert "August 16, 2026" in page.text  # the day of number 1's slot
    assert 'href="/feeds/newsletter/morning/atom.xml"' in page.text
    index = get("/archive/").text
    assert "The Quay at dawn" in index
    assert "Morning number 2" in index
    assert "The Quay at dusk" not in index
    assert 'href="/archive/"' in get("/").text
    assert get("/archive/evening/").status == 404
    copy = get(f"/editions/{ids[0]}")
    assert f'<link rel="canonical" href="https://quay.example/editions/{ids[0]}">' in copy.text
    assert "x-robots-tag" not in copy.headers
    assert "{{" not in copy.text
    assert '<a href="https://quay.example/archive/morning/"><bdi lang="en">The Quay at dawn</bdi>' in copy.text


@pytest.mark.parametrize(("more", "is_there"), [(KEPT, True), ("", False)])
def test_the_desk_leads_from_an_edition_to_the_archive_that_it_is_in(
    door: Door, newsroom: Newsroom, more: str, *, is_there: bool
) -> None:
    edition_id = past(newsroom, 1, newsroom.add())
    page = at_desk(door, newsroom.parts(more)).get(f"/editions/{edition_id}").text
    assert ('href="https://quay.example/archive/morning/"' in page) is is_there


def test_a_long_archive_is_leafed_through_by_numbers(opened: Opened, newsroom: Newsroom, get: Get) -> None:
    story = newsroom.add()
    for number in range(1, 36):
        past(newsroom, number, story)
    opened(KEPT)
    first = get("/archive/morning/").text
    assert "Morning number 6" in first
    assert "Morning number 5<" not in first
    assert 'href="/archive/morning/?before=6"' in first
    older = get("/archive/morning/?before=6")
    assert "Morning number 5<" in older.text
    assert "Morning number 6<" not in older.text
    assert '<link rel="canonical" href="https://quay.example/archive/morning/?before=6">' in older.text
    assert 'href="/archive/morning/"' in older.text
    assert "no earlier edition" in get("/archive/morning/?before=1").text
    for wrong in ("x", "-1", "1e3", "9" * 12, "%00", ""):
        assert get(f"/archive/morning/?before={wrong}").status == 404, wrong


@pytest.mark.parametrize(
    "changes",
    [
        {"state": EditionState.SENDING, "closed_at": None},
        {"state": EditionState.HELD, "held_because": "a look"},
        {"state": EditionState.STOPPED},
        {"state": EditionState.DISCARDED},
        {"first_claimed_at": None},
        {"cadence": "special", "audience": Audience.BREAKING},
        {"cadence": "special", "audience": Audience.CORRECTED},
        {"cadence": "weekly"},
        {"instead_of": f"{'e' * 23}001"},
    ],
    ids=lambda changes: "-".join(map(str, changes.values())),
)
def test_what_is_not_over_or_was_not_for_everybody_is_not_there(
    opened: Opened, newsroom: Newsroom, get: Get, changes: dict[str, Any]
) -> None:
    story = newsroom.add()
    first = past(newsroom, 1, story)
    past(newsroom, 2, story, **changes)
    parts = opened(KEPT + '\n[[newsletters.cadences]]\nkind = "weekly"\nweekdays = ["sat"]\n')
    parts.publisher.build_feeds()
    assert "Morning number 2" not in get("/archive/morning/").text
    assert ids_in(newsroom) == [first]


def test_a_special_edition_for_all_is_there_and_one_of_a_cadence_that_is_offered_no_more(
    opened: Opened, newsroom: Newsroom, get: Get
) -> None:
    story = newsroom.add()
    past(newsroom, 1, story, cadence="monthly")
    past(newsroom, 2, story, cadence="special", audience=Audience.ALL)
    opened(KEPT)
    page = get("/archive/morning/").text
    assert "Morning number 1<" in page
    assert "Morning number 2<" in page


def test_what_is_taken_back_or_over_or_under_embargo_again_leaves_page_copy_and_feed(
    opened: Opened, newsroom: Newsroom, get: Get
) -> None:
    gone, stale, good = (newsroom.add(name) for name in ("gone", "stale", "good"))
    ids = [past(newsroom, number, story) for number, story in enumerate((gone, stale, good), start=1)]
    parts = opened(KEPT)
    parts.publisher.build_feeds()
    assert ids_in(newsroom) == ids[::-1]
    newsroom.withdraw(gone)
    newsroom.expire(stale, NOW - timedelta(minutes=1), released_at=NOW - timedelta(days=2))
    parts.publisher.build_feeds()
    assert ids_in(newsroom) == [ids[2]]
    page = get("/archive/morning/").text
    assert "Morning number 3<" in page
    assert "Morning number 1<" not in page
    assert "Morning number 2<" not in page
    assert [get(f"/editions/{edition_id}").status for edition_id in ids] == [404, 404, 200]
    listed = (newsroom.outbox.parent / "var" / "purge.txt").read_text().split()
    for address in ("archive/", "archive/morning/", f"feeds/{FEEDS[1]}"):
        assert f"https://quay.example/{address}" in listed


def test_an_archive_that_is_switched_off_is_gone_at_once(opened: Opened, newsroom: Newsroom, get: Get) -> None:
    past(newsroom, 1, newsroom.add())
    opened(KEPT).publisher.build_feeds()
    assert get(f"/feeds/{FEEDS[0]}").status == 200
    assert "newsletter/morning" in get("/feeds/").text
    parts = opened("")
    for path in ("/archive/", "/archive/morning/", *(f"/feeds/{place}" for place in FEEDS)):
        assert get(path).status == 404, path
    assert "newsletter/morning" not in get("/feeds/").text
    parts.publisher.build_feeds()
    assert all(newsroom.feeds.read(place) is None for place in FEEDS)


def test_the_feeds_of_past_editions_are_sound_and_agree(opened: Opened, newsroom: Newsroom, get: Get) -> None:
    story = newsroom.add(permalink="https://quay.example/küste/fähre?a=1&b=2")
    for number in (1, 2):
        past(newsroom, number, story, newsroom.add(f"other{number}", title="Boats & <gulls>"))
    parts = opened(KEPT)
    parts.publisher.build_feeds()
    found = list(check_shelf(parts.feeds_shelf, parts.links, ttl_minutes=15, places=["newsletter/morning"]))
    assert len(found) == 3
    assert [remark for checked in found for remark in checked.remarks] == []
    reply = get(f"/feeds/{FEEDS[1]}")
    assert get(f"/feeds/{FEEDS[1]}", if_none_match=reply.headers["etag"]).status == 304
    assert get("/feeds/newsletter/morning/").headers["location"] == "/archive/morning/"


def test_an_entry_keeps_its_id_and_its_dates_whatever_becomes_of_its_edition(
    opened: Opened, newsroom: Newsroom
) -> None:
    kept = past(newsroom, 1, newsroom.add(), first_claimed_at=datetime(2026, 8, 15, 6, 0, 7, 250, tzinfo=UTC))
    parts = opened(KEPT)
    parts.publisher.build_feeds()
    before = newsroom.feeds.read(FEEDS[1])
    set_(newsroom, kept, state=EditionState.SENDING, closed_at=None)
    parts.publisher.build_feeds()
    assert ids_in(newsroom) == []
    set_(newsroom, kept, state=EditionState.CLOSED, closed_at=NOW, thinned_at=NOW, renderings_gone_at=NOW)
    parts.publisher.build_feeds()
    after = newsroom.feeds.read(FEEDS[1])
    assert before is not None
    assert after is not None
    assert after.content == before.content
    assert b"<published>2026-08-15T06:00:07+00:00</published>" in after.content
    assert parts.publisher.build_feeds().written == 0


def test_the_archive_speaks_the_language_of_the_site(door: Door, newsroom: Newsroom, get: Get) -> None:
    past(newsroom, 1, newsroom.add())
    parts = newsroom.parts(KEPT)
    file = newsroom.outbox.parent / "config.toml"
    file.write_text(file.read_text().replace('language = "en"', 'language = "de"'), encoding="utf-8")
    door.app = public_pages(replace(parts, config=load(file, {})))
    page = get("/archive/morning/").text
    assert '<html lang="de"' in page
    assert "16. August 2026" in page
    assert "Nr. 1" in page
    assert ">Archiv<" in page
