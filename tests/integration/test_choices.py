"""Readers choose when and what: each gets the right stories at their own hour, and nothing twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from syndicate.audience.model import Wishes
from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.digests import choosing
from syndicate.digests.choice_store import ChoiceStore
from syndicate.digests.model import SlotOutcome
from syndicate.digests.newsletters import ClockOwner
from syndicate.digests.store import EditionStore
from syndicate.errors import BadDataError
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage import Database
from syndicate.storage.states import CadenceKind
from syndicate.storage.tables import skips, subscriptions
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.integration.edition_parts import publish
from tests.newsroom import CONFIG, Newsroom

#: A Monday; newsletters are due at seven.
MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)
OFFERED = """
at = "07:00"
clock = "CLOCK"
max_articles = 12

[[newsletters.cadences]]
kind = "weekly"
weekdays = ["mon"]

[[newsletters.cadences]]
kind = "instant"
settle = "10m"
daily_cap = 2
"""


@pytest.fixture(params=["newsletter", "reader"])
def clock_of(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory, clock_of: str) -> Newsroom:
    newsroom = Newsroom(tmp_path_factory.mktemp("desk"))
    offered = OFFERED.replace("CLOCK", clock_of)
    newsroom.configure(CONFIG.replace('at = "00:00"\nmax_lateness = "36h"\n', offered))
    (newsroom.folder / "articles").mkdir()
    return newsroom


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MONDAY)


@pytest.fixture
def parts(desk: Newsroom, database: Database, clock: ManualClock) -> Iterator[Parts]:
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)
    config = load(desk.folder / "config.toml", environ={"SYNDICATE_DATABASE__URL": url})
    with open_parts(config, clock) as opened:
        yield opened


def choose(parts: Parts, address: str, **given: str) -> None:
    newsletter = parts.publisher.newsletter("daily")
    with parts.database.write() as connection:
        store = AudienceStore(connection)
        [subscription] = store.of_address(read_mailbox(address).key)
        wishes = choosing.changed(newsletter, subscription.wishes, given)
        choosing.choose(connection, newsletter, subscription, wishes, parts.clock.now())


def join(parts: Parts, address: str) -> None:
    with parts.database.write() as connection:
        AudienceStore(connection).subscribe(read_mailbox(address), "daily", now=parts.clock.now())


def look(parts: Parts) -> list[SlotOutcome | None]:
    """Compose what is due, and mail it."""
    composed = parts.publisher.compose_steps["daily"].run(Event())
    parts.publisher.deliver(Event())
    return [each.outcome for each in composed]


def mailed(desk: Newsroom) -> dict[str, list[str]]:
    """Address → the headlines of all its mails in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for mail in desk.mails():
        text = mail.get_body(("plain",))
        assert text is not None
        headlines = (re.fullmatch(r"\W*(Story [\w ]+)", line) for line in text.get_content().splitlines())
        found[mail["To"].addresses[0].addr_spec] += [headline[1] for headline in headlines if headline]
    return found


def until(clock: ManualClock, at: str) -> None:
    clock.advance(datetime.fromisoformat(at).replace(tzinfo=UTC) - clock.now())


def test_daily_and_weekly_readers_get_every_story_once_each_at_their_time(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    look(parts)
    choose(parts, "bo@example.net", cadence="weekly")
    for day in range(8):
        publish(desk, parts, f"Story {day}", published=clock.now())
        until(clock, f"2026-11-{23 + day} 07:00")
        look(parts)
        look(parts)
        clock.advance(timedelta(hours=1))
    assert sorted(mailed(desk)["ann@example.org"]) == [f"Story {day}" for day in range(8)]
    assert sorted(mailed(desk)["bo@example.net"]) == [f"Story {day}" for day in range(8)]
    assert len(desk.mails()) == 8 + 2


def test_from_daily_to_weekly_on_a_wednesday_and_back_nothing_comes_twice_and_nothing_is_missed(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    look(parts)
    for day, cadence in enumerate(["daily", "daily", "weekly", "weekly", "weekly", "daily", "daily"]):
        until(clock, f"2026-11-{23 + day} 06:30")
        choose(parts, "bo@example.net", cadence=cadence)
        publish(desk, parts, f"Story {day}")
        until(clock, f"2026-11-{23 + day} 07:00")
        look(parts)
    assert sorted(mailed(desk)["bo@example.net"]) == [f"Story {day}" for day in range(7)]


def test_who_chose_sections_gets_those_alone_and_the_public_sees_all(desk: Newsroom, parts: Parts) -> None:
    look(parts)
    choose(parts, "bo@example.net", sections="Harbour")
    publish(desk, parts, "Story of the town", section="Town")
    publish(desk, parts, "Story of the port", section="Harbour")
    parts.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined]
    look(parts)
    assert sorted(mailed(desk)["ann@example.org"]) == ["Story of the port", "Story of the town"]
    assert mailed(desk)["bo@example.net"] == ["Story of the port"]


def test_plain_text_and_a_language_are_had_by_who_chose_them(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    look(parts)
    choose(parts, "bo@example.net", format="text", language="de")
    publish(desk, parts, "Story")
    clock.advance(timedelta(hours=1))
    look(parts)
    mails = {mail["To"].addresses[0].addr_spec: mail for mail in desk.mails()}
    assert mails["bo@example.net"].get_body(("html",)) is None
    text = mails["bo@example.net"].get_body(("plain",))
    assert text is not None
    assert "Montag, 23. November 2026" in text.get_content()
    assert mails["ann@example.org"].get_body(("html",)) is not None


def test_stories_follow_at_once_when_they_have_settled_and_no_more_than_the_days_most(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    look(parts)
    choose(parts, "bo@example.net", cadence="instant")
    for number in range(4):
        publish(desk, parts, f"Story {number}")
        look(parts)
        assert len(mailed(desk)["bo@example.net"]) == min(number, 2)
        clock.advance(timedelta(minutes=10))
        look(parts)
        assert len(mailed(desk)["bo@example.net"]) == min(number + 1, 2)
    until(clock, "2026-11-24 00:00")
    look(parts)
    assert sorted(mailed(desk)["bo@example.net"]) == [f"Story {number}" for number in range(4)]
    assert sum(mail["To"].addresses[0].addr_spec == "bo@example.net" for mail in desk.mails()) == 3


@pytest.mark.parametrize("catches_up", [False, True])
def test_a_pause_holds_everything_back_and_is_told_or_made_up_for(
    desk: Newsroom,
    parts: Parts,
    clock: ManualClock,
    catches_up: bool,  # noqa: FBT001 - a column of the table
) -> None:
    publish(desk, parts, "Story 0")
    until(clock, "2026-11-23 07:00")
    look(parts)
    with parts.database.write() as connection:
        store = AudienceStore(connection)
        [bo] = store.of_address(read_mailbox("bo@example.net").key)
        until_at = choosing.pause_until(parts.publisher.newsletter("daily"), bo.wishes, "2026-11-25", clock.now())
        store.pause(bo.id, until_at, catches_up=catches_up)
    publish(desk, parts, "Story 1")
    until(clock, "2026-11-24 07:00")
    look(parts)
    assert mailed(desk)["bo@example.net"] == ["Story 0"]
    clock.advance(timedelta(hours=1))
    publish(desk, parts, "Story 2")
    until(clock, "2026-11-25 07:00")
    look(parts)
    missed = [] if not catches_up else ["Story 1"]
    assert sorted(mailed(desk)["bo@example.net"]) == ["Story 0", *missed, "Story 2"]
    with parts.database.read() as connection:
        told = connection.execute(skips.select()).all()
    assert [row.reason for row in told] == ([] if catches_up else ["they had paused"])


def test_who_joins_a_minute_before_gets_the_edition_whole_and_a_minute_after_the_next_alone(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    look(parts)
    publish(desk, parts, "Story 0")
    until(clock, "2026-11-23 06:59")
    join(parts, "early@example.org")
    until(clock, "2026-11-23 07:00")
    look(parts)
    clock.advance(timedelta(minutes=1))
    join(parts, "late@example.org")
    publish(desk, parts, "Story 1")
    until(clock, "2026-11-24 07:00")
    look(parts)
    assert sorted(mailed(desk)["early@example.org"]) == ["Story 0", "Story 1"]
    assert mailed(desk)["late@example.org"] == ["Story 1"]


@pytest.mark.parametrize("clock_of", ["reader"], indirect=True)
def test_each_has_the_edition_at_seven_by_their_own_clock(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    look(parts)
    choose(parts, "bo@example.net", time_zone="America/New_York")
    publish(desk, parts, "Story 0")
    until(clock, "2026-11-23 07:00")
    look(parts)
    assert list(mailed(desk)) == ["ann@example.org"]
    publish(desk, parts, "Story 1")
    until(clock, "2026-11-23 11:59")
    look(parts)
    assert list(mailed(desk)) == ["ann@example.org"]
    until(clock, "2026-11-23 12:00")
    look(parts)
    assert sorted(mailed(desk)["bo@example.net"]) == ["Story 0", "Story 1"]
    editions = {mail["X-Syndicate-Delivery"]: mail["Date"] for mail in desk.mails()}
    assert len(editions) == 2
    with parts.database.read() as connection:
        numbers = {row.number for row in connection.exec_driver_sql("SELECT number FROM editions")}
    assert numbers == {1}, "two waves are one edition"


@pytest.mark.parametrize("clock_of", ["reader"], indirect=True)
def test_from_auckland_to_london_no_date_comes_twice(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    look(parts)
    choose(parts, "bo@example.net", time_zone="Pacific/Auckland")
    publish(desk, parts, "Story 0")
    until(clock, "2026-11-23 18:00")  # seven on Tuesday in Auckland
    look(parts)
    assert mailed(desk)["bo@example.net"] == ["Story 0"]
    choose(parts, "bo@example.net", time_zone="Europe/London")
    publish(desk, parts, "Story 1")
    until(clock, "2026-11-24 07:00")
    look(parts)
    assert mailed(desk)["bo@example.net"] == ["Story 0"], "Tuesday's was theirs"
    until(clock, "2026-11-25 07:00")
    look(parts)
    assert sorted(mailed(desk)["bo@example.net"]) == ["Story 0", "Story 1"]


@pytest.mark.parametrize("clock_of", ["newsletter"], indirect=True)
@pytest.mark.parametrize(
    "given",
    [{"cadence": "monthly"}, {"at": "08:00"}, {"time_zone": "Europe/Berlin"}, {"at": "25:00"}, {"cadence": "hourly"}],
)
def test_what_is_not_offered_is_refused(parts: Parts, given: dict[str, Any]) -> None:
    with pytest.raises(BadDataError):
        choose(parts, "bo@example.net", **given)


def test_who_was_quick_to_choose_and_who_just_came_share_an_edition(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    look(parts)
    choose(parts, "ann@example.org", cadence="weekly")
    choose(parts, "ann@example.org", cadence="daily")
    join(parts, "cy@example.org")
    choose(parts, "cy@example.org", cadence="weekly")
    choose(parts, "cy@example.org", cadence="daily")
    choose(parts, "bo@example.net", sections="Harbour")
    choose(parts, "bo@example.net", sections="all", cadence="daily")
    publish(desk, parts, "Story 0")
    until(clock, "2026-11-23 07:00")
    look(parts)
    choose(parts, "bo@example.net", sections="Harbour")
    choose(parts, "bo@example.net", sections="all")
    publish(desk, parts, "Story 1")
    until(clock, "2026-11-24 07:00")
    look(parts)
    for address in ("ann@example.org", "bo@example.net", "cy@example.org"):
        assert sorted(mailed(desk)[address]) == ["Story 0", "Story 1"]


def test_stories_that_are_not_theirs_count_for_nothing_among_the_days_most(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    look(parts)
    choose(parts, "ann@example.org", cadence="instant")
    choose(parts, "bo@example.net", cadence="instant", sections="Harbour")
    for number, section in enumerate(["Town", "Town", "Harbour", "Harbour"]):
        publish(desk, parts, f"Story {number}", section=section)
        clock.advance(timedelta(minutes=10))
        look(parts)
    assert sorted(mailed(desk)["ann@example.org"]) == ["Story 0", "Story 1"]
    assert sorted(mailed(desk)["bo@example.net"]) == ["Story 2", "Story 3"]


def test_who_joins_to_be_told_at_once_is_told_of_what_comes_before_anybody_looked(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    look(parts)
    publish(desk, parts, "Story 0")
    clock.advance(timedelta(minutes=1))
    join(parts, "cy@example.org")
    choose(parts, "cy@example.org", cadence="instant")
    clock.advance(timedelta(seconds=10))
    publish(desk, parts, "Story 1")
    clock.advance(timedelta(minutes=10))
    look(parts)
    assert mailed(desk)["cy@example.org"] == ["Story 1"]


def test_a_pause_before_the_first_story_of_all_is_told_as_well(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    look(parts)
    with parts.database.write() as connection:
        store = AudienceStore(connection)
        [bo] = store.of_address(read_mailbox("bo@example.net").key)
        store.pause(bo.id, None, catches_up=False)
    publish(desk, parts, "Story 0")
    until(clock, "2026-11-23 07:00")
    look(parts)
    clock.advance(timedelta(hours=1))
    with parts.database.write() as connection:
        AudienceStore(connection).resume(bo.id, clock.now())
    look(parts)
    with parts.database.read() as connection:
        told = connection.execute(skips.select()).all()
    assert [(row.after_release, row.through_release, row.reason) for row in told] == [(0, 1, "they had paused")]


def test_an_edition_that_all_have_is_not_held_as_late_after_a_standstill(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    look(parts)
    publish(desk, parts, "Story one")
    until(clock, "2026-11-23 07:00")
    look(parts)
    until(clock, "2026-11-25 06:00")
    look(parts)
    with parts.database.read() as connection:
        assert EditionStore(connection).under_way() == []


def test_who_asks_for_a_look_while_a_story_is_followed_gets_it(parts: Parts, clock: ManualClock) -> None:
    looked_at, asked_at = clock.now(), clock.now() + timedelta(seconds=1)
    with parts.database.write() as connection:
        choice_id = connection.execute(select(subscriptions.c.choice_id).limit(1)).scalar_one()
        AudienceStore(connection).look_again(choice_id, asked_at)
        store, newsletter = ChoiceStore(connection), parts.newsletters[0]
        store.note_instant([choice_id], 7, None, looked_at)
        assert store.facts(newsletter, looked_at).instant_cuts[choice_id] == (7, asked_at)
        store.note_instant([choice_id], 8, None, asked_at)
        assert store.facts(newsletter, looked_at).instant_cuts[choice_id] == (8, None)


@pytest.mark.parametrize(
    ("before", "after", "skipped"),
    [
        ({"time_zone": "Pacific/Auckland"}, {"time_zone": "Europe/London"}, []),
        ({"time_zone": "America/New_York"}, {"time_zone": "Europe/London"}, ["2026-06-01"]),
        ({"at": "18:00"}, {"at": "06:00"}, ["2026-06-01"]),
        ({"at": "18:00"}, {"at": "19:00"}, []),
        ({}, {"cadence": "weekly"}, []),
        ({"cadence": "weekly", "at": "18:00"}, {"cadence": "weekly", "at": "06:00"}, ["2026-06-01"]),
    ],
)
def test_a_slot_that_a_move_leaves_behind_is_told(
    parts: Parts, before: dict[str, str], after: dict[str, str], skipped: list[str]
) -> None:
    """It is ten in the morning in London, on Monday the first of June."""
    weekly = replace(parts.publisher.newsletter("daily").default, kind=CadenceKind.WEEKLY, weekdays=frozenset({0}))
    newsletter = replace(parts.publisher.newsletter("daily"), clock=ClockOwner.READER, zone=ZoneInfo("Europe/London"))
    newsletter = replace(newsletter, cadences=(newsletter.default, weekly))
    at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    found = choosing.skipped_slots(newsletter, Wishes(**before), Wishes(**after), at)  # type: ignore[arg-type]
    assert [slot.slot for slot in found] == skipped
