"""Which programs ask for the feeds, and how well: counted where they are served, and told by the command."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from syndicate.feeds.poll_store import MOST_PROGRAMS, PollStore
from syndicate.feeds.polls import BROWSER, OTHERS, UNNAMED, ProgramPolls, poll_of, program_of
from syndicate.testing.clock import ManualClock
from syndicate.web.public.application import public_app
from syndicate.web.public.poll_log import PollLog
from tests.unit.web.web_samples import Door, Newsroom, enter, fetch

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.storage import Database

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 42 subscribers; like FeedFetcher-Google)"


@pytest.mark.parametrize(
    ("user_agent", "program"),
    [
        (FEEDLY, "Feedly"),
        ("FreshRSS/1.24.0 (Linux; https://freshrss.org)", "FreshRSS"),
        ("Mozilla/5.0 (compatible; Miniflux/2.1.4; +https://miniflux.app)", "Miniflux"),
        ("Mozilla/5.0 (compatible; inoreader.com; 12 subscribers)", "inoreader.com"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", BROWSER),
        ("NetNewsWire (RSS Reader; https://netnewswire.com/)", "NetNewsWire"),
        ("Tiny Tiny RSS/24.01 (https://tt-rss.org/)", "Tiny Tiny RSS"),
        ("newsboat/2.32.0 (Linux x86_64)", "newsboat"),
        ("curl/8.5.0", "curl"),
        ("", UNNAMED),
        ("  ", UNNAMED),
        ("<script>alert(1)</script>", UNNAMED),
        ("A" * 5_000, "A" * 40),
        ("ann@example.org reads", UNNAMED),
    ],
)
def test_a_program_is_known_by_its_name_alone(user_agent: str, program: str) -> None:
    assert program_of(user_agent) == program


def programs(database: Database, since: datetime = NOW) -> list[ProgramPolls]:
    with database.read() as connection:
        return PollStore(connection).programs(since.date())


def asked(log: PollLog, user_agent: str, status: int = 200, size: int = 100, path: str = "rss.xml") -> None:
    log.count(poll_of(path, user_agent, status, size, is_conditional=status == 304))


def test_polls_are_summed_by_program_and_day_and_subscribers_over_documents(database: Database) -> None:
    clock = ManualClock(NOW)
    log = PollLog(database, clock)
    asked(log, FEEDLY)
    asked(log, FEEDLY, status=304, size=0)
    asked(log, FEEDLY.replace("42", "8"), path="section/world/rss.xml")
    asked(log, "curl/8.5.0", size=1_000)
    log.write()
    clock.advance(timedelta(days=1))
    asked(log, FEEDLY.replace("42", "50"), status=304, size=0)
    log.write()
    of_feedly = ProgramPolls(
        program="Feedly", polls=4, conditional=2, unchanged=2, bytes=200, blind_bytes=200, subscribers=58
    )
    of_curl = ProgramPolls(program="curl", polls=1, conditional=0, unchanged=0, bytes=1_000, blind_bytes=1_000)
    assert programs(database) == [of_feedly, of_curl]
    assert [each.polls for each in programs(database, clock.now())] == [1]
    with database.read() as connection:
        assert PollStore(connection).days(NOW.date()) == [("2026-11-29", 4, 1), ("2026-11-30", 1, 1)]


def test_who_invents_programs_does_not_fill_the_database(database: Database) -> None:
    log = PollLog(database, ManualClock(NOW))
    for part in range(3):
        for number in range(150):
            asked(log, f"robot-{part}-{number}/1 (9 subscribers)")
        log.write()
    found = {each.program: each for each in programs(database)}
    assert len(found) == MOST_PROGRAMS + 1
    assert found[OTHERS].polls == 450 - MOST_PROGRAMS
    assert found[OTHERS].subscribers is None


def test_what_is_old_goes(database: Database) -> None:
    clock = ManualClock(NOW)
    log = PollLog(database, clock)
    asked(log, FEEDLY)
    log.write()
    clock.advance(timedelta(days=31))
    asked(log, "curl/8.5.0")
    log.write()
    assert {each.program: each.subscribers for each in programs(database)} == {"Feedly": None, "curl": None}
    clock.advance(timedelta(days=370))
    asked(log, "curl/8.5.0")
    log.write()
    assert [each.program for each in programs(database)] == ["curl"]


def test_counts_wait_for_seconds_at_most_while_there_are_polls(database: Database) -> None:
    clock = ManualClock(NOW)
    log = PollLog(database, clock)
    asked(log, "curl/8.5.0")  # written at once
    asked(log, "curl/8.5.0")
    assert [each.polls for each in programs(database)] == [1]
    clock.advance(timedelta(seconds=5))
    asked(log, "curl/8.5.0")
    assert [each.polls for each in programs(database)] == [3]


def test_what_is_served_is_counted_and_the_desk_shows_it(sqlite_database: Database, tmp_path: Path) -> None:
    newsroom = Newsroom(sqlite_database, tmp_path)
    newsroom.feeds.write("rss.xml", b"<rss/>")
    with Door() as door:
        door.app = public_app(newsroom.site())
        etag = fetch(f"{door.url}/feeds/rss.xml", headers={"user-agent": FEEDLY}).headers["etag"]
        for step in range(2):
            newsroom.clock.advance(timedelta(seconds=5))
            known = {"user-agent": FEEDLY, "if-none-match": etag}
            assert fetch(f"{door.url}/feeds/rss.xml", headers=known).status == 304, step
        assert fetch(f"{door.url}/feeds/none/rss.xml", headers={"user-agent": FEEDLY}).status == 404
        (found,) = programs(sqlite_database, newsroom.clock.now())
        assert (found.program, found.polls, found.unchanged, found.subscribers) == ("Feedly", 3, 2, 42)
        inside = enter(door, newsroom.desk())
        page = fetch(f"{door.url}/feeds", headers=inside).text
        assert "Feedly" in page
        assert "67%" in page
        plot = fetch(f"{door.url}/feed-polls.svg", headers=inside)
        assert plot.headers["content-type"] == "image/svg+xml"
        assert "Nothing new" in plot.text
