"""A newsletter that goes to some of its readers: the others are no recipients, and nothing of theirs is moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from syndicate.audience.mailable import is_mailable
from syndicate.audience.reader_filter import EVERYBODY, ReaderFilter
from syndicate.audience.store import AudienceStore
from syndicate.delivery import freezing
from syndicate.delivery.lanes.claiming import UNMEANT
from syndicate.delivery.status.person import person_of
from syndicate.digests.explaining.absences import Absence
from syndicate.digests.specials.store import SpecialStore
from syndicate.publishing.wiring import Parts
from syndicate.storage.states import Breaking
from syndicate.storage.tables import deliveries, editions, subscribers, subscriptions
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.integration.explain_parts import ANN, BO, CAT, Room
from tests.newsroom import Newsroom

GERMAN = ReaderFilter(languages=frozenset({"de"}), default_language="en")


@pytest.fixture
def room(desk: Newsroom, parts: Parts, clock: ManualClock) -> Room:
    """Ann reads German, Bo what comes, Cat Austrian German."""
    room = Room(desk=desk, parts=parts, clock=clock)
    room.choose(ANN, language="de")
    room.join(CAT, language="de-AT")
    return room


def goes_to(room: Room, readers: ReaderFilter) -> None:
    """From now on it goes to those, in composing and before each mail."""
    room.use(readers=readers)
    room.parts.publisher.deliver_step.sending.readers = {"daily": readers}


def got(room: Room, edition_id: str) -> dict[str, str]:
    """Address → state of the delivery."""
    query = select(deliveries.c.address, deliveries.c.state, deliveries.c.edition_key)
    with room.parts.database.read() as connection:
        query = query.join(editions, editions.c.key == deliveries.c.edition_key).where(editions.c.id == edition_id)
        return {row.address: row.state for row in connection.execute(query)}


def place(room: Room, address: str) -> tuple[object, ...]:
    """Where a reader has come to."""
    query = select(subscriptions.c.watermark, subscriptions.c.last_slot, subscriptions.c.joins_at)
    with room.parts.database.read() as connection:
        query = query.join(subscribers).where(subscribers.c.address_key == address)
        return tuple(connection.execute(query).one())


def composed(room: Room, *titles: str) -> str:
    """The next day's edition, after those were published; its id."""
    room.tomorrow()
    room.write(*titles)
    edition = room.compose()
    freezing.freeze(room.parts.database, room.clock, edition.id)
    return edition.id


def test_readers_outside_are_no_recipients_and_keep_their_place(room: Room) -> None:
    composed(room, "Before")
    room.deliver()
    goes_to(room, GERMAN)
    stood = place(room, BO)
    edition_id = composed(room, "First")
    assert got(room, edition_id) == {ANN: "pending", CAT: "pending"}
    assert place(room, BO) == stood
    assert room.why(edition_id, BO) == Absence.OUTSIDE


def test_who_comes_inside_gets_what_may_still_wait_and_the_rest_is_written_down(room: Room) -> None:
    composed(room, "Before")
    goes_to(room, GERMAN)
    for title in ("Old", "Yesterday", "Today"):
        composed(room, title)
    room.choose(BO, language="de")
    edition_id = composed(room, "Now")
    assert got(room, edition_id)[BO] == "pending"
    assert room.why_story(edition_id, BO, "Now").startswith("in")
    assert room.why_story(edition_id, BO, "Today").startswith("in")
    assert room.why_story(edition_id, BO, "Old").startswith("out: ")


def test_when_they_joined_is_asked_as_well(room: Room) -> None:
    room.tomorrow()
    goes_to(room, ReaderFilter(joined_before=room.clock.now()))
    room.join("late@example.org")
    assert set(got(room, composed(room, "First"))) == {ANN, BO, CAT}
    goes_to(room, ReaderFilter(joined_from=room.clock.now() - timedelta(days=1)))
    assert set(got(room, composed(room, "Second"))) == {"late@example.org"}


def test_a_freeze_goes_by_what_was_decided_whatever_the_configuration_says_now(room: Room) -> None:
    goes_to(room, GERMAN)
    room.tomorrow()
    room.write("First")
    edition = room.compose()
    room.use(readers=EVERYBODY)
    freezing.freeze(room.parts.database, room.clock, edition.id)
    assert set(got(room, edition.id)) == {ANN, CAT}


def test_who_is_outside_before_their_mail_leaves_is_left_out_with_a_reason(room: Room) -> None:
    edition_id = composed(room, "First")
    goes_to(room, GERMAN)
    room.deliver()
    assert got(room, edition_id) == {ANN: "submitted", BO: "excluded", CAT: "submitted"}
    with room.parts.database.read() as connection:
        reason = connection.execute(select(deliveries.c.reason).where(deliveries.c.address == BO)).scalar_one()
    assert reason == UNMEANT


def test_who_chooses_otherwise_between_the_freeze_and_the_mail_is_left_out(room: Room) -> None:
    goes_to(room, GERMAN)
    edition_id = composed(room, "First")
    room.choose(ANN, language="en")
    room.deliver()
    assert got(room, edition_id) == {ANN: "excluded", CAT: "submitted"}


def test_counts_and_breaking_news_are_of_those_inside(room: Room) -> None:
    room.choose(BO, breaking=Breaking.ALSO)
    goes_to(room, GERMAN)
    newsletter = room.newsletter()
    with room.parts.database.read() as connection:
        assert AudienceStore(connection).count("daily", newsletter.readers) == 2
        assert AudienceStore(connection).count("daily") == 3
        assert not SpecialStore(connection).has_breaking(newsletter)
    room.choose(ANN, language="de", breaking=Breaking.ALSO)
    with room.parts.database.read() as connection:
        assert SpecialStore(connection).has_breaking(newsletter)


def test_a_person_is_told_of_in_the_same_words(room: Room) -> None:
    with room.parts.database.read() as connection:
        told = person_of(connection, BO, {"daily": GERMAN})
        inside = person_of(connection, ANN, {"daily": GERMAN})
    assert told is not None
    assert told["subscriptions"][0]["outside"] == "reads en; it goes to readers of de"
    assert inside is not None
    assert inside["subscriptions"][0]["outside"] is None


def test_what_comes_next_to_somebody_outside_is_nothing(room: Room) -> None:
    goes_to(room, GERMAN)
    expecting, newsletter = room.parts.publisher.expecting, room.newsletter()
    (none,) = expecting.next_for(newsletter, read_mailbox(BO)).editions
    assert none.due_at is None
    assert none.reason == "not among the readers that it goes to: reads en; it goes to readers of de"
    assert expecting.next_for(newsletter, read_mailbox(ANN)).editions[0].due_at is not None


def test_without_a_filter_the_statement_asks_nothing_more() -> None:
    assert str(is_mailable(ReaderFilter(default_language="de"))) == str(is_mailable())
    assert "choices" not in str(is_mailable())
