"""Who has confirmed is greeted once: by the newest edition that is for them, which they have had then, or by a text."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.audience.store import AudienceStore
from syndicate.audience.transactional import TransactionalMail, enqueue
from syndicate.digests import site_lock
from syndicate.errors import SyndicateError
from syndicate.storage.states import EditionState, TransactionalKind
from syndicate.storage.tables import deliveries, editions, freezes, occurrences, renderings
from syndicate.text.mailboxes import read_mailbox
from tests.integration.failing_writes import OF_POSTGRESQL, OF_SQLITE, FailingWrites
from tests.integration.joining_parts import DIGESTS, mails
from tests.integration.room_parts import SUNDAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.room_parts import Room

AN_EDITION = 'at = "07:00"\nwelcome = "edition"'
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ZOE = "zoe@example.org"


def greet(room: Room, address: str = ZOE, *newsletters: str) -> None:
    """Let somebody confirm: subscribed, with a welcome to come, in one transaction."""
    mailbox = read_mailbox(address)
    with room.parts.database.write() as connection:
        for newsletter in newsletters or ("daily",):
            store = AudienceStore(connection)
            store.subscribe(mailbox, newsletter, now=room.clock.now(), renew=True)
            [subscription] = store.of_address(mailbox.key, newsletter)
            mail = TransactionalMail(
                kind=TransactionalKind.WELCOME,
                address=address,
                limit_key=DIGESTS.of_limit(mailbox),
                newsletter=newsletter,
                subscription_id=subscription.id,
            )
            enqueue(connection, mail, room.clock.now())


def look(room: Room) -> None:
    room.parts.publisher.answer(Event())
    room.look()


def titles(room: Room, address: str = ZOE) -> list[str]:
    """What the reader got by the daily one, once for each time that they got it."""
    found = room.parts.database
    query = (
        select(renderings.c.subject)
        .join_from(deliveries, renderings, renderings.c.variant_key == deliveries.c.variant_key)
        .where(deliveries.c.state == "submitted", deliveries.c.address == address)
        .where(renderings.c.revision == deliveries.c.revision)
    )
    with found.read() as connection:
        return list(connection.execute(query.order_by(deliveries.c.key)).scalars())


def reasons(room: Room) -> list[tuple[str, str | None]]:
    return [(row["state"], (row["reason"] or "").partition(":")[0]) for row in mails(room.parts.database)]


def a_room(room_with: Callable[..., Room], how: str = AN_EDITION) -> Room:
    """With an edition of this morning that Ann had, and that is closed."""
    room = room_with(how)
    room.join("ann@example.org", "daily")
    room.publish("Ferry")
    room.until(SUNDAY + 2 * HOUR)
    return room


def test_the_newest_edition_greets_who_is_new_and_counts_as_had(room_with: Callable[..., Room]) -> None:
    room = a_room(room_with)
    greet(room)
    look(room)

    assert titles(room) == ["Ferry"]
    assert reasons(room) == [("excluded", "by-edition")]
    room.publish("Gulls")
    room.until(SUNDAY + DAY + 2 * HOUR)
    assert titles(room) == ["Ferry", "Gulls"]
    assert titles(room, "ann@example.org") == ["Ferry", "Gulls"]


def test_the_edition_is_closed_again_and_its_sums_are_right(room_with: Callable[..., Room]) -> None:
    room = a_room(room_with)
    greet(room)
    look(room)
    with room.parts.database.read() as connection:
        row = connection.execute(select(editions)).mappings().one()
    assert (row["state"], row["mails"], row["submitted"]) == (EditionState.CLOSED, 2, 2)


def test_twice_a_welcome_brings_one_edition_and_then_a_text(room_with: Callable[..., Room]) -> None:
    room = a_room(room_with)
    greet(room)
    greet(room)
    look(room)
    look(room)
    assert titles(room) == ["Ferry"]
    assert reasons(room) == [("excluded", "by-edition"), ("submitted", "")]


def test_an_edition_that_is_still_on_its_way_greets_as_well(room_with: Callable[..., Room]) -> None:
    room = room_with(AN_EDITION)
    room.join("ann@example.org", "daily")
    room.publish("Ferry")
    room.clock.advance(HOUR + timedelta(minutes=1))
    for step in room.parts.publisher.compose_steps.values():
        step.run(Event())
    greet(room)
    look(room)
    assert (titles(room), titles(room, "ann@example.org")) == (["Ferry"], ["Ferry"])


def test_without_an_edition_of_the_last_week_it_is_a_text(room_with: Callable[..., Room]) -> None:
    room = room_with(AN_EDITION)
    greet(room)
    look(room)
    assert (titles(room), reasons(room)) == ([], [("submitted", "")])


def test_an_edition_of_longer_ago_greets_nobody(room_with: Callable[..., Room]) -> None:
    room = a_room(room_with)
    room.clock.advance(8 * DAY)
    greet(room, "bo@example.org")
    room.parts.publisher.answer(Event())
    assert reasons(room)[-1] == ("submitted", "")


def test_who_has_had_a_story_of_it_by_another_newsletter_gets_the_text(room_with: Callable[..., Room]) -> None:
    room = room_with(AN_EDITION, noon='at = "06:30"')
    room.join("ann@example.org", "daily")
    room.join(ZOE, "noon")
    room.publish("Ferry")
    room.until(SUNDAY + 2 * HOUR, every=timedelta(minutes=10))
    assert titles(room) == ["Ferry"]

    greet(room)
    look(room)

    assert titles(room) == ["Ferry"]
    assert reasons(room) == [("submitted", "")]


def test_while_an_edition_is_frozen_the_welcome_waits_and_others_do_not(room_with: Callable[..., Room]) -> None:
    room = a_room(room_with)
    with room.parts.database.write() as connection:
        key = connection.execute(select(occurrences.c.key)).scalars().first()
        assert key is not None
        site_lock.take(connection, key)
    greet(room)
    greet(room, "bo@example.org", "daily")
    room.parts.publisher.answer(Event())
    assert reasons(room) == [("pending", "an edition is being frozen")] * 2

    with room.parts.database.write() as connection:
        connection.execute(freezes.delete())
    room.clock.advance(timedelta(seconds=3))
    look(room)
    assert (titles(room), titles(room, "bo@example.org")) == (["Ferry"], ["Ferry"])


def test_without_a_word_on_it_a_text_greets(room_with: Callable[..., Room]) -> None:
    room = a_room(room_with, 'at = "07:00"')
    greet(room)
    look(room)
    assert (titles(room), reasons(room)) == ([], [("submitted", "")])


def test_whichever_write_fails_the_edition_greets_once(room_with: Callable[..., Room]) -> None:
    room = a_room(room_with)
    database = room.parts.database
    failure = (OF_SQLITE if database.is_sqlite else OF_POSTGRESQL)[0]
    number, is_through = 0, False
    while not is_through:
        number += 1
        address = f"r{number}@example.org"
        greet(room, address)
        failing = FailingWrites(database=database, failure=failure, at=number)
        with failing.armed(), suppress(SyndicateError):
            room.parts.publisher.answer(Event())
        is_through = failing.failed == 0
        room.clock.advance(timedelta(seconds=1))
        look(room)
        assert titles(room, address) == ["Ferry"], number
        assert reasons(room)[-1] == ("excluded", "by-edition")
    assert number > 5


def test_who_is_outside_the_readers_is_greeted_by_a_text(room_with: Callable[..., Room]) -> None:
    monday = SUNDAY + DAY
    room = a_room(room_with, f"{AN_EDITION}\nreaders = {{ joined_before = {monday.date()} }}")
    assert len(titles(room, "ann@example.org")) == 1
    room.until(monday + 2 * HOUR)
    greet(room)
    look(room)
    assert titles(room) == []
    assert reasons(room) == [("submitted", "")]
