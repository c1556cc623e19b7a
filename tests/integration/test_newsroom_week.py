"""A week of a newsroom, played through: who is mailed what at which hour, and nothing beside it.

The editor sleeps through the approvals, a flood breaks at 11:03, a story is put right after it was sent, one reader
goes from daily to weekly on the Wednesday, one moves from Auckland to London.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.utils import parseaddr
from threading import Event
from typing import TYPE_CHECKING

import pytest

from syndicate.audience.store import AudienceStore
from syndicate.digests import choosing
from syndicate.digests.model import Audience, EditionState
from syndicate.digests.newsletters import OnSilence
from syndicate.digests.specials.request import Special
from syndicate.digests.store import EditionStore
from syndicate.storage.states import Breaking
from syndicate.text.mailboxes import read_mailbox
from tests.integration.edition_parts import article_of
from tests.newsroom import dump

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.integration.room_parts import Room

ANN, BO, CY, DEE, ED = "ann@example.org", "bo@example.org", "cy@example.org", "dee@example.org", "ed@lantern.example"
DAILY = """at = "07:00"
clock = "reader"
approval = "manual"
on_silence = "send"
approval_lead = "3h"
"""
FURTHER = f"""
[editorial]
editors = ["Ed <{ED}>"]

[[newsletters.cadences]]
kind = "weekly"
weekdays = ["fri"]
at = "17:00"
"""
TITLES = ("Ferry sails", "Mast falls", "Flood breaks", "Quay sinks", "Rope snaps", "Sail tears", "Wind turns")
NOTE = "The mast was red, not green."
RIGHT = "The red mast fell into the harbour, and half the town came out to look at it.\n\nNobody was hurt by it."


@dataclass
class Week:
    """A room, and what has left it: hour, reader → what the mail holds."""

    room: Room
    mails: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    known: set[str] = field(default_factory=set)

    def look(self, *hours: str) -> None:
        """A pass at each of these hours, on the days of the week in November 2026 UTC."""
        for hour in hours:
            day, at = hour.split()
            number = 22 + ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri").index(day)
            then = self.room.clock.now().replace(day=number, hour=int(at[:2]), minute=int(at[3:]))
            self.room.clock.advance(then - self.room.clock.now())
            for step in self.room.parts.publisher.composing_steps:
                step.run(Event())
            self.room.parts.publisher.deliver(Event())
            self.note(hour)

    def note(self, hour: str) -> None:
        """What has left since, under that hour."""
        for mail in self.room.desk.mails():
            if (name := str(mail["Message-ID"])) not in self.known:
                self.known.add(name)
                reader = parseaddr(str(mail["To"]))[1]
                assert reader == ED or reader not in self.mails[hour], f"two mails to {reader} at {hour}"
                told = self.mails[hour].setdefault(reader, [])
                told += [str(mail["Subject"]).removeprefix("The Lantern daily ")] if reader == ED else held_by(mail)
                told.sort(key=str.casefold)

    def move(self, address: str, **wishes: str) -> None:
        newsletter = self.room.parts.publisher.newsletter("daily")
        with self.room.parts.database.write() as connection:
            [reader] = AudienceStore(connection).of_address(read_mailbox(address).key)
            wanted = replace(reader.wishes, **wishes)  # type: ignore[arg-type]
            choosing.choose(connection, newsletter, reader, wanted, self.room.clock.now())

    def break_news(self, title: str) -> None:
        publisher = self.room.parts.publisher
        wanted = Special(audience=Audience.ALL, article_ids=(article_of(self.room.parts, title),))
        edition = publisher.compose_special(publisher.newsletter("daily"), wanted).edition
        assert edition is not None
        publisher.open_edition(edition.id)
        publisher.deliver_edition(edition.id, Event())

    def correct(self, title: str) -> None:
        published = self.room.clock.now() - timedelta(days=1, minutes=1)
        self.room.desk.write_article(f"{title}.txt", dump(title, published=published, body=RIGHT))
        self.room.parts.publisher.collect()
        self.room.parts.publisher.noting.note(article_of(self.room.parts, title), NOTE, "Ada")


def held_in(room: Room) -> list[str]:
    """The editions that wait for a person."""
    with room.parts.database.read() as connection:
        return [each.id for each in EditionStore(connection).recent() if each.state is EditionState.HELD]


def held_by(mail: EmailMessage) -> list[str]:
    """The headlines of a mail, and what it puts right."""
    body = mail.get_body(("plain",))
    assert body is not None
    text = " ".join(str(body.get_content()).split())
    is_correction = NOTE in text
    titles = [title for title in TITLES if title in text and not (is_correction and title == "Mast falls")]
    return [*titles, *(["put right"] if is_correction else [])]


def test_each_reader_is_mailed_what_is_theirs_at_their_hour_through_a_week_of_news(
    room_with: Callable[..., Room],
) -> None:
    room = room_with(DAILY, further=FURTHER)
    week = Week(room)
    room.join(ANN, "daily", time_zone="Europe/London")
    room.join(BO, "daily", time_zone="Pacific/Auckland")
    room.join(CY, "daily", time_zone="Europe/London")
    room.join(DEE, "daily", breaking=Breaking.ONLY)
    week.look("Sun 06:00")
    room.publish("Ferry sails")
    week.look("Sun 07:00", "Sun 15:00", "Sun 17:00", "Sun 17:45", "Sun 18:00", "Mon 06:00")
    room.publish("Mast falls")
    week.look("Mon 07:00", "Mon 11:03")
    room.publish("Flood breaks")
    week.break_news("Flood breaks")
    week.look("Mon 11:03", "Mon 18:00", "Tue 06:00")
    week.correct("Mast falls")
    room.publish("Quay sinks")
    week.look("Tue 07:00", "Tue 10:00")
    week.move(BO, time_zone="Europe/London")
    week.look("Tue 18:00", "Wed 06:00")
    room.publish("Rope snaps")
    week.look("Wed 07:00", "Wed 10:00")
    week.move(CY, cadence="weekly")
    week.look("Wed 18:00", "Thu 06:00")
    room.publish("Sail tears")
    week.look("Thu 07:00", "Thu 18:00", "Fri 06:00")
    room.publish("Wind turns")
    week.look("Fri 07:00", "Fri 16:45", "Fri 17:00")
    assert {hour: mails for hour, mails in week.mails.items() if mails} == {
        "Sun 07:00": {ANN: ["Ferry sails"], CY: ["Ferry sails"]},
        "Sun 15:00": {ED: ["2026-11-23 (daily) waits for approval, leaves soon"]},
        "Sun 17:00": {ED: ["2026-11-23 (daily) waits for approval, leaves within the hour"]},
        "Sun 17:45": {ED: ["2026-11-23 (daily) waits for approval, leaves in a quarter of an hour"]},
        "Sun 18:00": {BO: ["Ferry sails"]},
        "Mon 07:00": {ANN: ["Mast falls"], CY: ["Mast falls"]},
        "Mon 11:03": {reader: ["Flood breaks"] for reader in (ANN, BO, CY, DEE)},
        "Mon 18:00": {BO: ["Mast falls"]},
        "Tue 07:00": {ANN: ["put right", "Quay sinks"], CY: ["put right", "Quay sinks"]},
        "Wed 07:00": {
            ANN: ["Rope snaps"],
            BO: ["put right", "Quay sinks", "Rope snaps"],
            CY: ["Rope snaps"],
        },
        "Thu 07:00": {ANN: ["Sail tears"], BO: ["Sail tears"]},
        "Fri 07:00": {ANN: ["Wind turns"], BO: ["Wind turns"]},
        "Fri 16:45": {
            ED: [
                "2026-11-27 (weekly) waits for approval, leaves in a quarter of an hour",
                "2026-11-28 (daily) waits for approval, leaves soon",
            ]
        },
        "Fri 17:00": {
            CY: ["Sail tears", "Wind turns"],
            ED: ["2026-11-28 (daily) waits for approval, leaves within the hour"],
        },
    }


@pytest.mark.parametrize(
    ("on_silence", "sunday", "monday"),
    [
        (
            OnSilence.HOLD,
            {"Sun 07:00": {ED: ["2026-11-22 (daily) is held: no approval"]}, "Sun 09:00": {ANN: ["Ferry sails"]}},
            ["Mast falls"],
        ),
        (
            OnSilence.SKIP,
            {"Sun 07:00": {ED: ["2026-11-22 (daily) is skipped: no approval"]}},
            ["Ferry sails", "Mast falls"],
        ),
    ],
)
def test_where_nobody_approves_an_edition_waits_for_the_editor_or_its_stories_for_the_next(
    room_with: Callable[..., Room], on_silence: OnSilence, sunday: dict[str, dict[str, list[str]]], monday: list[str]
) -> None:
    how = DAILY.replace('"send"', f'"{on_silence}"').replace('clock = "reader"\n', "")
    week = Week(room_with(how, further=FURTHER))
    room, publisher = week.room, week.room.parts.publisher
    room.join(ANN, "daily")
    week.look("Sun 06:00")
    room.publish("Ferry sails")
    week.look("Sun 06:45", "Sun 07:00", "Sun 09:00")
    for edition in held_in(room):
        publisher.control.resume(edition)
    publisher.deliver(Event())
    week.note("Sun 09:00")
    room.publish("Mast falls")
    week.look("Mon 04:00")
    newsletter = publisher.newsletter("daily")
    publisher.editing.approve(newsletter, publisher.editing.slot(newsletter), "Ada")
    week.look("Mon 06:00", "Mon 06:45", "Mon 07:00")
    assert {hour: mails for hour, mails in week.mails.items() if mails} == {
        "Sun 06:00": {ED: ["2026-11-22 (daily) waits for approval, leaves within the hour"]},
        "Sun 06:45": {ED: ["2026-11-22 (daily) waits for approval, leaves in a quarter of an hour"]},
        **sunday,
        "Mon 04:00": {ED: ["2026-11-23 (daily) waits for approval, leaves soon"]},
        "Mon 07:00": {ANN: monday},
    }
