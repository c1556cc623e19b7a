"""What the desk shows of a coming mail is what is then carried: for any reader, at any moment."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from pathlib import Path

import pytest
from sqlalchemy import select

from syndicate.audience.model import Wishes
from syndicate.audience.store import AudienceStore
from syndicate.delivery.messages import ascii_address
from syndicate.digests.choosing import choose
from syndicate.digests.drafts.model import DraftWish, Verb
from syndicate.storage.states import MailFormat
from syndicate.storage.tables import deliveries
from syndicate.testing.ses import SesStandIn
from syndicate.text.mailboxes import read_mailbox
from tests.aws import isolate_aws
from tests.carriers import read
from tests.desk_room import NOW, DeskRoom, open_desk

_SECTIONS = ("Harbour", "Culture", "World")
_LANGUAGES = ("en", "de", "ar")
_ZONES, _TIMES = ("Pacific/Auckland", "America/New_York", "UTC"), ("06:30", "18:30")
# What the two cannot have alike: the delivery has no id yet, and the moment is not come.
_OWN = (rb"(?m)^(Date|Message-ID|X-Syndicate-Delivery): .*\r\n", rb"=_[a-z0-9]{13}")


@dataclass(frozen=True, kw_only=True)
class WayOut:
    """By which mails leave: its settings, what arrived, by the deliveries' ids, and what of a mail is to be alike."""

    environ: Mapping[str, str]
    arrived: Callable[[DeskRoom], Mapping[str, bytes]]
    alike: Callable[[bytes], object]


def _bytes_alike(message: bytes) -> bytes:
    for own in _OWN:
        message = re.sub(own, b"", message)
    return message


def _parts_alike(message: bytes) -> tuple[dict[str, str], str, str]:
    seen = read(message)
    # Of whom a bulk mail goes to, the stand-in keeps the address alone; the contract of carriers has the name.
    headers = {**seen.headers, "To": parseaddr(seen.headers["To"])[1]}
    del headers["X-Syndicate-Delivery"]
    return headers, seen.text, seen.html


def _by_ses(ses: SesStandIn, batch: int) -> Mapping[str, str]:
    return {
        "SYNDICATE_SITE__URL": "https://lantern.example",
        "SYNDICATE_WEB__SECRET": "k" * 40,
        "SYNDICATE_DELIVERY__VIA": "ses",
        "SYNDICATE_DELIVERY__BATCH": str(batch),
        "SYNDICATE_DELIVERY__SES__ENDPOINT_URL": ses.url,
    }


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Iterator[SesStandIn]:
    isolate_aws(monkeypatch)
    with SesStandIn() as ses:
        yield ses


@pytest.fixture
def outbox() -> WayOut:
    def arrived(room: DeskRoom) -> Mapping[str, bytes]:
        return {file.stem: file.read_bytes() for file in room.newsroom.outbox.glob("*.eml")}

    return WayOut(environ={}, arrived=arrived, alike=_bytes_alike)


@pytest.fixture
def ses_raw(ses: SesStandIn) -> WayOut:
    def arrived(room: DeskRoom) -> Mapping[str, bytes]:
        del room
        return {mail.tags["d"]: mail.content for mail in ses.accepted}

    return WayOut(environ=_by_ses(ses, 1), arrived=arrived, alike=_bytes_alike)


@pytest.fixture
def ses_bulk(ses: SesStandIn) -> WayOut:
    def arrived(room: DeskRoom) -> Mapping[str, bytes]:
        del room
        assert not any(mail.content for mail in ses.accepted), "none of them went raw"
        return {mail.tags["d"]: mail.message().as_bytes() for mail in ses.accepted}

    return WayOut(environ=_by_ses(ses, 50), arrived=arrived, alike=_parts_alike)


def _crowds(room: DeskRoom, dice: random.Random, readers: int) -> list[list[str]]:
    """Let readers join who have wishes of their own, or none: their addresses, of those together who are due alike."""
    crowds = defaultdict[object, list[str]](list)
    newsletter, now = room.parts.publisher.newsletter("daily"), room.clock.now()
    for number in range(readers):
        address = f"reader{number}@{dice.choice(['example.org', 'bücher.example'])}"
        name = dice.choice(["", "Ada", "Zoë Ångström", "نور"])
        room.subscribe(f"{name} <{address}>" if name else address)
        wishes = _wishes(dice) if dice.random() < 0.8 else Wishes()
        with room.parts.database.write() as connection:
            (subscription,) = AudienceStore(connection).of_address(read_mailbox(address).key, "daily")
            if wishes.at:
                choose(connection, newsletter, subscription, wishes, now)
        crowds[wishes.time_zone, wishes.at].append(subscription.address)
    return list(crowds.values())


def _wishes(dice: random.Random) -> Wishes:
    return Wishes(
        at=dice.choice(_TIMES),
        time_zone=dice.choice(_ZONES),
        sections=tuple(dice.sample(_SECTIONS, dice.choice([1, 2]))) if dice.random() < 0.5 else (),
        language=dice.choice(_LANGUAGES),
        format=dice.choice([MailFormat.TEXT, MailFormat.HTML, None]),
    )


def _shape(room: DeskRoom, dice: random.Random) -> None:
    """Let an editor do something with the next edition, as often as not."""
    editing, newsletter = room.parts.publisher.editing, room.parts.publisher.newsletter("daily")
    slot = editing.slot(newsletter)
    places = editing.look(newsletter, slot).draft.selection.places
    if not places or dice.random() < 0.5:
        return
    story = dice.choice(places).article.id
    wishes = [
        DraftWish(verb=Verb.SUBJECT, value=f"Number {dice.randrange(99)} {{{{today}}}}"),
        DraftWish(verb=Verb.PIN, article_id=story),
        DraftWish(verb=Verb.DROP, article_id=story),
        DraftWish(verb=Verb.INTRODUCTION, value="*Good* morning."),
    ]
    editing.shape(newsletter, slot, [dice.choice(wishes)], "Robin")


def _due(room: DeskRoom, dice: random.Random, crowds: Collection[Collection[str]]) -> Mapping[str, bytes]:
    """The previews of who gets the next mail that leaves, by their addresses; it is time for that then.

    Each of the ``crowds`` is of readers whose mails are due at one moment. All is seen up to a quarter of an hour
    before.
    """
    publisher, newsletter = room.parts.publisher, room.parts.publisher.newsletter("daily")
    due = [
        (publisher.expecting.next_for(newsletter, read_mailbox(next(iter(crowd)))).editions[0].due_at, crowd)
        for crowd in crowds
    ]
    due_at = min(at for at, _ in due if at)
    room.clock.advance(max(due_at - timedelta(seconds=dice.randint(1, 900)), room.clock.now()) - room.clock.now())
    found = {}
    for address in (address for at, crowd in due if at == due_at for address in crowd):
        reader = read_mailbox(address)
        preview = publisher.previewing.coming(newsletter, reader, judges=False)
        if preview is not None:
            found[ascii_address(address)] = publisher.preview_mails.message(newsletter, preview, reader)
    room.clock.advance(due_at - room.clock.now())
    return found


def _carried(room: DeskRoom, way: WayOut, since: int) -> tuple[int, dict[str, bytes]]:
    """The mails of the deliveries after that key, by address; and the newest key."""
    with room.parts.database.read() as connection:
        query = select(deliveries.c.key, deliveries.c.id, deliveries.c.address).where(deliveries.c.key > since)
        rows = connection.execute(query).all()
    arrived = way.arrived(room)
    mails = {row.address: arrived[row.id] for row in rows if row.id in arrived}
    return max((row.key for row in rows), default=since), mails


@pytest.mark.parametrize("way_out", ["outbox", "ses_raw", "ses_bulk"])
@pytest.mark.parametrize(
    ("readers", "most"), [(40, 20), pytest.param(80, 1_000, marks=[pytest.mark.slow, pytest.mark.timeout(1_800)])]
)
def test_a_preview_is_the_mail_that_is_then_carried(
    tmp_path: Path, migrated_sqlite: Path, request: pytest.FixtureRequest, way_out: str, readers: int, most: int
) -> None:
    way: WayOut = request.getfixturevalue(way_out)
    dice = random.Random(20_261_123)
    with open_desk(tmp_path, migrated_sqlite, 'clock = "reader"\n', environ=way.environ) as room:
        crowds = _crowds(room, dice, readers)
        room.parts.publisher.run_once()  # what was due before they came is over
        compared, newest, day = 0, 0, 0
        while compared < most:
            day += 1
            if dice.random() < 0.5:
                room.write(
                    *(f"{name}{day}" for name in dice.sample(["ferry", "tide", "lamp", "gull"], dice.choice([1, 3]))),
                    section=dice.choice(_SECTIONS),
                )
            _shape(room, dice)
            previews = _due(room, dice, crowds)
            report = room.parts.publisher.run_once()
            newest, mails = _carried(room, way, newest)
            assert mails.keys() == previews.keys(), report.errors
            for address, preview in previews.items():
                assert way.alike(preview) == way.alike(mails[address]), address
                compared += 1


def test_a_preview_has_all_sections_where_too_many_readers_chose_otherwise(
    tmp_path: Path, migrated_sqlite: Path, outbox: WayOut
) -> None:
    with open_desk(tmp_path, migrated_sqlite, "max_variants = 1\n") as room:
        newsletter, now = room.parts.publisher.newsletter("daily"), room.clock.now()
        for name, section in (("ada", "Harbour"), ("bo", "Culture"), ("cy", "World")):
            room.subscribe(f"{name}@example.org")
            with room.parts.database.write() as connection:
                (subscription,) = AudienceStore(connection).of_address(f"{name}@example.org", "daily")
                choose(connection, newsletter, subscription, Wishes(sections=(section,)), now)
        room.parts.publisher.run_once()
        room.write("ferry", section="Harbour")
        room.write("play", section="Culture")
        previews = _due(room, random.Random(1), [[f"{name}@example.org" for name in ("ada", "bo", "cy")]])
        room.parts.publisher.run_once()
        _, mails = _carried(room, outbox, 0)
        assert len(mails) == 3
        assert {address: outbox.alike(mail) for address, mail in previews.items()} == {
            address: outbox.alike(mail) for address, mail in mails.items()
        }


def test_a_wave_of_the_next_day_is_dated_by_its_own_hour_whoever_sent_the_one_before(
    tmp_path: Path, migrated_sqlite: Path, outbox: WayOut
) -> None:
    with open_desk(tmp_path, migrated_sqlite, 'clock = "reader"\n', now=NOW + timedelta(hours=6)) as room:
        newsletter, now = room.parts.publisher.newsletter("daily"), room.clock.now()
        for name, zone in (("ada", "Pacific/Auckland"), ("bo", "America/New_York")):
            room.subscribe(f"{name}@example.org")
            with room.parts.database.write() as connection:
                (subscription,) = AudienceStore(connection).of_address(f"{name}@example.org", "daily")
                choose(connection, newsletter, subscription, Wishes(at="06:30", time_zone=zone), now)
        room.parts.publisher.run_once()
        room.write("ferry")
        dates = {}
        for _ in range(2):
            previews = _due(room, random.Random(1), [["ada@example.org"], ["bo@example.org"]])
            room.parts.publisher.run_once()
            (address,) = previews
            mail = next(mail for mail in room.newsroom.mails() if str(mail["To"]) == address)
            dates[address] = mail["Date"].datetime
            assert outbox.alike(previews[address]) == outbox.alike(_carried(room, outbox, 0)[1][address])
    # It is half past six on the 24th in Auckland, and eighteen hours later in New York.
    assert dates == {
        "ada@example.org": datetime(2026, 11, 23, 17, 30, tzinfo=UTC),
        "bo@example.org": datetime(2026, 11, 24, 11, 30, tzinfo=UTC),
    }
