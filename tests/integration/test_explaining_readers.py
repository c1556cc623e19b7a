"""Why a reader has an edition or not: situations that happen, and the one sentence that each gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from syndicate.digests.newsletters import Cadence, ClockOwner, QuietHours
from syndicate.publishing.wiring import Parts
from syndicate.storage.states import Breaking, CadenceKind, DeliveryState, Status
from syndicate.storage.tables import articles, deliveries, editions
from syndicate.testing.clock import ManualClock
from tests.integration.explain_parts import ANN, BO, CAT, Room
from tests.newsroom import Newsroom

WEEKLY = Cadence(kind=CadenceKind.WEEKLY, at=time(7), weekdays=frozenset({6}))
INSTANT = Cadence(kind=CadenceKind.INSTANT, at=time(7), daily_cap=1)


@pytest.fixture
def room(desk: Newsroom, parts: Parts, clock: ManualClock) -> Room:
    return Room(desk=desk, parts=parts, clock=clock)


def an_edition(room: Room) -> str:
    room.write("First")
    return room.compose().id


def waits(room: Room) -> str:
    return an_edition(room)


def handed_over(room: Room) -> str:
    edition_id = an_edition(room)
    room.deliver()
    return edition_id


def set_state(state: DeliveryState, reason: str | None) -> Callable[[Room], str]:
    def arrange(room: Room) -> str:
        edition_id = an_edition(room)
        with room.parts.database.write() as connection:
            connection.execute(update(deliveries).values(state=state, reason=reason))
        return edition_id

    return arrange


def held(room: Room) -> str:
    edition_id = an_edition(room)
    room.parts.publisher.control.hold(edition_id, "let me see")
    return edition_id


def stopped(room: Room) -> str:
    edition_id = an_edition(room)
    room.parts.publisher.control.stop(edition_id)
    return edition_id


def by_hand(room: Room) -> str:
    room.write("First")
    edition = room.parts.publisher.compose_by_hand(room.newsletter()).edition
    assert edition is not None
    return edition.id


def dropped_edition(room: Room) -> str:
    edition_id = by_hand(room)
    room.parts.publisher.control.discard(edition_id)
    return edition_id


def not_subscribed(room: Room) -> str:
    room.use("evening")
    room.join(CAT, "evening")
    return an_edition(room)


def joined_after(room: Room) -> str:
    edition_id = an_edition(room)
    room.clock.advance(timedelta(minutes=1))
    room.join(CAT)
    return edition_id


def left_before(room: Room) -> str:
    room.join(CAT)
    room.leave(CAT)
    room.clock.advance(timedelta(minutes=1))
    return an_edition(room)


def left_after(room: Room) -> str:
    room.join(CAT)
    edition_id = an_edition(room)
    room.leave(CAT)
    room.deliver()
    return edition_id


def rejoined(room: Room) -> str:
    edition_id = left_before(room)
    room.clock.advance(timedelta(minutes=1))
    room.join(CAT)
    return edition_id


def unconfirmed(room: Room) -> str:
    room.join(CAT)
    room.set(CAT, state="unconfirmed")
    return an_edition(room)


def suppressed(room: Room) -> str:
    room.join(CAT)
    room.suppress(CAT)
    room.clock.advance(timedelta(minutes=1))
    return an_edition(room)


def paused(room: Room) -> str:
    room.join(CAT)
    room.pause(CAT, datetime(2026, 12, 24, 9, tzinfo=UTC))
    return an_edition(room)


def had_paused(room: Room) -> str:
    room.join(CAT)
    an_edition(room)
    room.clock.advance(timedelta(hours=23))
    room.pause(CAT)
    room.write("Second")
    room.clock.advance(timedelta(hours=1))
    edition_id = room.compose().id
    room.clock.advance(timedelta(hours=1))
    room.come_back(CAT)
    room.tomorrow()
    room.write("Third")
    room.compose()
    return edition_id


def another_cadence(room: Room) -> str:
    room.use(cadences=(*room.newsletter().cadences, replace(WEEKLY, weekdays=frozenset({2}))))
    room.join(CAT, cadence="weekly")
    return an_edition(room)


def only_breaking(room: Room) -> str:
    room.join(CAT, breaking=Breaking.ONLY)
    return an_edition(room)


def too_little(room: Room) -> str:
    room.cadence(min_articles=2)
    room.join(CAT, sections=("Harbour",))
    room.write("First", "Second")
    room.write("Third", section="Harbour")
    return room.compose().id


def nothing_new(room: Room) -> str:
    room.join(CAT, sections=("Harbour",))
    return an_edition(room)


def passed_over_whole(room: Room) -> str:
    room.join(CAT, sections=("Harbour",))
    room.write("First")
    room.write("Old", section="Harbour", date=room.clock.now() - timedelta(days=30))
    return room.compose().id


def had_that_date(room: Room) -> str:
    """The daily one came on that Sunday morning, and then they chose the weekly, which comes on Sunday noon."""
    room.use(cadences=(*room.newsletter().cadences, replace(WEEKLY, at=time(12))))
    room.join(CAT)
    room.join("dot@example.com", cadence="weekly")
    an_edition(room)
    room.choose(CAT, cadence="weekly")
    room.write("Second")
    room.clock.advance(timedelta(hours=5))
    return room.compose().id


def moved_past(room: Room) -> str:
    """From Auckland, where a day begins, to where it ends last: of the date before they hear an hour later."""
    room.use(clock=ClockOwner.READER)
    room.join("dot@example.com", time_zone="Etc/GMT+12")
    room.clock.set(datetime(2026, 11, 22, 17, 50, tzinfo=UTC))
    room.parts.publisher.compose_due(room.newsletter())
    room.join(CAT, time_zone="Pacific/Auckland")
    room.write("First")
    room.clock.set(datetime(2026, 11, 22, 18, 10, tzinfo=UTC))
    room.compose()
    room.choose(CAT, time_zone="Etc/GMT+12")
    room.write("Second")
    room.clock.set(datetime(2026, 11, 22, 19, 10, tzinfo=UTC))
    return room.compose().id


def skipped_by_a_move(room: Room) -> str:
    """From the last zone to the first, on whose clock the edition of that date has gone already."""
    room.use(clock=ClockOwner.READER)
    room.join("dot@example.com")
    room.join(CAT, time_zone="America/New_York")
    edition_id = an_edition(room)
    room.choose(CAT, time_zone="Europe/London")
    return edition_id


def written_over(room: Room) -> str:
    """They were paused that morning and came back for all that they missed: nothing tells of the pause any more."""
    room.join(CAT)
    room.pause(CAT)
    edition_id = an_edition(room)
    room.set(CAT, state="confirmed")
    room.tomorrow()
    room.write("Second")
    room.compose()
    return edition_id


def had_that_week(room: Room) -> str:
    """The publisher moves the weekly from Sunday to Saturday of the same week: who had it does not get it again."""
    room.use(cadences=(WEEKLY,))
    room.join(CAT)
    room.set(CAT, last_week="2026-W47")
    return an_edition(room)


def wave_to_come(room: Room) -> str:
    room.use(clock=ClockOwner.READER)
    room.join(CAT, time_zone="America/New_York")
    return an_edition(room)


def wave_was_late(room: Room) -> str:
    room.use(clock=ClockOwner.READER, max_lateness=timedelta(hours=1))
    room.join(CAT, time_zone="America/New_York")
    edition_id = an_edition(room)
    room.clock.advance(timedelta(hours=8))
    room.parts.publisher.compose_due(room.newsletter())
    return edition_id


def wave_after_the_stop(room: Room) -> str:
    room.use(clock=ClockOwner.READER)
    room.join(CAT, time_zone="America/New_York")
    edition_id = an_edition(room)
    room.parts.publisher.control.stop(edition_id)
    room.clock.advance(timedelta(hours=5))
    room.parts.publisher.compose_due(room.newsletter())
    return edition_id


def day_is_full(room: Room) -> str:
    return _instant(room, last_instant="2026-11-22#01")


def quiet_time(room: Room) -> str:
    room.use(clock=ClockOwner.READER, quiet=QuietHours(start=time(2), end=time(4)))
    return _instant(room)


def _instant(room: Room, **values: Any) -> str:
    room.use(cadences=(*room.newsletter().cadences, INSTANT))
    room.join(BO, newsletter="daily")
    room.join("dot@example.com", cadence="instant")
    room.join(CAT, cadence="instant", time_zone="America/New_York")
    room.parts.publisher.compose_due(room.newsletter())
    room.set(CAT, **({"joins_at": None} | values))
    room.write("First")
    room.clock.advance(timedelta(minutes=20))
    room.parts.publisher.compose_due(room.newsletter())
    return _of_cadence(room, "instant")


def _of_cadence(room: Room, cadence: str) -> str:
    with room.parts.database.read() as connection:
        found: str = connection.execute(select(editions.c.id).where(editions.c.cadence == cadence)).scalar_one()
    return found


def _of_slot(room: Room, slot: str) -> str:
    with room.parts.database.read() as connection:
        found: str = connection.execute(select(editions.c.id).where(editions.c.slot == slot)).scalar_one()
    return found


def instead_of(room: Room) -> str:
    room.join(CAT)
    edition_id = an_edition(room)
    room.deliver()
    with room.parts.database.write() as connection:
        is_bos = deliveries.c.address == BO
        connection.execute(update(deliveries).where(is_bos).values(state=DeliveryState.REFUSED, reason="no"))
    made = room.parts.publisher.compose_instead_of(room.newsletter(), edition_id).edition
    assert made is not None
    room.parts.publisher.open_edition(made.id)
    return made.id


def all_withdrawn(room: Room) -> str:
    room.join(CAT, sections=("Harbour",))
    room.write("First")
    room.write("Second", section="Harbour")
    edition_id = room.compose().id
    with room.parts.database.write() as connection:
        connection.execute(update(articles).where(articles.c.title == "Second").values(status=Status.WITHDRAWN))
    room.deliver()
    return edition_id


def decided_before(room: Room) -> str:
    room.join(CAT)
    room.set(CAT, watermark=50, joins_at=None)
    return an_edition(room)


SITUATIONS: list[tuple[Callable[[Room], str], str, str]] = [
    (waits, ANN, "the mail waits to leave"),
    (handed_over, ANN, "the mail was handed over: at 2026-11-22 07:30 UTC"),
    (set_state(DeliveryState.UNCERTAIN, "timed out"), ANN, "the answer was lost: they may have it: timed out"),
    (set_state(DeliveryState.REFUSED, "MESSAGE_REJECTED: no"), ANN, "the mail was refused: MESSAGE_REJECTED: no"),
    (held, ANN, "the mail waits to leave: the edition is held, let me see"),
    (stopped, ANN, "the edition was stopped before the mail left"),
    (by_hand, ANN, "nobody gets it before a person sends it: composed by hand"),
    (dropped_edition, ANN, "the edition was dropped before it was sent"),
    (not_subscribed, CAT, "not subscribed"),
    (joined_after, CAT, "joined after it was decided: at 2026-11-22 07:31 UTC"),
    (left_before, CAT, "had left: at 2026-11-22 07:30 UTC"),
    (left_after, CAT, "unsubscribed, or the address suppressed, after the edition was frozen"),
    (rejoined, CAT, "joined after it was decided: at 2026-11-22 07:32 UTC"),
    (unconfirmed, CAT, "never confirmed"),
    (suppressed, CAT, "nobody may write to the address: complained, since 2026-11-22 07:30 UTC"),
    (paused, CAT, "paused: until 2026-12-24 09:00 UTC"),
    (had_paused, CAT, "had paused, and came back without what was missed"),
    (another_cadence, CAT, "chose another cadence: weekly"),
    (only_breaking, CAT, "wants nothing but breaking news"),
    (too_little, CAT, "too little is new for them; it waits for more"),
    (nothing_new, CAT, "nothing new is left for them"),
    (passed_over_whole, CAT, "nothing new is left for this reader"),
    (had_that_date, CAT, "had an edition for that date already: the daily one, number 1"),
    (skipped_by_a_move, CAT, "it had gone by their new clock when they moved; the next one brings what it would have"),
    (moved_past, CAT, "their slot had moved past that date: theirs is 2026-11-23"),
    (written_over, CAT, "it was not their turn then; what tells why was written over since"),
    (had_that_week, CAT, "had an edition for that week or month already"),
    (
        wave_to_come,
        CAT,
        "it comes to them at a later hour: 2026-11-22 07:00 America/New_York, 2026-11-22 12:00 UTC",
    ),
    (wave_was_late, CAT, "their hour was missed by more than max_lateness: 2026-11-22 07:00 America/New_York"),
    (wave_after_the_stop, CAT, "it was ended before their hour"),
    (day_is_full, CAT, "had the most of a day already"),
    (quiet_time, CAT, "it is their quiet time"),
    (instead_of, CAT, "the edition that it stands in for did not miss them"),
    (all_withdrawn, CAT, "every story of the edition was taken back before it left"),
    (decided_before, CAT, "all that it looked at was decided for them before"),
]


@pytest.mark.parametrize(("arrange", "address", "expected"), SITUATIONS, ids=lambda each: getattr(each, "__name__", ""))
def test_a_reader_is_told_the_one_reason(
    room: Room, arrange: Callable[[Room], str], address: str, expected: str
) -> None:
    assert expected in room.why(arrange(room), address)
