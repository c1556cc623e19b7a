"""A year of ten thousand readers on their own clocks: each gets one edition a date or a week, when they said.

What is due to whom is told by plain Python, a person at a time: it walks from one instant to the next at which somebody
is due, lets the newsletter be composed there, and compares the readers that got a delivery with those who should.
Editions are closed once their last wave has left, and thinned on the way.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, insert, select, update

from syndicate.articles.releases import ReleaseStore
from syndicate.audience.model import NO_WISHES, EndedBy, Ending, Signup, Wishes
from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.delivery import freezing
from syndicate.digests import choosing
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.judge.verdicts import Judge
from syndicate.mail.model import Rendering
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage.states import CadenceKind, ReleaseReason
from syndicate.storage.tables import articles, deliveries, editions, groups, occurrences, skips, subscriptions
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.newsroom import CONFIG, Newsroom

FIRST = date(2026, 3, 1)
CADENCES = """at = "07:00"
clock = "reader"
max_lateness = "36h"

[[newsletters.cadences]]
kind = "weekly"
weekdays = ["mon"]
"""
#: Where clocks show different times, all 37 of them in the northern winter.
# fmt: off
ZONES = (
    "Pacific/Kiritimati", "Pacific/Chatham", "Pacific/Auckland", "Pacific/Noumea", "Australia/Sydney",
    "Australia/Adelaide", "Australia/Brisbane", "Australia/Darwin", "Asia/Tokyo", "Australia/Eucla",
    "Asia/Shanghai", "Asia/Bangkok", "Asia/Yangon", "Asia/Dhaka", "Asia/Kathmandu", "Asia/Kolkata",
    "Asia/Karachi", "Asia/Kabul", "Asia/Dubai", "Asia/Tehran", "Europe/Moscow", "Europe/Athens", "Europe/Berlin",
    "Europe/London", "Atlantic/Azores", "America/Noronha", "America/Sao_Paulo", "America/St_Johns",
    "America/Halifax", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Marquesas", "Pacific/Honolulu", "Pacific/Pago_Pago",
)
# fmt: on
WEEKLY_SHARE = 0.2
#: Nobody is mailed later than that after the hour that they chose.
PUNCTUAL = timedelta(minutes=1)
NEVER = datetime.min.replace(tzinfo=UTC)
GIGABYTE = 1_000_000_000


@dataclass
class Reader:
    """A person, as the test knows them: where they are, how often they want it, and what they had last."""

    key: int
    id: str
    zone: str
    is_weekly: bool
    is_there: bool = True
    last_date: date = date.min
    had_upto: datetime = NEVER

    def is_due(self, day: date) -> bool:
        """Whether the edition of that date is theirs."""
        return self.is_there and day > self.last_date and (not self.is_weekly or day.weekday() == 0)


class Year:
    """Readers all over the world with their newsletter, a day at a time."""

    def __init__(self, parts: Parts, clock: ManualClock, readers: int, zones: Sequence[str], churn: float) -> None:
        self.parts, self.clock, self.zones, self.churned = parts, clock, zones, churn
        self.random = random.Random(20260301)
        self.stories = 0
        self.newest_story = clock.now()
        self.of_zone: dict[str, list[Reader]] = defaultdict(list)
        self.mails = 0
        self.passed: list[tuple[int, str]] = []
        self.newsletter = parts.publisher.newsletter("daily")
        self.compose()
        self.join(readers)

    def compose(self) -> None:
        while (composed := self.parts.publisher.composing.compose_due(self.newsletter)).outcome is not None:
            if composed.edition is not None:
                freezing.freeze(self.parts.database, self.clock, composed.edition.id)

    def join(self, count: int) -> None:
        chosen = [(self.random.choice(self.zones), self.random.random() < WEEKLY_SHARE) for _ in range(count)]
        first = sum(map(len, self.of_zone.values()))
        signups = [
            Signup(mailbox=read_mailbox(f"r{first + number}@example.com"), newsletter="daily", wishes=_wishes(*wanted))
            for number, wanted in enumerate(chosen)
        ]
        with self.parts.database.write() as connection:
            AudienceStore(connection).subscribe_all(signups, now=self.clock.now())
            newest = select(subscriptions.c.key, subscriptions.c.id).order_by(subscriptions.c.key.desc()).limit(count)
            keys = sorted(connection.execute(newest).all())
        for (zone, is_weekly), row in zip(chosen, keys, strict=True):
            self.of_zone[zone].append(Reader(key=row.key, id=row.id, zone=zone, is_weekly=is_weekly))
        self.compose()

    def publish(self) -> None:
        self.stories += 1
        self.newest_story = self.clock.now()
        with self.parts.database.write() as connection:
            row = _article(f"s{self.stories}", self.newest_story)
            connection.execute(insert(articles), [row])
            ReleaseStore(connection).add([(row["id"], ReleaseReason.INTAKE)], self.newest_story)

    def instants(self, day: date) -> list[tuple[datetime, list[tuple[date, str]]]]:
        """The instants of a day by UTC at which it is seven somewhere, with where that is and the date there."""
        found: dict[datetime, list[tuple[date, str]]] = defaultdict(list)
        for zone in self.zones:
            for local in (day - timedelta(days=1), day, day + timedelta(days=1)):
                instant = datetime.combine(local, time(7), ZoneInfo(zone)).astimezone(UTC)
                if instant.date() == day:
                    found[instant].append((local, zone))
        return sorted(found.items())

    def live_through(self, day: date) -> None:
        for number, (instant, places) in enumerate(self.instants(day)):
            if number % 12 == 0:
                self.clock.advance(timedelta(seconds=1))
                self.publish()
            self.clock.advance(instant - self.clock.now())
            self.clock.advance(timedelta(seconds=5))
            self.compose()
            self.compare(instant, places)
        self.close_and_thin()
        self.churn()

    def compare(self, instant: datetime, places: list[tuple[date, str]]) -> None:
        """Who got a delivery now against who should have one, of those for whom anything is new."""
        due = [(reader, on) for on, zone in places for reader in self.of_zone[zone] if reader.is_due(on)]
        due = [(reader, on) for reader, on in due if reader.had_upto < self.newest_story]
        expected = sorted((reader.key, on.isoformat()) for reader, on in due)
        got = self.delivered(instant)
        assert sorted(got) == expected, f"{instant}: {sorted(set(got) ^ set(expected))[:5]}"
        self.mails += len(got)
        for reader, on in due:
            reader.last_date, reader.had_upto = on, self.clock.now()

    def delivered(self, instant: datetime) -> list[tuple[int, str]]:
        """Each delivery that was planned within a minute of then, as (reader, slot); it is taken to be submitted."""
        query = (
            select(deliveries.c.subscription_key, occurrences.c.slot, deliveries.c.edition_key)
            .join_from(occurrences, groups, groups.c.occurrence_key == occurrences.c.key)
            .join(deliveries, deliveries.c.edition_key == occurrences.c.edition_key)
            .where(occurrences.c.decided_at.between(instant, instant + PUNCTUAL), deliveries.c.state == "pending")
            .where(deliveries.c.group_key == groups.c.key)
        )
        with self.parts.database.write() as connection:
            found = connection.execute(query).all()
            of_waves = deliveries.c.edition_key.in_({row.edition_key for row in found})
            pending = update(deliveries).where(of_waves, deliveries.c.state == "pending")
            connection.execute(pending.values(state="submitted", revision=1, settled_at=self.clock.now()))
        return [(row.subscription_key, row.slot) for row in found]

    def close_and_thin(self) -> None:
        over = select(editions.c.id).where(editions.c.state == "sending", editions.c.waves_until < self.clock.now())
        with self.parts.database.write() as connection:
            for edition_id in connection.execute(over).scalars().all():
                EditionStore(connection).end(edition_id, EditionState.CLOSED, self.clock.now())
        self.parts.publisher.thin_step.run(Event())

    def churn(self) -> None:
        """Some leave, some come, some move; from the next instant on."""
        self.clock.advance(timedelta(seconds=1))
        there = [reader for readers in self.of_zone.values() for reader in readers if reader.is_there]
        some = self.random.sample(there, max(2, round(len(there) * self.churned)))
        with self.parts.database.write() as connection:
            store = AudienceStore(connection)
            for number, reader in enumerate(some):
                if number % 2:
                    store.end(reader.id, Ending(at=self.clock.now(), by=EndedBy.PAGE))
                    reader.is_there = False
                else:
                    self.move(connection, reader)
        self.join(len(some) // 2)

    def move(self, connection: Connection, reader: Reader) -> None:
        """To another zone; the date that goes by in between is a skip, unless they had it before."""
        day = self.next_date(reader)
        self.of_zone[reader.zone].remove(reader)
        reader.zone = self.random.choice(self.zones)
        self.of_zone[reader.zone].append(reader)
        while day < self.next_date(reader):
            if reader.is_due(day):
                self.passed.append((reader.key, day.isoformat()))
            day += timedelta(days=1)
        subscription = AudienceStore(connection).get(reader.id)
        assert subscription is not None
        wishes = _wishes(reader.zone, reader.is_weekly)
        choosing.choose(connection, self.newsletter, subscription, wishes, self.clock.now())

    def next_date(self, reader: Reader) -> date:
        """The date there of the next seven o'clock."""
        local = self.clock.now().astimezone(ZoneInfo(reader.zone))
        return local.date() + timedelta(days=local.time() >= time(7))


def _wishes(zone: str, is_weekly: bool) -> Wishes:  # noqa: FBT001 - a column of the table
    return replace(NO_WISHES, time_zone=zone, cadence=CadenceKind.WEEKLY if is_weekly else None)


def _article(name: str, at: datetime) -> dict[str, Any]:
    return {
        "id": name,
        "tag": f"tag:{name}",
        "source": "desk",
        "external_id": name,
        "fingerprint": "f",
        "status": "published",
        "title": f"Story {name}",
        "sections": [],
        "tags": [],
        "authors": [],
        "published_at": at,
        "published_offset": 0,
        "published_raw": at.isoformat(),
        "published_is_ambiguous": False,
        "released_at": at,
        "language": "en",
        "direction": "ltr",
        "body_html": "<p>It is.</p>",
        "body_text": "It is.",
        "media": [],
        "findings": [],
        "content_hash": "h",
        "revision": 1,
        "is_backlog": False,
        "is_paid": False,
        "first_seen_at": at,
        "changed_at": at,
    }


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    """Rendering is left out: it costs the same for one reader and for all."""
    monkeypatch.setattr(Judge, "judge", lambda *_: ())
    monkeypatch.setattr(DigestRenderer, "render", lambda *_: Rendering(html="<p>", text="."))
    room = Newsroom(tmp_path)
    room.configure(re.sub("sample_readers = .*", "", CONFIG).replace('at = "00:00"\nmax_lateness = "36h"\n', CADENCES))
    (tmp_path / "articles").mkdir()
    start = datetime.combine(FIRST, time(), UTC) - timedelta(minutes=1)
    with open_parts(load(tmp_path / "config.toml", environ={}), ManualClock(start)) as opened:
        yield opened


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in (folder / "var").rglob("*") if path.is_file())


def lived(parts: Parts, days: int, readers: int, zones: Sequence[str], churn: float) -> Year:
    clock = parts.clock
    assert isinstance(clock, ManualClock)
    year = Year(parts, clock, readers, zones, churn)
    for number in range(days):
        year.live_through(FIRST + timedelta(days=number))
    kept = f"{clock.now() - timedelta(days=30):%Y-%m-%d}"  # older ones are thinned by and by
    with parts.database.read() as connection:
        rows = connection.execute(select(skips.c.subscription_key, skips.c.slot).where(skips.c.slot >= kept)).all()
    assert sorted(map(tuple, rows)) == sorted(passed for passed in year.passed if passed[1] >= kept)
    assert year.mails > days * readers * (1 - WEEKLY_SHARE) * 0.9
    return year


def test_some_readers_of_distant_zones_get_one_edition_a_period_for_a_fortnight(parts: Parts) -> None:
    lived(parts, 15, 60, ("Pacific/Auckland", "America/New_York"), 0.05)


@pytest.mark.slow
@pytest.mark.timeout(14_400)
def test_all_readers_of_37_instants_get_one_edition_a_period_at_their_hour(parts: Parts, tmp_path: Path) -> None:
    lived(parts, 365, 10_000, ZONES, 0.001)
    assert size_of(tmp_path) <= GIGABYTE
