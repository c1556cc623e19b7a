"""Weeks of a newsroom played through: whom stories reach by which newsletter, and what is told of those that do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select

from syndicate.audience.model import NO_WISHES, Wishes
from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage import Database
from syndicate.storage.tables import (
    articles,
    deliveries,
    groups,
    occurrences,
    passed_over,
    rendering_articles,
    renderings,
    subscribers,
    subscriptions,
)
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.integration.edition_parts import publish
from tests.newsroom import CONFIG, Newsroom

#: A Sunday morning.
SUNDAY = datetime(2026, 11, 22, 6, tzinfo=UTC)
ANOTHER = """
[[newsletters]]
name = "{name}"
title = "The Lantern {name}"
sender = "The Lantern <{name}@lantern.example>"
{how}
max_lateness = "36h"
"""


class Room:
    """A newsroom whose programs look at the clock as often as is said."""

    def __init__(self, folder: Path, clock: ManualClock, opened: ExitStack, url: str, how: str, **others: str) -> None:
        self.desk = Newsroom(folder)
        config = CONFIG.replace('at = "00:00"', how).replace('["Ann <ann@example.org>", "Bo <bo@example.net>"]', "[]")
        self.desk.configure(config + "".join(ANOTHER.format(name=name, how=their) for name, their in others.items()))
        (folder / "articles").mkdir()
        self.clock = clock
        loaded = load(folder / "config.toml", environ={"SYNDICATE_DATABASE__URL": url})
        self.parts: Parts = opened.enter_context(open_parts(loaded, clock))

    def join(self, address: str, *newsletters: str, **wishes: Any) -> None:
        wanted = Wishes(**{name: getattr(NO_WISHES, name) for name in NO_WISHES.__dataclass_fields__} | wishes)
        with self.parts.database.write() as connection:
            for newsletter in newsletters:
                store = AudienceStore(connection)
                store.subscribe(read_mailbox(address), newsletter, now=self.clock.now(), wishes=wanted)

    def publish(self, *titles: str) -> None:
        publish(self.desk, self.parts, *titles, published=self.clock.now() - timedelta(minutes=1))

    def look(self) -> None:
        for step in self.parts.publisher.compose_steps.values():
            step.run(Event())
        self.parts.publisher.deliver(Event())

    def until(self, at: datetime, *, every: timedelta = timedelta(hours=1)) -> None:
        """Let time pass, with a look at every so often."""
        while self.clock.now() < at:
            self.clock.advance(min(every, at - self.clock.now()))
            self.look()

    def got(self, *newsletters: str) -> dict[tuple[str, str], list[datetime]]:
        """(address, title) → when it was decided that these newsletters, or any, bring it there."""
        query = (
            select(subscribers.c.address, articles.c.title, occurrences.c.decided_at)
            .join_from(deliveries, groups, groups.c.key == deliveries.c.group_key)
            .join(occurrences, occurrences.c.key == groups.c.occurrence_key)
            .join(subscriptions, subscriptions.c.key == deliveries.c.subscription_key)
            .join(subscribers, subscribers.c.key == subscriptions.c.subscriber_key)
            .join(renderings, renderings.c.variant_key == deliveries.c.variant_key)
            .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
            .join(articles, articles.c.id == rendering_articles.c.article_id)
            .where(deliveries.c.state == "submitted", renderings.c.revision == deliveries.c.revision)
        )
        if newsletters:
            query = query.where(subscriptions.c.newsletter.in_(newsletters))
        found: dict[tuple[str, str], list[datetime]] = defaultdict(list)
        with self.parts.database.read() as connection:
            for address, title, at in connection.execute(query):
                found[address, title].append(at)
        return found

    def fates(self) -> dict[str, dict[str, str]]:
        """Address → the title of what did not come → why, by the row that names that reader."""
        query = (
            select(subscribers.c.address, articles.c.title, passed_over.c.reason)
            .join_from(passed_over, groups, groups.c.key == passed_over.c.group_key)
            .join(deliveries, deliveries.c.group_key == groups.c.key)
            .join(subscriptions, subscriptions.c.key == deliveries.c.subscription_key)
            .join(subscribers, subscribers.c.key == subscriptions.c.subscriber_key)
            .join(articles, articles.c.id == passed_over.c.article_id)
        )
        found: dict[str, dict[str, str]] = defaultdict(dict)
        with self.parts.database.read() as connection:
            for address, title, reason in connection.execute(query):
                found[address][title] = reason
        return found


@pytest.fixture
def room_with(tmp_path: Path, database: Database) -> Iterator[Callable[..., Room]]:
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)
    with ExitStack() as opened:
        yield lambda how, **others: Room(tmp_path / "desk", ManualClock(SUNDAY), opened, url, how, **others)


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
