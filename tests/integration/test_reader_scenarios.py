"""Weeks of a newsroom played through: whom stories reach by which newsletter, and what is told of those that do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from syndicate.digests import typesetting
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.model import Rendering
from tests.integration.room_parts import SUNDAY, Room


def twice_in_a_day(got: Mapping[tuple[str, str], Sequence[datetime]]) -> list[tuple[str, str]]:
    """Which readers got what again within less than 24 hours."""
    return [
        pair
        for pair, times in got.items()
        for one, other in pairwise(sorted(times))
        if other - one < timedelta(hours=24)
    ]


def test_what_a_late_wave_brought_is_not_brought_by_another_newsletter_an_hour_later(
    room_with: Callable[..., Room],
) -> None:
    room = room_with('at = "07:00"\nclock = "reader"', evening='at = "18:00"')
    room.join("ann@example.org", "daily", time_zone="Pacific/Kiritimati")
    room.join("bo@example.net", "daily", "evening", time_zone="Pacific/Honolulu")
    room.look()
    room.publish("Story 0")
    room.until(SUNDAY.replace(hour=20))
    room.publish("Story 1")
    room.until(SUNDAY.replace(day=23, hour=18))
    assert len(room.got()["bo@example.net", "Story 1"]) == 1
    assert not twice_in_a_day(room.got())


def test_of_five_stories_a_day_three_are_mailed_and_the_fate_of_each_is_told(room_with: Callable[..., Room]) -> None:
    room = room_with('at = "07:00"\nmax_articles = 3\noverflow = "drop"\nmax_wait = "2d"')
    room.join("ann@example.org", "daily")
    room.look()
    written: dict[str, datetime] = {}
    for day in range(30):
        titles = [f"Story {day} {number}" for number in range(5)]
        written |= dict.fromkeys(titles, room.clock.now())
        room.publish(*titles)
        room.until(SUNDAY + timedelta(days=day + 1), every=timedelta(hours=8))
    fates = room.fates()["ann@example.org"]
    waits = {title: at - written[title] for (_, title), times in room.got().items() for at in times}
    assert len(waits) == sum(map(len, room.got().values())) == 90
    assert max(waits.values()) < timedelta(days=2)
    assert sorted([*waits, *fates]) == sorted(written)
    assert set(fates.values()) == {"over the limit of 3"}


def test_readers_of_two_dailies_get_nothing_twice_in_a_day_and_their_weekly_has_the_week(
    room_with: Callable[..., Room],
) -> None:
    week = 'at = "09:00"\ncadence = "weekly"\nweekdays = ["mon"]\nmax_articles = 30\ndedupe_across = "never"'
    room = room_with('at = "07:00"', noon='at = "12:00"', week=week)
    readers = [f"r{number}@example.com" for number in range(30)]
    for reader in readers:
        room.join(reader, "daily", "noon", "week")
    room.look()
    titles = [f"Story {day} {number}" for day in range(8) for number in range(2)]
    for day in range(8):
        room.publish(*titles[2 * day : 2 * day + 2])
        room.until(SUNDAY + timedelta(days=day + 1), every=timedelta(hours=6))
    room.until(SUNDAY + timedelta(days=8, hours=4))
    assert not twice_in_a_day(room.got("daily", "noon"))
    assert set(room.got("daily", "noon")) == {(reader, title) for reader in readers for title in titles}
    assert set(room.got("week")) == {(reader, title) for reader in readers for title in titles}


def test_two_selections_that_a_template_writes_alike_reach_their_readers(
    room_with: Callable[..., Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DigestRenderer, "render", lambda *_: Rendering(html="<p>{{unsubscribe_url}}</p>", text="."))
    monkeypatch.setattr(typesetting, "check", lambda *_: ())
    room = room_with('at = "07:00"\nmin_articles = 2')
    room.join("ann@example.org", "daily")
    room.look()
    room.publish("First")
    room.until(SUNDAY + timedelta(hours=2))
    room.join("bo@example.net", "daily")
    room.look()
    room.publish("Second", "Third")
    room.until(SUNDAY + timedelta(days=1, hours=2))
    ann, bo = ({title for who, title in room.got() if who.startswith(name)} for name in ("ann", "bo"))
    assert (ann, bo) == ({"First", "Second", "Third"}, {"Second", "Third"})


def test_a_story_that_another_newsletter_brought_does_not_come_later_because_nobody_had_an_edition(
    room_with: Callable[..., Room],
) -> None:
    room = room_with('at = "07:00"', noon='at = "12:00"')
    room.join("ann@example.org", "daily", "noon")
    room.until(SUNDAY + timedelta(hours=3))
    room.publish("The bridge")
    room.until(SUNDAY + timedelta(days=3))
    assert [len(times) for times in room.got().values()] == [1]
    assert room.skips() == [("ann@example.org", "daily", "they have it already")]


def test_what_came_before_anybody_knows_who_had_it_is_told_of_who_comes_back_late(
    room_with: Callable[..., Room],
) -> None:
    room = room_with('at = "07:00"')
    room.join("ann@example.org", "daily")
    room.look()
    room.pause("ann@example.org", until=SUNDAY + timedelta(days=90))
    room.publish("Old")
    room.until(SUNDAY + timedelta(days=91), every=timedelta(days=30))
    assert not room.got()
    forgotten = "it first came longer ago than it is known who has it"
    assert [reason for *_, reason in room.skips()] == [forgotten]
    room.publish("New")
    room.until(SUNDAY + timedelta(days=92, hours=2), every=timedelta(days=1))
    told = room.told("ann@example.org", "Old")
    assert told.endswith(f"it was decided for them before: {forgotten}")
