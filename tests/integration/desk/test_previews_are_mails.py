"""What the desk shows of a coming mail is what is then carried: for any reader, at any moment."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from syndicate.audience.model import Wishes
from syndicate.audience.store import AudienceStore
from syndicate.digests.choosing import choose
from syndicate.digests.drafts.model import DraftWish, Verb
from syndicate.storage.states import MailFormat
from syndicate.storage.tables import deliveries
from syndicate.text.mailboxes import read_mailbox
from tests.desk_room import DeskRoom, open_desk

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECTIONS = ("Harbour", "Culture", "World")
_LANGUAGES = ("en", "de", "ar")
# What the two cannot have alike: the delivery has no id yet, and the moment is not come.
_OWN = (rb"(?m)^(Date|Message-ID|X-Syndicate-Delivery): .*\r\n", rb"=_[a-z0-9]{13}")


def _alike(message: bytes) -> bytes:
    for own in _OWN:
        message = re.sub(own, b"", message)
    return message


def _join(room: DeskRoom, dice: random.Random, number: int) -> None:
    """Let a reader join who has wishes of their own, or none."""
    name = dice.choice(["", "Ada", "Zoë Ångström", "نور"])
    room.subscribe(f"{name} <reader{number}@example.org>" if name else f"reader{number}@example.org")
    zone, at = dice.choice(["Pacific/Auckland", "America/New_York", "Asia/Kolkata", "UTC"]), dice.choice([6, 7, 18])
    wishes = Wishes(
        at=f"{at:02}:30",
        time_zone=zone,
        sections=tuple(dice.sample(_SECTIONS, dice.choice([1, 2]))) if dice.random() < 0.5 else (),
        language=dice.choice(_LANGUAGES),
        format=dice.choice([MailFormat.TEXT, MailFormat.HTML, None]),
    )
    newsletter, now = room.parts.publisher.newsletter("daily"), room.clock.now()
    with room.parts.database.write() as connection:
        (subscription,) = AudienceStore(connection).of_address(f"reader{number}@example.org", "daily")
        if dice.random() < 0.8:
            choose(connection, newsletter, subscription, wishes, now)


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


def _due(room: DeskRoom) -> Mapping[str, bytes]:
    """The previews of who gets the next mail that leaves, by their addresses; it is time for that then."""
    publisher, newsletter = room.parts.publisher, room.parts.publisher.newsletter("daily")
    with room.parts.database.read() as connection:
        addresses = [subscription.address for subscription in AudienceStore(connection).all("daily")]
    told = {each: publisher.expecting.next_for(newsletter, read_mailbox(each)).editions[0] for each in addresses}
    due_at = min(edition.due_at for edition in told.values() if edition.due_at)
    room.clock.advance(due_at - timedelta(seconds=1) - room.clock.now())
    found = {}
    for address in (each for each, edition in told.items() if edition.due_at == due_at):
        reader = read_mailbox(address)
        preview = publisher.previewing.coming(newsletter, reader, judges=False)
        if preview is not None:
            found[address] = publisher.preview_mails.message(newsletter, preview, reader)
    room.clock.advance(timedelta(seconds=1))
    return found


def _carried(room: DeskRoom, since: int) -> tuple[int, dict[str, bytes]]:
    """The mails of the deliveries after that key, by address; and the newest key."""
    with room.parts.database.read() as connection:
        query = select(deliveries.c.key, deliveries.c.id, deliveries.c.address).where(deliveries.c.key > since)
        rows = connection.execute(query).all()
    outbox = room.newsroom.outbox
    mails = {
        row.address: (outbox / f"{row.id}.eml").read_bytes() for row in rows if (outbox / f"{row.id}.eml").exists()
    }
    return max((row.key for row in rows), default=since), mails


@pytest.mark.parametrize("most", [20, pytest.param(1_000, marks=[pytest.mark.slow, pytest.mark.timeout(1_800)])])
def test_a_preview_is_the_mail_that_is_then_carried(tmp_path: Path, migrated_sqlite: Path, most: int) -> None:
    dice = random.Random(20_261_123)
    with open_desk(tmp_path, migrated_sqlite, 'clock = "reader"\n') as room:
        for number in range(12):
            _join(room, dice, number)
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
            previews = _due(room)
            report = room.parts.publisher.run_once()
            newest, mails = _carried(room, newest)
            assert mails.keys() == previews.keys(), report.errors
            for address, preview in previews.items():
                assert _alike(preview) == _alike(mails[address]), address
                compared += 1


def test_a_preview_has_all_sections_where_too_many_readers_chose_otherwise(
    tmp_path: Path, migrated_sqlite: Path
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
        previews = _due(room)
        room.parts.publisher.run_once()
        _, mails = _carried(room, 0)
        assert len(mails) == 3
        assert {address: _alike(mail) for address, mail in previews.items()} == {
            address: _alike(mail) for address, mail in mails.items()
        }
